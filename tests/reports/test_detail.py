"""How much a document says: a page or two, a line for each requirement, or every test case."""

import re
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from hostile import SMALL, scope_summary_with
from paths import ROOT
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.responsibility import Duty, Responsibility
from pcimatrix.ownership.traces import Part
from pcimatrix.ownership.workloads import Group, SideBySide
from pcimatrix.reports import details, format_names, writer
from pcimatrix.reports.content.board import assumptions_table, warnings_table
from pcimatrix.reports.content.marks import COUNTED_SAID, DECIDED_SAID, MARKS, mark_columns, marks_of
from pcimatrix.reports.content.operated import layers_of, operated_table, statements
from pcimatrix.reports.content.requirement_lines import ALL_OF_IT, RequirementLine
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.reports.table import Column, text_table
from pcimatrix.scope.cautions import cautions
from pcimatrix.scope.model import load_scope
from summaries import pattern_summary, scope_summary

Run = Callable[..., subprocess.CompletedProcess[str]]
LOADED = load()
MIXED = str(ROOT / "examples/mixed.yaml")
DOCUMENTS = [name for name in format_names("summaries") if details(name)]
OTHERS = [name for name in format_names("summaries") if not details(name)]


@cache
def summary_of(subject: str) -> Summary:
    if subject != "mixed":
        return pattern_summary(LOADED, subject)
    return scope_summary(LOADED, load_scope(MIXED, LOADED.catalogue, LOADED.patterns, shipped_facts()))


@cache
def text_of(name: str, subject: str, detail: Detail) -> str:
    """Return a summary of a subject in a text format."""
    return str(writer("summaries", name)(summary_of(subject)._replace(detail=detail)))


@cache
def lines_of(subject: str) -> dict[str, RequirementLine]:
    """Return the lines of a subject, which nobody may change."""
    return summary_of(subject).requirement_lines()


def by_requirement(summary: Summary) -> dict[str, list[Cell]]:
    """Return the cells of each requirement."""
    found: dict[str, list[Cell]] = {}
    for cell in summary.cells:
        found.setdefault(cell.case.requirement, []).append(cell)
    return found


# Lines


@pytest.mark.parametrize("subject", ["abstracted", "fargate", "mixed"])
def test_a_line_says_of_every_test_case_who_has_a_part(subject: str) -> None:
    summary, lines = summary_of(subject), lines_of(subject)
    assert list(lines) == [each.id for each in LOADED.catalogue.requirements()]
    words = {
        Responsibility.CUSTOMER: "Customer alone",
        Responsibility.SHARED: "Shared, ",
        Responsibility.PROVIDER: " alone",
        Responsibility.NA: "Not applicable",
    }
    for cell in summary.cells:
        line, own = lines[cell.case.requirement], cell.ownership
        letter = cell.case.id.removeprefix(line.id).lstrip(".")
        [told] = [each for each in line.who if not each.cases or letter in spelled(each.cases)]
        assert words[own.responsibility] in told.text
        assert told.text.endswith("*") is bool(own.doubt)
        assert own.owner.value in line.owners


def spelled(cases: str) -> set[str]:
    """Return the letters that a list of them names."""
    found = set()
    for first, last in re.findall(r"([a-z])(?:–([a-z]))?", cases):  # noqa: RUF001 - as ranges are written
        found |= set(map(chr, range(ord(first), ord(last or first) + 1)))
    return found


def test_a_line_says_whose_the_work_is_in_which_workload() -> None:
    summary, lines = summary_of("mixed"), lines_of("mixed")
    line = lines["2.2.5"]
    columns = summary.mark_columns
    assert [each.label for each in columns] == ["payments", "scheduler", "settlement"]
    assert line.marks == ("C/S", "C", "C")
    assert [(each.label, each.text) for each in line.who] == [("a", "Customer alone"), ("b", "Shared, you lead")]
    [aws] = line.others
    assert (aws.cases, aws.where, aws.label) == ("b", "payments", "b in payments")
    # That all of it is the entity's in the other two workloads is what their letters say.
    assert [(each.cases, each.where) for each in line.you] == [("a", ""), ("b", "payments")]
    assert line.you[0].text == ALL_OF_IT
    cells = by_requirement(summary)
    for identifier, each in lines.items():
        for column, mark in zip(columns, each.marks, strict=True):
            parts = [summary.workloads.of(cell.case.id)[column.number][1] for cell in cells[identifier]]
            assert set(re.split("[/*†]+", mark)) - {""} == {MARKS[part.responsibility] for part in parts}


def test_a_letter_that_its_line_contradicts_has_a_sign_that_a_note_explains() -> None:
    summary, lines = summary_of("mixed"), lines_of("mixed")
    # Only the published count gives AWS a part of 5.3.5.b.
    assert "*" in lines["5.3.5"].marks[0]
    assert [each.text for each in lines["5.3.5"].who] == ["Shared, you lead", "Customer alone"]
    # Another company has it in each workload, but for a decision on all of them.
    assert lines["8.3.4"].marks == ("P/P†",) * 3
    assert {COUNTED_SAID, DECIDED_SAID} <= set(summary.line_notes)
    alone = [cell for cell in summary.cells if cell.ownership.responsibility is Responsibility.CUSTOMER]
    assert alone
    columns = summary.mark_columns
    for cell in alone:
        for mark in marks_of([summary.row(cell)], columns):
            assert mark in {"C", "–", "S*", "P†", "P*"}, cell.case.id  # noqa: RUF001 - as a table has it


def test_a_line_says_why_nothing_is_stated_of_a_part_that_aws_leads() -> None:
    for line in lines_of("abstracted").values():
        leads = [each for each in line.who if "AWS leads" in each.text]
        assert line.others or not leads, line.id
    [told] = lines_of("abstracted")["5.2.3"].others
    assert told.text == "No part in what is examined: only the published count names AWS"


def test_workloads_with_the_same_letters_share_a_column() -> None:
    def part(responsibility: Responsibility) -> Part:
        duties = {Responsibility.CUSTOMER: ("customer",), Responsibility.SHARED: ("customer", "aws")}
        own = tuple(Duty(party, "something", "somewhere") for party in duties[responsibility])
        return Part(Owner.CUSTOMER, None, Basis.MODELLED, "", (), duties=own)

    alone, shared = part(Responsibility.CUSTOMER), part(Responsibility.SHARED)
    groups = tuple(Group((name,)) for name in ("api", "batch", "web"))
    found = mark_columns(SideBySide(groups, {"1.1.1": (shared, alone, shared), "1.1.2.a": (alone, alone, alone)}))
    assert [(each.label, each.number) for each in found] == [("api, web", 0), ("batch", 1)]
    assert mark_columns(SideBySide(groups, {"1.1.1": (alone, alone, alone)})) == ()
    assert mark_columns(SideBySide()) == ()


@pytest.mark.parametrize("subject", ["abstracted", "infrastructure", "mixed"])
def test_each_party_of_a_line_does_something_or_is_named_by_the_published_count_alone(subject: str) -> None:
    summary = summary_of(subject)
    cells = by_requirement(summary)
    for identifier, line in lines_of(subject).items():
        parts = {duty.party for cell in cells[identifier] for duty in cell.ownership.duties}
        assert bool(line.you) >= (Owner.CUSTOMER in parts), identifier
        assert line.others or not parts - {Owner.CUSTOMER}, identifier
        if any("only the published count" in each.text for each in line.others):
            assert Owner.AWS.value in line.owners
            assert any(each.text == "Shared, AWS leads*" for each in line.who)
    assert any("*" in note for note in summary.line_notes) is (subject != "infrastructure")


def test_what_does_not_apply_is_due_at_no_time() -> None:
    line = lines_of("mixed")["2.3.2"]
    assert ([each.text for each in line.who], line.notes) == (["Not applicable"], ())


# The page for a board


def test_a_board_reads_the_first_of_many_warnings_and_how_many_more_there_are() -> None:
    table = warnings_table([f"warning {number}" for number in range(11)])
    assert (table.title, len(table.rows)) == ("11 warnings", 8)
    assert table.notes == ("And 3 warnings more: `pcimatrix scope check` lists all.",)
    assert warnings_table(["one"]).notes == ()


def test_a_board_reads_what_a_scope_is_warned_of() -> None:
    summary = scope_summary_with("harmless")
    told = cautions(summary.catalogue, summary.patterns, shipped_facts(), summary.scope)  # type: ignore[arg-type]
    table = summary.board[0]
    assert [row[0] for row in table.rows] == [each.message for each in told][:8]
    assert table.title == f"{len(told)} warnings"
    for name in ("html", "markdown"):
        assert table.title in str(writer("summaries", name)(summary._replace(detail=Detail.SUMMARY)))


def test_a_board_reads_the_assumptions_that_most_rests_on() -> None:
    assumed = summary_of("mixed").matrix.assumptions
    table = assumptions_table(assumed, shipped_facts())
    assert [int(count) for _, count in table.rows] == sorted(assumed.values(), reverse=True)[: len(table.rows)]
    assert f"And {len(assumed) - len(table.rows)} more" in table.notes[0]


# Formats


@pytest.mark.parametrize("name", ["html", "markdown"])
@pytest.mark.parametrize("subject", ["abstracted", "mixed"])
def test_a_document_says_as_much_as_is_asked_for(name: str, subject: str) -> None:
    summary = summary_of(subject)
    texts = {each: text_of(name, subject, each) for each in Detail}
    assert len(texts[Detail.SUMMARY]) < len(texts[Detail.REQUIREMENT]) < len(texts[Detail.CASE])
    ids = {each.id for each in LOADED.catalogue.requirements()}
    assert ids <= set(re.findall(r"(?<![\d.])\d+(?:\.\d+)+", texts[Detail.REQUIREMENT]))
    assert "Show the assessor: " not in texts[Detail.REQUIREMENT]
    assert "Over 3 workloads in scope" not in texts[Detail.REQUIREMENT]
    for title in (each.title for each in LOADED.catalogue.principal_requirements):
        assert all(title in text for text in texts.values())
    assert ("35 assumptions" in texts[Detail.SUMMARY]) is (subject == "mixed")
    assert writer("summaries", name)(summary) == texts[details(name)[0]]


def test_a_page_without_test_cases_has_no_script_and_no_dangling_link() -> None:
    for subject in ("abstracted", "mixed"):
        for detail in (Detail.SUMMARY, Detail.REQUIREMENT):
            page = text_of("html", subject, detail)
            assert "<script" not in page
            assert "script-src" not in page
            places = re.findall(r' id="([^"]+)"', page)
            assert len(places) == len(set(places))
            assert set(re.findall(r'href="#([^"]+)"', page)) <= set(places)


def test_a_reason_is_not_said_again_as_a_step() -> None:
    summary = summary_of("mixed")._replace(detail=Detail.CASE, traces=Traces.ALL)
    told = [(cell, summary.reason(cell), summary.trace(cell)) for cell in summary.cells]
    assert any(not reason for _, reason, _ in told)
    for cell, reason, steps in told:
        assert not reason or not any(step.endswith(reason) for step in steps)
        assert reason or any(step.endswith(cell.ownership.reason) for step in steps)
    without = summary._replace(traces=Traces.NONE)
    assert all(without.reason(cell) == cell.ownership.reason for cell in without.cells)


@pytest.mark.parametrize("name", OTHERS)
def test_a_format_that_always_has_every_test_case_refuses_to_say_less(name: str, call: Run) -> None:
    done = call("render", "--format", name, "--detail", "summary")
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{name} always has every test case" in " ".join(done.stderr.split())
    assert all(each in done.stderr for each in DOCUMENTS)


def test_the_command_takes_the_detail(call: Run, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    assert call("render", "--catalogue", SMALL, "--detail", "requirement", "-o", file).returncode == 0
    assert "## Requirements" in file.read_text(encoding="utf-8")
    assert call("verify", file, "--catalogue", SMALL).returncode == 0
    assert call("render", "--catalogue", SMALL, "--detail", "requirement", "--check", file).returncode == 0
    assert call("render", "--catalogue", SMALL, "--check", file).returncode == 1
    assert call("render", "--catalogue", SMALL, "--detail", "case", "--format", "csv").returncode == 0


# Layers


def test_a_provider_does_what_its_layers_are_told_to_be() -> None:
    summary = summary_of("mixed")
    table = operated_table(summary.patterns, summary.matrix.traces)
    told = {(row[0], row[2]) for row in table.rows}
    assert len(told) == len(table.rows)
    assert all(all(row) for row in table.rows)
    said = statements(summary.patterns)
    titles = {layer.title.casefold() for layer in summary.patterns.layers}
    named_layers = set()
    for effective in summary.matrix.traces.values():
        for part in (alike.part for alike in effective.alike):
            for duty in part.duties:
                found = layers_of(duty.does, said)
                assert {(said[each].title, each) for each in found} <= told
                assert not found or "; ".join(found) == duty.does
    for line in lines_of("mixed").values():
        for each in line.others:
            party, _, layers = each.text.partition(": ")
            if party == "AWS":
                named_layers.update(layers.split(", "))
    assert named_layers == {title.casefold() for title, _ in told} <= titles
    # A pattern has one column of duties: they are told where they are done.
    assert not any(each.text.startswith("AWS: ") for line in lines_of("fargate").values() for each in line.others)


def test_a_condition_that_all_duties_have_is_told_once() -> None:
    line = lines_of("abstracted")["9.3.1"]
    condition, *duties = line.you
    assert (condition.label, condition.text[:3], condition.text[-1]) == ("", "If ", ":")
    assert [each.cases for each in duties] == ["a", "b", "c"]
    assert not any(each.text.startswith("If ") for each in duties)


def test_what_an_edition_changes_is_told_once_for_all_its_test_cases() -> None:
    line = lines_of("mixed")["8.4.3"]
    changes = [each for heading, each in line.notes if heading == "Changed by this edition"]
    assert len({each.text for each in changes}) == len(changes)
    assert changes[0].cases == ""


def test_a_table_without_its_empty_columns() -> None:
    table = text_table("Table", ("One", "Two"), [("a", ""), ("b", "")])
    assert (table.filled.columns, table.filled.rows) == (table.columns[:1], (("a",), ("b",)))
    assert text_table("Table", ("One",), []).filled.columns == (Column("one", "One"),)
