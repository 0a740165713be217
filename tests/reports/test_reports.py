"""Reports: golden files, and text from people that stays text."""

import csv
import html
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paths import GOLDEN, TESTS
from pcimatrix.catalogue.loader import load, shipped_patterns, shipped_published
from pcimatrix.catalogue.model import Basis
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.matrix import pattern_matrix
from pcimatrix.ownership.selection import Filter, select
from pcimatrix.ownership.totals import By, totals
from pcimatrix.reports import format_names, writer
from pcimatrix.reports.content.detail import known_matrices
from pcimatrix.reports.content.detail_text import detail_text
from pcimatrix.reports.content.listing import listing_table
from pcimatrix.reports.content.totals import totals_table
from pcimatrix.reports.escaping import markdown_cell, spreadsheet_cell
from pcimatrix.reports.summary.meanings import BASES
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import one_line
from summaries import part_of, pattern_summary

LOADED = load()
PATTERNS = shipped_patterns().names()
PART = part_of(LOADED, "1.2", "1.4", "3.6", "8.3", "9.2", "12.8", "12.9")
"""Sections in which each modelled pattern has every owner, responsibility and basis that it has anywhere."""


def compare(name: str, text: str, update: bool) -> None:
    """Compare text with a golden file; `pytest --update-golden` writes it, to be read before it is committed."""
    file = GOLDEN / name
    if update:
        file.write_text(text, encoding="utf-8", newline="")
    assert text == file.read_bytes().decode()


@pytest.mark.parametrize("name", format_names("tables"))
def test_totals_in_every_format(name: str, update_golden: bool) -> None:
    found = pattern_matrix(LOADED, "abstracted")
    table = totals_table(totals(LOADED.catalogue, found.cells, By.PRINCIPAL), found.subject)
    compare(f"totals.{name}.txt", writer("tables", name)(table), update_golden)


@pytest.mark.parametrize("name", format_names("tables"))
def test_a_list_in_every_format(name: str, update_golden: bool) -> None:
    cells = matrix(LOADED.catalogue, LOADED.patterns, "abstracted")
    table = listing_table(select(cells, Filter(within=("8.3.1", "8.3.2", "12.8.5"))))
    compare(f"list.{name}.txt", writer("tables", name)(table), update_golden)


@pytest.mark.parametrize("identifier", ["1.4.3", "3.2.1", "12.4.2"])
def test_details(identifier: str, update_golden: bool) -> None:
    text = detail_text(known_matrices(LOADED), identifier)
    compare(f"show-{identifier}.txt", text, update_golden)


@pytest.mark.parametrize("pattern", ["abstracted", "infrastructure"])
@pytest.mark.parametrize(("name", "suffix"), [("markdown", "md"), ("html", "html")])
def test_summaries_of_the_smallest_catalogue(pattern: str, name: str, suffix: str, update_golden: bool) -> None:
    small = load(str(TESTS / "cases/valid/minimal.yaml"))
    summary = pattern_summary(small, pattern, date="2026-01-31")
    compare(f"summary-{pattern}.{suffix}", str(writer("summaries", name)(summary)), update_golden)


@pytest.mark.parametrize("pattern", PATTERNS)
@pytest.mark.parametrize("name", ["markdown", "html"])
def test_a_summary_states_pattern_edition_legend_caveat_disclaimer_and_digest(pattern: str, name: str) -> None:
    loaded = LOADED if pattern == "abstracted" else PART
    summary = pattern_summary(loaded, pattern)
    text = str(writer("summaries", name)(summary))
    source = shipped_published().source
    shown = html.unescape(text)
    for part in (LOADED.catalogue.edition, LOADED.digest, source.caveat, source.disclaimer, source.url):
        assert part in shown
    assert ("Modelled:" in text) == (summary.subject.origin == "modelled")
    for case in loaded.catalogue.test_cases():
        assert case.id in text
    assert not re.search(r"\d{4}-\d{2}-\d{2}", text)  # no clock


def test_every_basis_has_a_meaning() -> None:
    assert set(BASES) == set(Basis)


@given(st.text())
def test_plain_text_is_one_line_without_control_characters(text: str) -> None:
    shown = one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", shown)


@given(st.text(alphabet=st.sampled_from("a|\\`*_<>[](){}#~&$^@:/\n!")))
def test_markdown_cells_never_hold_a_bare_special_character(text: str) -> None:
    shown = re.sub(r"\\[\\`*_{}\[\]<>#|~&$^@:]", "x", markdown_cell(text))
    assert not re.search(r"[\\`*_{}\[\]<>#|~&$^@\n]|://", shown)


@given(st.text())
def test_no_csv_cell_begins_a_formula_and_every_cell_survives(text: str) -> None:
    table = Table(columns=(Column("a", "A"), Column("b", "B")), rows=((text, "x"),), data=None)
    rows = list(csv.reader(io.StringIO(writer("tables", "csv")(table), newline="")))
    assert rows[1][0] in {text, f"'{text}"}
    assert not rows[1][0].startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not re.fullmatch(r"[0-9]+\.[0-9]+", rows[1][0])
    assert spreadsheet_cell(text).endswith(text)


@given(st.text(), st.text())
@example("=see ticket 12", "'=see ticket 12")
@example("12.10", "'12.10")
def test_different_texts_stay_different_in_csv(one: str, other: str) -> None:
    assert (spreadsheet_cell(one) == spreadsheet_cell(other)) == (one == other)


@pytest.mark.parametrize("sign", "=+-@＝＋－＠")  # noqa: RUF001 - the full-width signs are what is tested
def test_what_begins_a_formula_has_an_apostrophe_in_csv(sign: str) -> None:
    assert spreadsheet_cell(f"{sign}1") == f"'{sign}1"
    assert spreadsheet_cell(f"1{sign}") == f"1{sign}"


def test_csv_for_excel_is_csv_behind_a_byte_order_mark() -> None:
    table = Table((Column("a", "A"),), (("Café",),), None)
    assert writer("tables", "csv-excel")(table).encode() == b"\xef\xbb\xbf" + writer("tables", "csv")(table).encode()
    assert writer("tables", "csv")(table).encode().startswith(b"a\r\n")
    summary = pattern_summary(LOADED, "abstracted")
    plain = writer("summaries", "csv")(summary)
    assert writer("summaries", "csv-excel")(summary).encode("utf-8") == plain.encode("utf-8-sig")


def test_an_id_is_no_number_in_csv_and_a_number_is_one() -> None:
    table = Table((Column("id", "Id"), Column("n", "N", numeric=True)), (("12.1", "5.1"), ("12.10", "-5")), None)
    assert writer("tables", "csv")(table) == "id,n\r\n'12.1,5.1\r\n'12.10,-5\r\n"
    found = pattern_matrix(LOADED, "abstracted")
    by_section = totals_table(totals(LOADED.catalogue, found.cells, By.SECTION), found.subject)
    ids = [row["section"] for row in csv.DictReader(io.StringIO(writer("tables", "csv")(by_section), newline=""))]
    assert [each.removeprefix("'") for each in ids] == [section.id for section in LOADED.catalogue.sections()]
    assert not any(re.fullmatch(r"[0-9.]+", each) for each in ids)
