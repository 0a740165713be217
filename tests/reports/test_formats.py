"""Every format has what the protocol of its kind asks for, and JSON says its version."""

import inspect
import json
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from pcimatrix import reports
from pcimatrix.findings.model import Report
from pcimatrix.reports.content.view import View
from pcimatrix.reports.summary.handout import Handout
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.table import Table

TAKES: dict[reports.Kind, tuple[type, set[Any]]] = {
    "tables": (Table, {str}),
    "findings": (Report, {str}),
    "architecture": (View, {str}),
    "summaries": (Summary, {str, bytes}),
    "handouts": (Handout, {str, bytes}),
}
FORMATS = [(kind, name) for kind in TAKES for name in reports.format_names(kind)]


@pytest.mark.parametrize(("kind", "name"), FORMATS)
def test_each_format_takes_and_returns_what_its_kind_does(kind: reports.Kind, name: str) -> None:
    takes, returns = TAKES[kind]
    write = reports.writer(kind, name)
    hints = get_type_hints(write)
    assert hints.pop("return") in returns
    first, *others = inspect.signature(write).parameters.values()
    assert hints[first.name] is takes
    assert all(each.default is not each.empty for each in others)  # the workbook's takes what it keeps, too


@pytest.mark.parametrize("kind", ["findings", "architecture", "summaries"])
def test_each_format_of_files_has_endings(kind: reports.Kind) -> None:
    for name in reports.format_names(kind):
        found = reports.endings(kind, name)
        assert found
        assert all(each == Path(f"x{each}").suffix == each.lower() for each in found)


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (("discrepancies",), {"discrepancies"}),
        (("patterns",), {"sources", "layers", "patterns"}),
        (("patterns", "abstracted"), {"id", "layers", "column"}),
        (("services",), {"every_service", "services"}),
        (("services", "kms"), {"id", "supports"}),
    ],
    ids=lambda value: " ".join(sorted(value)),
)
def test_json_of_what_is_known_says_its_version(arguments: tuple[str, ...], keys: set[str], call: Any) -> None:
    data = json.loads(call(*arguments, "-f", "json").stdout)
    assert next(iter(data)) == "schema_version"
    assert data["schema_version"] == (2 if arguments == ("discrepancies",) else 1)
    assert keys <= data.keys()
