"""Agenda of a scoping session: the next question, skipped questions, and how many are left."""

from collections.abc import Mapping
from typing import NamedTuple

from pcimatrix.scope.model import Standing
from pcimatrix.session.fact_questions import alike, entitys_facts, group_question
from pcimatrix.session.impact import ASSESSMENT, Impact
from pcimatrix.session.outcome import values_of
from pcimatrix.session.question import Answers, Question
from pcimatrix.session.questions import is_own_site, question_of, workload_names
from pcimatrix.session.scope_values import numbers, preview
from pcimatrix.session.skipped import implied, own_by_themselves
from pcimatrix.session.start import Session
from pcimatrix.session.wording import (
    ADMINISTRATIVE,
    DETAILS,
    DIFFERING,
    DIFFERS,
    FACTS,
    FIELDS,
    PARTIES,
    WORKLOADS,
    place,
)

_MOST = 999
"""More workloads or third parties than this are not asked for."""


class Agenda(NamedTuple):
    """What comes next: a question, or None at the end; skipped questions with reasons; about how many are left."""

    question: Question | None
    skipped: Mapping[str, str]
    left: int


def agenda(session: Session, answers: Answers) -> Agenda:
    """Return what comes next.

    Workloads come first, since there is no matrix without them; then the kind of assessment; then facts, each time
    the group whose answers would move the most test cases; then what is different in single workloads, third parties,
    and last what moves nothing. A fact is skipped when no answer to it would change the matrix, whatever is answered
    to the others.
    """
    workload = _next_of(session, answers, WORKLOADS) if session.asks(WORKLOADS) else None
    party = _next_of(session, answers, PARTIES) if session.asks(PARTIES) else None
    single = [name for name in (ASSESSMENT, *ADMINISTRATIVE) if name not in answers and session.asks(DETAILS)]
    skipped = own_by_themselves(session, answers) | implied(session, answers)
    open_ = [name for name in session.ground.facts.names() if name not in answers and name not in skipped]
    if not session.asks(FACTS):
        open_ = []
    worths = dict.fromkeys(open_, 0)
    scope = preview(values_of(session, answers)) if workload is None else None
    if scope is not None:
        impact = Impact(session.ground, scope)
        worths = {name: impact.worth(name) for name in open_}
        assessment = [] if ASSESSMENT in answers else [ASSESSMENT]
        for name in open_:
            if not worths[name] and impact.settled(name, [*assessment, *open_]):
                settling = "; ".join(impact.reasons(name))
                skipped[name] = f"no answer would move a test case: {settling}"
                del worths[name]
    groups = _groups(session, worths)
    different = _different(session, answers) if session.asks(FACTS) and workload is None else []
    several = workload is not None and len(numbers(session.base, answers, WORKLOADS)) > 1
    further = int(several and session.asks(FACTS) and DIFFERING not in answers)
    left = len(single) + len(groups) + len(different) + further
    left += _left_of(session, answers, workload) + _left_of(session, answers, party)
    if workload is not None:
        return Agenda(workload, skipped, left)
    if ASSESSMENT in single:
        return Agenda(question_of(session, answers, ASSESSMENT), skipped, left)
    if groups:
        return Agenda(group_question(session, *groups[0]), skipped, left)
    if different:
        return Agenda(question_of(session, answers, different[0]), skipped, left)
    if party is not None:
        return Agenda(party, skipped, left)
    return Agenda(question_of(session, answers, single[0]) if single else None, skipped, left)


def next_question(session: Session, answers: Answers) -> Question | None:
    """Return the question that comes next; None when all are answered."""
    return agenda(session, answers).question


def _groups(session: Session, worths: Mapping[str, int]) -> list[tuple[str, list[str]]]:
    """Return the groups of open facts in the order in which they are asked.

    One whose answers can settle facts of another comes before it; else the one that moves the most test cases.
    """
    facts = session.ground.facts
    group_of = {fact.id: fact.group for fact in facts.facts}  # what payments are taken by has none
    groups: dict[str, list[str]] = {each.id: [] for each in facts.groups}
    for name in worths:
        groups[group_of[name]].append(name)
    waiting = {group: names for group, names in groups.items() if names}
    found = []
    while waiting:
        settling = {
            group: {group_of[each] for name in names for each in facts.get(name).implies if each in group_of} - {group}
            for group, names in waiting.items()
        }
        free = [group for group in waiting if not any(group in each for each in settling.values())] or list(waiting)
        best = max(free, key=lambda group: sum(worths[name] for name in waiting[group]))
        found.append((best, waiting.pop(best)))
    return found


def _different(session: Session, answers: Answers) -> list[str]:
    """Return the questions on facts that are different in single workloads: the first asks for the workloads."""
    workloads = alike(session, answers)
    if len(workloads) < 2 or not entitys_facts(session, answers):  # noqa: PLR2004 - all is the one
        return []
    if DIFFERING not in answers:
        return [DIFFERING]
    named = answers[DIFFERING]
    asked = [
        f"{WORKLOADS}.{number}.{DIFFERS}" for number, name in workloads if isinstance(named, tuple) and name in named
    ]
    return [name for name in asked if name not in answers]


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


def _left_of(session: Session, answers: Answers, question: Question | None) -> int:
    """Return about how many questions there are on workloads or third parties, from this one on."""
    at = place(question.id) if question else None
    if at is None:
        return 0
    group, number, field = at
    known = max(len(session.base.get(group, ())), int(group == WORKLOADS))
    if field == "name" and number > known:
        return 1
    asked = _workload_fields if group == WORKLOADS else _party_fields
    fields = asked(session, answers, number)
    return len(fields) - fields.index(field) + len(fields) * max(known - number, 0) + 1


def _workload_fields(session: Session, answers: Answers, number: int) -> list[str]:
    """Return the fields of a workload to ask for; a reason only if one is needed or already given."""
    prefix = f"{WORKLOADS}.{number}"
    out = answers.get(f"{prefix}.standing") == Standing.OUT_OF_SCOPE
    left_out = {DIFFERS} if out else {DIFFERS, "reason"}
    if out or is_own_site(session, answers.get(f"{prefix}.pattern")):
        left_out.add("services")
    given = {field for field in left_out if session.present.get(f"{prefix}.{field}") is not None}
    return [field for field in FIELDS[WORKLOADS] if field not in left_out - given]


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
