"""The columns of a test case's row: the one place where lists, documents and data formats find what to show.

To add a column, add an entry to the module of its subject: every format follows, and so does the JSON Schema of the
summary. What one place spells otherwise than another (a sheet's owner) is an entry of its own.
"""

from collections.abc import Collection
from typing import Any

from pcimatrix.reports.content.columns.cases import CASES
from pcimatrix.reports.content.columns.duties import DUTIES
from pcimatrix.reports.content.columns.field import Field, Row, Shown, text
from pcimatrix.reports.content.columns.owners import OWNERS, OWNERSHIP, RESIDUAL_DUTY, workloads_data
from pcimatrix.reports.content.columns.when import ASKED_FOR, WHEN

__all__ = [
    "ASKED_FOR",
    "COLUMNS",
    "OWNERS",
    "RESIDUAL_DUTY",
    "Field",
    "Row",
    "Shown",
    "data",
    "fields",
    "schema",
    "text",
    "workloads_data",
]

COLUMNS: tuple[Field, ...] = (*CASES, *OWNERSHIP, *DUTIES, *WHEN)
"""All columns; in each place they have the order that their ranks give."""


def in_places(columns: Collection[Field]) -> dict[Shown, tuple[Field, ...]]:
    """Return the columns that are shown in each place, in their order."""
    return {
        place: tuple(sorted((each for each in columns if place in each.shown), key=lambda each: each.shown[place]))
        for place in Shown
    }


_IN = in_places(COLUMNS)


def fields(place: Shown, *, without: Collection[str] = ()) -> tuple[Field, ...]:
    """Return the columns that are shown in a place, in their order, `without` those that are for some kinds only."""
    return tuple(field for field in _IN[place] if not (field.only and field.only in without))


def data(row: Row, *places: Shown) -> dict[str, Any]:
    """Return a row as JSON has it: the columns of these places, one place after the other."""
    return {field.key: field.value(row) for place in places for field in fields(place)}


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
