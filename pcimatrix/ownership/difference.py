"""Differences of owner between two matrices: the test cases that changed owner, and why."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.ownership.cells import Cell


class Change(NamedTuple):
    """A test case with another owner: customer, aws, na, or a third party's id; None if there is no such test case."""

    case: str
    old: str | None
    new: str | None


class Difference(NamedTuple):
    """A test case whose owner differs: customer, aws, na, or a third party's id; None if a matrix has it not."""

    case: str
    summary: str
    old: str | None
    new: str | None
    old_reason: str
    new_reason: str


def owners(cells: Iterable[Cell]) -> dict[str, str]:
    """Return the owner of each test case by name: customer, aws, na, or the id of a third party."""
    return {cell.case.id: cell.ownership.holder for cell in cells}


def owner_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    """Return the test cases with another owner after than before, or in one only, in the standard's order."""
    changed = (case for case in {**before, **after} if before.get(case) != after.get(case))
    return [Change(case, before.get(case), after.get(case)) for case in sorted(changed, key=ids.sort_key)]


def differences(old: Iterable[Cell], new: Iterable[Cell]) -> list[Difference]:
    """Return the test cases whose owner differs between two matrices, in the standard's order."""
    before = {cell.case.id: cell for cell in old}
    after = {cell.case.id: cell for cell in new}
    return [
        Difference(
            change.case,
            (after.get(change.case) or before[change.case]).case.summary,
            change.old,
            change.new,
            _reason(before.get(change.case)),
            _reason(after.get(change.case)),
        )
        for change in owner_changes(owners(before.values()), owners(after.values()))
    ]


def shifts(old: Iterable[Cell], new: Iterable[Cell]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the test cases that keep their owner while others have a part, by who had one and who has one.

    That is customer, shared, provider or na.
    """
    before = {cell.case.id: cell.ownership for cell in old}
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for case, now in new:
        was = before.get(case.id)
        if was and was.holder == now.holder and was.responsibility is not now.responsibility:
            parts = (was.responsibility.value, now.responsibility.value)
            found[parts] = (*found.get(parts, ()), case.id)
    return found


def _reason(cell: Cell | None) -> str:
    return cell.ownership.reason if cell else "Not in this file"
