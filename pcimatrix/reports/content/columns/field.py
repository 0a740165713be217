"""What a column is: its key, heading and value, where it is shown, and the row that its value is taken from."""

from collections.abc import Callable, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, NamedTuple

from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.traces import Part
from pcimatrix.ownership.workloads import Group


class Shown(Enum):
    """Where a column is shown."""

    JSON = auto()
    """JSON of test cases: `list`, `explain` and the summary."""
    SUMMARY = auto()
    """The summary's JSON only: what needs the whole summary."""
    CSV = auto()
    """The summary's CSV."""
    LIST = auto()
    """`list` as table, CSV and Markdown."""
    SHEET = auto()
    """The workbook's matrix."""
    DOCUMENT = auto()
    """HTML, PDF, Word and Markdown: a line of its own in each test case, if it has a value."""
    DETAIL = auto()
    """`show`: a line of its own under each pattern and the scope, if it has a value. What has a section is not here."""


JSON, SUMMARY, CSV, LIST, SHEET, DOCUMENT, DETAIL = Shown
"""The places by name, for the tables of columns."""
ID_SCHEMA = {"$ref": "#/$defs/Identifier"}
"""The JSON Schema of an id of the standard."""
NAME_SCHEMA = {"$ref": "#/$defs/Name"}
"""The JSON Schema of a name, as of a pattern."""


class Row(NamedTuple):
    """What a column's value is taken from: a cell, the names of its third parties, its trace, and a scope's workloads.

    `asked` says whether the entity's questionnaire asks for it; None without a questionnaire. `edition_change` is what
    the edition of the standard changes in it, against the one before.
    """

    cell: Cell
    parties: str = ""
    trace: tuple[str, ...] = ()
    asked: bool | None = None
    edition_change: str = ""
    workloads: tuple[tuple[Group, Part], ...] = ()


class Field(NamedTuple):
    """A column: its key for programs, its heading for people, its value, and where it is shown.

    `shown` has its rank in each place, from the left. `schema` is its JSON Schema. `only` limits it to an entity's own
    scope (`scope`), to what the published count can be behind (`published`), to what is counted by a questionnaire
    (`report`), to an edition that changes another (`edition`), to a matrix as of a day (`day`), or to what is due
    at times (`recurring`). `width` is that of a sheet's column.
    """

    key: str
    heading: str
    value: Callable[[Row], Any]
    shown: Mapping[Shown, int]
    schema: Mapping[str, Any] = MappingProxyType({})
    only: str = ""
    width: int = 11
    numeric: bool = False


def text(value: Any) -> str:
    """Return a value as a table's cell has it: nothing for none, several joined by a plus sign."""
    if value is None:
        return ""
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def of_case(name: str) -> Callable[[Row], Any]:
    """Return what takes a column's value from this attribute of a row's test case."""
    return lambda row: getattr(row.cell.case, name)


def of_ownership(name: str) -> Callable[[Row], Any]:
    """Return what takes a column's value from this attribute of a row's ownership."""
    return lambda row: getattr(row.cell.ownership, name)


def of_row(name: str) -> Callable[[Row], Any]:
    """Return what takes a column's value from this attribute of a row."""
    return lambda row: getattr(row, name)


def optional(description: str) -> dict[str, Any]:
    """Return the JSON Schema of a text that may be missing."""
    return {"type": ["string", "null"], "minLength": 1, "description": description}
