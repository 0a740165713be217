"""Editions of the standard that a spreadsheet says it is of, and other standards."""

import re
from collections import Counter
from collections.abc import Iterator

from pcimatrix.providers.id_forms import ID
from pcimatrix.providers.sheet import Row, refusal
from pcimatrix.providers.spreadsheet import Spreadsheet

_EDITIONS = r"(?:1\.(?:0|1|2(?:\.1)?)|2\.0|3\.(?:0|1|2(?:\.1)?)|4\.0(?:\.1)?)"
_ENDS = r"(?!\.?[0-9])"
_NAME = r"\bpci[ -]?dss\b[ ,:(-]*"
# Without the standard's name, v2.1 is the version of the document: only numbers that nobody gives one are an edition.
_NAMED = re.compile(
    rf"(?i){_NAME}(?:version|v)\.?\s*({_EDITIONS}){_ENDS}|\bv(?:ersion)?\.?\s?(3\.2\.1|4\.0(?:\.1)?){_ENDS}"
)
_BARE = re.compile(rf"(?i){_NAME}({_EDITIONS}){_ENDS}")
_PREFIXED = re.compile(rf"(?i)\s*{_NAME}({ID})")
_OTHERS = re.compile(
    r"(?i)\b(?:ISO(?:/IEC)?[ -]?270\d\d|NIST|CIS (?:critical |security )?(?:controls?|benchmarks?)|SOC ?[12]\b|HIPAA|"
    r"HITRUST|FedRAMP|CSA CCM|Cloud Controls Matrix|COBIT|C5:20\d\d|TISAX|"
    r"PCI PIN|PCI P2PE|PCI 3DS|PCI SSF|PCI SSLC|PA-DSS)\b"
)
_LONGEST = 400
"""So much of a text is looked at."""
_LOOKED_AT = 40
"""So many rows of each sheet are looked at; what comes later is about requirements."""


def edition_of(sheet: Spreadsheet) -> str:
    """Return the edition (`4.0.1`) that most of a spreadsheet's titles and headings name; empty if none does.

    The current edition wins over earlier ones, which a matrix may name beside it. An id with the standard's name before
    it, such as `PCI DSS 3.2.1`, is no edition.
    """
    names = [sheet.file, *(each.name for each in sheet.sheets)]
    found: Counter[str] = Counter()
    for text, is_id in [*((name, False) for name in names), *_texts(sheet)]:
        found.update(match[1] or match[2] for match in _NAMED.finditer(text))
        found.update(match[1] for match in _BARE.finditer(text) if not is_id)
    current = [each for each in found if each.startswith("4.")]
    return max(current or list(found), key=lambda each: (found[each], each), default="")


def _texts(sheet: Spreadsheet) -> Iterator[tuple[str, bool]]:
    """Yield the texts of the first rows, each with whether it is one of several ids under one another."""
    for each in sheet.sheets:
        rows = each.rows[:_LOOKED_AT]
        columns = _id_columns(rows)
        for row in rows:
            for number, value in enumerate(row.cells):
                if isinstance(value, str):
                    text = value[:_LONGEST]
                    yield text, number in columns and len(row.filled) > 1 and bool(_PREFIXED.match(text))


def _id_columns(rows: tuple[Row, ...]) -> set[int]:
    """Return the columns with several ids that have the standard's name before them."""
    found: dict[int, set[str]] = {}
    for row in rows:
        for number in row.filled if len(row.filled) > 1 else ():
            value = row.at(number)
            if isinstance(value, str) and (match := _PREFIXED.match(value[:_LONGEST])):
                found.setdefault(number, set()).add(match[1])
    return {number for number, ids in found.items() if len(ids) > 1}


def refuse_other_editions(source: str, edition: str) -> None:
    """Raise `InputError` for a matrix of an edition before 4.0: its ids mean other requirements."""
    if edition and not edition.startswith("4."):
        problem = f"the matrix is of PCI DSS v{edition}, with ids that mean other requirements in v4"
        raise refusal(source, problem, "ask the provider for the current one, or name its edition in a map (--map)")


def refuse_other_standards(sheet: Spreadsheet, edition: str) -> None:
    """Raise `InputError` for a matrix that names another standard and never PCI DSS: its ids may look alike."""
    if edition:
        return
    texts = [sheet.file, *(each.name for each in sheet.sheets), *(text for text, _ in _texts(sheet))]
    if any(re.search(r"(?i)\bpci[ _-]?(?:dss\b|req|$|resp|matrix)", each.replace("_", " ")) for each in texts):
        return
    for text in texts:
        if found := _OTHERS.search(text.replace("_", " ")):
            problem = f"it names {found[0]}, and nowhere PCI DSS"
            hint = "expected a matrix of PCI DSS; if it is one, name its edition in a map (--map)"
            raise refusal(sheet.source, problem, hint)
