"""Agenda of a session: the order and number of questions, and what is skipped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answers import consistent
from costly import costly
from examples import EXAMPLES
from pcimatrix.scope.model import Scope
from pcimatrix.session.agenda import agenda
from pcimatrix.session.given_facts import given_facts
from pcimatrix.session.impact import ASSESSMENT, Impact
from pcimatrix.session.outcome import matrix as shown
from pcimatrix.session.outcome import to_values
from pcimatrix.session.question import Answers, Value
from pcimatrix.session.reading import read
from pcimatrix.session.replay import replay, resumed
from pcimatrix.session.scope_values import preview, scope_values
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING, taken
from pcimatrix.session.wording import ADMINISTRATIVE, PARTS, PAYMENTS
from pcimatrix.yamlio.parser import parse_yaml, read_yaml
from sessions import (
    COMMENTED,
    FACTS,
    GROUND,
    KINDS,
    LOADED,
    NEW,
    ONE,
    accepted,
    answered_questions,
    asked,
    asked_in,
    fails,
    further,
    owners,
    question,
)

PAYMENT_FACTS = [fact.id for fact in FACTS.payment_facts]

SETTLED = "no answer would move a test case"

NOTHING_STORED = "No account data is stored electronically, not even for a moment (stored_account_data: no)"


def test_workloads_come_first_then_what_moves_most_and_last_what_moves_nothing() -> None:
    order = answered_questions(NEW, ONE)
    assert [name.split(".")[0] for name in order[:6]] == ["workloads"] * 6
    assert order[6] == ASSESSMENT
    last = ["third_parties.1.name", *ADMINISTRATIVE]
    assert order[-len(last) :] == last
    groups = [group for group in order[7 : -len(last)] if group.startswith("facts.")]
    assert groups[0] == "facts.account_data"
    impact = Impact(GROUND, first_scope())
    worths = [sum(impact.worth(name) for name in asked_in(group)) for group in groups]
    assert worths[0] > worths[-1]


def to_base() -> dict[str, object]:
    return dict(read_yaml(EXAMPLES[0]).values)


def first_scope() -> Scope:
    scope = preview(scope_values({}, ONE))
    assert scope is not None
    return scope


ALL_TRUE: Answers = {**dict.fromkeys(FACTS.names(), True), ASSESSMENT: "service_provider"}


@pytest.mark.parametrize("facts", [{}, ALL_TRUE, dict.fromkeys(FACTS.names(), False)], ids=["one", "all", "none"])
@pytest.mark.parametrize("pattern", LOADED.patterns.names())
def test_a_session_on_one_workload_is_short_and_its_length_is_announced(facts: Answers, pattern: str) -> None:
    given_answers = {**ONE, "workloads.1.pattern": pattern, **facts}
    answers = NOTHING
    announced: list[int] = []
    while (now := agenda(NEW, answers, reasons=False)).question is not None:
        announced.append(len(announced) + now.left)
        left = dict(given_answers)
        answers = resumed(NEW, answers, now.question, left) or taken(NEW, answers, now.question, accepted(now.question))
    # Who hosts a workload is a third party to ask for, which is known once the workload names it.
    hosted = LOADED.patterns.get(pattern).hosted
    assert len(announced) <= 25 + 6 * hosted
    assert {abs(each - len(announced)) for each in announced[4 * hosted :]} <= {0, 1, 2, 3}


def estate(workloads: int, parties: int) -> Answers:
    """Return answers that name so many workloads and third parties, with all that can be said of each."""
    found: dict[str, Value] = {}
    for number in range(1, workloads + 1):
        prefix = f"workloads.{number}"
        found |= {f"{prefix}.name": f"w{number}", f"{prefix}.standing": "cde", f"{prefix}.pattern": "fargate"}
        found |= {f"{prefix}.account": f"a{number}", f"{prefix}.services": None, f"{prefix}.differs": ("poi_devices",)}
    found[f"workloads.{workloads + 1}.name"] = None
    if workloads > 1:
        found["differing"] = tuple(f"w{number}" for number in range(1, workloads + 1))
    for number in range(1, parties + 1):
        prefix = f"third_parties.{number}"
        found |= {f"{prefix}.name": f"Party {number}", f"{prefix}.id": f"p{number}", f"{prefix}.services": ("x",)}
        found |= {f"{prefix}.aoc_date": "2026-01-31", f"{prefix}.aoc_version": "PCI DSS v4.0.1"}
        found |= {f"{prefix}.owns": ("8.3.6",), f"{prefix}.owns_workloads": None}
    return found | {f"third_parties.{parties + 1}.name": None}


@pytest.mark.parametrize(("workloads", "parties"), [(1, 0), (2, 1), (4, 2), (5, 0)])
def test_the_length_is_announced_with_what_a_further_workload_or_third_party_adds(workloads: int, parties: int) -> None:
    given_answers = {**estate(workloads, parties), **dict.fromkeys(FACTS.names(), True)}
    answers = NOTHING
    least: list[int] = []
    most: list[int] = []
    while (now := agenda(NEW, answers, reasons=False)).question is not None:
        named = [sum(f"{group}.{n}.name" in answers for n in range(1, 9)) for group in ("workloads", "third_parties")]
        to_come = [max(whole - known, 0) for whole, known in zip((workloads, parties), named, strict=True)]
        if not answers:
            to_come[0] -= 1  # the first workload is no further one
        numbers = {"further workload": to_come[0], "workload with other facts": workloads, "third party": to_come[1]}
        adds = sum(now.adds[what] * numbers[what] for what in now.adds)
        least.append(len(least) + now.left)
        most.append(least[-1] + adds)
        left = dict(given_answers)
        answers = resumed(NEW, answers, now.question, left) or taken(NEW, answers, now.question, accepted(now.question))
    asked_ = len(least)
    assert max(least) <= asked_ + 3
    assert min(most) >= asked_ - 3
    assert asked_ <= 25 + 6 * (workloads - 1) + 7 * parties


@pytest.mark.parametrize(
    ("pattern", "fields"),
    [
        ("fargate", ["name", "standing", "pattern", "account", "services", "differs"]),
        ("hosted", ["name", "standing", "pattern", "provider", "account", "differs"]),
    ],
)
def test_a_further_workload_takes_as_many_questions_as_announced(pattern: str, fields: list[str]) -> None:
    given_answers = {**estate(2, 1), **dict.fromkeys(FACTS.names(), True), "workloads.2.pattern": pattern}
    given_answers |= {"workloads.2.provider": "p1", "third_parties.1.id": "p1"}
    answers = NOTHING
    announced: set[int] = set()
    asked_: list[str] = []
    while (now := agenda(NEW, answers, reasons=False)).question is not None:
        announced.add(now.adds.get("further workload", 0))
        asked_.append(now.question.id)
        left = dict(given_answers)
        answers = resumed(NEW, answers, now.question, left) or taken(NEW, answers, now.question, accepted(now.question))
    own = [name.removeprefix("workloads.2.") for name in asked_ if name.startswith("workloads.2.")]
    assert own == fields
    assert max(announced) == len(own)


PAYMENTS_OPEN: Answers = {**ONE, "validation": None}


def test_how_payments_are_taken_is_asked_only_if_the_report_is_not_known() -> None:
    assert PAYMENTS in answered_questions(NEW, PAYMENTS_OPEN)
    assert PAYMENTS not in answered_questions(NEW, {**ONE, "validation": "saq-a"})
    assert PAYMENTS not in answered_questions(Session(GROUND, {**to_base(), "validation": "roc"}), {})


@pytest.mark.parametrize(
    ("assessment", "offered", "refused"),
    [("merchant", "saq-d-merchant", "saq-d-service-provider"), ("service_provider", "saq-d-service-provider", "saq-a")],
)
def test_a_report_for_others_is_not_offered(assessment: str, offered: str, refused: str) -> None:
    found = question("validation", {**ONE, ASSESSMENT: assessment})
    assert read(found, offered) == offered
    assert "expected one of: roc" in fails(found, refused)


def test_ticks_on_payments_become_facts_and_what_follows_from_others_is_not_asked() -> None:
    given_answers: Answers = {**PAYMENTS_OPEN, "payment_forms": False, "ecommerce_redirect": True}
    found = replay(NEW, {**given_answers, "entity": "Shop", "date": "2026-01-31", ASSESSMENT: "merchant"}, whole=True)
    assert found.faults == ()
    values = to_values(NEW, found.answers)
    assert values["facts"]["ecommerce_redirect"] is True
    assert "validation" not in values
    listed = agenda(NEW, {**found.answers, "validation": None})
    assert listed.question is None
    before = {name: each for name, each in found.answers.items() if name not in {*PAYMENT_FACTS, *ADMINISTRATIVE}}
    now = agenda(NEW, {**before, "validation": None}).question
    assert now is not None
    assert (now.id, {"embedded_payment_form", "own_payment_page"} & {each.value for each in now.options}) == (
        PAYMENTS,
        set(),
    )


@pytest.mark.parametrize("standing", ["cde", "connected", "out_of_scope"])
def test_each_further_workload_takes_six_questions_at_most(standing: str) -> None:
    """Those in scope share one question whether all is so in each of them: it comes with the second."""
    one = {name: value for name, value in ONE.items() if not name.startswith("workloads.2")}
    lengths = []
    for count in (1, 2, 3):
        more = {key: each for number in range(2, count + 1) for key, each in further(number, standing).items()}
        lengths.append(len(answered_questions(NEW, {**one, **more, f"workloads.{count + 1}.name": None})))
    assert lengths[1] - lengths[0] <= 6
    assert lengths[2] - lengths[1] <= 6


def test_a_workload_at_own_sites_is_not_asked_for_its_account_and_services() -> None:
    sites: Answers = {**ONE, "workloads.1.pattern": "on_premises"}
    account = question("workloads.1.account", sites)
    assert account.text == "Where does shop run?"
    assert read(account, "12 shops") == "12 shops"
    assert "workloads.1.services" not in answered_questions(
        NEW, {k: v for k, v in sites.items() if "services" not in k}
    )
    assert "AWS account" in question("workloads.1.account").text


def test_the_order_is_computed_from_what_the_answers_would_move() -> None:
    base = read_yaml(EXAMPLES[0]).values
    decided = {"owner": "customer", "reason": "ours", "by": "CL", "date": "2026-01-02"}
    decisions = [{"within": within, **decided} for within in ("9.2", "9.3", "9.4", "9.5", "1.2.3", "2.3", "11.2")]
    one, other = (
        answered_questions(Session(GROUND, {**base, "decisions": each}), dict.fromkeys(FACTS.names()))
        for each in ([], decisions)
    )
    assert one.index("facts.sites") < one.index("facts.software")
    assert "facts.sites" not in other or other.index("facts.sites") > other.index("facts.software")


@pytest.mark.parametrize("part", PARTS)
def test_only_what_is_meant_is_asked_and_the_rest_stays(part: str) -> None:
    base = parse_yaml(COMMENTED.encode(), "scope.yaml").values
    session = Session(GROUND, base, only=part)
    order = answered_questions(session, {})
    assert order
    parts = {name.split(".")[0] if "." in name else "details" for name in order}
    facts = {"facts" if each in {*FACTS.names(), "differing"} else each for each in parts}
    single = {name for name in order if "." not in name} <= {ASSESSMENT, *ADMINISTRATIVE, *FACTS.names(), "differing"}
    assert single
    assert facts == {part} or part == "facts"
    assert to_values(session, replay(session, {}, whole=True).answers) == base


def test_what_is_for_service_providers_is_asked_of_them_only() -> None:
    merchant = agenda(NEW, {**ONE, ASSESSMENT: "merchant"})
    before = agenda(NEW, ONE).skipped
    of_providers = ["customers_passwords_alone", "customer_premises_access"]
    of_providers += ["keys_shared_with_customers", "multi_tenant"]
    reason = f"{SETTLED}: it is for service providers only"
    assert merchant.skipped == {**before, **dict.fromkeys(of_providers, reason)}
    assert not {*before} & {*of_providers}
    assert "multi_tenant" in asked(NEW, {**ONE, ASSESSMENT: "service_provider"})


def test_what_an_earlier_answer_settles_is_skipped_with_the_reason() -> None:
    skipped = agenda(NEW, {**ONE, "stored_account_data": False}).skipped
    assert skipped["stored_sad"] == f"it follows from another answer: {NOTHING_STORED}"
    assert skipped["manual_cleartext_keys"].startswith(
        f"{SETTLED}: No cryptographic key protects stored account data ("
    )
    order = asked(NEW, {**ONE, "stored_account_data": True})
    assert {"stored_sad", "manual_cleartext_keys"} <= {*order}
    known = agenda(NEW, {**ONE, "keys_protect_stored_data": True}).skipped["stored_account_data"]
    assert known.endswith("(keys_protect_stored_data: yes)")


def test_a_third_party_is_not_asked_for_what_it_owns_where_that_is_too_much_to_ask() -> None:
    session = Session(GROUND, parse_yaml(COMMENTED.encode(), "scope.yaml").values)
    kept = replay(session, {}, whole=True).answers
    assert "third_parties.1.owns" not in kept
    assert "stays as it is" in agenda(session, kept).skipped["third_parties.1.owns"]


def test_what_a_decision_settles_is_skipped() -> None:
    base = read_yaml(EXAMPLES[0]).values
    decided = {"owner": "customer", "reason": "ours", "by": "CL", "date": "2026-01-02"}
    decisions = [{"within": within, **decided} for within in ("8.6", "11.3.1.2.c")]
    session = Session(GROUND, {**base, "decisions": decisions})
    kept = replay(session, {}, whole=True)
    assert "interactive_system_accounts" not in kept.answers
    assert "ours (decided by CL, 2026-01-02)" in agenda(session, kept.answers).skipped["interactive_system_accounts"]


@costly(6)
@given(
    st.fixed_dictionaries(
        {"workloads.1.pattern": st.sampled_from(LOADED.patterns.names())},
        optional={
            ASSESSMENT: st.sampled_from(["merchant", "service_provider"]),
            **{name: st.booleans() for name in FACTS.names()},
        },
    )
)
def test_no_answer_to_a_skipped_question_moves_anything_whatever_follows(drawn: dict[str, Value]) -> None:
    others = {name: each for name, each in drawn.items() if not isinstance(each, bool)}
    answers = {**ONE, **others, **consistent({name: each for name, each in drawn.items() if isinstance(each, bool)})}
    skipped = agenda(KINDS, answers).skipped
    rest = {name: False for name in FACTS.names() if name not in answers and name not in skipped}
    for later in ({}, rest):
        for name in set(skipped) & set(FACTS.names()):
            given_answers = [{**answers, **later, name: value} for value in (None, True, False)]
            found = [
                owners(shown(KINDS, each)) for each in given_answers if not FACTS.against(given_facts(each, FACTS))
            ]
            assert len(found) > 1
            assert all(each == found[0] for each in found)


@costly(10)
@given(st.lists(st.tuples(st.sampled_from(FACTS.names()), st.none() | st.booleans()), max_size=12))
def test_what_was_worked_out_before_of_other_answers_changes_nothing(said: list[tuple[str, bool | None]]) -> None:
    ground = KINDS.ground
    answers: dict[str, Value] = {}
    for name, value in said:
        answers[name] = value
        scope = preview(scope_values({}, {**ONE, **answers}))
        assert scope is not None
        known, fresh = Impact(ground, scope), Impact(ground._replace(known={}), scope)
        open_ = [each for each in FACTS.names() if each not in answers]
        for each in (*FACTS.facts[:3], FACTS.get(name)):
            assert known.worth(each.id) == fresh.worth(each.id)
            assert known.settled(each.id, open_) == fresh.settled(each.id, open_)
