"""Sessions for tests: what they start from, answers, and the walk through all questions."""

from typing import Any

from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Catalogue, Owner
from pcimatrix.catalogue.tree import LEVELS
from pcimatrix.ownership.cells import Cell
from pcimatrix.scope.model import Scope, scope_of
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.session.agenda import next_question
from pcimatrix.session.impact import ground
from pcimatrix.session.question import Answers, Kind, Question, Refused, Value
from pcimatrix.session.questions import question_of
from pcimatrix.session.reading import read
from pcimatrix.session.replay import replay, resumed
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING, taken
from pcimatrix.yamlio.parser import parse_yaml

LOADED = load()

FACTS = shipped_facts()

GROUND = ground(LOADED)

NEW = Session(GROUND)


def one_of_each_kind() -> Catalogue:
    """Return the catalogue with one test case of those that all facts and patterns do the same to."""
    kinds = {
        (case.layers, case.applies_when, case.limited_to, case.if_service_provider, *case.owner.items()): case.id
        for case in LOADED.catalogue.test_cases()
    }
    kept = frozenset(kinds.values())

    def few(above: Any, level: str, *below: str) -> Any:
        found = getattr(above, level)
        some = [few(each, *below) for each in found] if below else [each for each in found if each.id in kept]
        return above.model_copy(update={level: tuple(each for each in some if not below or getattr(each, below[0]))})

    found: Catalogue = few(LOADED.catalogue, *LEVELS)
    return found


KINDS = Session(ground(LOADED._replace(catalogue=one_of_each_kind())))
"""A session on a catalogue that is a third of the whole, for what is worked out again after each answer."""

ONE: Answers = {
    "workloads.1.name": "shop",
    "workloads.1.standing": "cde",
    "workloads.1.pattern": "infrastructure",
    "workloads.1.account": "production",
    "workloads.1.services": None,
    "workloads.2.name": None,
}
"""Answers up to the first that is not on workloads."""


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
    if value is None and now.needed and now.kind is Kind.NAME:
        return "host"
    return "2026-01-31" if value is None and now.needed else value


def asked_in(group: str) -> list[str]:
    return [fact.id for fact in FACTS.facts if f"facts.{fact.group}" == group]


def further(number: int, standing: str) -> Answers:
    prefix = f"workloads.{number}"
    reason = "No account data and no path to it" if standing == "out_of_scope" else None
    fields = {"name": f"w{number}", "standing": standing, "reason": reason, "pattern": "fargate", "account": "other"}
    return {f"{prefix}.{key}": value for key, value in {**fields, "services": None}.items()}


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
