"""`scope from-xlsx`: owners that were chosen in a workbook become decisions, each with a reason."""

import io
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from hostile import SMALL
from pcimatrix.catalogue.loader import load
from pcimatrix.reports import writer
from pcimatrix.scope.model import scope_of
from pcimatrix.yamlio.parser import parse_yaml, read_yaml
from summaries import scope_summary

Call = Callable[..., CompletedProcess[str]]
SCOPE = """\
# Our scope
schema_version: 1
entity: Shop
assessment: merchant
pci_dss: "An example edition"
date: 2026-01-31
workloads:
  - {name: web, account: prod, pattern: abstracted, standing: cde}  # the shop
third_parties:
  - {id: idp, name: Example Identity}
decisions:
  # told by the assessor
  - within: "3.2.1.b"
    owner: na
    reason: Nothing is kept
    by: Ann  # our lead
    date: 2026-01-30
expected: {test_cases: 2, customer: 0, aws: 1, third_party: 0, na: 1}
"""
BY = ("--by", "Bob", "--date", "2026-01-31")


@cache
def matrix_alone(catalogue: str, text: str) -> bytes:
    """Return the workbook of a scope without its other sheets, which take long, and of which nothing is taken over."""
    book, stream = openpyxl.load_workbook(io.BytesIO(blank(catalogue, text))), io.BytesIO()
    for name in book.sheetnames:
        if name != "Matrix":
            del book[name]
    book.save(stream)
    return stream.getvalue()


@cache
def blank(catalogue: str, text: str) -> bytes:
    """Return the workbook of a scope, in which nobody has chosen an owner."""
    reference = load(catalogue)
    own = scope_of(parse_yaml(text.encode(), "scope.yaml"), reference.catalogue, reference.patterns, reference.facts)
    return bytes(writer("summaries", "xlsx")(scope_summary(reference, own)))


class Made:
    """A scope with its workbook."""

    def __init__(self, call: Call, folder: Path, catalogue: str = SMALL, text: str = SCOPE) -> None:
        self.call, self.scope, self.book = call, folder / "scope.yaml", folder / "matrix.xlsx"
        self.catalogue = catalogue
        self.scope.write_text(text, encoding="utf-8")
        self.book.write_bytes(matrix_alone(catalogue, text))

    def render(self, *options: str | Path) -> CompletedProcess[str]:
        """Render the workbook."""
        return self.call(
            "render", "--catalogue", self.catalogue, "--scope", self.scope, "--output", self.book, *options
        )

    def choose(self, case: str, **values: str) -> None:
        """Choose an owner and fill in other cells of a row; the keys are headings."""
        book = openpyxl.load_workbook(self.book)
        sheet = book["Matrix"]
        headings = {cell.value: cell.column for cell in sheet[1]}
        [row] = [cell.row for cell in sheet["A"] if cell.value == case]
        for heading, value in values.items():
            sheet.cell(row, headings[heading.replace("_", " ")]).value = value
        book.save(self.book)

    def take(self, *options: str | Path) -> CompletedProcess[str]:
        """Take the owners over."""
        return self.call("scope", "from-xlsx", self.book, self.scope, "--catalogue", self.catalogue, *options)


@pytest.fixture
def made(call: Call, tmp_path: Path) -> Made:
    return Made(call, tmp_path)


def decisions(file: Path) -> list[dict[str, Any]]:
    values: Any = read_yaml(str(file)).values
    return list(values["decisions"])


def test_a_chosen_owner_becomes_a_decision_with_the_note_as_its_reason(made: Made) -> None:
    assert made.render().returncode == 0
    assert made.book.read_bytes() == blank(SMALL, SCOPE)
    made.choose("3.2.1.a", Owner="Customer", Note="Our own store,\n not AWS's")
    done = made.take(*BY)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr.splitlines()[-1] == "3.2.1.a: AWS → Customer. Our own store, not AWS's"
    new = {"within": "3.2.1.a", "owner": "customer", "reason": "Our own store, not AWS's", "by": "Bob"}
    assert decisions(made.scope)[1] == {**new, "date": "2026-01-31"}
    text = made.scope.read_text(encoding="utf-8")
    for comment in ("# Our scope\n", "# the shop\n", "# told by the assessor\n", "# our lead\n"):
        assert comment in text
    assert made.call("scope", "check", made.scope, "--catalogue", SMALL).returncode == 0
    again = made.render("--keep")
    assert "that somebody chose" not in again.stderr
    assert made.take(*BY).stderr.endswith(f"no other owners in {made.book}; {made.scope} is as it was\n")


def test_an_owner_in_other_letters_is_the_same(made: Made) -> None:
    made.choose("3.2.1.a", Owner="aws", Note="typed")
    made.choose("3.2.1.b", Owner=" customer ", Note="ours")
    assert made.take("--dry-run").stdout == "3.2.1.b: N/A → Customer. ours\n1 decision\n"
    done = made.render("--keep")
    assert "kept 1 owner that somebody chose: 3.2.1.b\n" in done.stderr
    assert made.take("--dry-run").stdout == "3.2.1.b: N/A → Customer. ours\n1 decision\n"


def test_a_decision_on_an_id_that_others_are_within_has_to_be_theirs_too(call: Call, tmp_path: Path) -> None:
    below = """\
          - id: "3.2.1.1"
            title: Retention of more
            test_cases:
              - id: "3.2.1.1.a"
"""
    text = Path(SMALL).read_text(encoding="utf-8").replace('"3.2.1.a"', '"3.2.1"')
    catalogue = tmp_path / "catalogue.yaml"
    catalogue.write_text(text.replace('              - id: "3.2.1.b"\n', below), encoding="utf-8")
    scope = SCOPE[: SCOPE.index("decisions:")]
    made = Made(call, tmp_path, str(catalogue), scope)
    made.choose("3.2.1", Owner="Customer", Note="ours")
    said = "Matrix!B2: 3.2.1: Customer would be the owner of 3.2.1.1.a as well; choose it for these, too, or decide in"
    assert said in made.take(*BY).stderr
    assert made.scope.read_text(encoding="utf-8") == scope
    made.choose("3.2.1.1.a", Owner="N/A", Note="none")
    assert made.take(*BY).returncode == 0
    assert [(each["within"], each["owner"]) for each in decisions(made.scope)] == [
        ("3.2.1", "customer"),
        ("3.2.1.1.a", "na"),
    ]


def test_a_decision_on_the_same_test_case_is_replaced_in_its_place(made: Made) -> None:
    made.choose("3.2.1.b", Owner="Third party", Note="They delete it")
    assert made.take(*BY).returncode == 0
    [only] = decisions(made.scope)
    assert (only["owner"], only["reason"], only["by"]) == ("idp", "They delete it", "Bob")
    assert "# told by the assessor" in made.scope.read_text(encoding="utf-8")


def test_a_dry_run_shows_the_decisions_and_what_lacks_a_reason(made: Made) -> None:
    made.choose("3.2.1.a", Owner="N/A", Note="Nothing")
    made.choose("3.2.1.b", Owner="Customer")
    done = made.take("--dry-run")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "3.2.1.a: AWS → N/A. Nothing",
        "3.2.1.b: N/A → Customer. No reason: write one into the note of its row",
        "2 decisions",
    ]
    assert made.scope.read_text(encoding="utf-8") == SCOPE


@pytest.mark.parametrize("note", ["", "x" * 401])
def test_without_a_reason_it_is_refused_with_the_test_cases(made: Made, note: str) -> None:
    made.choose("3.2.1.a", Owner="Customer", Note=note)
    made.choose("3.2.1.b", Owner="AWS")
    done = made.take(*BY)
    assert done.returncode == 2
    assert "no reason for the owner of 3.2.1.a, 3.2.1.b; write one of at most 400 characters" in done.stderr
    assert made.scope.read_text(encoding="utf-8") == SCOPE


def test_at_a_terminal_it_asks_for_what_is_missing(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    typed: Iterator[str] = iter(["", "Because of us", "Ann"])
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr("pcimatrix.cli.session.input.typed_line", lambda: next(typed))
    made.choose("3.2.1.a", Owner="Customer")
    done = made.take("--date", "2026-01-31")
    assert done.returncode == 0, done.stderr
    assert "3.2.1.a: AWS → Customer. Why?\none line of at most 400 characters, please\n" in done.stderr
    assert decisions(made.scope)[1] | {"within": "", "owner": ""} == {
        "within": "",
        "owner": "",
        "reason": "Because of us",
        "by": "Ann",
        "date": "2026-01-31",
    }


def test_it_can_be_written_to_another_file(made: Made, tmp_path: Path) -> None:
    made.choose("3.2.1.a", Owner="Customer", Note="ours")
    other = tmp_path / "other.yaml"
    assert made.take(*BY, "--output", other).returncode == 0
    assert len(decisions(other)) == 2
    assert made.scope.read_text(encoding="utf-8") == SCOPE
    assert "owner: customer" in made.take(*BY, "--output", "-").stdout


def test_who_decides_has_to_be_said(made: Made) -> None:
    made.choose("3.2.1.a", Owner="Customer", Note="ours")
    assert "say in one line who decides" in made.take().stderr


@pytest.mark.parametrize(
    ("owner", "party", "said"),
    [
        (
            "Third party",
            "Somebody",
            "Matrix!B2: 3.2.1.a: which third party?; name one in the column Third party: Example",
        ),
        ("Cust", "", "Matrix!B2: 3.2.1.a: 'Cust' is no owner; did you mean 'Customer'?"),
    ],
)
def test_an_owner_that_is_none_is_refused_with_its_cell(made: Made, owner: str, party: str, said: str) -> None:
    made.choose("3.2.1.a", Owner=owner, Third_party=party, Note="why")
    done = made.take(*BY)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_workbook_of_something_else_is_refused(made: Made, call: Call, tmp_path: Path) -> None:
    made.choose("3.2.1.a", Owner="Customer", Note="ours")
    edited = SCOPE.replace("entity: Shop", "entity: Other Shop")
    made.scope.write_text(edited, encoding="utf-8")
    said = made.take(*BY)
    assert said.returncode == 2
    assert f"it was made from another scope, or {made.scope} has changed since; make it again with" in said.stderr
    made.scope.write_text(SCOPE, encoding="utf-8")
    catalogue = tmp_path / "catalogue.yaml"
    catalogue.write_text(Path(SMALL).read_text("utf-8").replace("Old data is gone", "It is gone"), encoding="utf-8")
    arguments = ("scope", "from-xlsx", made.book, made.scope, *BY, "--catalogue")
    assert "it was made from another catalogue" in call(*arguments, catalogue).stderr
    catalogue.write_text(Path(SMALL).read_text("utf-8").replace("An example", "Another"), encoding="utf-8")
    assert "it was made for An example edition, and" in call(*arguments, catalogue).stderr
    pattern = tmp_path / "pattern.xlsx"
    assert call("render", "--catalogue", SMALL, "--output", pattern).returncode == 0
    done = call("scope", "from-xlsx", pattern, made.scope, "--catalogue", SMALL, *BY)
    assert "the workbook is of the pattern 'abstracted', not of a scope" in done.stderr


def test_a_workbook_without_its_stamp_is_refused(made: Made) -> None:
    book = openpyxl.load_workbook(made.book)
    for name in list(book.custom_doc_props.names):
        del book.custom_doc_props[name]
    book.save(made.book)
    done = made.take(*BY)
    assert done.returncode == 2
    assert "no record of its inputs" in done.stderr
