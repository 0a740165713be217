"""Columns of what a test case is: its id, what it looks at, how, and for whom."""

from pcimatrix.catalogue.ids import principal_of, section_of
from pcimatrix.catalogue.model import Limited, Method
from pcimatrix.reports.content.columns.field import (
    CSV,
    ID_SCHEMA,
    JSON,
    LIST,
    NAME_SCHEMA,
    SHEET,
    Field,
    Row,
    of_case,
    text,
)

_METHODS = {"type": "array", "minItems": 1, "items": {"enum": [each.value for each in Method]}}
_LIMITED = {"enum": [*(each.value for each in Limited), None]}


def _limited(row: Row) -> str | None:
    return row.cell.case.limited_to.value if row.cell.case.limited_to else None


CASES: tuple[Field, ...] = (
    Field("id", "Test case", of_case("id"), {JSON: 1, LIST: 1}, ID_SCHEMA),
    Field("test_case", "Test case", of_case("id"), {CSV: 2, SHEET: 1}),
    Field("requirement", "Requirement", of_case("requirement"), {JSON: 2, CSV: 3, SHEET: 91}, ID_SCHEMA, width=14),
    Field(
        "section",
        "Section",
        lambda row: section_of(row.cell.case.id),
        {JSON: 3, CSV: 4, SHEET: 92},
        ID_SCHEMA,
        width=10,
    ),
    Field(
        "principal",
        "Principal",
        lambda row: principal_of(row.cell.case.id),
        {JSON: 4, CSV: 5, SHEET: 93},
        ID_SCHEMA,
        numeric=True,
    ),
    Field(
        "summary",
        "Summary",
        of_case("summary"),
        {JSON: 5, CSV: 10, LIST: 5},
        {"$ref": "#/$defs/Line", "description": "What this procedure looks at"},
    ),
    Field("looks_at", "What it looks at", of_case("summary"), {SHEET: 5}, width=36),
    Field(
        "methods",
        "Methods",
        lambda row: [method.value for method in row.cell.case.methods],
        {JSON: 6, CSV: 8, LIST: 4},
        _METHODS,
    ),
    Field("how", "Methods", lambda row: ", ".join(method.value for method in row.cell.case.methods), {SHEET: 20}),
    Field("limited_to", "Limited to", _limited, {JSON: 7, CSV: 9}, _LIMITED),
    Field("limited", "Limited to", lambda row: text(_limited(row)).replace("_", " "), {SHEET: 21}),
    Field(
        "layers",
        "Layers",
        lambda row: list(row.cell.case.layers),
        {JSON: 8},
        {"type": "array", "minItems": 1, "items": NAME_SCHEMA},
    ),
)
"""What a test case is."""
