"""The registry of a test case's columns: one entry is enough for every format."""

import io
import json
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from docx import Document

from hostile import small
from paths import ROOT
from pcimatrix.ownership.cells import matrix
from pcimatrix.reports import writer
from pcimatrix.reports.content import columns
from pcimatrix.reports.content.columns import COLUMNS, Field, Shown, schema
from pcimatrix.reports.content.detail import detail_data, known_matrices
from pcimatrix.reports.content.detail_text import detail_text
from pcimatrix.reports.content.listing import listing_table
from summaries import pattern_summary

EXTRA = Field(
    "shouted", "Shouted", lambda row: f"SHOUTED {row.cell.case.id}", dict.fromkeys(Shown, 99), {"type": "string"}
)


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "_IN", columns.in_places((*COLUMNS, EXTRA)))


@pytest.mark.usefixtures("one_more")
def test_a_new_column_is_one_entry() -> None:
    loaded = small()
    summary = pattern_summary(loaded, "abstracted")
    said = "SHOUTED 3.2.1.a"
    for name in ("csv", "markdown", "html"):
        assert said in writer("summaries", name)(summary), name
    [case] = [
        each for each in json.loads(writer("summaries", "json")(summary))["test_cases"] if each["id"] == "3.2.1.a"
    ]
    assert case["shouted"] == said
    table = listing_table(matrix(loaded.catalogue, loaded.patterns, "abstracted"))
    assert any(said in row for row in table.rows)
    assert any(each["shouted"] == said for each in table.data["test_cases"])
    sheet = openpyxl.load_workbook(io.BytesIO(writer("summaries", "xlsx")(summary)))["Matrix"]
    assert any(said in row for row in sheet.iter_rows(values_only=True))
    word = Document(io.BytesIO(writer("summaries", "docx")(summary)))
    assert any(said in cell.text for table in word.tables for row in table.rows for cell in row.cells)
    known = known_matrices(loaded)
    assert f"shouted: {said}" in detail_text(known, "3.2.1.a")
    [shown] = detail_data(known, "3.2.1.a")["test_cases"]
    assert {each["shouted"] for each in shown["ownership"]} == {said}
    assert schema()["properties"]["shouted"] == {"type": "string"}


def test_the_schema_of_the_summary_has_the_columns() -> None:
    shipped: Any = json.loads((ROOT / "data/summary.schema.json").read_text(encoding="utf-8"))
    assert shipped["$defs"]["TestCase"] == json.loads(json.dumps(schema()))


def test_no_place_has_two_columns_of_one_rank_or_key() -> None:
    for place in Shown:
        found = columns.fields(place)
        assert len({field.shown[place] for field in found}) == len({field.key for field in found}) == len(found), place
