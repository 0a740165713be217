"""Editions of the standard that a spreadsheet says it is of."""

import re
from collections import Counter

from pcimatrix.providers.sheet import refusal
from pcimatrix.providers.spreadsheet import Spreadsheet

_ENDS = r"(?!\.?[0-9])"
# Without the standard's name, v2.1 is the version of the document: only numbers that nobody gives one are an edition.
_NAMED = re.compile(
    rf"(?i)\bpci[ -]?dss\b[ ,:(-]*(?:version|v)?\.?\s*([1-4]\.[0-9](?:\.[0-9])?){_ENDS}"
    rf"|\bv(?:ersion)?\.?\s?(3\.2\.1|4\.0(?:\.1)?){_ENDS}"
)
_LONGEST = 400
"""So much of a text is looked at."""
_LOOKED_AT = 40
"""So many rows of each sheet are looked at; what comes later is about requirements."""


def edition_of(sheet: Spreadsheet) -> str:
    """Return the edition (`4.0.1`) that most of a spreadsheet's titles and headings name; empty if none does.

    The current edition wins over earlier ones, which a matrix may name beside it.
    """
    texts = [sheet.file, *(each.name for each in sheet.sheets)]
    texts += [
        value[:_LONGEST]
        for each in sheet.sheets
        for row in each.rows[:_LOOKED_AT]
        for value in row.cells
        if isinstance(value, str)
    ]
    found = Counter(match[1] or match[2] for text in texts for match in _NAMED.finditer(text))
    current = [each for each in found if each.startswith("4.")]
    return max(current or list(found), key=lambda each: (found[each], each), default="")


def refuse_other_editions(source: str, edition: str) -> None:
    """Raise `InputError` for a matrix of an edition before 4.0: its ids mean other requirements."""
    if edition and not edition.startswith("4."):
        problem = f"the matrix is of PCI DSS v{edition}, with ids that mean other requirements in v4"
        raise refusal(source, problem, "ask the provider for the current one, or name its edition in a map (--map)")
