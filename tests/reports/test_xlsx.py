"""The summary as a workbook: read back by openpyxl, and calculated anew by LibreOffice."""

import csv
import io
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from hostile import HARMLESS, scope_summary_with, small
from paths import ROOT
from pcimatrix.catalogue.ids import principal_of
from pcimatrix.catalogue.loader import Reference, load, shipped_facts, shipped_published
from pcimatrix.catalogue.model import Owner
from pcimatrix.errors import FormatError
from pcimatrix.ownership.totals import Tally, shares, tally
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries._chosen import responsibility_under, with_owners
from pcimatrix.reports.formats.summaries._workbook import Book
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Traces
from pcimatrix.reports.workbook.fill_in import FILL_IN, OWN_SHEETS, STATUSES
from pcimatrix.reports.workbook.filled import ChosenOwner
from pcimatrix.scope.model import load_scope, scope_of
from pcimatrix.sheet_columns import letters_of
from pcimatrix.yamlio.parser import parse_yaml, read_yaml
from pcimatrix.yamlio.writer import yaml_text
from programs import unavailable
from summaries import MIXED_PART, part_of, pattern_summary, scope_summary

Run = Callable[..., subprocess.CompletedProcess[str]]
MIXED = str(ROOT / "examples/mixed.yaml")
LOADED = load()
PART = part_of(LOADED, *MIXED_PART)
FACTS = shipped_facts()
PUBLISHED = shipped_published()
LABELS = {"Customer": Owner.CUSTOMER, "AWS": Owner.AWS, "Third party": Owner.THIRD_PARTY, "N/A": Owner.NA}
DUTY = "Residual duty of the customer"
FORMULA = r"(<f>[^<]*</f>)<v>[^<]*</v>"


@cache
def summary(name: str, title: str = "PCI DSS responsibility summary") -> Summary:
    """Return the summary of a pattern or a scope with a part of the test cases, or `published`: with all of them."""
    if name == "mixed":
        return mixed_summary(PART)
    if name == "published":
        return pattern_summary(LOADED, "abstracted", title=title)
    return pattern_summary(PART, name, title=title)


def mixed_summary(reference: Reference) -> Summary:
    return scope_summary(reference, load_scope(MIXED, reference.catalogue, reference.patterns, FACTS))


def write(given_summary: Summary) -> bytes:
    written = writer("summaries", "xlsx")(given_summary)
    assert isinstance(written, bytes)
    return written


@cache
def document(name: str) -> bytes:
    return write(summary(name))


def opened(data: bytes, **options: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data), **options)


@cache
def workbook(name: str) -> Any:
    return opened(document(name))


@cache
def values_of(name: str) -> Any:
    """Return a workbook with the values of its formulas in their places, of which only the sheets used are read."""
    return opened(document(name), data_only=True, read_only=True)


def rows_of(book: Any, sheet: str) -> list[list[Any]]:
    return [list(row) for row in book[sheet].values]


def table_rows(sheet: Any, name: str) -> list[dict[str, Any]]:
    """Return the rows of an Excel table by its headings."""
    head, *rows = sheet[sheet.tables[name].ref]
    headings = [cell.value for cell in head]
    assert headings == [column.name for column in sheet.tables[name].tableColumns]
    return [dict(zip(headings, (cell.value for cell in row), strict=True)) for row in rows]


def totals_of(rows: list[list[Any]]) -> dict[str, dict[str, Any]]:
    """Return the rows of totals of the sheet Summary by their number (`Total` and `Percentage` for the last two)."""
    start = next(index for index, row in enumerate(rows) if row[0] == "No.")
    head = rows[start]
    found = {}
    for row in rows[start + 1 :]:
        found[str(row[0] or row[1])] = dict(zip(head, row, strict=True))
        if row[1] == "Percentage":
            break
    return found


def expected(counts: Tally, *, scoped: bool) -> dict[str, int]:
    found = {"Test cases": counts.test_cases, "of these residual": counts.residual}
    found |= {label: counts._asdict()[owner] for label, owner in LABELS.items()}
    if not scoped:
        del found["Third party"]
    return found


def tallies(given_summary: Summary) -> dict[str, Tally]:
    """Return the tallies of a summary's cells by principal requirement, and the whole, counted anew."""
    principals = [each.id for each in given_summary.catalogue.principal_requirements]
    groups = {each: [cell for cell in given_summary.cells if cell.case.id.split(".")[0] == each] for each in principals}
    return {each: tally(cells) for each, cells in groups.items()} | {"Total": tally(given_summary.cells)}


# Structure


@pytest.mark.parametrize("name", ["abstracted", "infrastructure", "mixed"])
def test_the_matrix_is_a_table_of_all_test_cases(name: str) -> None:
    sheet, own = workbook(name)["Matrix"], summary(name)
    rows = table_rows(sheet, "Matrix")
    assert [row["Test case"] for row in rows] == [cell.case.id for cell in own.cells]
    assert sheet.tables["Matrix"].ref.startswith("A1:")
    assert sheet.tables["Matrix"].autoFilter.ref == sheet.tables["Matrix"].ref
    for row, cell in zip(rows, own.cells, strict=True):
        assert LABELS[row["Owner"]] is cell.ownership.owner
        assert row["Basis"] == cell.ownership.basis.value
        assert (row["What it looks at"], row["Why"], row[DUTY]) == (
            cell.case.summary,
            cell.ownership.reason,
            cell.ownership.residual,
        )
        assert f"{row['Principal']}." == f"{row['Section']}."[: len(str(row["Principal"])) + 1]
        assert (row["Requirement"], row["Methods"].split(", ")) == (cell.case.requirement, list(cell.case.methods))
        assert row.get("Third party", None) == (own.party(cell) or None)
        assert row.get("Where its layers say otherwise") == (cell.ownership.doubt or None)
    assert ("Third party" in rows[0]) == (name == "mixed")


@pytest.mark.parametrize("name", ["abstracted", "mixed"])
def test_the_matrix_is_set_up_for_screen_and_print(name: str) -> None:
    sheet = workbook(name)["Matrix"]
    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.print_title_cols, sheet.page_setup.fitToWidth) == ("$A:$A", 2)
    status, validation = sheet.data_validations.dataValidation
    assert (status.type, status.errorStyle, status.formula1) == ("list", "warning", f'"{",".join(STATUSES)}"')
    owners = [label for label in LABELS if name == "mixed" or label != "Third party"]
    assert (validation.type, validation.formula1) == ("list", f'"{",".join(owners)}"')
    assert str(validation.sqref) == f"B2:B{len(summary(name).cells) + 1}"
    assert sheet["D2"].alignment.wrap_text
    formats = sheet.conditional_formatting
    assert {rule.formula[0].strip('"') for each in formats for rule in each.rules} == set(owners)
    assert not sheet.protection.sheet


def test_the_columns_to_fill_in_come_last_and_are_empty_and_the_owner_as_made_is_hidden() -> None:
    rows = table_rows(workbook("mixed")["Matrix"], "Matrix")
    headings = list(rows[0])
    assert headings[-7:] == [*(each.heading for each in FILL_IN), "Owner as made"]
    assert {row[each.heading] for row in rows for each in FILL_IN} == {None}
    assert all(row["Owner as made"] == row["Owner"] for row in rows)
    assert workbook("mixed")["Matrix"].column_dimensions[letters_of(len(headings))].hidden


@pytest.mark.parametrize("name", ["abstracted", "infrastructure", "mixed"])
def test_every_sheet_prints_landscape_as_wide_as_the_page_with_page_numbers(name: str) -> None:
    for sheet in workbook(name):
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.right.text == "Page &P of &N"
        assert sheet.oddHeader.left.text == summary(name).title
        assert ("modelled" in sheet.oddHeader.right.text) == (name == "infrastructure")


@pytest.mark.parametrize("name", ["published", "infrastructure", "mixed"])
def test_totals_are_formulas_with_their_values(name: str) -> None:
    formulas = totals_of(rows_of(opened(document(name), read_only=True), "Summary"))
    values = totals_of(rows_of(values_of(name), "Summary"))
    for row, counts in tallies(summary(name)).items():
        for heading, count in expected(counts, scoped=name == "mixed").items():
            assert formulas[row][heading].startswith("=SUM(" if row == "Total" else "=COUNTIFS(Matrix[")
            assert values[row][heading] == count
    shares = {label: round(100 * value) for label, value in values["Percentage"].items() if label in LABELS and value}
    if name == "published":
        assert shares == {"Customer": 52, "AWS": 43, "N/A": 5}


def test_a_modelled_pattern_is_called_modelled() -> None:
    text = [str(value) for row in workbook("infrastructure")["Summary"].values for value in row if value]
    assert any(each.startswith("Modelled: AWS published no figures") for each in text)
    assert "PCI DSS v4.0, Infrastructure (EC2) (modelled)" in text
    assert (
        workbook("abstracted")["Comparison"]["A1"].value == "What changes from infrastructure (modelled) to abstracted"
    )


@pytest.mark.parametrize("name", ["abstracted", "mixed"])
def test_it_says_what_it_rests_on(name: str) -> None:
    own, book = summary(name), workbook(name)
    text = "\n".join(str(value) for row in book["Summary"].values for value in row if value)
    source = own.source
    wanted = [own.edition, own.digest, source.caveat, source.disclaimer, source.url, own.subject.title]
    if name == "mixed":
        assert own.subject.digest
        wanted.append(own.subject.digest)
    assert [each for each in wanted if each not in text] == []
    assert book.custom_doc_props["catalogue_sha256"].value == own.digest
    assert (book.properties.title, str(book.properties.created.date())) == (own.title, own.catalogue.updated)


def test_basis_and_discrepancies_have_a_sheet() -> None:
    sheet, own = workbook("abstracted")["Basis and discrepancies"], summary("abstracted")
    legend = {row[0].value: (row[1].value, row[2].value) for row in sheet.iter_rows(3, 2 + len(own.legend))}
    assert {name: meaning for name, (_, meaning) in legend.items()} == {k.value: v for k, v in own.legend.items()}
    assert all(formula.startswith("=COUNTIFS(Matrix[Basis],$A") for formula, _ in legend.values())
    found = table_rows(sheet, "Discrepancies")
    assert [row["Discrepancy"] for row in found] == [each.id for each in PUBLISHED.discrepancies]
    assert [row["How the catalogue decides, and why"] for row in found] == [
        each.decision for each in PUBLISHED.discrepancies
    ]


def test_a_scope_has_its_tables_and_the_trace_of_every_test_case() -> None:
    own, book = summary("mixed"), workbook("mixed")
    written = [tuple(str(value) for value in row if value is not None) for row in book["Scope"].values]
    for table in own.front:
        assert (table.title,) in written
        for row in table.rows:
            assert tuple(filter(None, row)) in written
    steps: dict[str, list[str]] = {}
    for step in table_rows(book["Trace"], "Trace"):
        steps.setdefault(step["Test case"], []).append(step["What it says"])
        assert step["Step"] == len(steps[step["Test case"]])
    assert steps == {cell.case.id: list(own.trace(cell)) for cell in own.cells}


def test_without_traces_there_is_no_sheet_of_them() -> None:
    small_scope = scope_summary_with(HARMLESS)
    assert "Trace" in opened(write(small_scope)).sheetnames
    assert "Trace" not in opened(write(small_scope._replace(traces=Traces.NONE))).sheetnames


def test_the_comparison_is_the_one_of_the_summary() -> None:
    own = summary("abstracted")
    beside = own.comparison_totals
    assert beside
    rows = [
        tuple(map(str, (value for value in row if value is not None)))
        for row in workbook("abstracted")["Comparison"].values
    ]
    assert [row for row in beside.rows if row not in rows] == []
    assert own.comparison
    for why, moves in own.comparison.reasons().items():
        assert (f"{why}: {', '.join(move.case.id for move in moves)}",) in rows


# Determinism, and what is missing


def test_another_process_zone_and_hash_seed_give_the_same_bytes(
    run: Run, part: Callable[..., Path], tmp_path: Path
) -> None:
    catalogue, file = part(*MIXED_PART), tmp_path / "scope.xlsx"
    options = ("-f", "xlsx", "--catalogue", catalogue, "--scope", MIXED, "-o", file)
    done = run("render", *options, TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    assert file.read_bytes() == write(mixed_summary(load(str(catalogue)))) != b""


def test_the_date_is_that_of_the_document() -> None:
    dated = opened(write(pattern_summary(small(), "abstracted", date="2026-01-31")))
    assert dated.properties.created.isoformat() == "2026-01-31T00:00:00"


def test_a_missing_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(FormatError, match=re.escape("pcimatrix[xlsx]")):
        write(summary("abstracted"))


def test_more_rows_than_a_sheet_has_are_refused() -> None:
    sheet = Book(io.BytesIO(), "title", "subject", "2026-01-31").sheet("Long", [10])
    sheet.text(1_048_575, 0, "the last row")
    with pytest.raises(FormatError, match="more rows"):
        sheet.text(1_048_576, 0, "one more")


@pytest.mark.parametrize("name", ["abstracted", "infrastructure", "mixed"])
def test_the_program_knows_its_sheets_again(name: str) -> None:
    assert set(workbook(name).sheetnames) <= OWN_SHEETS


# Owners that somebody chooses


@pytest.mark.parametrize("owner", ["customer", "aws", "idp", "na"])
def test_another_owner_gives_the_responsibility_that_a_decision_would(owner: str) -> None:
    here, values = summary("mixed"), read_yaml(MIXED).values
    decisions = [
        {"within": each.id, "owner": owner, "reason": "why", "by": "me", "date": "2026-11-24"}
        for each in PART.catalogue.principal_requirements
    ]
    decided = parse_yaml(yaml_text({**values, "decisions": decisions}).encode(), "decided.yaml")
    there = scope_summary(PART, scope_of(decided, PART.catalogue, PART.patterns, FACTS))
    label = "Third party" if owner == "idp" else {each.value: name for name, each in LABELS.items()}[owner]
    for cell, other in zip(here.cells, there.cells, strict=True):
        if (cell.ownership.owner, cell.ownership.party) != (other.ownership.owner, other.ownership.party):
            found = responsibility_under(here, cell, LABELS[label])
            assert found is other.ownership.responsibility, cell.case.id
    totals = with_owners(here, {cell.case.id: ChosenOwner(cell.case.id, label, "", "", "") for cell in here.cells})
    assert totals.whole._replace(residual=0) == there.totals.whole._replace(residual=0)


def test_who_has_a_part_is_a_formula_of_the_owner_with_its_value() -> None:
    formulas = table_rows(workbook("mixed")["Matrix"], "Matrix")
    head, *rows = values_of("mixed")["Matrix"].values
    values = [row[head.index("Responsibility")] for row in rows]
    assert values == [cell.ownership.responsibility for cell in summary("mixed").cells]
    for number, row in enumerate(formulas, 2):
        assert row["Responsibility"].startswith(f'=IF(B{number}="Customer","')


# LibreOffice


def without_values(data: bytes) -> bytes:
    """Return a workbook without the values of its formulas, so that whoever shows one has calculated it."""
    stream, removed = io.BytesIO(), 0
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.startswith("xl/worksheets/sheet"):
                text, count = re.subn(FORMULA, r"\1", content.decode())
                content, removed = text.encode(), removed + count
                assert b"</f><v>" not in content
            new.writestr(entry, content)
    assert removed > 60
    return stream.getvalue()


def with_other_owners(data: bytes, changes: dict[str, str]) -> bytes:
    """Return a workbook in which somebody has chosen other owners; openpyxl writes formulas without values."""
    book, stream = opened(data), io.BytesIO()
    places = {row[0].value: row[1] for row in book["Matrix"].iter_rows(2)}
    for case, owner in changes.items():
        places[case].value = owner
    book.save(stream)
    return stream.getvalue()


def calculate(documents: dict[str, bytes], folder: Path) -> dict[str, list[list[str]]]:
    """Return the sheet Summary of each document as LibreOffice calculates and shows it."""
    soffice = shutil.which("soffice")
    if soffice is None:
        unavailable("no LibreOffice; apt-get install --no-install-recommends libreoffice-calc-nogui")
    for name, data in documents.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    # Separator, quotes, UTF-8, from line 1; as shown, no formulas; the first sheet.
    to = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(folder / f"{name}.xlsx") for name in documents]
    done = subprocess.run(
        [soffice, "--headless", profile, "--convert-to", to, "--outdir", str(folder), *files],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    texts = {name: (folder / f"{name}-Summary.csv").read_text(encoding="utf-8") for name in documents}
    return {name: list(csv.reader(io.StringIO(text, newline=""))) for name, text in texts.items()}


def numbers(row: dict[str, str], headings: dict[str, int]) -> dict[str, int]:
    return {heading: int(row[heading]) for heading in headings}


def test_libreoffice_calculates_the_counts_of_the_catalogue(tmp_path: Path) -> None:
    published = summary("published", "=1+1")
    plain_cells = {cell.case.id: cell for cell in published.cells}
    customers = next(case for case, cell in plain_cells.items() if cell.ownership.owner is Owner.CUSTOMER)
    residual = next(case for case, cell in plain_cells.items() if case[:2] == "3." and cell.ownership.residual)
    documents = {name: without_values(document(name)) for name in ("infrastructure", "mixed")}
    documents["published"] = without_values(write(published))
    documents["changed"] = with_other_owners(document("published"), {customers: "AWS", residual: "N/A"})
    shown = calculate(documents, tmp_path)

    for name in ("published", "infrastructure", "mixed"):
        found = totals_of(shown[name])
        for row, counts in tallies(summary(name)).items():
            wanted = expected(counts, scoped=name == "mixed")
            assert numbers(found[row], wanted) == wanted, (name, row)
            assert found[row]["Since it was made"] == "as made"
    theirs = totals_of(shown["published"])
    for line in PUBLISHED.table:
        wanted = {"Test cases": line.test_cases, "Customer": line.customer, "AWS": line.aws, "N/A": line.na}
        assert numbers(theirs[line.id], wanted) == wanted
    assert numbers(theirs["Total"], {"Customer": 243, "AWS": 198, "N/A": 23}) == {
        "Customer": 243,
        "AWS": 198,
        "N/A": 23,
    }
    assert [round(float(theirs["Percentage"][each].rstrip("%"))) for each in ("Customer", "AWS", "N/A")] == [52, 43, 5]
    assert shown["published"][0][0] == "=1+1"

    moved = totals_of(shown["changed"])
    chosen = {customers: "AWS", residual: "N/A"}
    decided = with_owners(published, {case: ChosenOwner(case, owner, "", "", "") for case, owner in chosen.items()})
    counted = tallies(published)
    for row, change in (
        (customers.split(".")[0], Counter({"Customer": -1, "AWS": 1})),
        ("3", Counter({"AWS": -1, "of these residual": -1, "N/A": 1})),
        ("Total", Counter({"Customer": -1, "of these residual": -1, "N/A": 1})),
    ):
        before = expected(counted[row], scoped=False)
        wanted = {heading: count + change[heading] for heading, count in before.items()}
        assert numbers(moved[row], wanted) == wanted, row
        was = " | ".join(str(before[heading]) for heading in moved[row] if heading in before)
        parts = shares(cell for cell in published.cells if row in {"Total", principal_of(cell.case.id)})
        assert moved[row]["Since it was made"] == f"changed; was {was} | {parts[0]} | {parts[1]} | {parts[2]}"
        parts = decided.shares if row == "Total" else next(each.shares for each in decided.rows if each.id == row)
        assert [int(moved[row][each]) for each in ("Customer alone", "Shared", "Provider alone")] == [*parts[:3]]
    assert moved["2"]["Since it was made"] == "as made"
