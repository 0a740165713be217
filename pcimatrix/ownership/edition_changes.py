"""Changes of a matrix from one edition of the standard to another: owners, words, and what follows."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue.editions import Edition
from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.cells import Cell


class EditionChange(NamedTuple):
    """A test case that another edition changes: its owner and summary in both, and what the edition says of it."""

    case: str
    old_owner: str
    new_owner: str
    old_summary: str
    new_summary: str
    says: str


def edition_changes(old: Iterable[Cell], new: Iterable[Cell], overlay: Edition | None) -> list[EditionChange]:
    """Return the test cases that apply in a matrix and that an edition changes, in the order of `new`.

    `old` and `new` are the same matrix in two editions; `overlay` is the later one. A test case that applies in neither
    is left out: nothing changes for its entity.
    """
    before = {cell.case.id: cell for cell in old}
    found = []
    for cell in new:
        was = before.get(cell.case.id, cell)
        says = overlay.says_of(cell.case.id) if overlay else ""
        if cell.ownership.owner is Owner.NA and was.ownership.owner is Owner.NA:
            continue
        if says or was.case.summary != cell.case.summary or was.ownership.holder != cell.ownership.holder:
            found.append(
                EditionChange(
                    cell.case.id,
                    was.ownership.holder,
                    cell.ownership.holder,
                    was.case.summary,
                    cell.case.summary,
                    says,
                )
            )
    return found
