"""Answers files: resumed, unattended, with faults, and the examples reproduced."""

from pathlib import Path

import pytest

from examples import EXAMPLES
from paths import ROOT, TESTS
from pcimatrix.catalogue.model import Reading
from pcimatrix.errors import InputError
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.totals import tally
from pcimatrix.scope.answers import answers_of
from pcimatrix.scope.model import Scope, scope_of
from pcimatrix.session.agenda import next_question
from pcimatrix.session.answers_file import answers_text
from pcimatrix.session.edited_file import present
from pcimatrix.session.impact import ASSESSMENT
from pcimatrix.session.outcome import matrix as shown
from pcimatrix.session.outcome import to_values
from pcimatrix.session.replay import replay
from pcimatrix.session.state import NOTHING
from pcimatrix.yamlio.parser import Document, parse_yaml, read_yaml
from pcimatrix.yamlio.validation import refuse
from sessions import (
    FACTS,
    LOADED,
    NEW,
    ONE,
    cells_of,
    owners,
)

CASES = TESTS / "cases/answers"

BAD = sorted(file.with_suffix(".yaml") for file in CASES.glob("*.txt"))


@pytest.mark.parametrize("cut", range(0, 24, 4))
def test_a_session_that_was_stopped_anywhere_goes_on_at_the_first_question_without_an_answer(cut: int) -> None:
    whole = replay(NEW, {**ONE, "entity": "E", "date": "2026-01-31", ASSESSMENT: "merchant"}, whole=True)
    assert whole.faults == ()
    part = dict(list(whole.answers.items())[:cut])
    found = replay(NEW, parse_yaml(answers_text(part).encode(), "answers").values if part else {}, whole=False)
    assert (found.answers, found.faults) == (part, ())
    following = next_question(NEW, found.answers)
    assert following is not None
    missing = list(whole.answers)[cut]
    assert missing in {following.id, *(option.value for option in following.options)}


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_bad_answers_are_all_told_at_once_with_their_places(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    document = read_yaml(file.name)
    found = replay(NEW, document.values, whole=True)
    assert f"{refuse(document, list(found.faults))}\n" == file.with_suffix(".txt").read_text(encoding="utf-8")


def test_a_resumed_file_may_be_incomplete_but_not_wrong() -> None:
    assert len(BAD) == 3
    assert replay(NEW, {"issuer": True}, whole=False) == (NOTHING, {"issuer": True}, ())
    assert [fault.found for fault in replay(NEW, {"issuer": 1}, whole=False).faults] == ["found the number 1"]


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_reproduced_as_far_as_the_session_asks(file: Path) -> None:
    values = read_yaml(file).values
    # With one workload, a takeover is for it, and nobody is asked for which.
    given_answers = {name: each for name, each in present(values).items() if each is not None}
    if len(values["workloads"]) == 1:
        given_answers = {name: each for name, each in given_answers.items() if not name.endswith("owns_workloads")}
    found = replay(NEW, given_answers, whole=True)
    assert found.faults == ()
    workloads = [{k: v for k, v in each.items() if k != "facts"} for each in values["workloads"]]
    # A new scope follows the layers, whatever the example follows.
    asked_for = {**values, "reading": "layers", "workloads": workloads, "decisions": [], "approaches": []}
    assert owners(shown(NEW, found.answers)) == owners(cells_of(Scope.model_validate(asked_for)))


def test_the_reference_application_is_reproduced_from_its_answers() -> None:
    found = replay(NEW, read_yaml(CASES / "serverless.yaml").values, whole=True)
    assert found.faults == ()
    by_layers = matrix(LOADED.catalogue, LOADED.patterns, "abstracted", Reading.LAYERS)
    assert owners(shown(NEW, found.answers)) == owners(by_layers)
    values = to_values(NEW, found.answers)
    assert values.pop("reading") == Reading.LAYERS
    (example,) = [file for file in EXAMPLES if "serverless" in file.stem]
    expected = read_yaml(example).values
    # A session asks for answers alone.
    short = {**expected, "facts": answers_of(expected["facts"])}
    assert {k: v for k, v in values.items() if k != "expected"} == {k: v for k, v in short.items() if k != "expected"}
    assert values["expected"]["customer"] == tally(by_layers).customer


def test_the_shown_answers_file_is_accepted() -> None:
    page = (ROOT / "docs/scopes.md").read_text(encoding="utf-8")
    block = page.partition("<!-- answers -->\n```yaml\n")[2].partition("```")[0]
    assert replay(NEW, parse_yaml(block.encode(), "scopes.md").values, whole=True).faults == ()


def test_answers_against_one_another_are_refused_with_both() -> None:
    found = replay(NEW, {**ONE, "stored_account_data": False, "stored_sad": True}, whole=True).faults
    told = [(fault.path, fault.found) for fault in found if "otherwise" in fault.found]
    assert told == [
        (("stored_sad",), "stored_sad is answered otherwise by stored_account_data"),
        (("stored_account_data",), "stored_account_data is answered otherwise by stored_sad"),
    ]


def test_a_document_that_is_no_scope_is_refused() -> None:
    with pytest.raises(InputError):
        scope_of(Document("x", "a: 1", {"a": 1}), LOADED.catalogue, LOADED.patterns, FACTS)
