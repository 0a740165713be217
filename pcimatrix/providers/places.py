"""Places in a sheet as workbooks name them: `B7`, `A1:C1`."""

import re

from pcimatrix.providers.sheet import Merge
from pcimatrix.sheet_columns import number_of

_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_RANGE = re.compile(rf"{_CELL.pattern}:{_CELL.pattern}")


def column_of(cell: str) -> int:
    """Return the column of a cell such as `B7`, from 1; 0 if it is named otherwise."""
    found = _CELL.fullmatch(cell)
    return number_of(found[1]) if found else 0


def merge_of(reference: str) -> Merge | None:
    """Return the merged range of a reference such as `A1:C1`; None if it is none."""
    found = _RANGE.fullmatch(reference)
    return Merge(int(found[2]), number_of(found[1]), int(found[4]), number_of(found[3])) if found else None
