"""Which questionnaires an entity's facts allow, criterion by criterion: never a verdict, which is the acquirer's."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from pcimatrix.catalogue.facts import Facts, Settled
from pcimatrix.catalogue.questionnaires import Criterion, Edition, Questionnaire, Questionnaires
from pcimatrix.scope.model import Scope


class State(StrEnum):
    """Whether a criterion is met by the facts as far as they are answered."""

    MET = "met"
    NOT_MET = "not_met"
    OPEN = "open"


class Outlook(StrEnum):
    """Whether a questionnaire can be used, all criteria together, as far as the facts are answered."""

    MET = "met"
    """Every criterion is met."""
    MET_BESIDE = "met_beside"
    """Every criterion is met, but there are ways of payment that it is not for."""
    OPEN = "open"
    """No criterion is failed, and some depend on facts without an answer."""
    NOT_MET = "not_met"
    """A criterion is not met."""


class Judged(NamedTuple):
    """A criterion in words, whether it is met, what the answers state that decide it, and the facts that would."""

    id: str
    states: str
    state: State
    because: tuple[str, ...] = ()
    open: tuple[str, ...] = ()


class Candidate(NamedTuple):
    """A questionnaire, its edition of the day (None if that is not known), and its criteria."""

    questionnaire: Questionnaire
    edition: Edition | None
    criteria: tuple[Judged, ...]

    @property
    def outlook(self) -> Outlook:
        """Whether it can be used. Ways of payment that it is not for fail it for these, not for its own."""
        states = {each.state for each in self.criteria if each.id != OTHER_WAYS}
        beside = {each.state for each in self.criteria if each.id == OTHER_WAYS}
        if State.NOT_MET in states:
            return Outlook.NOT_MET
        if State.OPEN in states | beside:
            return Outlook.OPEN
        return Outlook.MET_BESIDE if State.NOT_MET in beside else Outlook.MET

    @property
    def open(self) -> tuple[str, ...]:
        """The facts that would settle it, each once."""
        return tuple(dict.fromkeys(name for each in self.criteria for name in each.open))


OTHER_WAYS = "other_ways"
"""The criterion that there is no other way of payment: not met, it needs another questionnaire beside this one."""


class _Answered(NamedTuple):
    """The facts with the answers to each: none if it is open, both if workloads differ."""

    facts: Facts
    answers: Mapping[str, tuple[Settled, ...]]

    def open(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return those without an answer."""
        return tuple(name for name in names if not self.answers[name])

    def stating(self, names: Iterable[str], *, answer: bool) -> tuple[str, ...]:
        """Return what those state that are answered so."""
        return tuple(
            self.facts.statement(name).states(each)
            for name in names
            for each in self.answers[name]
            if each.answer is answer
        )

    def all(self, id_: str, states: str, *, yes: Iterable[str] = (), no: Iterable[str] = ()) -> Judged:
        """Judge that some facts are answered yes and others no: one answer against it is enough."""
        yes, no = tuple(yes), tuple(no)
        if against := self.stating(yes, answer=False) + self.stating(no, answer=True):
            return Judged(id_, states, State.NOT_MET, against)
        if open_ := self.open((*yes, *no)):
            return Judged(id_, states, State.OPEN, (), open_)
        return Judged(id_, states, State.MET, self.stating(yes, answer=True) + self.stating(no, answer=False))

    def any(self, id_: str, states: str, names: Iterable[str]) -> Judged:
        """Judge that one of some facts is answered yes."""
        names = tuple(names)
        if used := self.stating(names, answer=True):
            return Judged(id_, states, State.MET, used)
        if open_ := self.open(names):
            return Judged(id_, states, State.OPEN, (), open_)
        return Judged(id_, states, State.NOT_MET, self.stating(names, answer=False))


def eligibility(known: Questionnaires, facts: Facts, scope: Scope, day: str | None = None) -> tuple[Candidate, ...]:
    """Return all questionnaires with their criteria, in the data's order, as of a day (YYYY-MM-DD), else the scope's.

    A fact is answered by the entity or by workloads in scope; if these differ, it is answered both ways.
    """
    answered = _answered(facts, scope)
    return tuple(_candidate(known, each, scope, answered, day or scope.date) for each in known.questionnaires)


def _answered(facts: Facts, scope: Scope) -> _Answered:
    found: dict[str, tuple[Settled, ...]] = {}
    settled = [scope.settled(facts, workload) for workload in scope.in_scope()]
    for name in facts.all_names():
        given = [each[name] for each in settled if name in each]
        by_answer = {each.answer: each for each in given}
        if len(given) < len(settled):  # what one workload does not answer is not denied for all
            by_answer.pop(False, None)
        found[name] = tuple(by_answer.values())
    return _Answered(facts, found)


def _candidate(known: Questionnaires, each: Questionnaire, scope: Scope, answered: _Answered, day: str) -> Candidate:
    judged = [_of_assessment(each, scope)]
    if each.channels:
        judged.append(answered.any("ways_of_payment", "One of its ways of payment is in use", each.channels))
    judged += [_judged(one, answered) for one in each.criteria if one.since is None or one.since <= day]
    if each.channels:
        others = [name for name in known.ways_of_payment if name not in each.channels]
        judged.append(answered.all(OTHER_WAYS, "There is no other way of payment", no=others))
    return Candidate(each, each.on(day), tuple(judged))


def _of_assessment(each: Questionnaire, scope: Scope) -> Judged:
    wanted, given = (text.replace("_", " ") for text in (each.assessment, scope.assessment.value))
    state = State.MET if wanted == given else State.NOT_MET
    return Judged("assessment", f"The entity is a {wanted}", state, (f"It is assessed as a {given} (assessment)",))


def _judged(criterion: Criterion, answered: _Answered) -> Judged:
    """Judge a criterion; one that concerns nobody with these answers is met."""
    found = answered.all(criterion.id, criterion.states, yes=criterion.yes, no=criterion.no)
    concerned = answered.any(criterion.id, criterion.states, criterion.concerns)
    if not criterion.concerns or concerned.state is State.MET or found.state is State.MET:
        return found
    if concerned.state is State.NOT_MET:
        return concerned._replace(state=State.MET)
    return concerned._replace(open=tuple(dict.fromkeys((*concerned.open, *found.open))))
