"""The columns of a test case's row: the one place where lists, documents and data formats find what to show.

To add a column, add an entry to `COLUMNS`: every format follows, and so does the JSON Schema of the summary.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import Enum, auto
from types import MappingProxyType
from typing import Any, NamedTuple

from pcimatrix.catalogue.ids import principal_of, section_of
from pcimatrix.catalogue.loader import shipped_timeframes
from pcimatrix.catalogue.model import Limited, Method, Owner, Responsibility
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.traces import Part
from pcimatrix.ownership.workloads import Group
from pcimatrix.reports.content.timeframes import TIMEFRAME, timeframe_data

OWNERS: dict[Owner, str] = {
    Owner.CUSTOMER: "Customer",
    Owner.AWS: "AWS",
    Owner.THIRD_PARTY: "Third party",
    Owner.NA: "N/A",
}
"""Owners as people read them."""
RESIDUAL_DUTY = "Residual duty of the customer"
ASKED_FOR = "asked_for"
"""The key of the column that says what the entity's questionnaire asks for."""


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


def fields(place: Shown, *, without: Collection[str] = ()) -> tuple[Field, ...]:
    """Return the columns that are shown in a place, in their order, `without` those that are for some kinds only."""
    found = (field for field in COLUMNS if place in field.shown and not (field.only and field.only in without))
    return tuple(sorted(found, key=lambda field: field.shown[place]))


def data(row: Row, *places: Shown) -> dict[str, Any]:
    """Return a row as JSON has it: the columns of these places, one place after the other."""
    return {field.key: field.value(row) for place in places for field in fields(place)}


def text(value: Any) -> str:
    """Return a value as a table's cell has it: nothing for none, several joined by a plus sign."""
    if value is None:
        return ""
    return "+".join(map(str, value)) if isinstance(value, list) else str(value)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a test case in the summary's JSON."""
    found = [*fields(Shown.JSON), *fields(Shown.SUMMARY)]
    return {
        "type": "object",
        "description": "A test case and who owns it.",
        "properties": {field.key: dict(field.schema) for field in found},
        "required": [field.key for field in found],
        "additionalProperties": False,
    }


def _does(row: Row, party: str) -> str | None:
    """Return what a party does; nothing if it has no part."""
    return "; ".join(duty.does for duty in row.cell.ownership.duties if duty.party == party) or None


def _others_do(row: Row) -> str | None:
    known = {Owner.AWS.value, Owner.CUSTOMER.value}
    said = [f"{duty.party}: {duty.does}" for duty in row.cell.ownership.duties if duty.party not in known]
    return "; ".join(said) or None


def _in_workloads(row: Row) -> list[dict[str, Any]]:
    """Return who owns a test case in each workload of a scope, or in those that are alike."""
    return [
        {"id": group.id, "owner": part.owner.value, "party": part.party, "responsibility": part.responsibility.value}
        for group, part in row.workloads
    ]


def workloads_data(groups: Iterable[Group]) -> list[dict[str, Any]]:
    """Return the workloads of a scope as JSON has them: the id of each group, and who is in it."""
    return [{"id": group.id, "names": list(group.workloads)} for group in groups]


def _optional(description: str) -> dict[str, Any]:
    return {"type": ["string", "null"], "minLength": 1, "description": description}


_ID = {"$ref": "#/$defs/Identifier"}
_NAME = {"$ref": "#/$defs/Name"}
_DUTY = {
    "type": "object",
    "properties": {"party": {"type": "string"}, "does": {"type": "string"}, "source": {"type": "string"}},
    "required": ["party", "does", "source"],
    "additionalProperties": False,
}
_IN_WORKLOAD = {
    "type": "object",
    "properties": {
        "id": {"type": "string", "minLength": 1, "description": "The first workload of those that are alike"},
        "owner": {"$ref": "#/$defs/Owner"},
        "party": {"type": ["string", "null"], "minLength": 1},
        "responsibility": {"enum": [each.value for each in Responsibility]},
    },
    "required": ["id", "owner", "party", "responsibility"],
    "additionalProperties": False,
}
_METHODS = {"type": "array", "minItems": 1, "items": {"enum": [each.value for each in Method]}}
_LIMITED = {"enum": [*(each.value for each in Limited), None]}
_JSON, _SUMMARY, _CSV, _LIST, _SHEET, _DOCUMENT, _DETAIL = Shown


def _case(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.cell.case, name)


def _own(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row.cell.ownership, name)


def _row(name: str) -> Callable[[Row], Any]:
    return lambda row: getattr(row, name)


def _limited(row: Row) -> str | None:
    return row.cell.case.limited_to.value if row.cell.case.limited_to else None


COLUMNS: tuple[Field, ...] = (
    Field("id", "Test case", _case("id"), {_JSON: 1, _LIST: 1}, _ID),
    Field("test_case", "Test case", _case("id"), {_CSV: 2, _SHEET: 1}),
    Field("requirement", "Requirement", _case("requirement"), {_JSON: 2, _CSV: 3, _SHEET: 91}, _ID, width=14),
    Field(
        "section",
        "Section",
        lambda row: section_of(row.cell.case.id),
        {_JSON: 3, _CSV: 4, _SHEET: 92},
        _ID,
        width=10,
    ),
    Field(
        "principal",
        "Principal",
        lambda row: principal_of(row.cell.case.id),
        {_JSON: 4, _CSV: 5, _SHEET: 93},
        _ID,
        numeric=True,
    ),
    Field(
        "summary",
        "Summary",
        _case("summary"),
        {_JSON: 5, _CSV: 10, _LIST: 5},
        {"$ref": "#/$defs/Line", "description": "What this procedure looks at"},
    ),
    Field("looks_at", "What it looks at", _case("summary"), {_SHEET: 5}, width=36),
    Field(
        "methods",
        "Methods",
        lambda row: [method.value for method in row.cell.case.methods],
        {_JSON: 6, _CSV: 8, _LIST: 4},
        _METHODS,
    ),
    Field("how", "Methods", lambda row: ", ".join(method.value for method in row.cell.case.methods), {_SHEET: 20}),
    Field("limited_to", "Limited to", _limited, {_JSON: 7, _CSV: 9}, _LIMITED),
    Field("limited", "Limited to", lambda row: text(_limited(row)).replace("_", " "), {_SHEET: 21}),
    Field(
        "layers",
        "Layers",
        lambda row: list(row.cell.case.layers),
        {_JSON: 8},
        {"type": "array", "minItems": 1, "items": _NAME},
    ),
    Field("pattern", "Pattern", _own("pattern"), {_JSON: 9, _CSV: 1}, _NAME),
    Field(
        "owner",
        "Owner",
        lambda row: row.cell.ownership.owner.value,
        {_JSON: 10, _CSV: 6, _LIST: 2},
        {"$ref": "#/$defs/Owner"},
    ),
    Field("leads", "Owner", lambda row: OWNERS[row.cell.ownership.owner], {_SHEET: 2}, width=12),
    Field("takers", "Third party", _row("parties"), {_SHEET: 3}, only="scope", width=18),
    Field(
        "basis",
        "Basis",
        lambda row: row.cell.ownership.basis.value,
        {_JSON: 11, _CSV: 7, _LIST: 3, _SHEET: 4},
        {"$ref": "#/$defs/Basis"},
        width=12,
    ),
    Field(
        "reason",
        "Why",
        _own("reason"),
        {_JSON: 12, _CSV: 11, _SHEET: 6},
        {"$ref": "#/$defs/Line", "description": "Why the owner is this one"},
        width=36,
    ),
    Field(
        "residual",
        RESIDUAL_DUTY,
        _own("residual"),
        {_JSON: 13, _CSV: 12, _LIST: 6, _SHEET: 8},
        _optional("What the customer still has to do if AWS or a third party owns the test case"),
        width=36,
    ),
    Field(
        "party",
        "Third party",
        _own("party"),
        {_JSON: 14, _LIST: 10},
        _optional("The id of the third party that owns the test case, in an entity's own scope"),
        only="scope",
    ),
    Field(
        "by_layers",
        "Where its layers say otherwise",
        lambda row: row.cell.ownership.doubt or None,
        {_SUMMARY: 1, _CSV: 13, _SHEET: 7},
        _optional("What its layers would say if only the published count says otherwise"),
        only="published",
        width=30,
    ),
    Field("third_party", "Third party", _row("parties"), {_CSV: 14}),
    Field(
        "trace",
        "Trace",
        lambda row: list(row.trace),
        {_SUMMARY: 2},
        {
            "type": "array",
            "items": {"type": "string"},
            "description": "The steps that made a scope's cell what it is; empty for a pattern",
        },
    ),
    Field(
        "responsibility",
        "Responsibility",
        lambda row: row.cell.ownership.responsibility.value,
        {_JSON: 15, _CSV: 15, _SHEET: 9, _DOCUMENT: 1},
        {
            "enum": [each.value for each in Responsibility],
            "description": "Who has a part: the customer alone, several parties (shared), a provider alone, or nobody",
        },
        width=14,
    ),
    Field("responsibility", "Has a part", lambda row: row.cell.ownership.responsibility.value, {_LIST: 8}),
    Field(
        "duties",
        "Duties",
        lambda row: [duty._asdict() for duty in row.cell.ownership.duties],
        {_JSON: 16},
        {"type": "array", "items": _DUTY, "description": "What each party does, the owner's part first"},
    ),
    Field("aws_does", "AWS does", lambda row: _does(row, "aws"), {_CSV: 16, _SHEET: 10, _DOCUMENT: 2}, width=36),
    Field("you_do", "You do", lambda row: _does(row, "customer"), {_CSV: 17, _SHEET: 11, _DOCUMENT: 3}, width=36),
    Field(
        ASKED_FOR,
        "Asked for",
        lambda row: None if row.asked is None else "yes" if row.asked else "no",
        {_SUMMARY: 3, _CSV: 19, _SHEET: 13, _DOCUMENT: 5},
        {
            "enum": ["yes", "no", None],
            "description": "Whether the questionnaire asks for it by which the entity validates; null without one",
        },
        only="report",
    ),
    Field(
        "edition_change",
        "Changed by this edition",
        lambda row: row.edition_change or None,
        {_SUMMARY: 4, _CSV: 20, _SHEET: 14, _DOCUMENT: 6},
        _optional("What the edition of the standard changes in the test case against the one before, and what follows"),
        only="edition",
        width=36,
    ),
    Field(
        "in_force",
        "In force",
        lambda row: row.cell.ownership.in_force or None,
        {_JSON: 17, _LIST: 7, _CSV: 21, _SHEET: 15, _DOCUMENT: 7, _DETAIL: 1},
        _optional("What it is on the day that counts, if it is not simply required: a best practice, or superseded"),
        only="day",
        width=18,
    ),
    Field(
        "timeframes",
        "Timeframes",
        lambda row: [timeframe_data(each) for each in shipped_timeframes().by_case.get(row.cell.case.id, ())],
        {_JSON: 18},
        {"type": "array", "items": TIMEFRAME, "description": "What is due how often or when, and when it is late"},
    ),
    Field(
        "workloads",
        "Workloads",
        _in_workloads,
        {_JSON: 19},
        {
            "type": "array",
            "items": _IN_WORKLOAD,
            "description": "Who owns it in each workload of a scope, or in those that are alike, before decisions by "
            "hand; empty for a pattern",
        },
    ),
    Field(
        "how_often",
        "How often",
        lambda row: shipped_timeframes().says_of(row.cell.case.id) or None,
        {_LIST: 9, _CSV: 22, _SHEET: 16, _DOCUMENT: 8},
        only="recurring",
        width=30,
    ),
    Field("others_do", "Others do", _others_do, {_CSV: 18, _SHEET: 12, _DOCUMENT: 4}, only="scope", width=36),
)
"""All columns. What one place spells otherwise than another (a sheet's owner) is an entry of its own."""
