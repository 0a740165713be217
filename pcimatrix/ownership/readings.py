"""Readings of the published pattern: the post's prose taken literally, beside its table."""

from collections.abc import Iterable

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Reading
from pcimatrix.catalogue.published import ProseReading, Published, Reassignment
from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.cells import Cell
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate


def find_reading(published: Published, name: str) -> ProseReading:
    """Return the reading of this name. Raises `UnknownIdError`."""
    for reading in published.readings:
        if reading.id == name:
            return reading
    known = [*Reading, *(reading.id for reading in published.readings)]
    raise UnknownIdError(f"unknown reading {truncate(name, MOST_SHOWN)!r}; {did_you_mean(name, known)}")


def read(cells: Iterable[Cell], reading: ProseReading) -> list[Cell]:
    """Return the cells with the owners that a reading gives them, each such cell with the reading as its reason."""
    return [_reassigned(cell, reading) for cell in cells]


def _reassigned(cell: Cell, reading: ProseReading) -> Cell:
    for part in reading.owners:
        if _concerns(part, cell.case.id):
            own = cell.ownership._replace(owner=part.owner, reason=reading.title, residual=None, duties=(), doubt="")
            return Cell(cell.case, own)
    return cell


def _concerns(part: Reassignment, case: str) -> bool:
    inside = any(ids.is_within(case, each) for each in part.within)
    return inside and not any(ids.is_within(case, each) for each in part.excluding)
