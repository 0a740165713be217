"""Scopes: combining workloads, facts, third parties and decisions, and refusing what is wrong."""

import csv
import json
import random
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import consistent
from examples import EXAMPLES, example, expected
from paths import ROOT, TESTS
from pcimatrix.catalogue import ids
from pcimatrix.catalogue.facts import Effect
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Basis, Limited, Owner, Reading, Responsibility
from pcimatrix.errors import InputError
from pcimatrix.ownership.difference import differences
from pcimatrix.ownership.totals import shares, tally
from pcimatrix.ownership.traces import Effective, Part
from pcimatrix.ownership.workloads import side_by_side
from pcimatrix.reports import writer
from pcimatrix.reports.content.effect import effect_lines
from pcimatrix.reports.content.explain import explain_data, explain_text
from pcimatrix.scope.answers import Answer, plain
from pcimatrix.scope.expected import drift
from pcimatrix.scope.model import Scope, ThirdParty, load_scope, scope_of
from pcimatrix.scope.references import CUSTOMIZED
from pcimatrix.scope.resolve import assumptions, cells, resolve
from pcimatrix.scope.warnings import outdated, warnings
from pcimatrix.yamlio.parser import parse_yaml
from summaries import scope_summary

BAD = sorted((TESTS / "cases/scopes").glob("*.yaml"))
LOADED = load()
FACTS = shipped_facts()
DRAWN = st.dictionaries(st.sampled_from(FACTS.names()), st.booleans(), max_size=6)


ANSWERS = DRAWN.map(consistent)


def scope(**changes: Any) -> Scope:
    values: dict[str, Any] = {
        "schema_version": 1,
        "entity": "Example",
        "assessment": "merchant",
        "pci_dss": "4.0",
        "date": "2025-01-31",
        "workloads": [{"name": "one", "account": "a", "pattern": "abstracted", "standing": "cde"}],
    }
    return Scope.model_validate(values | changes)


WORKLOADS = st.lists(
    st.fixed_dictionaries(
        {
            "account": st.just("a"),
            "pattern": st.sampled_from(LOADED.patterns.names()),
            "standing": st.sampled_from(["cde", "connected"]),
            "facts": ANSWERS,
        }
    ),
    min_size=1,
    max_size=3,
).map(lambda drawn: [{"name": f"w{number}", **each} for number, each in enumerate(drawn)])
SCOPES = st.builds(
    lambda facts, workloads, assessment: scope(facts=facts, workloads=workloads, assessment=assessment),
    ANSWERS,
    WORKLOADS,
    st.sampled_from(["merchant", "service_provider"]),
)


def resolved(given_scope: Scope) -> list[Effective]:
    return resolve(LOADED.catalogue, LOADED.patterns, FACTS, given_scope)


def is_denied(part: Part) -> bool:
    """Tell whether a fact answered no is what decides a test case in a workload."""
    return part.steps[-1].endswith(": no), so it does not apply")


def holders(given_scope: Scope) -> list[tuple[str, str, Basis]]:
    return [(c.case.id, c.ownership.holder, c.ownership.basis) for c in cells(resolved(given_scope))]


def owners(given_scope: Scope) -> dict[str, Owner]:
    return {each.cell.case.id: each.cell.ownership.owner for each in resolved(given_scope)}


def customers(given_scope: Scope) -> set[str]:
    return {case for case, owner in owners(given_scope).items() if owner is Owner.CUSTOMER}


def test_the_reference_application_alone_is_the_published_table() -> None:
    assert tally(cells(resolved(scope())))[:4] == (464, 243, 198, 23)


@pytest.mark.parametrize("pattern", LOADED.patterns.names())
def test_one_workload_without_facts_is_its_pattern(pattern: str) -> None:
    workloads = [{"name": "one", "account": "a", "pattern": pattern, "standing": "cde"}]
    expected = {case.id: case.owner[pattern] for case in LOADED.catalogue.test_cases()}
    assert owners(scope(workloads=workloads)) == expected


@given(SCOPES, st.sampled_from(FACTS.names()))
def test_no_never_adds_a_customer_case_and_yes_never_removes_one(given_scope: Scope, fact: str) -> None:
    workloads = tuple(
        each.model_copy(update={"facts": {k: v for k, v in each.facts.items() if k != fact}})
        for each in given_scope.workloads
    )
    rest = {name: answer for name, answer in given_scope.facts.items() if name != fact}
    unanswered = given_scope.model_copy(update={"facts": rest, "workloads": workloads})
    found = customers(unanswered)
    for answer in (True, False):
        if not FACTS.against({name: each.answer for name, each in rest.items()} | {fact: answer}):
            answered = customers(
                unanswered.model_copy(update={"facts": {**rest, fact: Answer(answer=answer)}, "workloads": workloads})
            )
            assert found <= answered if answer else answered <= found


@given(SCOPES, st.randoms(use_true_random=False))
def test_the_order_of_workloads_has_no_effect(given_scope: Scope, shuffler: random.Random) -> None:
    workloads = list(given_scope.workloads)
    shuffler.shuffle(workloads)
    assert resolved(given_scope.model_copy(update={"workloads": tuple(workloads)})) == resolved(given_scope)


@given(SCOPES)
def test_a_workload_twice_over_changes_no_owner(given_scope: Scope) -> None:
    again = tuple(each.model_copy(update={"name": f"{each.name} again"}) for each in given_scope.workloads)
    twice = given_scope.model_copy(update={"workloads": (*given_scope.workloads, *again)})
    assert owners(twice) == owners(given_scope)


@given(SCOPES, WORKLOADS)
def test_another_workload_never_takes_a_duty_from_the_customer(given_scope: Scope, more: list[dict[str, Any]]) -> None:
    added = scope(workloads=[each | {"name": f"more {each['name']}"} for each in more]).workloads
    larger = given_scope.model_copy(update={"workloads": (*given_scope.workloads, *added)})
    assert customers(given_scope) <= customers(larger)


@given(SCOPES)
def test_facts_never_touch_section_one_and_every_cell_has_a_trace(given_scope: Scope) -> None:
    for each in resolved(given_scope):
        if ids.section_of(each.cell.case.id).endswith(".1"):
            assert each.cell.ownership.owner is Owner.CUSTOMER
        assert each.cell.ownership.reason
        assert len(each.parts) == len(given_scope.workloads)
        assert all(part.steps for part in each.parts)


def test_facts_are_tied_to_known_cases_and_what_holds_regardless_is_tied_to_none() -> None:
    tied = {fact: [c.id for c in LOADED.catalogue.test_cases() if fact in c.applies_when] for fact in FACTS.names()}
    assert all(tied.values())
    named = {fact for case in LOADED.catalogue.test_cases() for fact in case.applies_when}
    assert named == set(FACTS.names())
    assert CUSTOMIZED in named
    # Wireless access points are looked for wherever a site is, also if there should be none.
    assert {fact for fact, cases in tied.items() for case in cases if ids.is_within(case, "11.2")} == {
        "own_sites",
        "wireless_monitoring",
    }


def test_yes_makes_what_the_example_lacks_the_customers_and_leaves_what_it_has_to_the_pattern() -> None:
    aws = {"id": "aws", "name": "AWS", "owns": [{"within": ["9.4.6"]}]}
    yes = scope(facts=dict.fromkeys(FACTS.names(), True), assessment="service_provider", third_parties=[aws])
    for each in resolved(yes):
        case, own = each.cell
        if ids.is_within(case.id, "9.4.6"):
            assert (own.owner, own.basis) == (Owner.AWS, Basis.AGREEMENT)
        elif any(FACTS.get(name).answers.yes is Effect.CUSTOMER for name in case.applies_when):
            assert (own.owner, own.basis) == (Owner.CUSTOMER, Basis.FACT)
        elif case.limited_to is not Limited.SERVICE_PROVIDERS:
            assert own.owner is case.owner["abstracted"]


def test_the_column_counts_39_cases_under_aws_for_want_of_the_thing() -> None:
    absences = {
        fact.id for fact in FACTS.facts if (fact.answers.yes, fact.answers.no) == (Effect.CUSTOMER, Effect.NA)
    } - {"removable_media"}  # malware is AWS's there as it runs the systems, not for want of USB sticks
    under_aws = [case for case in LOADED.catalogue.test_cases() if case.owner["abstracted"] is Owner.AWS]
    assert len([case for case in under_aws if absences & {*case.applies_when}]) == 39


def test_the_reference_application_described_truthfully_keeps_its_totals_until_absences_are_answered() -> None:
    described = load_scope(str(example("serverless")), LOADED.catalogue, LOADED.patterns, FACTS).scope
    absent = ("wireless_networks", "poi_devices", "physical_media", "end_user_messaging", "manual_cleartext_keys")
    answered = {name: Answer(answer=False) for name in absent}
    counts = [
        tally(cells(resolved(described.model_copy(update={"facts": facts}))))[1:4]
        for facts in ({}, described.facts, {**described.facts, **answered})
    ]
    assert counts == [(243, 198, 23), (243, 198, 23), (243, 159, 62)]


@settings(max_examples=25)
@given(SCOPES)
def test_facts_that_follow_give_the_same_matrix_as_those_that_are_answered(given_scope: Scope) -> None:
    def in_full(answers: Mapping[str, Answer]) -> dict[str, Answer]:
        return {name: Answer(answer=each.answer) for name, each in FACTS.settled(plain(answers)).items()}

    workloads = tuple(each.model_copy(update={"facts": in_full(each.facts)}) for each in given_scope.workloads)
    answered = given_scope.model_copy(update={"facts": in_full(given_scope.facts), "workloads": workloads})
    assert holders(answered) == holders(given_scope)
    assert parts(answered) == parts(given_scope)


TAKEOVERS = st.lists(
    st.fixed_dictionaries(
        {
            "within": st.lists(
                st.sampled_from(["1", "3.6", "4.2.1", "9", "10.2.1.1", "12.8"]), min_size=1, max_size=2, unique=True
            )
        },
        optional={"residual": st.just("Keep what is left")},
    ),
    max_size=2,
)


def parts(given_scope: Scope) -> list[tuple[str, Responsibility, list[str]]]:
    found = [(each.cell.case.id, each.cell.ownership) for each in resolved(given_scope)]
    return [(case, own.responsibility, [duty.party for duty in own.duties]) for case, own in found]


@settings(max_examples=12)
@given(SCOPES, TAKEOVERS, st.sampled_from(Reading))
def test_responsibility_duties_and_owner_agree_in_every_scope(
    given_scope: Scope, takeovers: list[dict[str, Any]], reading: Reading
) -> None:
    tpsp = ThirdParty.model_validate({"id": "tpsp", "name": "Example TPSP", "owns": takeovers})
    whole = given_scope.model_copy(update={"third_parties": (tpsp,), "reading": reading})
    found = resolved(whole)
    counted = shares(each.cell for each in found)
    assert sum(counted) == len(found) == len(list(LOADED.catalogue.test_cases()))
    for each in found:
        own = each.cell.ownership
        parties = [duty.party for duty in own.duties]
        assert len(parties) == len(set(parties)), each.cell.case.id
        assert (own.responsibility is Responsibility.SHARED) == (len(parties) >= 2), each.cell.case.id
        assert (own.responsibility is Responsibility.NA) == (own.owner is Owner.NA) == (not parties), each.cell.case.id
        assert own.owner is Owner.NA or parties[0] == own.holder, each.cell.case.id
        assert (own.responsibility is Responsibility.CUSTOMER) == (parties == ["customer"]), each.cell.case.id
        assert all(duty.does and duty.source for duty in own.duties), each.cell.case.id
        assert {duty.party for part in each.parts for duty in part.duties} >= set(parties), each.cell.case.id


@settings(max_examples=25)
@given(SCOPES, st.sampled_from(FACTS.names()), st.booleans())
def test_an_answer_changes_no_case_that_neither_it_nor_what_follows_from_it_decides(
    given_scope: Scope, fact: str, answer: bool
) -> None:
    changed = given_scope.model_copy(update={"facts": {**given_scope.facts, fact: Answer(answer=answer)}})
    related = FACTS.related(fact)
    for old, new in zip(resolved(given_scope), resolved(changed), strict=True):
        if related.isdisjoint(old.cell.case.applies_when):
            assert old == new


@given(DRAWN)
def test_what_follows_never_depends_on_the_order_of_answers_and_contradicts_none(answers: dict[str, bool]) -> None:
    kept = consistent(answers)
    settled = FACTS.settled(kept)
    assert {name: each.answer for name, each in FACTS.settled(dict(reversed(kept.items()))).items()} == {
        name: each.answer for name, each in settled.items()
    }
    assert all(settled[name].answer is answer for name, answer in kept.items())
    assert not FACTS.against({name: each.answer for name, each in settled.items()})


YES, NO = True, False


@pytest.mark.parametrize(
    ("case", "answers", "owner", "assumed"),
    [
        ("9.4.7.a", {"stored_account_data": YES, "media_disposal": NO}, Owner.AWS, ()),
        ("9.4.7.a", {"stored_account_data": YES, "media_disposal": YES}, Owner.CUSTOMER, ()),
        ("9.4.7.a", {"stored_account_data": YES}, Owner.AWS, ("media_disposal",)),
        ("9.4.7.a", {"stored_account_data": NO}, Owner.NA, ()),
        ("9.4.5.a", {"paper_media": YES}, Owner.AWS, ("electronic_media",)),
        ("9.4.1", {"paper_media": YES}, Owner.CUSTOMER, ()),
        ("3.7.6.a", {"keys_protect_stored_data": YES}, Owner.AWS, ("manual_cleartext_keys",)),
        ("3.7.6.a", {"keys_protect_stored_data": YES, "manual_cleartext_keys": YES}, Owner.CUSTOMER, ()),
        ("3.7.6.a", {"keys_protect_stored_data": NO, "manual_cleartext_keys": YES}, Owner.NA, ()),
        ("3.3.2", {"stored_account_data": NO}, Owner.NA, ()),
        ("3.3.3.a", {"stored_account_data": NO, "issuer": YES}, Owner.NA, ()),
        ("9.2.3", {}, Owner.AWS, ("own_sites",)),
        ("9.3.1.a", {"own_sites": YES}, Owner.CUSTOMER, ()),
        ("11.2.2", {"own_sites": NO}, Owner.AWS, ()),
        ("11.2.1.d", {"own_sites": YES, "wireless_monitoring": NO}, Owner.NA, ()),
        ("1.3.3", {"wireless_in_cde": NO}, Owner.AWS, ("wireless_networks",)),
        ("2.3.2", {"wireless_networks": NO}, Owner.NA, ()),
        ("6.4.3.a", {"public_web_applications": NO}, Owner.NA, ()),
    ],
)
def test_several_facts_decide_together(
    case: str, answers: dict[str, bool], owner: Owner, assumed: tuple[str, ...]
) -> None:
    found = next(each for each in resolved(scope(facts=answers)) if each.cell.case.id == case)
    assert (found.cell.ownership.owner, found.assumed) == (owner, assumed)


def test_an_open_fact_that_could_change_nothing_is_no_assumption() -> None:
    shops = [{"name": "one", "account": "a", "pattern": "on_premises", "standing": "cde"}]
    found = {each.cell.case.id: each for each in resolved(scope(workloads=shops))}
    assert found["9.2.1"].cell.ownership.owner is Owner.CUSTOMER
    assert found["9.2.1"].assumed == ()


def test_an_answer_can_stand_with_why_by_whom_and_where_it_is_shown() -> None:
    long = {"answer": False, "because": "Cables only", "confirmed_by": "Facilities", "evidence": "Survey of May"}
    workloads = [
        {"name": "one", "account": "a", "pattern": "abstracted", "standing": "cde", "facts": {"own_sites": long}}
    ]
    own = scope(facts={"wireless_networks": long}, workloads=workloads)
    assert owners(own) == owners(scope(facts={"wireless_networks": False, "own_sites": False}))
    document = parse_yaml(yaml.safe_dump(own.model_dump(mode="json")).encode(), "own.yaml")
    loaded = scope_of(document, LOADED.catalogue, LOADED.patterns, FACTS)
    summary = scope_summary(LOADED, loaded)
    assert summary.subject.scoped
    rows = {row[0]: row for table in summary.front for row in table.rows if len(row) == 4}
    assert rows["wireless_networks"][2] == "no; Cables only; confirmed by Facilities; evidence: Survey of May"
    assert rows["wireless_in_cde"][2] == "no, as wireless_networks: no"
    assert rows["own_sites"][3] == "one: no; Cables only; confirmed by Facilities; evidence: Survey of May"


def test_an_older_wider_fact_is_read_as_its_parts_with_a_warning_and_settles_nothing_against_a_newer_one() -> None:
    parts = FACTS.replaced()
    assert set(parts) == {"media", "wireless", "payment_pages"}
    for old, names in parts.items():
        for answer in (True, False):
            assert owners(scope(facts={old: answer})) == owners(scope(facts=dict.fromkeys(names, answer)))
    mixed = scope(facts={"media": True, "stored_account_data": False})
    assert owners(mixed)["9.4.5.a"] is Owner.NA
    assert owners(mixed)["9.4.6.a"] is Owner.CUSTOMER
    assert owners(scope(facts={"media": False, "paper_media": True}))["9.4.6.a"] is Owner.CUSTOMER
    workloads = [{"name": "one", "account": "a", "pattern": "fargate", "standing": "cde", "facts": {"wireless": True}}]
    assert outdated(scope(facts={"payment_pages": True}, workloads=workloads), FACTS) == [
        "the fact payment_pages is read as payment_forms: answer this instead",
        "the fact wireless (workload one) is read as wireless_networks, wireless_in_cde: answer these instead",
    ]


def test_the_reasons_of_a_scope_speak_of_the_entity_and_of_what_is_examined() -> None:
    for pattern in LOADED.patterns.names():
        workloads = [{"name": "one", "account": "a", "pattern": pattern, "standing": "cde"}]
        for each in resolved(scope(workloads=workloads)):
            reason = each.cell.ownership.reason
            assert reason.startswith(("Examined: ", "For service providers only"))
            assert not [word for word in ("row ", "Remainder", "the customer's", "merchant") if word in reason] or (
                "assessed as a merchant" in reason
            )


def test_poi_devices_are_the_customers_although_the_published_column_says_aws() -> None:
    found = owners(scope(facts={"poi_devices": True}))
    assert {found[case] for case in found if ids.is_within(case, "9.5")} == {Owner.CUSTOMER}


def test_a_workloads_own_answer_goes_before_the_entitys() -> None:
    workloads = [
        {"name": "shop", "account": "a", "pattern": "abstracted", "standing": "cde", "facts": {"poi_devices": True}},
        {"name": "web", "account": "a", "pattern": "abstracted", "standing": "cde"},
    ]
    assert owners(scope(facts={"poi_devices": False}, workloads=workloads))["9.5.1"] is Owner.CUSTOMER


def test_a_service_provider_has_no_service_provider_case_that_does_not_apply() -> None:
    found = owners(scope(assessment="service_provider"))
    assert found["12.9.1"] is Owner.CUSTOMER
    assert Owner.NA not in found.values()


def test_a_third_party_takes_over_for_its_workloads_only_and_nothing_that_does_not_apply() -> None:
    party = {"id": "idp", "name": "Example Identity", "owns": [{"within": ["8.3.6", "9.5"], "workloads": ["one"]}]}
    alone = resolved(scope(third_parties=[party], facts={"poi_devices": False}))
    found = {each.cell.case.id: each for each in alone}
    assert found["8.3.6"].cell.ownership.owner is Owner.THIRD_PARTY
    assert found["8.3.6"].cell.ownership.party == "idp"
    assert found["8.3.6"].cell.ownership.basis is Basis.AGREEMENT
    assert found["9.5.1"].cell.ownership.owner is Owner.NA
    two = [{"name": name, "account": "a", "pattern": "abstracted", "standing": "cde"} for name in ("one", "other")]
    assert owners(scope(third_parties=[party], workloads=two))["8.3.6"] is Owner.CUSTOMER


def test_the_nearest_takeover_holds_whatever_the_order_of_third_parties() -> None:
    parties = [
        {"id": "idp", "name": "Identity", "owns": [{"within": ["8.3.6"]}]},
        {"id": "host", "name": "Hosting", "owns": [{"within": ["8.3"]}]},
    ]
    for order in (parties, parties[::-1]):
        own = scope(third_parties=order)
        found = {each.cell.case.id: each.cell.ownership.party for each in resolved(own)}
        assert (found["8.3.6"], found["8.3.7"]) == ("idp", "host")
        assert not [each for each in warnings(own) if "12.8.5" in each]


def test_of_two_that_have_taken_over_the_same_the_last_is_counted_with_a_warning() -> None:
    parties = [{"id": name, "name": name.upper(), "owns": [{"within": ["8.3.6"]}]} for name in ("idp", "host")]
    own = scope(third_parties=parties)
    assert {each.cell.case.id: each.cell.ownership.party for each in resolved(own)}["8.3.6"] == "host"
    [said] = [each for each in warnings(own) if "12.8.5" in each]
    assert said == "8.3.6 for one: taken over by IDP and by HOST; the last in the file counts (12.8.5)"


def test_third_parties_of_different_workloads_are_all_named() -> None:
    workloads = [{"name": name, "account": "a", "pattern": "abstracted", "standing": "cde"} for name in ("web", "pos")]
    parties = [
        {"id": "zeta", "name": "Zeta", "owns": [{"within": ["8.3.6"], "workloads": ["web"]}]},
        {"id": "alpha", "name": "Alpha", "owns": [{"within": ["8.3.6"], "workloads": ["pos"]}]},
    ]
    found = {each.cell.case.id: each for each in resolved(scope(workloads=workloads, third_parties=parties))}["8.3.6"]
    assert found.parties == ("alpha", "zeta")
    assert found.cell.ownership.reason == "Taken over by Alpha for pos and by Zeta for web"
    decided = [{"within": "8.3.6", "owner": "zeta", "reason": "ours", "by": "CL", "date": "2026-01-02"}]
    own = scope(workloads=workloads, third_parties=parties, decisions=decided)
    assert {each.cell.case.id: each.parties for each in resolved(own)}["8.3.6"] == ("zeta",)


def test_an_assumption_leaves_the_reason_of_the_owner_and_is_none_where_the_owner_is_decided() -> None:
    cell = next(each.cell for each in resolved(scope()) if each.cell.case.id == "1.3.3")
    assert cell.ownership.reason == (
        "Examined: premises and devices; AWS counts this as its own in its published example (abstracted, supported) "
        "(an assumption: wireless_networks not answered)"
    )
    decision = {"within": "9", "owner": "na", "reason": "no premises", "by": "CL", "date": "2026-01-02"}
    assert "poi_devices" in assumptions(resolved(scope()), FACTS)
    assert "poi_devices" not in assumptions(resolved(scope(decisions=[decision])), FACTS)


def test_what_one_workload_makes_the_customers_is_assumed_of_no_other() -> None:
    workload = {"account": "a", "pattern": "abstracted", "standing": "cde"}
    workloads = [{"name": "a", **workload}, {"name": "b", **workload, "facts": {"poi_devices": True}}]
    effective = resolved(scope(workloads=workloads))
    assert not [each for each in effective if "poi_devices" in each.assumed]
    found = next(each for each in effective if each.cell.case.id == "9.5.1")
    assert found.steps == ("Over 2 workloads in scope: the entity's, as in b",)
    assert found.cell.ownership.reason == (
        "POI devices take cards in person (poi_devices: yes), so it is the entity's, whatever the pattern counts"
    )


def test_a_requirement_met_by_the_customized_approach_answers_the_fact() -> None:
    own = scope(approaches=[{"requirement": "8.3.6", "approach": "customized", "reference": "CM-7"}])
    assert CUSTOMIZED not in assumptions(resolved(own), FACTS)
    cell = next(each.cell for each in resolved(own) if each.cell.case.id == "12.3.2")
    assert cell.ownership.basis is Basis.FACT


def test_decisions_come_last_and_the_last_one_holds() -> None:
    decisions = [
        {"within": "9.5", "owner": "customer", "reason": "ours", "by": "CL", "date": "2026-01-02"},
        {"within": "9.5.1.3", "owner": "na", "reason": "none left", "by": "CL", "date": "2026-01-03"},
    ]
    found = {each.cell.case.id: each for each in resolved(scope(decisions=decisions))}
    assert found["9.5.1.1.a"].cell.ownership.owner is Owner.CUSTOMER
    assert found["9.5.1.3.a"].cell.ownership.owner is Owner.NA
    assert "none left (decided by CL, 2026-01-03)" in found["9.5.1.3.a"].cell.ownership.reason


def test_out_of_scope_workloads_have_no_effect() -> None:
    outside = {
        "name": "x",
        "account": "b",
        "pattern": "infrastructure",
        "standing": "out_of_scope",
        "reason": "no path",
    }
    one = {"name": "one", "account": "a", "pattern": "abstracted", "standing": "cde"}
    assert owners(scope(workloads=[one, outside])) == owners(scope())


def test_old_attestations_and_services_outside_them_are_warned_of() -> None:
    workloads = [{"name": "w", "account": "a", "pattern": "abstracted", "standing": "cde", "services": ["AWS Lambda"]}]
    aws = {"id": "aws", "name": "AWS", "aoc": {"date": "2025-01-29", "version": "4.0"}, "services": ["Amazon S3"]}
    found = warnings(
        scope(date="2026-01-31", workloads=workloads, third_parties=[aws, {"id": "idp", "name": "Identity"}])
    )
    assert ["older than twelve months" in found[0], "outside its AOC" in found[1], "missing AOC" in found[2]] == [
        True
    ] * 3
    fresh = aws | {"aoc": {"date": "2025-01-31", "version": "4.0"}, "services": ["AWS Lambda"]}
    assert warnings(scope(date="2026-01-31", workloads=workloads, third_parties=[fresh])) == []
    [none_listed] = warnings(scope(date="2026-01-31", workloads=workloads, third_parties=[fresh | {"services": []}]))
    assert none_listed == "AWS: the AOC's services are missing, so the services in use cannot be compared (12.8.4)"
    [not_named] = warnings(scope(date="2026-01-31", workloads=workloads))
    assert not_named == "AWS: missing AOC (12.8.4); add AWS to the third parties (id: aws)"
    [later] = warnings(
        scope(date="2026-01-31", third_parties=[aws | {"aoc": {"date": "2026-02-01", "version": "4.0"}}])
    )
    assert later == "AWS: AOC of 2026-02-01 is later than the scope's date, 2026-01-31 (12.8.4)"


def test_unanswered_facts_are_assumptions() -> None:
    of_everybody = {
        name
        for case in LOADED.catalogue.test_cases()
        if case.limited_to is not Limited.SERVICE_PROVIDERS
        for name in case.applies_when
    }
    assert set(assumptions(resolved(scope()), FACTS)) == of_everybody
    provider = scope(assessment="service_provider")
    assert set(assumptions(resolved(provider), FACTS)) == set(FACTS.names())
    answered = scope(facts=dict.fromkeys(FACTS.names(), True))
    assert assumptions(resolved(answered), FACTS) == {}


@given(ANSWERS, st.sampled_from(["merchant", "service_provider"]), st.data())
@settings(max_examples=15)
def test_a_fact_without_an_answer_is_an_assumption_only_where_its_answer_could_matter(
    facts: dict[str, bool], assessment: str, data: st.DataObject
) -> None:
    now = resolved(scope(facts=facts, assessment=assessment))
    found = assumptions(now, FACTS)
    assert not set(found) & set(facts)
    before = {each.cell.case.id: each.cell.ownership.owner for each in now}
    moved_by_none = [name for name in FACTS.names() if name not in FACTS.settled(facts) and name not in found]
    for answer in (True, False):
        after = resolved(scope(facts=facts | dict.fromkeys(moved_by_none, answer), assessment=assessment))
        assert {each.cell.case.id: each.cell.ownership.owner for each in after} == before
    if not found:
        return
    name = data.draw(st.sampled_from(sorted(found)))
    after = resolved(scope(facts=facts | {name: False}, assessment=assessment))
    turned = [
        each
        for was, each in zip(now, after, strict=True)
        if name in each.cell.case.applies_when and is_denied(each.parts[0]) and not is_denied(was.parts[0])
    ]
    assert len(turned) == (found[name] if FACTS.get(name).answers.no is Effect.NA else 0)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_has_the_totals_that_it_expects(file: Path) -> None:
    own = load_scope(str(file), LOADED.catalogue, LOADED.patterns, FACTS).scope
    assert own.expected is not None
    assert drift(tally(cells(resolved(own))), own.expected) == []


def test_examples_are_scopes_and_nothing_else() -> None:
    files = [each for each in (ROOT / "examples").iterdir() if each.is_file()]
    assert len(EXAMPLES) == len(files) == 5


class _Core(yaml.SafeLoader):
    """Reads as an editor for YAML 1.2 does: yes and no are texts, and so is a day."""


_Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_valid_by_the_schema_in_an_editor_for_yaml_1_2(file: Path) -> None:
    schema = json.loads((ROOT / "data/scope.schema.json").read_text(encoding="utf-8"))
    text = file.read_text(encoding="utf-8")
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(yaml.load(text, Loader=_Core))] == []  # noqa: S506
    assert list(validator.iter_errors(yaml.load(text.replace(": true", ": yes"), Loader=_Core)))  # noqa: S506


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_scope_is_refused_with_its_messages(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    with pytest.raises(InputError) as caught:
        load_scope(file.name, LOADED.catalogue, LOADED.patterns, FACTS)
    assert f"{caught.value}\n" == file.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_bad_scopes_of_every_kind() -> None:
    assert len(BAD) >= 12


def test_a_trace_is_told_in_words_and_as_data() -> None:
    party = {"id": "idp", "name": "Example Identity", "owns": [{"within": ["8.3.6"]}]}
    each = next(e for e in resolved(scope(third_parties=[party])) if e.cell.case.id == "8.3.6")
    text = explain_text(each)
    assert "workload one: third_party" in text
    assert "Taken over by Example Identity" in text
    assert explain_data(each, side_by_side({each.cell.case.id: each}))["workloads"][0]["owner"] == Owner.THIRD_PARTY


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_summary_of_an_example(file: Path, update_golden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    own = load_scope(str(file), LOADED.catalogue, LOADED.patterns, FACTS)
    effective = tuple(resolved(own.scope))
    summary = scope_summary(LOADED, own)
    assert summary.subject.scoped
    golden = TESTS / f"golden/scope-{file.stem}.md"
    text = writer("summaries", "markdown")(summary)
    for digest in (own.digest, LOADED.digest):  # Golden files stay as they are when a digest changes.
        text = text.replace(digest, "0" * 64)
    if update_golden:
        golden.write_text(text, encoding="utf-8", newline="")
    assert text == golden.read_text(encoding="utf-8")
    for name in ("html", "csv", "json"):
        written = writer("summaries", name)(summary)
        assert written == writer("summaries", name)(summary)
        assert own.scope.entity in written or name == "csv"
    for workload in own.scope.workloads:
        assert workload.name in text
    assert ("does not apply" in text) or not [e for e in effective if e.cell.ownership.owner is Owner.NA]
    schema = json.loads((ROOT / "data/summary.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(json.loads(writer("summaries", "json")(summary)), schema)


def test_differences_name_what_changed_owner_and_both_reasons() -> None:
    old, new = (cells(resolved(scope(facts=facts))) for facts in ({}, {"poi_devices": True}))
    found = differences(old, new)
    assert [each.case for each in found] == [c.case.id for c in old if ids.is_within(c.case.id, "9.5")]
    assert {(each.old, each.new) for each in found} == {(Owner.AWS, Owner.CUSTOMER)}
    assert all("poi_devices: yes" in each.new_reason for each in found)
    assert differences(new, new) == []
    assert [each.new for each in differences(old, old[1:])] == [None]


def test_a_test_case_that_passes_to_another_third_party_has_changed_owner() -> None:
    old, new = (
        cells(resolved(scope(third_parties=[{"id": name, "name": name, "owns": [{"within": ["6.4.3"]}]}])))
        for name in ("acquirer", "processor")
    )
    assert [(each.case, each.old, each.new) for each in differences(old, new)] == [
        ("6.4.3.a", "acquirer", "processor"),
        ("6.4.3.b", "acquirer", "processor"),
    ]
    assert effect_lines(old, new)[0] == (
        "2 test cases moved from third party acquirer to third party processor: 6.4.3.a, 6.4.3.b"
    )


def test_a_third_party_is_named_wherever_its_test_cases_are_listed(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text(
        (ROOT / "examples/eks-processor.yaml").read_text(encoding="utf-8")
        + 'decisions:\n  - {within: "12.8.5.a", owner: processor, reason: agreed, by: CL, date: 2026-01-02}\n',
        encoding="utf-8",
    )
    case = ("--scope", file, "-r", "12.8.5.a")
    assert call("list", *case).stdout.splitlines()[0].endswith("  Third party")
    assert call("list", *case, "-f", "csv").stdout.splitlines()[1].endswith(",processor")
    assert json.loads(call("list", *case, "-f", "json").stdout)["test_cases"][0]["party"] == "processor"
    assert "| 12.8.5.a | third\\_party (Example Payments) | decision |" in call("render", "--scope", file).stdout
    rows = csv.DictReader(call("render", "--scope", file, "-f", "csv").stdout.splitlines())
    assert {row["third_party"] for row in rows if row["owner"] == "third_party"} == {"Example Payments"}


def test_the_installed_program_speaks_about_a_scope(run: Any, call: Any, tmp_path: Path) -> None:
    example = ROOT / "examples/eks-processor.yaml"
    data = json.loads(run("totals", "--scope", example, "-f", "json").stdout)
    assert data["total"] == expected("eks-processor")
    count = data["total"]["customer"]
    listed = call("list", "--scope", example, "--owner", "third_party", "-f", "csv")
    assert len(listed.stdout.splitlines()) == 7
    assert "6 of 464 test cases (scope)" in listed.stderr
    assert "assumptions: unanswered facts" in listed.stderr
    assert call("explain", "11.6.1.a", "--scope", example).stdout.startswith("11.6.1.a  ")
    assert call("totals", "--scope", example, "--pattern", "abstracted").returncode == 2
    drifted = tmp_path / "drifted.yaml"
    drifted.write_text(
        example.read_text(encoding="utf-8").replace(f"customer: {count}", "customer: 1"), encoding="utf-8"
    )
    for command in (("scope", "check", drifted), ("check", "--scope", drifted)):
        done = call(*command)
        assert (done.returncode, f"customer: {count} instead of 1" in done.stdout) == (1, True)
    assert call("check", "--scope", example).returncode == 0
    assert call("diff", example, drifted).returncode == 0
    changed = call("diff", ROOT / "examples/serverless.yaml", example, "-f", "json")
    assert changed.returncode == 1
    assert {row["id"] for row in json.loads(changed.stdout)["changes"]} >= {"11.6.1.a", "3.5.1.a"}


def test_what_is_to_be_looked_at_is_said_on_standard_error_with_the_files_name(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = (ROOT / "examples/eks-processor.yaml").read_text(encoding="utf-8")
    text = text.replace('pci_dss: "4.0.1"', "pci_dss: v3.2.1").replace("DSS v4.0.1", "DSS v3.2.1")
    text = text.replace("2026-03-31", "2025-09-30")
    file.write_text(text, encoding="utf-8")
    done = call("totals", "--scope", file)
    *warned, assumed = done.stderr.replace(f"{file}:", "").splitlines()
    assert warned == [
        "6:1: warning: assessed against v3.2.1, but the test cases are from PCI DSS v4.0 (scope_edition)",
        (
            "32:11: warning: Example Payments: AOC of 2025-09-30 is older than twelve months on 2026-11-24 (12.8.4) "
            "(aoc_date)"
        ),
    ]
    start = " assumptions: unanswered facts (affected test cases): wireless_monitoring 1, "
    assert assumed.startswith(start)
    assert "manual_code_review 2, " in assumed
    assert "stored_sad" not in assumed
    rendered = call("render", "--scope", file).stdout
    assert "| PCI DSS | v3.2.1; the test cases below are those of PCI DSS v4.0 |" in rendered


@pytest.mark.parametrize("version", ["4.0", "v4.0", "PCI DSS v4.0", "pci dss 4.0"])
def test_an_edition_is_known_however_it_is_written(version: str) -> None:
    assert scope(pci_dss=version).is_of("PCI DSS v4.0")
    assert not scope(pci_dss=f"{version}.1").is_of("PCI DSS v4.0")


def test_a_procedure_that_is_not_the_defined_approachs_is_shown_as_replaced(call: Any) -> None:
    approaches = [
        {"requirement": "8.3.6", "approach": "customized", "reference": "CM-7"},
        {"requirement": "3.5.1", "approach": "customized", "reference": "CM-8"},
        {"requirement": "2.2.7", "approach": "compensating_control", "reference": "CCW-1"},
        {"requirement": "1.1.1", "approach": "defined", "reference": "as the standard has it"},
    ]
    without = scope(facts={CUSTOMIZED: True})
    for each, before in zip(resolved(scope(approaches=approaches)), resolved(without), strict=True):
        own, was = each.cell.ownership, before.cell.ownership
        assert own.owner is was.owner
        said = {
            "8.3.6": "replaced by those of the controls matrix (CM-7)",
            "3.5.1": "replaced by those of the controls matrix (CM-8)",  # and not 3.5.1.1, a requirement of its own
            "2.2.7": "worksheet as well (CCW-1)",
        }
        expected = said.get(each.cell.case.requirement)
        assert own.reason.startswith(was.reason)
        assert own.reason.endswith(expected or was.reason)
        assert (each.steps[:-1] if expected else each.steps) == before.steps
    shown = call("explain", "8.3.6", "--scope", ROOT / "examples/eks-processor.yaml").stdout
    assert (
        "  Customized approach: this procedure is replaced by those of the controls matrix (Controls matrix CM-7)"
        in shown
    )
