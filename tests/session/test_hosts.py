"""Hosted workloads in a session: their host is named with them, and asked for as a third party."""

from typing import Any

import pytest

from pcimatrix.scope.model import scope_of
from pcimatrix.session.agenda import agenda
from pcimatrix.session.outcome import to_values
from pcimatrix.session.question import Answers, Kind, Question
from pcimatrix.session.questions import question_of
from pcimatrix.session.replay import replay
from pcimatrix.session.start import Session
from pcimatrix.yamlio.parser import parse_yaml
from pcimatrix.yamlio.writer import yaml_text
from sessions import FACTS, GROUND, LOADED, NEW, ONE, fails, question

HOSTED: Answers = {
    **{name: each for name, each in ONE.items() if not name.endswith(".services")},
    "workloads.1.pattern": "hosted",
    "workloads.1.provider": "office",
    "assessment": "merchant",
}
PARTY = {"third_parties.1.name": "Example Office", "entity": "Shop", "date": "2026-11-24", "pci_dss": "4.0.1"}


def made(session: Session, answers: Answers) -> dict[str, Any]:
    found = replay(session, answers, whole=True)
    assert not found.faults
    values = to_values(session, found.answers)
    document = parse_yaml(yaml_text(values).encode(), "scope.yaml")
    scope_of(document, LOADED.catalogue, LOADED.patterns, FACTS)
    return values


def test_the_host_is_asked_for_with_the_workload_and_then_as_a_third_party() -> None:
    until = {name: each for name, each in HOSTED.items() if name in {"workloads.1.name", "workloads.1.standing"}}
    assert agenda(NEW, {**until, "workloads.1.pattern": "fargate"}).question.id == "workloads.1.account"  # type: ignore[union-attr]
    asked = agenda(NEW, {**until, "workloads.1.pattern": "hosted"}).question
    assert asked is not None
    assert (asked.id, asked.kind) == ("workloads.1.provider", Kind.NAME)
    assert "is already in use" in fails(asked, "aws")
    name, short = question("third_parties.1.name", HOSTED), question("third_parties.1.id", HOSTED)
    assert name.text == "Which company hosts shop?"
    assert name.needed == "name the company office: it hosts shop"
    assert short.default == "office"
    assert "called at its provider" in question("workloads.1.account", HOSTED).text
    [workload] = made(NEW, {**HOSTED, **PARTY})["workloads"]
    assert workload["provider"] == "office"


def test_a_session_without_the_host_is_refused_and_counts_its_questions() -> None:
    [fault] = replay(NEW, {**HOSTED, **{k: v for k, v in PARTY.items() if "." not in k}}, whole=True).faults
    assert "third_parties.1.name" in fault.found
    assert agenda(NEW, HOSTED).left > agenda(NEW, {**HOSTED, "workloads.1.pattern": "on_premises"}).left


@pytest.mark.parametrize(
    ("answers", "provider"),
    [
        ({"third_parties.1.id": "acme"}, "acme"),
        ({"workloads.1.pattern": "fargate"}, None),
        (
            {"workloads.1.provider": "other", "third_parties.2.name": "Other Ltd", "third_parties.2.id": "other"},
            "other",
        ),
    ],
)
def test_an_edit_keeps_the_provider_right(answers: Answers, provider: str | None) -> None:
    session = Session(GROUND, made(NEW, {**HOSTED, **PARTY}))
    [workload] = made(session, answers)["workloads"]
    assert workload.get("provider") == provider


def test_a_host_cannot_be_removed_and_is_chosen_from_the_file_if_third_parties_are_not_gone_through() -> None:
    base = made(NEW, {**HOSTED, **PARTY})
    [fault] = replay(Session(GROUND, base), {"third_parties.1.name": None}, whole=True).faults
    assert "office hosts shop" in fault.expected
    only = Session(GROUND, base, only="workloads")
    assert [each.id for each in [_at(only, "workloads.1.provider")] if each.kind is Kind.CHOICE]
    bare = Session(GROUND, {**base, "third_parties": []}, only="workloads")
    assert "hosted" not in [option.value for option in _at(bare, "workloads.1.pattern").options]


def _at(session: Session, identifier: str) -> Question:
    found = question_of(session, {}, identifier)
    assert found is not None
    return found
