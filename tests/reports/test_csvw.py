"""The metadata of the summary's CSV, read with the CSV by the package `csvw`, which checks each value by its type."""

import json
from collections import Counter
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from hostile import scope_summary_with
from paths import ROOT
from pcimatrix.api import public as api
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries.csvw import csv_name
from pcimatrix.reports.summary.model import Summary
from summaries import MIXED_PART, part_of

LOADED = api.load()
PART = part_of(LOADED, "12.1", "12.10", *MIXED_PART)
SUBJECTS: dict[str, Callable[[], Summary]] = {
    "pattern": lambda: api.summarize(LOADED),
    "scope": lambda: api.summarize(PART, api.load_scope(str(ROOT / "examples/mixed.yaml"), PART)),
    "questionnaire": lambda: api.summarize(part_of(LOADED, "6.4", "11.3"), saq="A"),
    "hostile": lambda: scope_summary_with('\'=1+1, "x" \u202e | \x00'),
}


@cache
def summary_of(name: str) -> Summary:
    return SUBJECTS[name]()


def csvw() -> Any:
    """Return the package: only whoever reads a table waits for it."""
    return import_module("csvw")


def written(summary: Summary, folder: Path) -> str:
    """Write the CSV and its metadata as a user does, and return the metadata's name."""
    for name, format_ in ((csv_name(summary), "csv"), ("metadata.json", "csvw")):
        (folder / name).write_text(str(writer("summaries", format_)(summary)), encoding="utf-8", newline="")
    return str(folder / "metadata.json")


def rows_of(summary: Summary, folder: Path) -> list[dict[str, Any]]:
    return list(csvw().Table.from_file(written(summary, folder)))


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_value_is_of_its_columns_type(name: str, tmp_path: Path) -> None:
    found = csvw().CSVW(written(summary_of(name), tmp_path), validate=True)
    assert found.is_valid
    assert found.warnings == []


def test_sections_stay_text_and_lists_are_lists(tmp_path: Path) -> None:
    rows = rows_of(summary_of("scope"), tmp_path)
    sections = Counter(row["section"] for row in rows)
    assert len(sections) == len(list(PART.catalogue.sections()))
    assert sections["'12.1"] < sections["'12.10"]
    assert {type(row["principal"]) for row in rows} == {int}
    assert [row["methods"] for row in rows] == [
        [each.value for each in cell.case.methods] for cell in summary_of("scope").cells
    ]
    assert {row["workload_1"] for row in rows} > {"customer", "aws", "na"}


def test_what_a_questionnaire_asks_for_is_true_or_false(tmp_path: Path) -> None:
    summary = summary_of("questionnaire")
    asked = Counter(row["asked_for"] for row in rows_of(summary, tmp_path))
    assert asked == {True: len(summary.counted), False: len(summary.cells) - len(summary.counted)}


def test_a_value_of_no_kind_is_found(tmp_path: Path) -> None:
    file = written(summary_of("pattern"), tmp_path)
    table = tmp_path / csv_name(summary_of("pattern"))
    table.write_text(table.read_text(encoding="utf-8").replace(",customer,", ",nobody,", 1), encoding="utf-8")
    with pytest.raises(ValueError, match="owner: invalid lexical value for string: nobody"):
        list(csvw().Table.from_file(file))


def test_the_columns_are_those_of_the_csv_in_their_order() -> None:
    for summary in map(summary_of, SUBJECTS):
        metadata = json.loads(str(writer("summaries", "csvw")(summary)))
        header = str(writer("summaries", "csv")(summary)).split("\r\n", 1)[0]
        assert ",".join(each["titles"] for each in metadata["tableSchema"]["columns"]) == header
