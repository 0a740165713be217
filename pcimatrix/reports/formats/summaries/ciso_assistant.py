"""The catalogue as a library of CISO Assistant (intuitem): a framework whose requirement nodes say whose they are.

The keys are those that its importer reads: `backend/core/models.py` (StoredLibrary) and `backend/library/utils.py`
(FrameworkImporter, RequirementNodeImporter) of intuitem/ciso-assistant-community.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.reports.formats.summaries._oscal import NO_TEXT, day_of, identify
from pcimatrix.reports.formats.summaries._oscal_document import last_day
from pcimatrix.reports.summary.model import Summary
from pcimatrix.text import one_line

ENDINGS = (".yaml", ".yml")
"""How the names of its files end; see `endings`."""

PACKAGER = "pcimatrix"
_NAME = 200
"""How many characters a name may have (`ReferentialObjectMixin` of its core/models.py)."""
_RESIDUAL = "residual"
_GROUPS = {
    Owner.CUSTOMER.value: ("Customer", "The entity under assessment shows it itself."),
    Owner.AWS.value: ("AWS", "AWS shows it, by its AOC and responsibility summary."),
    Owner.THIRD_PARTY.value: ("Third party", "Another third-party service provider (TPSP) shows it, by its AOC."),
    Owner.NA.value: ("Not applicable", "It does not apply to the entity."),
    _RESIDUAL: ("AWS, with a residual duty", "AWS's, but something stays with the customer: see the annotation."),
}
_KNOWN_BY = {
    "published": "its totals are published by AWS Security, the split within a row is worked out",
    "modelled": "modelled, never published by AWS",
    "scope": "from the entity's own scope file; on the basis modelled it is our own model, never published by AWS",
}


def write(summary: Summary) -> str:
    """Return the library as YAML text.

    Its version is the day of the last change as a number, since an importer takes only a higher one as an update.
    Raises `FormatError` if that is no day.
    """
    day = last_day(summary)
    key = _key(summary)
    library = {
        "urn": f"urn:{PACKAGER}:risk:library:{key}",
        "locale": "en",
        "ref_id": key[:100],
        "name": _title(summary),
        "description": _description(summary),
        "copyright": "The text of the standard is copyright of the PCI SSC and not here; titles and summaries are the "
        "words of the catalogue.",
        "version": int(day.replace("-", "")),
        "publication_date": date.fromisoformat(day_of(summary.date) if summary.date else day),
        "provider": PACKAGER,
        "packager": PACKAGER,
        "objects": {"framework": _framework(summary, key)},
    }
    return yaml.safe_dump(library, allow_unicode=True, sort_keys=False, width=120)


def _key(summary: Summary) -> str:
    """Return what the URNs of a library have in common; of a scope it follows from the entity's name."""
    if summary.subject.scoped:
        return f"pci-dss-scope-{identify('ciso-assistant', summary.subject.title)}"
    return f"pci-dss-{summary.subject.id}"


def _title(summary: Summary) -> str:
    """Return the library's name: the title with what it is of, by which users tell one library from another."""
    subject = summary.subject
    modelled = " (modelled)" if subject.modelled else ""
    title = one_line(summary.title).strip() or NO_TEXT
    named = subject.scoped and summary.title.endswith(f": {subject.title}")
    return _name(title if named else f"{title}: {subject.title}{modelled}")


def _name(text: str) -> str:
    """Return a name: one line, not empty, cut where it is longer than the importer takes."""
    line = one_line(text).strip() or NO_TEXT
    return line if len(line) <= _NAME else line[: _NAME - 1] + "…"


def _prose(text: str) -> str:
    """Return text for a description or annotation, which CISO Assistant shows as Markdown: it is shown as it is."""
    return markdown_cell(text).strip() or NO_TEXT


def _description(summary: Summary) -> str:
    """Return what the library is, with its title whole and the SHA-256 of its inputs."""
    tally, subject = summary.totals.whole, summary.subject
    counts = [f"{tally.customer} the customer's", f"{tally.aws} AWS's"]
    if subject.scoped:
        counts.append(f"{tally.third_party} of other third parties")
    lines = [
        f"{_prose(summary.title)}: {_prose(summary.edition)}, {_prose(subject.title)}.",
        f"{tally.test_cases} test cases: {', '.join(counts)}, {tally.na} not applicable.",
        f"Whose a test case is: {_KNOWN_BY[subject.origin]}.",
        f"Catalogue SHA-256: {summary.digest}",
    ]
    if summary.report:
        lines.insert(1, summary.report.remarks(summary.cells)[0])
    if subject.scoped:
        lines.append(f"Scope SHA-256: {subject.digest}")
    return "\n\n".join(lines)


def _framework(summary: Summary, key: str) -> dict[str, Any]:
    used = {group for cell in summary.cells for group in _groups(cell)}
    return {
        "urn": f"urn:{PACKAGER}:risk:framework:{key}",
        "ref_id": key[:100],
        "name": _title(summary),
        "description": _description(summary),
        "implementation_groups_definition": [
            {"ref_id": group, "name": name, "description": description}
            for group, (name, description) in _GROUPS.items()
            if group in used
        ],
        "requirement_nodes": list(_nodes(summary, f"urn:{PACKAGER}:risk:req_node:{key}")),
    }


def _nodes(summary: Summary, base: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of the tree, each parent before its children; test cases alone are assessable.

    Its users find a node by its `ref_id`, so each names one node: a requirement with the id of its only test case
    leaves it to the test case, and has it in its name.
    """
    taken = {cell.case.id for cell in summary.cells}
    for chapter in summary.chapters():
        principal = f"{base}:principal-{chapter.principal.id}"
        yield _inner(principal, None, 1, chapter.principal.id, chapter.principal.title)
        for part in chapter.parts:
            section = f"{base}:section-{part.section.id}"
            yield _inner(section, principal, 2, part.section.id, part.section.title)
            for requirement, cells in part.requirements:
                parent = f"{base}:requirement-{requirement.id}"
                if requirement.id in taken:
                    yield _inner(parent, section, 3, None, f"{requirement.id} {requirement.title}")
                else:
                    yield _inner(parent, section, 3, requirement.id, requirement.title)
                for cell in cells:
                    yield {
                        "urn": f"{base}:{cell.case.id}",
                        "assessable": True,
                        "depth": 4,
                        "parent_urn": parent,
                        "ref_id": cell.case.id,
                        "description": _prose(cell.case.summary),
                        "annotation": _annotation(summary, cell),
                        "implementation_groups": _groups(cell),
                    }


def _inner(urn: str, parent: str | None, depth: int, identifier: str | None, title: str) -> dict[str, Any]:
    name = _name(title)
    whole = {} if name == title else {"description": _prose(title)}
    above = {"parent_urn": parent} if parent else {}
    reference = {"ref_id": identifier} if identifier else {}
    return {"urn": urn, "assessable": False, "depth": depth, **above, **reference, "name": name, **whole}


def _groups(cell: Cell) -> list[str]:
    own = [cell.ownership.owner.value]
    return [*own, _RESIDUAL] if cell.ownership.owner is Owner.AWS and cell.ownership.residual else own


def _annotation(summary: Summary, cell: Cell) -> str:
    """Return whose the test case is and how that is known, a line each."""
    case, own = cell
    facts = {
        "Owner": _GROUPS[own.owner.value][0],
        "Third party": summary.party(cell),
        "Basis": own.basis.value,
        "Reason": own.reason,
        "Residual duty of the customer": own.residual or "",
        **{heading: said for _, heading, said in summary.lines(cell)},
        "By layers": cell.ownership.doubt,
        "Methods": ", ".join(method.value for method in case.methods),
        "Limited to": (case.limited_to or "").replace("_", " "),
        "Layers": ", ".join(case.layers),
    }
    return "\n".join(f"- {name}: {_prose(text)}" for name, text in facts.items() if text)
