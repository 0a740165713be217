"""Answers as people type them, refused answers, and help at every question."""

import re

import pytest

from pcimatrix.ownership.selection import known_ids
from pcimatrix.session.question import Answers, Kind, Question, Refused, Value
from pcimatrix.session.questions import question_of
from pcimatrix.session.reading import accept, read
from pcimatrix.session.state import NOTHING
from pcimatrix.session.wording import FIELDS, SINGLE
from sessions import (
    FACTS,
    LOADED,
    NEW,
    ONE,
    asked,
    fails,
    question,
)


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


def test_none_is_not_taken_for_all() -> None:
    answers = {**ONE, "workloads.2.name": "pos", "workloads.2.standing": "cde", "workloads.2.pattern": "fargate"}
    which = question_of(NEW, answers, "third_parties.1.owns_workloads")
    assert which is not None
    assert which.without == "all of them"
    refused = read(which, "none")
    assert isinstance(refused, Refused)
    assert refused.found == "unknown value 'none'"
    assert read(which, "-") is None


@pytest.mark.parametrize(
    ("identifier", "text", "message"),
    [
        ("poi_devices", "perhaps", "found 'perhaps'; expected yes or no; omit it if unknown"),
        ("assessment", "", "an answer is needed; choose merchant or service_provider"),
        ("assessment", "3", "found '3'; expected one of: merchant, service_provider"),
        ("workloads.2.pattern", "x", "one of: infrastructure, containerized, abstracted, fargate, on_premises, hosted"),
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
        ("poi_devices", "none", False),
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
        ("pci_dss", "", "4.0.1"),
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


def test_the_wording_knows_only_what_there_is() -> None:
    known = known_ids(LOADED.catalogue)
    assert question("third_parties.1.owns").known == tuple(known)
    assert question_of(NEW, NOTHING, "workloads.1.colour") is None
    assert question_of(NEW, NOTHING, "workloads.0.name") is None
    for name in asked(NEW, ONE):
        assert question(name).text.endswith("?")
        assert accept(question(name), {}) == Refused("found a mapping", accept(question(name), {}).expected)  # type: ignore[union-attr]


def test_an_item_is_given_once_and_ids_are_taken_as_they_are_meant() -> None:
    several = Question("x", "?", "", Kind.LIST, known=("8.3", "8.3.6"))
    assert read(several, "\uff18.3, 8.3.6\xa0") == ("8.3", "8.3.6")
    assert read(several, "8.3, 8.3.6, \uff18.3") == ("8.3", "8.3.6")
    assert read(Question("d", "?", "", Kind.DAY), "2026\u201301\u201331") == "2026-01-31"
