"""Agenda of a scoping session: the next question, skipped questions, and how many are left."""

from collections.abc import Mapping
from typing import NamedTuple

from pcimatrix.session.edited_file import numbers
from pcimatrix.session.fact_questions import alike, entitys_facts, group_question, payments_question
from pcimatrix.session.given_facts import given_facts
from pcimatrix.session.group_fields import left_of, next_of
from pcimatrix.session.impact import ASSESSMENT, Impact
from pcimatrix.session.outcome import values_of
from pcimatrix.session.premises import with_what_is_there
from pcimatrix.session.question import Answers, Question
from pcimatrix.session.questions import question_of
from pcimatrix.session.scope_values import preview
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
    VALIDATION,
    WORKLOADS,
)


class Agenda(NamedTuple):
    """What comes next: a question, or None at the end; skipped questions with reasons; about how many are left.

    `adds` says what is not known yet: by what can still be named, such as a further workload, how many more questions
    each of it adds at most.
    """

    question: Question | None
    skipped: Mapping[str, str]
    left: int
    adds: Mapping[str, int]


def agenda(session: Session, answers: Answers, *, reasons: bool = True) -> Agenda:
    """Return what comes next. Without `reasons`, which take their time, facts that move nothing are skipped without.

    Workloads come first, since there is no matrix without them; then the kind of assessment; then facts, each time
    the group whose answers would move the most test cases; then what is different in single workloads, third parties,
    and last what moves nothing. A fact is skipped when no answer to it would change the matrix, whatever is answered
    to the others.
    """
    waiting, skipped = _waiting(session, answers, reasons=reasons)
    if waiting.workload is not None and session.asks(PARTIES):
        waiting = waiting._replace(party=next_of(session, answers, PARTIES))
    left, adds = _left(session, answers, waiting), _adds(session, answers, waiting)
    return Agenda(_first(session, answers, waiting), skipped, left, adds)


def next_question(session: Session, answers: Answers) -> Question | None:
    """Return the question that comes next; None when all are answered. It takes less time than the whole agenda."""
    return _first(session, answers, _waiting(session, answers, reasons=False)[0])


class _Waiting(NamedTuple):
    """What is still to be asked, part by part; nothing of third parties as long as there are workloads to ask for."""

    workload: Question | None
    single: list[str]
    groups: list[tuple[str, list[str]]]
    different: list[str]
    party: Question | None
    payments: list[str]


def _waiting(session: Session, answers: Answers, *, reasons: bool) -> tuple[_Waiting, dict[str, str]]:
    """Return what is still to be asked, and what is skipped with the reasons."""
    workload = next_of(session, answers, WORKLOADS) if session.asks(WORKLOADS) else None
    single = [name for name in (ASSESSMENT, *ADMINISTRATIVE) if name not in answers and session.asks(DETAILS)]
    worths, skipped = _worths(session, answers, known=workload is None, reasons=reasons)
    waiting = _Waiting(
        workload=workload,
        single=single,
        groups=_groups(session, worths),
        different=_different(session, answers) if session.asks(FACTS) and workload is None else [],
        party=next_of(session, answers, PARTIES) if session.asks(PARTIES) and workload is None else None,
        payments=[] if VALIDATION in single else _payments(session, answers),
    )
    return waiting, skipped


def _first(session: Session, answers: Answers, waiting: _Waiting) -> Question | None:
    """Return the question that comes first; None if nothing is to be asked."""
    found = None
    if waiting.workload is not None:
        found = waiting.workload
    elif ASSESSMENT in waiting.single:
        found = question_of(session, answers, ASSESSMENT)
    elif waiting.groups:
        found = with_what_is_there(session, answers, group_question(session, *waiting.groups[0]))
    elif waiting.different:
        found = question_of(session, answers, waiting.different[0])
    elif waiting.party is not None:
        found = waiting.party
    elif waiting.payments:
        found = payments_question(session, waiting.payments)
    elif waiting.single:
        found = question_of(session, answers, waiting.single[0])
    return found


def _left(session: Session, answers: Answers, waiting: _Waiting) -> int:
    """Return about how many questions are left."""
    several = waiting.workload is not None and len(numbers(session.base, answers, WORKLOADS)) > 1
    further = int(several and session.asks(FACTS) and DIFFERING not in answers)
    single = len(waiting.single) + len(waiting.groups) + len(waiting.different) + further + int(bool(waiting.payments))
    groups = left_of(session, answers, waiting.workload) + left_of(session, answers, waiting.party)
    return single + groups


def _adds(session: Session, answers: Answers, waiting: _Waiting) -> dict[str, int]:
    """Return what can still be named, with the most questions on each.

    With several workloads, any of them may have facts of its own, so that is not counted with a further one.
    """
    found = {}
    named = numbers(session.base, answers, WORKLOADS) if waiting.workload else alike(session, answers)
    several = session.asks(FACTS) and DIFFERING not in answers and len(named) > 1
    if waiting.workload is not None:
        # A reason is asked for instead of others, and the provider of a hosted workload instead of AWS's services.
        fields = [field for field in FIELDS[WORKLOADS] if field not in {"reason", "provider"}]
        found["further workload"] = len(fields) - several
    if several:
        found["workload with other facts"] = 1
    if waiting.party is not None:
        found["third party"] = len(FIELDS[PARTIES])
    return found


def _worths(session: Session, answers: Answers, *, known: bool, reasons: bool) -> tuple[dict[str, int], dict[str, str]]:
    """Return the open facts with the test cases that each would move, and what is skipped, with the reason.

    Before the workloads are `known`, it is not known what a fact would move: 0.
    """
    skipped = own_by_themselves(session, answers) | implied(session, answers)
    if not session.asks(FACTS):
        return {}, skipped
    open_ = [name for name in session.ground.facts.names() if name not in answers and name not in skipped]
    scope = preview(values_of(session, answers), session.attested) if known else None
    if scope is None:
        return dict.fromkeys(open_, 0), skipped
    impact = Impact(session.ground, scope)
    worths = {name: impact.worth(name) for name in open_}
    asked = [*([] if ASSESSMENT in answers else [ASSESSMENT]), *open_]
    for name in open_:
        if not worths[name] and impact.settled(name, asked):
            why = f": {'; '.join(impact.reasons(name))}" if reasons else ""
            skipped[name] = f"no answer would move a test case{why}"
            del worths[name]
    return worths, skipped


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


def _payments(session: Session, answers: Answers) -> list[str]:
    """Return the open facts about how payments are taken: none if it is said by which report the entity validates."""
    if not session.asks(DETAILS) or answers.get(VALIDATION, session.present.get(VALIDATION)) is not None:
        return []
    facts = session.ground.facts
    settled = facts.settled({**given_facts(session.present, facts), **given_facts(answers, facts)})
    given = {name for name in answers if name in facts.all_names()}
    return [fact.id for fact in facts.payment_facts if fact.id not in given and fact.id not in settled]
