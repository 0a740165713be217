"""Two matrices, last year's and this year's: which test cases changed owner, and why."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix import ids
from pcimatrix.model import Owner
from pcimatrix.query import Cell


class Difference(NamedTuple):
    """A test case whose owner differs; `None` where one of the matrices does not have it."""

    case: str
    summary: str
    old: Owner | None
    new: Owner | None
    old_reason: str
    new_reason: str


def differences(old: Iterable[Cell], new: Iterable[Cell]) -> list[Difference]:
    """Return the test cases whose owner differs between two matrices, in the standard's order."""
    before = {cell.case.id: cell for cell in old}
    after = {cell.case.id: cell for cell in new}
    found = []
    for case in sorted(before | after, key=ids.sort_key):
        one, other = before.get(case), after.get(case)
        if _owner(one) is not _owner(other):
            summary = (other or one or before[case]).case.summary
            found.append(Difference(case, summary, _owner(one), _owner(other), _reason(one), _reason(other)))
    return found


def _owner(cell: Cell | None) -> Owner | None:
    return cell.ownership.owner if cell else None


def _reason(cell: Cell | None) -> str:
    return cell.ownership.reason if cell else "Not in this file"
