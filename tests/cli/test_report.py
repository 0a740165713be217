"""Matrices by a questionnaire: totals, lists and documents of what it asks for, and what is refused."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import openpyxl  # type: ignore[import-untyped]
import pytest

from examples import example

Call = Callable[..., CompletedProcess[str]]
SMALL = """schema_version: 1
entity: Shop
assessment: merchant
validation: {validation}
pci_dss: "4.0.1"
date: {date}
workloads:
  - {{name: web, account: prod, pattern: abstracted, standing: cde}}
"""


def scope_of(folder: Path, validation: str, date: str = "2026-11-24") -> Path:
    file = folder / "scope.yaml"
    file.write_text(SMALL.format(validation=validation, date=date), encoding="utf-8")
    return file


def totals(call: Call, *arguments: str | Path) -> dict[str, int]:
    done = call("totals", "--format", "json", *arguments)
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    assert data["total"]["test_cases"] == data["report"]["asked_for"] == sum(r["test_cases"] for r in data["rows"])
    return dict(data["report"])


def test_totals_count_what_a_questionnaire_asks_for_and_say_what_it_leaves_out(call: Call) -> None:
    assert totals(call, "--saq", "a-ep")["left_out"] == 464 - 253
    said = call("totals", "--saq", "A").stdout
    assert "SAQ A v4.0.1 r1 (January 2025) asks for 55 of 464 test cases. It leaves 409 out; those that concern" in said
    assert "Row totals are published" not in said
    assert "A2.1.1" in call("totals", "--saq", "B-IP").stdout


def test_a_scope_is_counted_by_its_own_questionnaire_of_its_date_unless_an_option_says_otherwise(
    call: Call, tmp_path: Path
) -> None:
    own = scope_of(tmp_path, "saq-a")
    assert totals(call, "--scope", own)["asked_for"] == 55
    assert totals(call, "--scope", own, "--as-of", "2025-01-31")["asked_for"] == 62
    assert totals(call, "--scope", own, "--saq", "P2PE")["asked_for"] == 38
    assert totals(call, "--scope", scope_of(tmp_path, "saq-a", "2025-01-31"))["asked_for"] == 62
    roc = json.loads(call("totals", "--format", "json", "--scope", scope_of(tmp_path, "roc")).stdout)
    assert (roc["total"]["test_cases"], "report" in roc) == (464, False)


def test_a_list_has_what_the_questionnaire_asks_for(call: Call) -> None:
    done = call("list", "--saq", "A", "--format", "json")
    assert len(json.loads(done.stdout)["test_cases"]) == 55
    assert "55 of 464 test cases (abstracted)" in done.stderr
    assert "It leaves 409 out" in done.stderr


def test_documents_mark_what_is_asked_for_and_count_it(call: Call, tmp_path: Path) -> None:
    own = scope_of(tmp_path, "saq-a")
    rows = list(csv.DictReader(io.StringIO(call("render", "--scope", own, "--format", "csv").stdout)))
    assert len(rows) == 464
    asked = {row["test_case"] for row in rows if row["asked_for"] == "yes"}
    assert len(asked) == 55
    assert {row["asked_for"] for row in rows} == {"yes", "no"}
    page = call("render", "--scope", own, "--format", "html").stdout
    assert page.count('class="flag">not asked for by SAQ A<') == 409
    markdown = call("render", "--scope", own).stdout
    assert "Of 55 test cases" in markdown
    assert "| Validates by | SAQ A |" in markdown
    assert "| 1. " in markdown  # a row that nothing is asked of


def test_a_workbook_counts_the_rows_that_are_asked_for(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "matrix.xlsx"
    assert call("render", "--saq", "P2PE", "--output", file).returncode == 0
    book = openpyxl.load_workbook(file, read_only=True)
    heads, *rows = book["Matrix"].iter_rows(values_only=True)
    assert [row[heads.index("Asked for")] for row in rows].count("yes") == 38
    formulas = [str(cell.value) for row in book["Summary"].iter_rows() for cell in row]
    counting = [each for each in formulas if each.startswith("=COUNTIFS(Matrix")]
    assert counting
    assert all('Matrix[Asked for],"yes"' in each for each in counting)
    values = openpyxl.load_workbook(file, read_only=True, data_only=True)["Summary"].iter_rows(values_only=True)
    assert [row[2] for row in values if row[1] == "Total"] == [38]


@pytest.mark.parametrize("format_", ["ciso-assistant", "oscal-ssp"])
def test_documents_for_other_programs_name_the_questionnaire(format_: str, call: Call, tmp_path: Path) -> None:
    done = call("render", "--scope", scope_of(tmp_path, "saq-a"), "--format", format_)
    assert "SAQ A v4.0.1 r1 (January 2025)" in done.stdout


def test_a_document_by_a_questionnaire_is_verified_as_any_other(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    assert call("render", "--saq", "A", "--as-of", "2025-01-31", "--output", file).returncode == 0
    assert "asks for 62 of" in file.read_text("utf-8")
    done = call("verify", file)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("written", ["p2pe", "SAQ P2PE", "saq-p2pe"])
def test_a_questionnaire_is_known_however_it_is_written(call: Call, written: str) -> None:
    [whole] = [json.loads(call("totals", "--saq", written, "-f", "json").stdout)["total"]]
    assert whole["test_cases"] == 38


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--saq", "SPoC"), "no public list of its requirements"),
        (("--saq", "E"), "'E' is not one of: A, A-EP"),
        (("--saq", "B", "--as-of", "2024-01-31"), "its edition of 2024-01-31 is not known"),
        (("--saq", "A", "--as-of", "2025-02-30"), "is no day of the calendar"),
        (("--saq", "A", "--reading", "prose"), "omit --saq"),
    ],
)
def test_what_cannot_be_counted_is_refused(call: Call, arguments: tuple[str, ...], said: str) -> None:
    done = call("totals", *arguments)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", "").split())


def test_a_scope_without_a_report_says_whose_matrix_it_is(call: Call) -> None:
    assert "| Validates by | not stated; the matrix is that of a Report on Compliance (ROC), or of SAQ D |" in (
        call("render", "--scope", example("mixed")).stdout
    )


def test_explain_and_show_say_which_questionnaires_ask_for_it(call: Call, tmp_path: Path) -> None:
    own = scope_of(tmp_path, "saq-a")
    said = call("explain", "1.2.1.a", "12.8.1", "--scope", own).stdout
    assert "SAQ A v4.0.1 r1 (January 2025) does not ask for it" in said
    assert "SAQ A v4.0.1 r1 (January 2025) asks for it" in said
    data = json.loads(call("explain", "12", "--scope", own, "--saq", "B", "--format", "json").stdout)
    assert {each["asked_for"] for each in data["test_cases"]} == {"yes", "no"}
    without = scope_of(tmp_path, "roc")
    data = json.loads(call("explain", "12.8.1", "--scope", without, "--format", "json").stdout)
    assert "asked_for" not in data["test_cases"][0]
    shown = json.loads(call("show", "6.4.3.a", "12.9.1", "1.1.1", "--format", "json").stdout)["ids"]
    asking = [[each["questionnaire"] for each in one["questionnaires"]] for one in shown]
    assert asking[0] == ["A-EP", "D-merchant", "D-service-provider"]
    assert asking[1] == ["D-service-provider"]
    assert "  asked for by SAQ D-service-provider\n" in call("show", "12.9.1").stdout


def test_patterns_are_compared_by_a_questionnaire_and_as_of_a_day(call: Call) -> None:
    done = call("compare", "infrastructure", "abstracted", "--saq", "A-EP", "--format", "json")
    data = json.loads(done.stdout)
    assert data["totals"]["abstracted"]["test_cases"] == 253
    assert "asks for 253 of 464" in done.stderr
    later = json.loads(
        call("compare", "infrastructure", "abstracted", "--as-of", "2025-03-31", "--format", "json").stdout
    )
    assert later["totals"]["abstracted"]["na"] > 23
