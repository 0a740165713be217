"""Replay of answers from a file: as far as they go, or unattended to the end, with every fault."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pcimatrix.scope.model import Standing
from pcimatrix.session.agenda import next_question
from pcimatrix.session.fact_questions import is_group
from pcimatrix.session.given_facts import given_facts
from pcimatrix.session.question import Answers, Kind, Question, Refused, Value
from pcimatrix.session.questions import question_of
from pcimatrix.session.reading import accept
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING
from pcimatrix.session.wording import FIELDS, SINGLE, WORKLOADS, place
from pcimatrix.yamlio.validation import Fault, Hint, show


class Replayed(NamedTuple):
    """A session after a replay: its state, the answers that it did not ask for, and the faults."""

    answers: Answers
    left: Mapping[str, Any]
    faults: tuple[Fault, ...]


def replay(session: Session, given: Any, *, whole: bool) -> Replayed:
    """Give the values of an answers file to a session.

    The session stops at the first question without an answer; if `whole`, such a question is left out instead, and
    one that cannot be is a fault. So is an answer that its question refuses, one to a question that is not there,
    and, if `whole`, one that is not asked for (but facts: an answer that moves nothing is no fault).
    """
    if not isinstance(given, Mapping):
        return Replayed(
            NOTHING, {}, (Fault((), f"found {show(given)}", "expected a mapping of question ids to answers"),)
        )
    faults = [_unknown(session, name) for name in given if question_of(session, NOTHING, name) is None]
    left = {name: value for name, value in given.items() if question_of(session, NOTHING, name)}
    answers: dict[str, Value] = {}
    told, spoiled = _ask(session, given, left, answers, whole=whole)
    faults += told
    for name in list(left):
        value = _unasked(session, answers, name, left[name])
        if isinstance(value, Fault):
            if not value.key or (whole and _group(name) not in spoiled):
                faults.append(value)
        elif whole:
            answers[name] = value
    facts = session.ground.facts
    faults += [
        Fault((name,), f"{name} is answered otherwise by {other}", "correct one of the two", key=True)
        for name, other in facts.against(given_facts(answers, facts))
    ]
    return Replayed(MappingProxyType(answers), left, tuple(faults))


def _ask(
    session: Session, given: Mapping[str, Any], left: dict[str, Any], answers: dict[str, Value], *, whole: bool
) -> tuple[list[Fault], set[str]]:
    """Take answers from `left` in the order of their questions; return faults, and the groups that have any."""
    faults: list[Fault] = []
    spoiled: set[str] = set()
    while (found := next_question(session, answers)) is not None:
        questions = _given(session, found, left)
        if questions[0].id not in left and not whole:
            break
        for question in questions:
            value = _taken(question, left)
            if isinstance(value, Fault):
                if _is_new(question, given, spoiled):
                    faults.append(value)
                spoiled.add(_group(question.id))
                value = _stand_in(question)
            answers[question.id] = value
    return faults, spoiled


def resumed(session: Session, answers: Answers, question: Question, left: dict[str, Any]) -> Answers | None:
    """Return the state after the answer to a question that is left from before, and take it out.

    None if there is none: for a group, if any of its facts has none.
    """
    names = [option.value for option in question.options] if is_group(question) else [question.id]
    if any(name not in left for name in names):
        return None
    found: dict[str, Value] = {}
    for name in names:
        one = question_of(session, answers, name)
        value = accept(one, left.pop(name)) if one else None
        if isinstance(value, Refused):
            return None
        found[name] = value
    return MappingProxyType({**answers, **found})


def _given(session: Session, question: Question, left: Mapping[str, Any]) -> list[Question]:
    """Return the questions on the facts of a group that a file answers, else on its first; another question alone."""
    if not is_group(question):
        return [question]
    names = [option.value for option in question.options]
    given = [name for name in names if name in left] or names[:1]
    return [each for name in given if (each := question_of(session, NOTHING, name))]


def _unasked(session: Session, answers: Answers, name: str, raw: Any) -> Value | Fault:
    """Return the meaning of an answer that was not asked for; a fault at its key if it is not allowed."""
    question = question_of(session, answers, name)
    value = accept(question, raw) if question and raw is not None else None
    if isinstance(value, Refused):
        return Fault((name,), *value)
    if raw is None or (question and question.kind is Kind.YES_NO):
        return value
    if _is_extra(name, answers):
        return value
    gap = _gap(name, answers)
    if gap:
        return Fault((name,), f"{gap} is missing", f"number {gap.partition('.')[0]} from 1 without gaps", key=True)
    return Fault((name,), "this question does not apply after the other answers", "remove it", key=True)


def _is_extra(name: str, answers: Answers) -> bool:
    """Tell whether an answer is one that a workload can have without being asked for it."""
    group, number, field = place(name) or ("", 0, "")
    if group != WORKLOADS or answers.get(f"{group}.{number}.name") is None:
        return False
    standing = answers.get(f"{group}.{number}.standing")
    return (field, standing) in {("reason", Standing.CONNECTED), ("services", Standing.OUT_OF_SCOPE)}


def _gap(name: str, answers: Answers) -> str:
    """Return the missing workload or third party before a question's own, e.g. `workloads.2`; empty without a gap."""
    at = place(name)
    before = f"{at[0]}.{at[1] - 1}" if at and at[1] > 1 else ""
    return before if before and answers.get(f"{before}.name") is None else ""


def _taken(question: Question, left: dict[str, Any]) -> Value | Fault:
    """Take the answer to a question from the remaining ones; without one, omit the answer."""
    if question.id in left:
        value = accept(question, left.pop(question.id))
        return Fault((question.id,), *value) if isinstance(value, Refused) else value
    if question.default is None and question.needed:
        return Fault((), f"missing answer {question.id!r}", question.needed)
    return question.default


def _is_new(question: Question, given: Mapping[str, Any], spoiled: set[str]) -> bool:
    """Tell whether a fault is one of its own: a workload or third party of which nothing is given is one fault."""
    group = _group(question.id)
    return not group or group not in spoiled or any(_group(name) == group for name in given)


def _unknown(session: Session, name: str) -> Fault:
    known = [*SINGLE, *session.ground.facts.all_names()]
    number = name.partition(".")[2].partition(".")[0]
    if re.fullmatch(r"0\d*|[1-9]\d{3,}", number):
        return Fault((name,), f"unknown question {show(name)}", "use a number from 1 to 999", key=True)
    known += [f"{each}.{number if number.isdecimal() else 1}.{field}" for each in FIELDS for field in FIELDS[each]]
    if instead := session.ground.facts.replaced().get(name):
        return Fault((name,), f"the question {show(name)} is asked no longer", f"answer {', '.join(instead)}", key=True)
    hint = Hint(name, known, "expected e.g. entity or workloads.1.name")
    return Fault((name,), f"unknown question {show(name)}", hint, key=True)


def _group(identifier: str) -> str:
    return identifier.rpartition(".")[0]


def _stand_in(question: Question) -> Value:
    """Return an answer to go on with after a fault, so that all faults are found at once."""
    match question.kind:
        case Kind.CHOICE:
            return question.options[0].value
        case Kind.DAY:
            return "2000-01-01"
        case Kind.YES_NO | Kind.LIST | Kind.TICKS:
            return None
        case Kind.TEXT | Kind.NAME | Kind.ACCOUNT | Kind.REASON:
            return next(
                name for name in (f"x{n}" for n in range(len(question.taken) + 1)) if name not in question.taken
            )
