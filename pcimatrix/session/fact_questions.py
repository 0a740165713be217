"""Questions on facts: those of a group in one list to tick, and what is different in single workloads."""

from collections.abc import Sequence
from typing import TypedDict

from pcimatrix.catalogue.facts import Effect, Statement
from pcimatrix.scope.answers import answers_of
from pcimatrix.scope.model import Standing
from pcimatrix.session.edited_file import numbers
from pcimatrix.session.given_facts import given_facts
from pcimatrix.session.question import Answers, Kind, Option, Question, Value
from pcimatrix.session.start import Session
from pcimatrix.session.wording import FACTS, PAYMENTS, WORKLOADS

_MOST = 12
"""More test cases than this are counted, not listed."""
_EFFECTS = {
    Effect.CUSTOMER: "makes them yours, or a third party's",
    Effect.PATTERN: "leaves them whose they are by the pattern",
    Effect.NA: "makes them not applicable",
}
"""What an answer does to a fact's test cases, in words."""
_FITTING = "It shows which questionnaires could fit; the acquirer decides. Leave it empty if you do not know"
UNSURE = "?"
"""After the name of a fact, this says that it is not known."""


class Differences(TypedDict):
    """What can be different in a workload, as a question has it."""

    options: tuple[Option, ...]
    clashes: tuple[tuple[str, str], ...]


def fact_question(session: Session, name: str) -> Question:
    """Return the question for a fact, with the test cases that it switches."""
    if name not in session.ground.facts.names():
        return _payment_question(session, name)
    fact = session.ground.facts.get(name)
    cases = [case for case in session.ground.cases(name) if name in case.applies_when]
    more = [f"{case.id}  {case.summary}" for case in cases[:_MOST]]
    left = len(cases) - _MOST
    more += [f"and {left} more"] if left > 0 else []
    yes, no = _EFFECTS[fact.answers.yes], _EFFECTS[fact.answers.no]
    heading = f"These test cases ({len(cases)}): yes {yes}, no {no}:"
    question = Question(fact.id, fact.question, fact.explains, Kind.YES_NO, more=(heading, *more))
    return question._replace(default=session.present.get(name))


def _payment_question(session: Session, name: str) -> Question:
    """Return the question for a fact about how payments are taken: it switches no test case."""
    fact = session.ground.facts.statement(name)
    more = ("It decides which questionnaires could fit (scope saq), and moves no test case.",)
    default = session.present.get(name)
    return Question(fact.id, fact.question, fact.explains, Kind.YES_NO, more=more, default=default)


def payments_question(session: Session, names: list[str]) -> Question:
    """Return the question on how payments are taken: a list to tick."""
    facts = [session.ground.facts.statement(name) for name in names]
    return _ticks(
        session,
        PAYMENTS,
        ("How do you take payments, and what is true of that?", _FITTING),
        facts,
        [fact.question for fact in facts],
    )


def group_question(session: Session, group: str, names: list[str]) -> Question:
    """Return the question on some facts of a group: a list to tick; for a single fact, its own question."""
    if len(names) == 1:
        return fact_question(session, names[0])
    [of_group] = [each for each in session.ground.facts.groups if each.id == group]
    facts = [session.ground.facts.get(name) for name in names]
    words = (of_group.question, of_group.explains)
    return _ticks(session, f"{FACTS}.{group}", words, facts, [f"{fact.explains}." for fact in facts])


def _ticks(
    session: Session, identifier: str, words: tuple[str, str], facts: Sequence[Statement], more: Sequence[str]
) -> Question:
    """Return a question on several facts: a list to tick those that are true, with `more` on each behind `?`."""
    return Question(
        identifier,
        *words,
        Kind.TICKS,
        options=tuple(Option(fact.id, fact.answered_yes) for fact in facts),
        default=ticked({fact.id: session.present.get(fact.id) for fact in facts}),
        more=(
            *(f"{number}  {fact.id}: {said}" for number, (fact, said) in enumerate(zip(facts, more, strict=True), 1)),
            "What is not ticked is answered no. Put ? after a number if you do not know: 1, 3?",
            "In an answers file, each of these names is a question of its own: yes or no.",
        ),
        unsure=True,
    )


def is_group(question: Question) -> bool:
    """Tell whether a question is on several facts, whose answers have the facts' names."""
    return question.id.startswith(f"{FACTS}.")


def group_of(session: Session, name: str) -> str:
    """Return the id of the question that asks for a fact with others; of another question, its own."""
    facts = session.ground.facts
    if name not in facts.all_names():
        return name
    return f"{FACTS}.{facts.get(name).group}" if name in facts.names() else PAYMENTS


def answered(session: Session, question: Question, value: Value) -> dict[str, Value]:
    """Return the answers to the facts of a group: yes if ticked or implied by that, else no; None if not known."""
    names = [option.value for option in question.options]
    if not isinstance(value, tuple):
        return dict.fromkeys(names)
    settled = session.ground.facts.settled({name: True for name in names if name in value})
    found: dict[str, Value] = {name: name in settled and settled[name].answer for name in names}
    return found | {name: None for name in names if name + UNSURE in value and not found[name]}


def ticked(answers: Answers) -> Value:
    """Return the ticks that answers to facts are; None if none of them is known."""
    if all(each is None for each in answers.values()):
        return None
    return tuple(name + (UNSURE if each is None else "") for name, each in answers.items() if each is not False)


def alike(session: Session, answers: Answers) -> list[tuple[int, str]]:
    """Return number and name of the workloads in scope that have no facts of their own in the edited file."""
    found = []
    workloads = session.base.get(WORKLOADS, ())
    for number in numbers(session.base, answers, WORKLOADS):
        name, standing = (
            answers.get(key, session.present.get(key))
            for key in (f"{WORKLOADS}.{number}.name", f"{WORKLOADS}.{number}.standing")
        )
        own = number <= len(workloads) and workloads[number - 1].get("facts")
        if name is not None and standing != Standing.OUT_OF_SCOPE and not own:
            found.append((number, str(name)))
    return found


def entitys_facts(session: Session, answers: Answers) -> dict[str, bool]:
    """Return the facts that are answered for all workloads, now or in the edited file, in order."""
    facts = session.ground.facts
    now = given_facts(answers, facts)
    before = {name: each for name, each in answers_of(session.base.get("facts")).items() if name not in answers}
    return {name: {**before, **now}[name] for name in facts.names() if name in before or name in now}


def differences(session: Session, answers: Answers) -> Differences:
    """Return the options of what is different in a workload: the facts' answers for all, and what clashes."""
    facts = session.ground.facts
    known = entitys_facts(session, answers)
    options = tuple(
        Option(name, facts.get(name).answered_yes if each else facts.get(name).answered_no)
        for name, each in known.items()
    )
    clashes = {
        (name, other)
        for name, each in known.items()
        for other, settled in facts.settled({name: not each}).items()
        if other in known and settled.answer is known[other] and other != name
    }
    return Differences(options=options, clashes=tuple(sorted(clashes)))
