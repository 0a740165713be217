"""Rows of a matrix as values: what they name and say, or why they are not taken."""

from collections.abc import Mapping
from typing import NamedTuple

from pcimatrix.providers.known_ids import Named
from pcimatrix.providers.marks import Reading
from pcimatrix.providers.sheet import Value

STRUCTURE = frozenset({"title", "header", "banner", "footer", "total"})
"""Kinds of rows that no one expects to be taken."""


class Entry(NamedTuple):
    """A row of a table for one service: what it names and says.

    `text` is its id cell. `activity` tells whether it is one of several parts of its id, by the table or by merged
    cells; `raci` whether it says so by letters. What the parties do is in the words of the spreadsheet, if it has any.
    """

    sheet: str
    row: int
    line: int
    named: Named
    reading: Reading
    text: str = ""
    service: str = ""
    condition: str = ""
    activity: bool = False
    raci: bool = False
    provider_does: str = ""
    customer_does: str = ""


class NotTaken(NamedTuple):
    """A row that is not taken: why, and the ids that it is about, if they are known.

    `candidates` are what an unclear id can mean, and `suggest` is the one that the order of rows speaks for.
    """

    sheet: str
    row: int
    line: int
    kind: str
    why: str
    ids: tuple[str, ...] = ()
    suggest: str = ""
    service: str = ""
    candidates: tuple[str, ...] = ()


def refused(entry: Entry, why: Reading) -> NotTaken:
    """Return a row of a table as not taken, for a reason."""
    return NotTaken(entry.sheet, entry.row, entry.line, why.kind, why.why, entry.named.ids, "", entry.service)


class Confirmed(NamedTuple):
    """What the user's map says of single cells: the id of a row, by its sheet and number."""

    ids: Mapping[tuple[str, int], str]

    def of(self, sheet: str, row: int, value: Value) -> Value:
        """Return the id of a row: as the map says, else as the sheet does."""
        return self.ids.get((sheet, row), value)
