"""Matrix and scope file that a session's answers make, and taking answers back."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from examples import EXAMPLES
from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.totals import tally
from pcimatrix.reports.content.effect import effect_lines, totals_line
from pcimatrix.scope.resolve import resolve
from pcimatrix.scope.writer import scope_text
from pcimatrix.session.agenda import next_question
from pcimatrix.session.answers_file import answers_text
from pcimatrix.session.edited_file import present
from pcimatrix.session.outcome import Shown, to_values
from pcimatrix.session.outcome import matrix as shown
from pcimatrix.session.outcome import shown as agenda_shown
from pcimatrix.session.question import Kind, Question, Refused, Value
from pcimatrix.session.questions import question_of
from pcimatrix.session.replay import replay
from pcimatrix.session.scope_values import scope_values
from pcimatrix.session.state import NOTHING, answer, back
from pcimatrix.yamlio.parser import parse_yaml, read_yaml
from sessions import (
    HARD,
    KINDS,
    NEW,
    ONE,
    cells_of,
    loaded,
    owners,
    question,
)


def test_what_a_fact_makes_the_customers_aws_can_take_over() -> None:
    aws = {**ONE, "third_parties.1.name": "AWS", "third_parties.1.id": "aws"}
    owns = question_of(NEW, aws, "third_parties.1.owns")
    assert owns is not None
    assert "pattern is counted already" in owns.explains
    stored = {**aws, "own_sites": True}
    taken = {**stored, "third_parties.1.owns": ("9.2.3",)}
    before, after = owners(shown(NEW, stored)), owners(shown(NEW, taken))
    assert set(before) - set(after) == {("9.2.3", Owner.CUSTOMER)}
    assert set(after) - set(before) == {("9.2.3", Owner.AWS)}


def test_back_undoes_the_last_answer_and_what_it_did() -> None:
    before = replay(NEW, ONE, whole=False).answers
    after = answer(NEW, before, question("poi_devices"), "no")
    assert not isinstance(after, Refused)
    assert owners(shown(NEW, after)) != owners(shown(NEW, before))
    assert back(NEW, after) == before
    assert owners(shown(NEW, back(NEW, after))) == owners(shown(NEW, before))
    assert back(NEW, NOTHING) == NOTHING


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_what_is_shown_after_each_answer_is_the_matrix_of_the_answers_so_far(file: Path) -> None:
    values = read_yaml(file).values
    given_answers = {name: each for name, each in present(values).items() if each is not None}
    found = replay(KINDS, given_answers, whole=True)
    before, so_far = Shown(), dict[str, Value]()
    for name, value in found.answers.items():
        so_far[name] = value
        after = agenda_shown(KINDS, so_far, before)
        if after.cells is before.cells:  # else it was worked out just as here
            assert [cell.ownership.holder for cell in after.cells] == [
                cell.ownership.holder for cell in shown(KINDS, so_far)
            ], name
        before = after


def test_a_matrix_is_worked_out_once_for_many_workloads_of_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    worked_out = []

    def counted(*given_: Any) -> Any:
        worked_out.append(given_)
        return resolve(*given_)

    monkeypatch.setattr("pcimatrix.session.outcome.resolve", counted)
    said = {"name": "w{}", "standing": "cde", "pattern": "fargate", "account": "a{}", "services": None}
    before, so_far = Shown(), dict[str, Value]()
    for number in range(1, 21):
        for field, value in said.items():
            so_far[f"workloads.{number}.{field}"] = value and value.format(number)
            before = agenda_shown(KINDS, so_far, before)
    assert len(worked_out) == 1
    so_far["workloads.20.pattern"] = "infrastructure"
    assert agenda_shown(KINDS, so_far, before).cells != before.cells


def test_an_answer_tells_what_moved_from_whom_to_whom_and_the_totals() -> None:
    old = shown(NEW, {**ONE, "workloads.1.pattern": "abstracted"})
    new = shown(NEW, {**ONE, "workloads.1.pattern": "abstracted", "own_sites": True})
    [move, totals] = effect_lines(old, new)
    moved = [before for before, after in zip(owners(old), owners(new), strict=True) if before != after]
    assert move.startswith(f"{len(moved)} test cases moved from AWS to customer: 9.2.1, 9.2.1.1.a, ")
    assert move.endswith(f" and {len(moved) - 8} more")
    assert totals == totals_line(new)
    assert f"{tally(new).customer} customer" in totals
    assert effect_lines(new, new) == ["Nothing moved."]
    assert effect_lines([], new)[0] == "The matrix begins: 464 test cases."
    assert effect_lines(new, []) == effect_lines([], [])


@pytest.mark.parametrize("text", HARD)
def test_every_text_that_an_answer_can_be_is_written_so_that_it_is_read_again(text: str) -> None:
    answers = {**ONE, "entity": text, "workloads.1.services": ("other", text), "workloads.1.name": text}
    values = scope_values({}, answers)
    written = scope_text(values)
    assert parse_yaml(written.encode(), "scope.yaml").values == values
    again = replay(KINDS, parse_yaml(answers_text(answers).encode(), "answers.yaml").values, whole=True)
    assert {name: again.answers[name] for name in answers} == answers


def typed(question_: Question) -> st.SearchStrategy[str]:  # noqa: C901, PLR0911 - a return for each kind
    """Return texts that somebody might type as an answer, most of them good."""
    hard = st.sampled_from(HARD)
    match question_.kind:
        case Kind.YES_NO:
            return st.sampled_from(["yes", "no", ""])
        case Kind.CHOICE:
            return st.sampled_from([option.value for option in question_.options])
        case Kind.DAY:
            return st.dates().map(str)
        case Kind.NAME:
            return st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)
        case Kind.LIST if question_.known:
            return st.lists(st.sampled_from(question_.known), max_size=3, unique=True).map(",".join)
        case Kind.LIST:
            return st.lists(hard, max_size=2, unique=True).map(
                lambda items: ",".join('"' + i.replace('"', '""') + '"' for i in items)
            )
        case Kind.TICKS:
            marks = ("", "?") if question_.unsure else ("",)
            names = [option.value + mark for option in question_.options for mark in marks]
            return st.sampled_from(["", "none"]) | st.lists(st.sampled_from(names), max_size=3).map(",".join)
        case Kind.REASON:
            return st.text("ab #'", max_size=20) | st.sampled_from(["No account data", "x"])
        case Kind.ACCOUNT:
            return hard | st.from_regex("[0-9]{12}", fullmatch=True)
        case Kind.TEXT:
            text = hard | st.text(max_size=20)
            return text if question_.needed else st.just("") | text


@costly(4)
@given(st.data())
def test_a_session_writes_a_file_that_loads_and_has_the_matrix_that_was_shown_last(data: st.DataObject) -> None:
    answers = NOTHING
    refused = 0
    while (now := next_question(NEW, answers)) is not None and refused < 50:
        text = "" if len(answers) > 40 and not now.needed else data.draw(typed(now), label=now.id)
        found = answer(NEW, answers, now, text)
        refused += isinstance(found, Refused)
        if isinstance(found, Refused):
            # What a strategy cannot know: that a name is taken, or that no workload is in scope yet.
            stand_in = {
                "name": f"w{refused}",
                "id": f"p{refused}",
                "standing": "cde",
                "reason": "No account data",
                "account": "a",
            }
            found = answer(NEW, answers, now, stand_in.get(now.id.rpartition(".")[2], "x"))
        if not isinstance(found, Refused):
            answers = found
    if now is not None:
        return
    values = to_values(NEW, answers)
    assert parse_yaml(scope_text(values).encode(), "scope.yaml").values == values
    scope = loaded(scope_text(values))
    assert owners(cells_of(scope)) == owners(shown(NEW, answers))
    assert scope.expected is not None
    assert scope.expected.customer == tally(cells_of(scope)).customer
    kept = replay(NEW, parse_yaml(answers_text(answers).encode(), "answers").values, whole=False)
    assert (kept.answers, kept.faults, next_question(NEW, kept.answers)) == (answers, (), None)
