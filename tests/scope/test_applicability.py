"""What facts do to test cases: which apply, and which are the entity's."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import consistent
from costly import costly
from examples import example
from pcimatrix.catalogue import ids
from pcimatrix.catalogue.facts import Effect
from pcimatrix.catalogue.model import Basis, Limited, Owner
from pcimatrix.ownership.totals import tally
from pcimatrix.scope.answers import Answer, plain
from pcimatrix.scope.model import Scope, load_scope
from pcimatrix.scope.references import CUSTOMIZED
from pcimatrix.scope.resolve import cells
from scopes import DRAWN, FACTS, LOADED, MATRICES, SCOPES, customers, owners, resolved, scope


def shared(given_scope: Scope) -> list[tuple[str, str, Basis, list[str]]]:
    """Return whose each test case is, on what basis, and who has a duty."""
    return [
        (c.case.id, c.ownership.holder, c.ownership.basis, [duty.party for duty in c.ownership.duties])
        for c in cells(resolved(given_scope))
    ]


@MATRICES
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


@MATRICES
@given(SCOPES)
def test_facts_never_touch_section_one_and_every_cell_has_a_trace(given_scope: Scope) -> None:
    for each in resolved(given_scope):
        if ids.section_of(each.cell.case.id).endswith(".1"):
            assert each.cell.ownership.owner is Owner.CUSTOMER
        assert each.cell.ownership.reason
        assert len(each.parts) == len(given_scope.workloads)
        assert all(part.steps for part in each.parts.values())


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


@costly(15)
@given(SCOPES)
def test_facts_that_follow_give_the_same_matrix_as_those_that_are_answered(given_scope: Scope) -> None:
    def in_full(answers: Mapping[str, Answer]) -> dict[str, Answer]:
        return {name: Answer(answer=each.answer) for name, each in FACTS.settled(plain(answers)).items()}

    workloads = tuple(each.model_copy(update={"facts": in_full(each.facts)}) for each in given_scope.workloads)
    answered = given_scope.model_copy(update={"facts": in_full(given_scope.facts), "workloads": workloads})
    assert shared(answered) == shared(given_scope)


@costly(15)
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


def test_poi_devices_are_the_customers_although_the_published_column_says_aws() -> None:
    found = owners(scope(facts={"poi_devices": True}))
    assert {found[case] for case in found if ids.is_within(case, "9.5")} == {Owner.CUSTOMER}


def test_a_workloads_own_answer_goes_before_the_entitys() -> None:
    workloads = [
        {"name": "shop", "account": "a", "pattern": "abstracted", "standing": "cde", "facts": {"poi_devices": True}},
        {"name": "web", "account": "a", "pattern": "abstracted", "standing": "cde"},
    ]
    assert owners(scope(facts={"poi_devices": False}, workloads=workloads))["9.5.1"] is Owner.CUSTOMER
