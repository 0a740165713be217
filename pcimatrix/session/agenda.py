"""Agenda of a scoping session: the next question, the effect of an answer, and the resulting scope.

The state is the answers alone, in the order in which they were given; everything else follows from them.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pcimatrix.ownership.cells import Cell
from pcimatrix.scope.expected import expectation
from pcimatrix.scope.model import Scope
from pcimatrix.scope.resolve import Effective, cells, resolve
from pcimatrix.session.impact import ASSESSMENT, Impact
from pcimatrix.session.question import Answers, Question, Refused, read
from pcimatrix.session.questions import Session, question_of, workload_names
from pcimatrix.session.scope_values import (
    preview,
    scope_values,
    without_contradictions,
)
from pcimatrix.session.skipped import implied, own_by_themselves
from pcimatrix.session.wording import ADMINISTRATIVE, FIELDS, PARTIES, WORKLOADS, place

NOTHING: Answers = MappingProxyType({})
"""The state of a session that has just begun."""
_MOST = 999
"""More workloads or third parties than this are not asked for."""


class Agenda(NamedTuple):
    """What comes next: a question, or None at the end; skipped questions with reasons; about how many are left."""

    question: Question | None
    skipped: Mapping[str, str]
    left: int


def agenda(session: Session, answers: Answers) -> Agenda:
    """Return what comes next.

    Workloads come first, since there is no matrix without them; then assessment type and facts, each time the one
    whose answers would move the most test cases; then third parties; last what moves nothing. A fact is skipped
    when no answer to it would change the matrix, whatever is answered to the others.
    """
    workload, party = _next_of(session, answers, WORKLOADS), _next_of(session, answers, PARTIES)
    administrative = [name for name in ADMINISTRATIVE if name not in answers]
    open_ = [name for name in (ASSESSMENT, *session.ground.facts.names()) if name not in answers]
    skipped = own_by_themselves(session, answers) | implied(session, answers)
    open_ = [name for name in open_ if name not in skipped]
    scope = preview(_values(session, answers)) if workload is None else None
    if scope is not None:
        impact = Impact(session.ground, scope)
        worths = {name: impact.worth(name) for name in open_}
        for name in open_:
            if name != ASSESSMENT and not worths[name] and impact.settled(name, open_):
                settling = "; ".join(impact.reasons(name))
                skipped[name] = f"no answer would move a test case: {settling}"
        open_ = sorted((name for name in open_ if name not in skipped), key=lambda name: -worths[name])
    left = len(open_) + len(administrative) + _left_of(session, workload) + _left_of(session, party)
    if workload is not None:
        return Agenda(workload, skipped, left)
    if open_:
        return Agenda(question_of(session, answers, open_[0]), skipped, left)
    if party is not None:
        return Agenda(party, skipped, left)
    return Agenda(question_of(session, answers, administrative[0]) if administrative else None, skipped, left)


def next_question(session: Session, answers: Answers) -> Question | None:
    """Return the question that comes next; None when all are answered."""
    return agenda(session, answers).question


def answer(answers: Answers, question: Question, text: str) -> Answers | Refused:
    """Return the state after a typed answer, or why the answer is refused."""
    value = read(question, text)
    return value if isinstance(value, Refused) else MappingProxyType({**answers, question.id: value})


def back(answers: Answers) -> Answers:
    """Return the state before the last answer."""
    return MappingProxyType(dict(list(answers.items())[:-1]))


def effective(session: Session, answers: Answers) -> list[Effective]:
    """Return the matrix that the answers make so far, with its traces; empty before a workload is in scope."""
    scope = preview(_values(session, answers))
    ground = session.ground
    return resolve(ground.catalogue, ground.patterns, ground.facts, scope) if scope else []


def matrix(session: Session, answers: Answers) -> list[Cell]:
    """Return the cells of the matrix that the answers make so far; empty before a workload is in scope."""
    return cells(effective(session, answers))


class Shown(NamedTuple):
    """The matrix shown after an answer, the part of the scope that decides its owners, and all answers that are new."""

    cells: tuple[Cell, ...] = ()
    follows_from: Scope | None = None
    said: Answers = NOTHING


def shown(session: Session, answers: Answers, before: Shown) -> Shown:
    """Return the matrix after an answer: the one shown before if no owner can have changed.

    Most answers move nothing, and with many workloads a matrix takes its time.
    """
    said = {name: value for name, value in answers.items() if value != session.present.get(name)}
    if before.follows_from is not None and said == before.said:
        return before
    scope = preview(_values(session, answers))
    if scope is None:
        return Shown()
    workloads = [each.model_copy(update={"account": "", "services": (), "reason": None}) for each in scope.workloads]
    parties = [each.model_copy(update={"name": "", "aoc": None, "services": ()}) for each in scope.third_parties]
    plain = dict.fromkeys(("entity", "pci_dss", "date", "confirmed_by", "expected"))
    follows_from = scope.model_copy(update={**plain, "workloads": workloads, "third_parties": parties})
    if follows_from == before.follows_from:
        return before._replace(said=said)
    ground = session.ground
    found = cells(resolve(ground.catalogue, ground.patterns, ground.facts, scope))
    return Shown(tuple(found), follows_from, said)


def to_values(session: Session, answers: Answers) -> dict[str, Any]:
    """Return the values of the scope file, with the totals of its matrix as the expected ones, and the owners.

    `next_question` must be None. An edited file that expects totals without owners keeps it so. If nothing else
    changed, the file's own values are returned.
    """
    values = _values(session, answers)
    if values == session.base:
        return values
    expected = expectation(effective(session, answers))
    if "expected" in session.base and "owners" not in session.base["expected"]:
        del expected["owners"]
    return {**values, "expected": expected}


def _next_of(session: Session, answers: Answers, group: str) -> Question | None:
    """Return the next question on workloads or third parties; None if there is none."""
    asked = _workload_fields if group == WORKLOADS else _party_fields
    for number in range(1, _MOST + 1):
        first = f"{group}.{number}.name"
        if first in answers and answers[first] is None:
            if number > len(session.base.get(group, ())):
                return None
            continue
        for field in asked(session, answers, number):
            if f"{group}.{number}.{field}" not in answers:
                return question_of(session, answers, f"{group}.{number}.{field}")
    return None


def _left_of(session: Session, question: Question | None) -> int:
    """Return about how many questions there are on workloads or third parties, from this one on."""
    at = place(question.id) if question else None
    if at is None:
        return 0
    group, number, field = at
    known = max(len(session.base.get(group, ())), int(group == WORKLOADS))
    further = len(FIELDS[group]) * max(known - number, 0)
    if field == "name" and number > known:
        return 1
    return len(FIELDS[group]) - list(FIELDS[group]).index(field) + further + 1


def _values(session: Session, answers: Answers) -> dict[str, Any]:
    """Return the values of the scope so far."""
    return scope_values(without_contradictions(session.base, answers, session.ground.facts), answers)


def _workload_fields(session: Session, answers: Answers, number: int) -> list[str]:
    """Return the fields of a workload to ask for; a reason only if one is needed or already given."""
    prefix = f"{WORKLOADS}.{number}"
    plain = answers.get(f"{prefix}.standing") == "cde" and session.present.get(f"{prefix}.reason") is None
    return [field for field in FIELDS[WORKLOADS] if field != "reason" or not plain]


def _party_fields(session: Session, answers: Answers, number: int) -> list[str]:
    """Return the fields of a third party to ask for."""
    prefix = f"{PARTIES}.{number}"
    left_out = set()
    if answers.get(f"{prefix}.aoc_date") is None:
        left_out.add("aoc_version")
    if f"{prefix}.owns" in own_by_themselves(session, answers):
        left_out |= {"owns", "owns_workloads"}
    if answers.get(f"{prefix}.owns") is None or len(workload_names(session, answers)) < 2:  # noqa: PLR2004 - all is the one
        left_out.add("owns_workloads")
    return [field for field in FIELDS[PARTIES] if field not in left_out]
