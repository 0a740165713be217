"""What the columns of the summary's CSV are, as W3C's CSV on the Web has it: names, types and values, as JSON."""

from collections.abc import Iterable
from typing import Any

from pcimatrix.catalogue.model import Basis, Limited, Method, Owner
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.reports.content.columns import ASKED_FOR, Field, Shown, fields
from pcimatrix.reports.content.in_workloads import workload_fields
from pcimatrix.reports.escaping import json_document
from pcimatrix.reports.summary.model import Summary
from pcimatrix.text import one_line

ENDINGS = (".json",)
"""How the names of its files end; see `endings`."""

_KEY = "test_case"


def _one_of(values: Iterable[str]) -> dict[str, str]:
    return {"base": "string", "format": "|".join(values)}


_TYPES: dict[str, Any] = {
    _KEY: {"base": "string", "format": r"[0-9]+(\.[0-9]+)+(\.[a-z])?"},
    "requirement": {"base": "string", "format": r"[0-9]+(\.[0-9]+)+"},
    "section": {"base": "string", "format": r"'[0-9]+\.[0-9]+"},
    "principal": "integer",
    "owner": _one_of(Owner),
    "basis": _one_of(Basis),
    "methods": _one_of(Method),
    "limited_to": _one_of(Limited),
    "responsibility": _one_of(Responsibility),
    ASKED_FOR: {"base": "boolean", "format": "yes|no"},
}
"""Types of columns by their keys; the others are text."""
_MORE = {
    "section": "An apostrophe comes first, so that no spreadsheet makes 12.1 of 12.10.",
    "methods": "Several are joined by a plus sign.",
}
_REQUIRED = frozenset(_TYPES) - {"limited_to", ASKED_FOR} | {"pattern", "summary", "reason"}
"""Columns with a value in each row."""


def write(summary: Summary) -> str:
    """Return the metadata as JSON text, of a CSV that lies beside it under the name `csv_name`."""
    shown = fields(Shown.CSV)
    columns = [_column(field.key, field) for field in shown]
    columns += [
        _column(f"workload_{number}", field) for number, field in enumerate(workload_fields(summary.workloads), 1)
    ]
    metadata = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": csv_name(summary),
        "dc:title": summary.title,
        "dc:description": "One row for each test case. An apostrophe is before text that a spreadsheet would take for "
        "a formula or a number.",
        "dialect": {"header": True, "encoding": "utf-8", "delimiter": ",", "quoteChar": '"'},
        "tableSchema": {"primaryKey": _KEY, "columns": columns},
    }
    return json_document(metadata)


def csv_name(summary: Summary) -> str:
    """Return the file name under which the metadata looks for the CSV."""
    return f"pcimatrix-{summary.subject.id}.csv"


def _column(name: str, field: Field) -> dict[str, Any]:
    """Return a column; `name` is a key without signs that W3C's names do not have, the title is the header's cell."""
    several = {"separator": "+"} if field.key == "methods" else {}
    said = [field.heading, str(field.schema.get("description", "")), _MORE.get(field.key, "")]
    return {
        "name": name,
        "titles": one_line(field.key),
        "dc:description": one_line(". ".join(text.removesuffix(".") for text in said if text)) + ".",
        "datatype": _TYPES.get(field.key, "string"),
        **several,
        **({"required": True} if field.key in _REQUIRED else {}),
    }
