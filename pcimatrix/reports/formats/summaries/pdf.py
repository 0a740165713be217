"""The responsibility summary as PDF/UA-1, laid out by Typst from data: no text of it is ever markup."""

import json
import re
import warnings
from typing import Any

from pcimatrix.errors import FormatError, FormatWarning
from pcimatrix.reports.extras import extra
from pcimatrix.reports.formats.summaries._paper import paper
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.reports.templating import template_text
from pcimatrix.text import truncate

ENDINGS = (".pdf",)
"""How the names of its files end; see `endings`."""

DETAILS = (Detail.REQUIREMENT, Detail.SUMMARY, Detail.CASE)
"""How much it can say, the usual first; see `details`."""

_PARTS = ("summary.style.typ", "summary.front.typ", "summary.cases.typ", "summary.requirements.typ")
_TEMPLATES = {"main.typ": "summary.typ", **{name: name for name in _PARTS}}
_NO_GLYPH = re.compile(r'PDF/UA-1 error: the text `"(.+?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_REPLACEMENT = "\ufffd"
_MOST_NAMED = 200
"""The most characters of a warning that name what has no glyph."""


def write(summary: Summary) -> bytes:
    """Return the summary as a tagged PDF that keeps to PDF/UA-1; the same summary gives the same bytes.

    Its fonts are those of the library, and the bytes are the same on any machine. Only if they lack a character, as
    of a name in Chinese, fonts of the system are used, too. What no font has becomes U+FFFD, and a `FormatWarning`
    names it. Raises `FormatError` if the extra is not installed.
    """
    summary = summary.by_default(DETAILS[0], Traces.NONE)
    text = json.dumps(paper(summary), ensure_ascii=False)
    content, missing = _compiled(text, alone=True)
    if missing:
        content, missing = _compiled(text, alone=False)
    if missing:
        for each in sorted(missing, key=len, reverse=True):
            text = text.replace(each, _REPLACEMENT)
        named = truncate(", ".join(f"{each} ({_code_points(each)})" for each in sorted(missing)), _MOST_NAMED)
        told = f"pdf: no installed font has these characters, which became {_REPLACEMENT}: {named}; install such a font"
        warnings.warn(told, FormatWarning, stacklevel=2)
        content, missing = _compiled(text, alone=False)
    if content is None:
        raise FormatError(f"pdf: characters without a glyph: {', '.join(map(_code_points, sorted(missing)))}")
    return content


def _compiled(data: str, *, alone: bool) -> tuple[bytes | None, frozenset[str]]:
    """Return the document, or the characters that no font has: with the library's fonts alone, or the system's, too."""
    with extra("pdf"):
        import typst  # noqa: PLC0415 - an extra
    # Several files as one input: the library documents it, and its types do not say so.
    sources: Any = {name: template_text(source).encode() for name, source in _TEMPLATES.items()}
    try:
        found: bytes = typst.compile(
            sources,
            format="pdf",
            pdf_standards=["ua-1"],
            ignore_system_fonts=alone,
            sys_inputs={"data": data},
            timestamp=0,
        )
    except typst.TypstError as error:
        missing = frozenset(map(_unescaped, _NO_GLYPH.findall(error.diagnostic)))
        if not missing:
            raise
        return None, missing
    return found, frozenset()


def _unescaped(text: str) -> str:
    """Return what Typst's message shows in Rust's escapes."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text).replace("\\'", "'").replace('\\"', '"')


def _code_points(text: str) -> str:
    return " ".join(f"U+{ord(each):04X}" for each in text)
