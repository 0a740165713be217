"""What libraries of CISO Assistant (intuitem) share: their keys, URNs, names and texts.

The keys are those that its importer reads: `backend/core/models.py` (StoredLibrary) and `backend/library/utils.py` of
intuitem/ciso-assistant-community.
"""

import re
from datetime import date
from typing import Any

import yaml

from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.reports.formats.summaries._oscal import NO_TEXT, day_of, identify
from pcimatrix.reports.formats.summaries._oscal_document import last_day
from pcimatrix.reports.summary.model import Summary
from pcimatrix.text import one_line, truncate

PACKAGER = "pcimatrix"
_NAME = 200
"""How many characters a name may have (`ReferentialObjectMixin` of its core/models.py)."""


_FAST = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_ESCAPED = re.compile(r"\\[uU]")


def library(summary: Summary, kind: str, objects: dict[str, Any], **more: Any) -> str:
    """Return a library as YAML text; `kind` is what its key begins with, `more` are further keys of its head.

    Its version is the day of the last change as a number, since an importer takes only a higher one as an update.
    Raises `FormatError` if that is no day.
    """
    day = last_day(summary)
    head = {
        "urn": urn(summary, "library", kind),
        "locale": "en",
        "ref_id": key(summary, kind)[:100],
        "name": title(summary),
        "copyright": "The text of the standard is copyright of the PCI SSC and not here; titles and summaries are the "
        "words of the catalogue.",
        "version": int(day.replace("-", "")),
        "publication_date": date.fromisoformat(day_of(summary.date) if summary.date else day),
        "provider": PACKAGER,
        "packager": PACKAGER,
    }
    return _yaml(head | more | {"objects": objects})


def _yaml(values: dict[str, Any]) -> str:
    """Return values as YAML text, the same whether PyYAML has libyaml or not.

    libyaml is eight times as fast, and differs in that it writes U+FEFF and what is beyond U+FFFF as escapes, or breaks
    lines elsewhere beside an escape.
    """
    for dumper in (_FAST, yaml.SafeDumper):
        text: str = yaml.dump(values, Dumper=dumper, allow_unicode=True, sort_keys=False, width=120)
        if not _ESCAPED.search(text):
            break
    return text


def key(summary: Summary, kind: str = "") -> str:
    """Return what the URNs of a library have in common; of a scope it follows from the entity's name."""
    begins = f"{kind}-pci-dss" if kind else "pci-dss"
    if summary.subject.scoped:
        return f"{begins}-scope-{identify('ciso-assistant', summary.subject.title)}"
    return f"{begins}-{summary.subject.id}"


def urn(summary: Summary, what: str, kind: str = "") -> str:
    """Return the URN of a library, a framework, or what the URNs of its nodes begin with."""
    return f"urn:{PACKAGER}:risk:{what}:{key(summary, kind)}"


def title(summary: Summary) -> str:
    """Return the library's name: the title with what it is of, by which users tell one library from another."""
    subject = summary.subject
    modelled = " (modelled)" if subject.modelled else ""
    whole = one_line(summary.title).strip() or NO_TEXT
    named = subject.scoped and summary.title.endswith(f": {subject.title}")
    return name(whole if named else f"{whole}: {subject.title}{modelled}")


def name(text: str) -> str:
    """Return a name: one line, not empty, cut where it is longer than the importer takes."""
    return truncate(one_line(text).strip() or NO_TEXT, _NAME)


def prose(text: str) -> str:
    """Return text for a description or annotation, which CISO Assistant shows as Markdown: it is shown as it is."""
    return markdown_cell(text).strip() or NO_TEXT
