"""Kinds of rows that name no requirement: titles, banners, totals, notes, and ids that cannot be told."""

import re

from pcimatrix.providers.entries import NotTaken
from pcimatrix.providers.identifiers import named
from pcimatrix.providers.known_ids import Known, Named
from pcimatrix.providers.sheet import Gap, Row, Value
from pcimatrix.text import truncate

_TOTAL = re.compile(r"(?i)(?:grand |sub-?)?total\b|sum\b|count\b|[0-9]+ (?:rows|items|requirements|controls)\b")
_OTHERS = re.compile(
    r"(?i)\b(?:(?:the |all |any )*(?:others?|rest|remaining)|everything else)\b.*\b(?:stays?|remains?|are|is|you)\b"
)
_FOOTNOTE = re.compile(r"\s*[*†‡§¹²³]|\s*[\[(][0-9]{1,2}[\])]")
_LEGEND = re.compile(r"\b[A-Z]\s*=\s*\w+.*\b[A-Z]\s*=\s*\w+")
_SHOWN = 400
_A_SENTENCE = "a sentence on other requirements: no row of the list, and too wide to be taken silently"


def first_of(row: Row) -> Value:
    """Return what the first cell of a row has that is not blank."""
    return row.at(row.filled[0]) if row.filled else None


def outside(row: Row, sheet: str, known: Known) -> NotTaken:
    """Return why a row above the first header is not taken."""
    value = first_of(row)
    if _OTHERS.search(str(value)[:_SHOWN]):
        return NotTaken(sheet, row.number, row.line, "text", _A_SENTENCE)
    found = named(value, known)
    if found.how == "principal" or found.kind in {"banner", "appendix"}:
        return NotTaken(sheet, row.number, row.line, "banner", "table title")
    return NotTaken(sheet, row.number, row.line, "title", "title")


def without_id(row: Row, *, says: bool, is_last: bool) -> tuple[str, str]:
    """Return the kind of a row whose id cell is blank, and why it is not taken.

    `says` tells whether it says whose something is, `is_last` whether no row below has an id.
    """
    first = str(first_of(row))[:_SHOWN]
    if _TOTAL.match(first):
        return "total", "count line"
    if _FOOTNOTE.match(first):
        return "footer", "footnote"
    if says:
        return "no id", "it has a mark and no id"
    return ("footer", "footer") if is_last else ("text", "it has neither an id nor a mark")


def unnamed(row: Row, found: Named, *, says: bool, is_banner: bool, is_last: bool) -> tuple[str, str] | None:
    """Return the kind of a row whose id cell names no single requirement, and why it is not taken.

    None if it is of a whole principal requirement. `found` is what the cell names; `is_banner` tells whether the row is
    merged across the columns of the parties; the others are as for rows without an id.
    """
    first = str(first_of(row))[:_SHOWN]
    if structure := _structure(row, first, is_banner=is_banner):
        return structure
    if found.how == "principal" and says:
        return None
    if found.kind == "appendix" and not says:
        return "banner", "table title"
    if found.kind and (says or found.kind not in {"banner", "formula"}):
        return ("unclear id" if found.kind == "banner" else found.kind), found.why
    if found.how == "principal" or found.kind == "banner":
        return "banner", "table title" if len(row.filled) == 1 else "section banner"
    return _words_alone(first, says=says, is_last=is_last)


def _structure(row: Row, first: str, *, is_banner: bool) -> tuple[str, str] | None:
    """Return the kind of a row that is a total, a footnote or a banner by its form; None if it is none."""
    if _TOTAL.match(first):
        gap = any(isinstance(value, Gap) for value in row.cells)
        return "total", "totals row (formulas, no saved value)" if gap else "count line"
    if _FOOTNOTE.match(first):
        return "footer", "footnote"
    return ("banner", "section banner (merged across, no mark)") if is_banner else None


def _words_alone(first: str, *, says: bool, is_last: bool) -> tuple[str, str]:
    """Return the kind of a row whose id cell has words that name nothing."""
    if _OTHERS.search(first):
        return "text", _A_SENTENCE
    if says:
        return "unclear id", f'"{truncate(first, 40)}" names no requirement'
    if _LEGEND.search(first):
        return "footer", "legend"
    return ("footer", "footer") if is_last else ("text", "it names no requirement")


def principal_of(name: str) -> str:
    """Return the principal requirement that the name of a sheet says (`Requirement 3`); empty if none."""
    found = re.fullmatch(r"(?i)(?:pci[ -]?dss )?req(?:uirement)?s?\.? ?(1[0-2]|[1-9])\b.*", name)
    return found[1] if found else ""
