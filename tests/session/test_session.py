"""Scoping sessions: the order of questions, what is skipped, taking answers back, and the scope that comes of them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from answers import consistent
from examples import EXAMPLES
from paths import ROOT, TESTS
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Owner, Reading
from pcimatrix.errors import InputError
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.selection import known_ids
from pcimatrix.ownership.totals import tally
from pcimatrix.reports.content.effect import effect_lines, totals_line
from pcimatrix.scope.answers import answers_of, plain
from pcimatrix.scope.model import Scope, scope_of
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.scope.writer import edited_text, scope_text
from pcimatrix.session.agenda import agenda, next_question
from pcimatrix.session.answers_file import answers_text
from pcimatrix.session.fact_questions import answered, group_question
from pcimatrix.session.impact import ASSESSMENT, Impact, ground
from pcimatrix.session.outcome import Shown, to_values
from pcimatrix.session.outcome import matrix as shown
from pcimatrix.session.outcome import shown as agenda_shown
from pcimatrix.session.question import Answers, Kind, Question, Refused, Value
from pcimatrix.session.questions import question_of
from pcimatrix.session.reading import accept, read
from pcimatrix.session.replay import replay, resumed
from pcimatrix.session.scope_values import given_facts, present, preview, renewed, scope_values
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING, answer, back, taken
from pcimatrix.session.wording import ADMINISTRATIVE, FIELDS, PARTS, SINGLE
from pcimatrix.yamlio.parser import Document, parse_yaml, read_yaml
from pcimatrix.yamlio.validation import refuse

CASES = TESTS / "cases/answers"
BAD = sorted(file.with_suffix(".yaml") for file in CASES.glob("*.txt"))
LOADED = load()
FACTS = shipped_facts()
GROUND = ground(LOADED.catalogue, LOADED.patterns, FACTS)
NEW = Session(GROUND)
ONE: Answers = {
    "workloads.1.name": "shop",
    "workloads.1.standing": "cde",
    "workloads.1.pattern": "infrastructure",
    "workloads.1.account": "production",
    "workloads.1.services": None,
    "workloads.2.name": None,
}
"""Answers up to the first that is not on workloads."""
SETTLED = "no answer would move a test case"
NOTHING_STORED = "No account data is stored electronically, not even for a moment (stored_account_data: no)"


def loaded(text: str) -> Scope:
    return scope_of(parse_yaml(text.encode(), "scope.yaml"), LOADED.catalogue, LOADED.patterns, FACTS).scope


def cells_of(scope: Scope) -> list[Cell]:
    return cells(resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope))


def owners(found: list[Cell]) -> list[tuple[str, Owner]]:
    return [(cell.case.id, cell.ownership.owner) for cell in found]


def asked(session: Session, given_answers: Answers) -> list[str]:
    """Return the questions in the order in which they are asked, those without an answer left out."""
    return list(replay(session, given_answers, whole=True).answers)


def question(identifier: str, answers: Answers = ONE) -> Question:
    found = question_of(NEW, answers, identifier)
    assert found is not None
    return found


def fails(question_: Question, text: str) -> str:
    found = read(question_, text)
    assert isinstance(found, Refused), found
    return f"{found.found}; {found.expected}"


def answered_questions(session: Session, given_answers: Answers) -> list[str]:
    """Return the questions, not the facts, in the order in which they are asked if all is answered as given, or no."""
    answers = NOTHING
    found = []
    while (now := next_question(session, answers)) is not None:
        found.append(now.id)
        answers = resumed(session, answers, now, dict(given_answers)) or taken(session, answers, now, accepted(now))
    return found


def accepted(now: Question) -> Value:
    if now.kind is Kind.CHOICE:
        return now.options[0].value
    unticked: dict[Kind, Value] = {Kind.TICKS: (), Kind.YES_NO: False}
    value = now.default if now.default is not None else unticked.get(now.kind)
    return "2026-01-31" if value is None and now.needed else value


def test_workloads_come_first_then_what_moves_most_and_last_what_moves_nothing() -> None:
    order = answered_questions(NEW, ONE)
    assert [name.split(".")[0] for name in order[:6]] == ["workloads"] * 6
    assert order[6] == ASSESSMENT
    assert order[-5:] == ["third_parties.1.name", *ADMINISTRATIVE]
    groups = [group for group in order[7:-5] if group.startswith("facts.")]
    assert groups[0] == "facts.account_data"
    impact = Impact(GROUND, first_scope())
    worths = [sum(impact.worth(name) for name in asked_in(group)) for group in groups]
    assert worths[0] > worths[-1]


def first_scope() -> Scope:
    scope = preview(scope_values({}, ONE))
    assert scope is not None
    return scope


def asked_in(group: str) -> list[str]:
    return [fact.id for fact in FACTS.facts if f"facts.{fact.group}" == group]


ALL_TRUE: Answers = {**dict.fromkeys(FACTS.names(), True), ASSESSMENT: "service_provider"}


@pytest.mark.parametrize("facts", [{}, ALL_TRUE, dict.fromkeys(FACTS.names(), False)], ids=["one", "all", "none"])
@pytest.mark.parametrize("pattern", LOADED.patterns.names())
def test_a_session_on_one_workload_is_short_and_its_length_is_announced(facts: Answers, pattern: str) -> None:
    given_answers = {**ONE, "workloads.1.pattern": pattern, **facts}
    answers = NOTHING
    announced: list[int] = []
    while (now := agenda(NEW, answers)).question is not None:
        announced.append(len(announced) + now.left)
        left = dict(given_answers)
        answers = resumed(NEW, answers, now.question, left) or taken(NEW, answers, now.question, accepted(now.question))
    assert len(announced) <= 25
    assert {abs(each - len(announced)) for each in announced} <= {0, 1, 2, 3}


def further(number: int, standing: str) -> Answers:
    prefix = f"workloads.{number}"
    reason = "No account data and no path to it" if standing == "out_of_scope" else None
    fields = {"name": f"w{number}", "standing": standing, "reason": reason, "pattern": "fargate", "account": "other"}
    return {f"{prefix}.{key}": value for key, value in {**fields, "services": None}.items()}


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


def test_a_list_of_facts_answers_each_and_what_follows_from_a_tick_is_ticked() -> None:
    media = group_question(NEW, "media", asked_in("facts.media"))
    found = read(media, "offline_backups, pap?")
    assert found == ("paper_media?", "offline_backups")
    assert answered(NEW, media, found) == {
        "electronic_media": True,  # backups offline are on electronic media
        "paper_media": None,
        "offline_backups": True,
        "media_off_site": False,
        "media_disposal": False,
    }
    assert set(answered(NEW, media, read_ok(media, "none")).values()) == {False}
    assert set(answered(NEW, media, read_ok(media, "")).values()) == {None}
    assert set(answered(NEW, media, read_ok(media, "all")).values()) == {True}
    assert "expected numbers from 1 to 5" in fails(media, "6")


def read_ok(question_: Question, text: str) -> Value:
    found = read(question_, text)
    assert not isinstance(found, Refused)
    return found


def test_every_fact_is_in_one_of_the_groups_and_each_group_is_asked_for() -> None:
    assert {fact.group for fact in FACTS.facts} == {group.id for group in FACTS.groups}
    assert len({group.id for group in FACTS.groups}) == len(FACTS.groups)


def test_what_is_different_in_a_workload_is_its_own_fact_and_changes_its_cells_alone() -> None:
    two = {name: value for name, value in ONE.items() if not name.startswith("workloads.2")}
    answers = {**two, **further(2, "cde"), "workloads.3.name": None, "poi_devices": True, "stored_account_data": False}
    answers = {**answers, "differing": ("w2",), "workloads.2.differs": ("poi_devices",)}
    found = replay(NEW, {**answers, ASSESSMENT: "merchant", "entity": "E", "date": "2026-01-31"}, whole=True)
    assert found.faults == ()
    values = to_values(NEW, found.answers)
    assert "facts" not in values["workloads"][0]
    assert values["workloads"][1]["facts"] == {"poi_devices": False}
    scope = loaded(scope_text(values))
    [cell] = [each for each in resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope) if each.cell.case.id == "9.5.1"]
    assert [(part.workload, part.owner) for part in cell.parts] == [("shop", Owner.CUSTOMER), ("w2", Owner.NA)]


def test_what_cannot_both_be_different_is_refused() -> None:
    two = {**ONE, **further(2, "cde"), "stored_account_data": True, "stored_sad": False, "differing": ("w2",)}
    different = question_of(NEW, two, "workloads.2.differs")
    assert different is not None
    assert [option.value for option in different.options] == ["stored_account_data", "stored_sad"]
    assert "cannot both be ticked" in fails(different, "1, 2")


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


@settings(max_examples=10)
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
    skipped = agenda(NEW, answers).skipped
    rest = {name: False for name in FACTS.names() if name not in answers and name not in skipped}
    for later in ({}, rest):
        for name in set(skipped) & set(FACTS.names()):
            given_answers = [{**answers, **later, name: value} for value in (None, True, False)]
            found = [owners(shown(NEW, each)) for each in given_answers if not FACTS.against(given_facts(each, FACTS))]
            assert len(found) > 1
            assert all(each == found[0] for each in found)


@pytest.mark.parametrize(
    "name", [*SINGLE, *FACTS.names(), *(f"{each}.1.{key}" for each in FIELDS for key in FIELDS[each])]
)
def test_a_question_mark_helps_at_every_question(name: str) -> None:
    found = question(name, {**ONE, "third_parties.1.name": "Example Identity"})
    assert found.more
    assert not set(found.more) & {found.text, found.explains, *(option.means for option in found.options)}


def test_the_help_of_what_a_third_party_owns_has_ids_of_each_level_that_are_known() -> None:
    text = " ".join(question("third_parties.1.owns").more)
    shown_ids = set(re.findall(r"\b\d+(?:\.\d+)+(?:\.[a-z])?\b", text))
    assert {each.count(".") for each in shown_ids} == {1, 2, 3}
    assert shown_ids <= set(known_ids(LOADED.catalogue))


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
    found = replay(NEW, given_answers, whole=True)
    before, so_far = Shown(), dict[str, Value]()
    for name, value in found.answers.items():
        so_far[name] = value
        after = agenda_shown(NEW, so_far, before)
        assert [cell.ownership.holder for cell in after.cells] == [
            cell.ownership.holder for cell in shown(NEW, so_far)
        ], name
        before = after


def test_none_is_not_taken_for_all() -> None:
    answers = {**ONE, "workloads.2.name": "pos", "workloads.2.standing": "cde", "workloads.2.pattern": "fargate"}
    which = question_of(NEW, answers, "third_parties.1.owns_workloads")
    assert which is not None
    assert which.without == "all of them"
    refused = read(which, "none")
    assert isinstance(refused, Refused)
    assert refused.found == "unknown value 'none'"
    assert read(which, "-") is None


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


@pytest.mark.parametrize(
    ("identifier", "text", "message"),
    [
        ("poi_devices", "perhaps", "found 'perhaps'; expected yes or no; omit it if unknown"),
        ("assessment", "", "an answer is needed; choose merchant or service_provider"),
        ("assessment", "3", "found '3'; expected one of: merchant, service_provider"),
        ("workloads.2.pattern", "x", "one of: infrastructure, containerized, abstracted, fargate, on_premises"),
        ("workloads.2.standing", "", "choose cde, connected or out_of_scope"),
        ("workloads.2.name", "shop", "'shop' is already in use"),
        ("workloads.1.account", "\x1b[A", "without control characters"),
        ("workloads.1.account", "\udc80", "expected one line"),
        ("workloads.1.account", "12345", "'12345' has 5 digits, but an account number has 12; correct it"),
        ("workloads.1.reason", "x", "'x' is too short for a reason; expected a sentence"),
        ("workloads.1.services", "x" * 401, "1 to 400 characters"),
        ("workloads.1.services", 'a\r"b', "expected"),
        ("third_parties.1.id", "Example", "small letters"),
        ("third_parties.1.id", "customer", "is already in use"),
        ("third_parties.1.aoc_date", "2026-02-29", "is not a date"),
        ("third_parties.1.aoc_date", "2026-1-9", "is not a date"),
        ("third_parties.1.owns", "8.3.66", "did you mean '8.3.6'?"),
        ("third_parties.1.owns_workloads", "web", "unknown value 'web'; expected e.g. shop"),
        ("date", "today", "is not a date; expected YYYY-MM-DD"),
    ],
)
def test_a_bad_answer_is_refused_with_what_was_expected(identifier: str, text: str, message: str) -> None:
    assert message in fails(question(identifier), text)


@pytest.mark.parametrize(
    ("identifier", "text", "value"),
    [
        ("poi_devices", " Y ", True),
        ("poi_devices", "don't know", None),
        ("poi_devices", "", None),
        ("assessment", "2", "service_provider"),
        ("assessment", "service provider", "service_provider"),
        ("workloads.2.pattern", "inf", "infrastructure"),
        ("workloads.2.pattern", "Serverless", "abstracted"),
        ("workloads.2.pattern", "lambda", "abstracted"),
        ("workloads.2.pattern", "EC2", "infrastructure"),
        ("workloads.2.pattern", "eks", "containerized"),
        ("workloads.2.pattern", "EKS on Fargate", "fargate"),
        ("workloads.1.account", "1234-5678-9012", "123456789012"),
        ("workloads.1.account", "production 2", "production 2"),
        ("workloads.1.reason", "No path", "No path"),
        ("workloads.1.services", 'Amazon EC2, "a, b" ,, #x', ("Amazon EC2", "a, b", "#x")),
        ("workloads.1.services", "Amazon EC2, Amazon SQS, Amazon EC2", ("Amazon EC2", "Amazon SQS")),
        ("workloads.1.services", "-", None),
        ("workloads.1.services", "none", None),
        ("workloads.2.name", "No", None),
        ("third_parties.1.owns", "6.4.3,8.3", ("6.4.3", "8.3")),
        ("pci_dss", "", "4.0"),
        ("entity", " no ", "no"),
    ],
)
def test_answers_are_read_as_people_type_them(identifier: str, text: str, value: Value) -> None:
    assert read(question(identifier), text) == value


def test_what_is_called_no_can_be_said_in_a_file() -> None:
    assert accept(question("workloads.2.name"), "no") == "no"


def test_a_third_partys_short_name_is_offered_from_its_name_unless_it_is_taken() -> None:
    named: Answers = {"third_parties.1.name": "Amazon Web Services", "third_parties.1.id": "aws"}
    assert question("third_parties.1.id", named).default == "aws"
    more = {**named, "third_parties.2.name": "AWS Marketplace"}
    assert question("third_parties.2.id", more).default is None
    assert question("third_parties.1.id", {"third_parties.1.name": "Ümlaut & Co. 1"}).default == "mlaut_co_1"
    assert question("third_parties.1.id", {"third_parties.1.name": "日本"}).default is None


HARD = [
    "no",
    "1.10",
    "2026-01-01",
    "a: b",
    "#x",
    "a #x",
    "~",
    "'",
    '"',
    "- a",
    "é ü 日本 🙂",
    "{a",
    "a\\nb",
    "%a",
    "0o7",
]
HARD += [f"a{mark}b" for mark in "\x80\x85\x9b\xa0\xad\u2028\u2029\u202e\ufeff\ufffe\uffff\U0001ffff"] + [
    "x" * 400,
    "=",
    "1:30",
]


@pytest.mark.parametrize("text", HARD)
def test_every_text_that_an_answer_can_be_is_written_so_that_it_is_read_again(text: str) -> None:
    answers = {**ONE, "entity": text, "workloads.1.services": ("other", text), "workloads.1.name": text}
    values = scope_values({}, answers)
    written = scope_text(values)
    assert parse_yaml(written.encode(), "scope.yaml").values == values
    again = replay(NEW, parse_yaml(answers_text(answers).encode(), "answers.yaml").values, whole=True)
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


@settings(max_examples=6)
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


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_editing_without_a_change_leaves_the_file_byte_for_byte(file: Path) -> None:
    old = read_yaml(file)
    session = Session(GROUND, old.values)
    kept = replay(session, {}, whole=True)
    assert kept.faults == ()
    assert edited_text(old, to_values(session, kept.answers)) == (old.text, ())


def edit(text: str, changes: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return the text after an edit that answers as given and else keeps what is there, and the lost comments."""
    old = parse_yaml(text.encode(), "scope.yaml")
    session = Session(GROUND, old.values)
    found = replay(session, changes, whole=True)
    assert found.faults == ()
    values = to_values(session, found.answers)
    edited = edited_text(old, values)
    assert owners(cells_of(loaded(edited.text))) == owners(shown(session, found.answers))
    return edited


COMMENTED = """\
# The head.
schema_version: 1
entity: Old name   # as registered
# Who assesses.
assessment: merchant
pci_dss: "4.0"
date: 2026-01-31

# What we know.
facts: {wireless_networks: no} # asked in January
workloads:
  # The shop.
  - name: "shop # 1"
    account: production
    pattern: abstracted
    standing: cde
    facts: {physical_media: no}
  - name: batch
    account: production
    pattern: fargate
    standing: connected
third_parties:
  - id: idp
    name: Example Identity
    owns:
      - within: ["8.3.6"]
        workloads: ["shop # 1"]
      - within: ["8.3.7"]
        workloads: ["shop # 1", batch]
decisions:
  - {within: "12.8.5", owner: idp, reason: "agreed # 7", by: CL, date: 2026-01-02}
# The tail.
"""


def test_an_edit_rewrites_only_the_blocks_whose_value_changed() -> None:
    text, lost = edit(COMMENTED, {"entity": "New: name", "wireless_networks": True})
    assert lost == ("entity", "facts")
    untouched = [line for line in COMMENTED.splitlines() if not line.startswith(("entity", "facts", "# The tail"))]
    lines = text.splitlines()
    assert [line for line in lines if line in untouched] == untouched
    assert "entity: 'New: name'" in lines
    assert lines.index("# What we know.") == lines.index("facts:") - 1
    assert lines.index("  wireless_networks: true") == lines.index("facts:") + 1
    assert text.endswith("# The tail.\n")
    assert "expected:\n" in text


def test_what_the_session_does_not_ask_for_follows_new_names() -> None:
    text, lost = edit(COMMENTED, {"workloads.1.name": "web", "third_parties.1.id": "identity"})
    assert lost == ("workloads",)
    scope = loaded(text)
    assert [each.name for each in scope.workloads] == ["web", "batch"]
    assert plain(scope.workloads[0].facts) == {"physical_media": False}
    assert [each.workloads for each in scope.third_parties[0].owns] == [("web",), ("web", "batch")]
    assert scope.decisions[0].owner == "identity"


def test_a_workload_can_be_taken_out_but_not_the_last_nor_a_third_party_that_decisions_name() -> None:
    scope = loaded(edit(COMMENTED, {"workloads.1.name": None})[0])
    assert [each.name for each in scope.workloads] == ["batch"]
    assert [each.workloads for each in scope.third_parties[0].owns] == [("batch",)]
    session = Session(GROUND, parse_yaml(COMMENTED.encode(), "scope.yaml").values)
    both = {"workloads.1.name": None, "workloads.2.name": None, "third_parties.1.name": None}
    found = [fault.expected for fault in replay(session, both, whole=True).faults]
    assert ["at least one workload" in found[0], "idp the owner of 12.8.5" in found[1]] == [True, True]


def test_an_edit_keeps_a_fact_on_enter_and_takes_it_away_on_a_dash() -> None:
    session = Session(GROUND, parse_yaml(COMMENTED.encode(), "scope.yaml").values)
    wireless = question_of(session, NOTHING, "wireless_networks")
    assert wireless
    assert (read(wireless, ""), read(wireless, "-")) == (False, None)
    assert "facts" not in yaml.safe_load(edit(COMMENTED, {"wireless_networks": None})[0])


def test_an_edit_takes_away_what_a_new_answer_contradicts_and_keeps_how_the_others_are_shown() -> None:
    shown_ = "{answer: no, because: Cables only}"
    text = COMMENTED.replace("{wireless_networks: no}", f"{{wireless_networks: {shown_}, stored_sad: yes}}")
    changed = yaml.safe_load(edit(text, {"stored_account_data": False})[0])
    assert changed["facts"] == {
        "wireless_networks": {"answer": False, "because": "Cables only"},
        "stored_account_data": False,
    }


def test_an_edit_names_older_facts_by_those_that_replace_them() -> None:
    text = COMMENTED.replace("wireless_networks: no", "wireless: no, wireless_in_cde: no").replace("physical_", "")
    values = renewed(parse_yaml(text.encode(), "scope.yaml").values, FACTS)
    assert values["facts"] == {"wireless_in_cde": False, "wireless_networks": False}
    assert set(values["workloads"][0]["facts"]) == set(FACTS.replaced()["media"])
    session = Session(GROUND, values)
    old, written = loaded(text), loaded(scope_text(to_values(session, replay(session, {}, whole=True).answers)))
    assert owners(cells_of(old)) == owners(cells_of(written))


def test_answers_against_one_another_are_refused_with_both() -> None:
    found = replay(NEW, {**ONE, "stored_account_data": False, "stored_sad": True}, whole=True).faults
    told = [(fault.path, fault.found) for fault in found if "otherwise" in fault.found]
    assert told == [
        (("stored_sad",), "stored_sad is answered otherwise by stored_account_data"),
        (("stored_account_data",), "stored_account_data is answered otherwise by stored_sad"),
    ]


@pytest.mark.parametrize("layout", ["crlf", "no_newline", "flow", "markers"])
def test_an_edit_copes_with_other_layouts(layout: str) -> None:
    values = parse_yaml(COMMENTED.encode(), "scope.yaml").values
    text = {
        "crlf": COMMENTED.replace("\n", "\r\n"),
        "no_newline": COMMENTED.removesuffix("# The tail.\n").rstrip("\n"),
        "flow": "# gone\n" + yaml.safe_dump(values, default_flow_style=True, width=10_000),
        "markers": f"---\n{COMMENTED}...\n",
    }[layout]
    changed, lost = edit(text, {"entity": "New"})
    assert loaded(changed).entity == "New"
    assert ("\r\n" in changed) is (layout == "crlf")
    assert changed.count("\r") in {0, changed.count("\n")}
    assert set(lost) == (set(values) if layout == "flow" else {"entity"})


def test_the_wording_knows_only_what_there_is() -> None:
    known = known_ids(LOADED.catalogue)
    assert question("third_parties.1.owns").known == tuple(known)
    assert question_of(NEW, NOTHING, "workloads.1.colour") is None
    assert question_of(NEW, NOTHING, "workloads.0.name") is None
    for name in asked(NEW, ONE):
        assert question(name).text.endswith("?")
        assert accept(question(name), {}) == Refused("found a mapping", accept(question(name), {}).expected)  # type: ignore[union-attr]


def test_a_document_that_is_no_scope_is_refused() -> None:
    with pytest.raises(InputError):
        scope_of(Document("x", "a: 1", {"a": 1}), LOADED.catalogue, LOADED.patterns, FACTS)


def test_an_item_is_given_once_and_ids_are_taken_as_they_are_meant() -> None:
    several = Question("x", "?", "", Kind.LIST, known=("8.3", "8.3.6"))
    assert read(several, "\uff18.3, 8.3.6\xa0") == ("8.3", "8.3.6")
    assert read(several, "8.3, 8.3.6, \uff18.3") == ("8.3", "8.3.6")
    assert read(Question("d", "?", "", Kind.DAY), "2026\u201301\u201331") == "2026-01-31"
