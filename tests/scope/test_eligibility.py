"""Questionnaires that an entity's facts allow: six merchants, and criteria met, not met and open."""

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from paths import CASES, GOLDEN
from pcimatrix.catalogue.loader import load, shipped_facts, shipped_questionnaires
from pcimatrix.scope.eligibility import Candidate, Outlook, State, eligibility
from pcimatrix.scope.model import Scope, load_scope
from pcimatrix.scope.validating import not_allowed

Call = Callable[..., CompletedProcess[str]]
MERCHANTS = CASES / "merchants"
LOADED, FACTS, KNOWN = load(), shipped_facts(), shipped_questionnaires()
# What each merchant may use beside SAQ D, and what only a missing answer keeps it from.
ALLOWED = {
    "redirect-shop": ({"A"}, set()),
    "embedded-form": (set(), {"A"}),
    "p2pe-terminals": ({"P2PE"}, {"B", "B-IP", "C", "C-VT"}),
    "terminals-apart": ({"B-IP"}, set()),
    "telephone-orders": ({"C-VT"}, set()),
    "everything": (set(), set()),
}


def scope_of(**changes: Any) -> Scope:
    values: dict[str, Any] = {
        "schema_version": 1,
        "entity": "Example",
        "assessment": "merchant",
        "pci_dss": "4.0.1",
        "date": "2026-01-31",
        "workloads": [{"name": "one", "account": "a", "pattern": "abstracted", "standing": "cde"}],
    }
    return Scope.model_validate(values | changes)


def merchant(name: str) -> Scope:
    return load_scope(str(MERCHANTS / f"{name}.yaml"), LOADED.catalogue, LOADED.patterns, FACTS).scope


def judged(scope: Scope, day: str | None = None) -> dict[str, Candidate]:
    return {each.questionnaire.id: each for each in eligibility(KNOWN, FACTS, scope, day)}


def state(candidate: Candidate, criterion: str) -> State:
    [found] = [each.state for each in candidate.criteria if each.id == criterion]
    return found


def test_every_merchant_is_looked_at() -> None:
    assert {file.stem for file in MERCHANTS.glob("*.yaml")} == set(ALLOWED)


@pytest.mark.parametrize("name", ALLOWED)
def test_a_merchant_may_use_what_its_facts_allow(name: str) -> None:
    possible, open_ = ALLOWED[name]
    found = judged(merchant(name))
    assert {each for each, one in found.items() if one.outlook is Outlook.MET} == {*possible, "D-merchant"}
    assert {each for each, one in found.items() if one.outlook is Outlook.OPEN} == open_


@pytest.mark.parametrize("name", ALLOWED)
def test_the_questionnaires_of_a_merchant(name: str, call: Call, update_golden: bool) -> None:
    done = call("scope", "saq", MERCHANTS / f"{name}.yaml")
    assert (done.returncode, done.stderr) == (0, "")
    file = GOLDEN / f"saq-{name}.txt"
    if update_golden:
        file.write_text(done.stdout, encoding="utf-8", newline="")
    assert done.stdout == file.read_bytes().decode()


def test_the_script_criterion_began_with_the_edition_that_asks_for_it() -> None:
    before, after = (judged(merchant("embedded-form"), day)["A"] for day in ("2025-03-30", "2025-03-31"))
    assert (before.outlook, after.outlook) == (Outlook.MET, Outlook.OPEN)
    assert after.open == ("script_attacks_excluded",)
    assert before.edition
    assert after.edition
    assert before.edition.requirements() - after.edition.requirements() == {"6.4.3", "11.6.1", "12.3.1"}


@pytest.mark.parametrize("each", KNOWN.questionnaires, ids=lambda each: each.id)
def test_each_criterion_names_facts_that_there_are_and_is_decided_by_them(each: Any) -> None:
    known = set(FACTS.all_names())
    assert set(KNOWN.ways_of_payment) <= known
    assert set(each.channels) <= set(KNOWN.ways_of_payment)
    for criterion in each.criteria:
        assert {*criterion.yes, *criterion.no, *criterion.concerns} <= known
        assert criterion.yes or criterion.no, criterion.id
    used = {*itertools.chain.from_iterable((*c.yes, *c.no, *c.concerns) for c in each.criteria), *each.channels}
    kind = each.assessment
    without = judged(scope_of(assessment=kind))[each.id]
    assert without.outlook is (Outlook.OPEN if used else Outlook.MET)
    assert set(without.open) == used | (set(KNOWN.ways_of_payment) if each.channels else set())


def test_every_payment_fact_decides_a_criterion_and_no_test_case() -> None:
    named = {name for each in KNOWN.questionnaires for c in each.criteria for name in (*c.yes, *c.no, *c.concerns)}
    named |= set(KNOWN.ways_of_payment)
    assert {fact.id for fact in FACTS.payment_facts} <= named
    tied = {name for case in LOADED.catalogue.test_cases() for name in case.applies_when}
    assert tied.isdisjoint(fact.id for fact in FACTS.payment_facts)


def test_another_way_of_payment_leaves_a_questionnaire_for_its_own() -> None:
    own = merchant("redirect-shop")
    facts = {name: answer.answer for name, answer in own.facts.items()}
    both = judged(scope_of(facts=facts | {"poi_devices": True, "p2pe": True, "p2pe_manual": True}))
    assert both["A"].outlook is both["P2PE"].outlook is Outlook.MET_BESIDE
    assert both["D-merchant"].outlook is Outlook.MET


def test_a_service_provider_has_one_questionnaire() -> None:
    found = judged(scope_of(assessment="service_provider"))
    assert [name for name, each in found.items() if each.outlook is not Outlook.NOT_MET] == ["D-service-provider"]


def test_workloads_that_differ_answer_a_fact_both_ways() -> None:
    def workload(name: str, **facts: bool) -> dict[str, Any]:
        return {"name": name, "account": "a", "pattern": "abstracted", "standing": "cde", "facts": facts}

    one, other = workload("one", stored_account_data=False), workload("two", stored_account_data=True)
    assert state(judged(scope_of(workloads=[one, other]))["A"], "no_electronic_storage") is State.NOT_MET
    assert state(judged(scope_of(workloads=[one, workload("two")]))["A"], "no_electronic_storage") is State.OPEN
    assert state(judged(scope_of(workloads=[one, one]))["A"], "no_electronic_storage") is State.MET


def test_a_fact_that_follows_from_another_is_not_asked_for() -> None:
    found = judged(scope_of(facts={"public_web_applications": False}))["A-EP"]
    assert found.outlook is Outlook.NOT_MET
    assert state(found, "ways_of_payment") is State.NOT_MET


def test_json_has_the_criteria_with_the_questions_that_would_settle_them(call: Call) -> None:
    done = call("scope", "saq", MERCHANTS / "embedded-form.yaml", "--format", "json")
    data = json.loads(done.stdout)
    assert (data["schema_version"], data["as_of"], data["validation"]) == (1, "2026-01-31", None)
    [found] = [each for each in data["questionnaires"] if each["questionnaire"] == "A"]
    assert (found["test_cases"], found["outlook"]) == (55, "open")
    [open_] = [each for each in found["criteria"] if each["state"] == "open"]
    assert [each["fact"] for each in open_["questions"]] == ["script_attacks_excluded"]
    assert data["questions"] == open_["questions"]
    assert data["notes"][0].startswith("No verdict: ")


def test_hostile_names_stay_text(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "scope.yaml"
    text = (MERCHANTS / "everything.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("Example Shop", '"<b>|\\u202E Shop"'), encoding="utf-8")
    markdown = call("scope", "saq", file, "--format", "markdown").stdout
    assert "<b>" not in markdown
    assert "\u202e" not in markdown + call("scope", "saq", file).stdout


def test_a_scope_is_warned_of_criteria_that_its_questionnaire_fails(call: Call, tmp_path: Path) -> None:
    own = merchant("everything")
    for name in ("roc", "saq-d-merchant"):
        assert not_allowed(own.model_copy(update={"validation": scope_of(validation=name).validation}), FACTS) == []
    file = tmp_path / "scope.yaml"
    text = (MERCHANTS / "everything.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("pci_dss", "validation: saq-a\npci_dss"), encoding="utf-8")
    said = call("totals", "--scope", file).stderr
    assert "warning: SAQ A: not met: No account data is stored electronically" in said
    assert "SAQ A does not ask about other ways of payment: POI devices take cards in person" in said


def test_no_questionnaire_allows_the_customized_approach() -> None:
    approaches = [{"requirement": "8.3.6", "approach": "customized", "reference": "CM-1"}]
    [warning] = not_allowed(scope_of(approaches=approaches, validation="saq-d-merchant"), FACTS)
    assert "by which 8.3.6 is met; validate by a ROC" in warning


def test_a_check_says_what_the_questionnaire_asks_for_or_that_its_edition_is_not_known(
    call: Call, tmp_path: Path
) -> None:
    file = tmp_path / "scope.yaml"
    text = (MERCHANTS / "p2pe-terminals.yaml").read_text(encoding="utf-8")
    text = text.replace("pci_dss", "validation: saq-p2pe\npci_dss")
    file.write_text(text, encoding="utf-8")
    assert "SAQ P2PE v4.0.1 (October 2024) asks for 38 of 464 test cases" in call("scope", "check", file).stderr
    file.write_text(text.replace("date: 2026-01-31", "date: 2023-01-31", 1), encoding="utf-8")
    done = call("scope", "check", file)
    assert "SAQ P2PE: its edition of 2023-01-31 is not known" in done.stdout
    assert "asks for" not in done.stderr


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("SAQ A", "found 'SAQ A', another way to write saq-a; write saq-a"),
        ("a_ep", "write saq-a-ep"),
        ("saq-spoc", "no public list of its requirements is, so nothing is counted by it; omit validation"),
        ("saq-e", "expected 'roc', 'saq-a'"),
    ],
)
def test_a_report_that_is_not_known_is_refused_with_what_is_meant(
    call: Call, tmp_path: Path, written: str, said: str
) -> None:
    file = tmp_path / "scope.yaml"
    text = (MERCHANTS / "p2pe-terminals.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("pci_dss", f"validation: {written}\npci_dss"), encoding="utf-8")
    done = call("scope", "check", file)
    assert done.returncode == 2
    assert said in done.stderr


def test_a_check_of_a_scope_that_states_no_report_says_what_counts(call: Call) -> None:
    done = call("scope", "check", MERCHANTS / "p2pe-terminals.yaml")
    assert "validation is not stated, so all 464 test cases count, as for a ROC or SAQ D" in done.stderr
