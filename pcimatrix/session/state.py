"""State of a session: its answers alone, in the order in which they were given; everything else follows from them."""

from itertools import groupby
from types import MappingProxyType

from pcimatrix.session.fact_questions import answered, group_of, is_group
from pcimatrix.session.premises import without_silent_no
from pcimatrix.session.question import Answers, Question, Refused, Value
from pcimatrix.session.reading import read
from pcimatrix.session.start import Session

NOTHING: Answers = MappingProxyType({})
"""The state of a session that has just begun."""


def answer(session: Session, answers: Answers, question: Question, text: str) -> Answers | Refused:
    """Return the state after a typed answer, or why the answer is refused."""
    value = read(question, text)
    return value if isinstance(value, Refused) else taken(session, answers, question, value)


def taken(session: Session, answers: Answers, question: Question, value: Value) -> Answers:
    """Return the state after an answer; a list of facts answers each of them."""
    new = answered(session, question, value) if is_group(question) else {question.id: value}
    return MappingProxyType(without_silent_no(session, answers, new))


def steps(session: Session, answers: Answers) -> list[tuple[str, ...]]:
    """Return the answers' names by the questions that they answered, in order."""
    return [tuple(names) for _, names in groupby(answers, key=lambda name: group_of(session, name))]


def back(session: Session, answers: Answers) -> Answers:
    """Return the state before the last question was answered."""
    last = steps(session, answers)[-1] if answers else ()
    return MappingProxyType({name: each for name, each in answers.items() if name not in last})
