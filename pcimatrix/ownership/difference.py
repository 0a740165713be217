"""Difference between an old and a new matrix: the test cases that changed owner, and why."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.ownership.cells import Cell


class Difference(NamedTuple):
    """A test case whose owner differs: customer, aws, na, or a third party's id; None if a matrix has it not."""

    case: str
    summary: str
    old: str | None
    new: str | None
    old_reason: str
    new_reason: str


def differences(old: Iterable[Cell], new: Iterable[Cell]) -> list[Difference]:
    """Return the test cases whose owner differs between two matrices, in the standard's order."""
    before = {cell.case.id: cell for cell in old}
    after = {cell.case.id: cell for cell in new}
    found = []
    for case in sorted(before | after, key=ids.sort_key):
        one, other = before.get(case), after.get(case)
        if _holder(one) != _holder(other):
            summary = (other or one or before[case]).case.summary
            found.append(Difference(case, summary, _holder(one), _holder(other), _reason(one), _reason(other)))
    return found


def _holder(cell: Cell | None) -> str | None:
    return cell.ownership.holder if cell else None


def _reason(cell: Cell | None) -> str:
    return cell.ownership.reason if cell else "Not in this file"
