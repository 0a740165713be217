"""What a workload's facts do to one test case: it applies or not, and whether it is the customer's for that."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pcimatrix.catalogue.facts import Effect, Fact, Settled
from pcimatrix.catalogue.model import Owner, TestCase


class Verdict(NamedTuple):
    """What facts do to a test case, what the answers state that do it, and the open facts that it rests on.

    `whether` is what the open facts ask for, in words. `leaves_nothing` says whether an answer makes its residual duty
    void.
    """

    effect: Effect
    states: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    whether: tuple[str, ...] = ()
    leaves_nothing: bool = False


NOTHING = Verdict(Effect.PATTERN)
"""What facts do to a test case that none decides."""


def verdict(case: TestCase, owner: Owner, facts: Mapping[str, Fact], settled: Mapping[str, Settled]) -> Verdict:
    """Return what the facts of a test case do, whose owner is `owner` without them.

    One answer is enough for it not to apply. Else, while a fact is open whose answer could change the owner, the owner
    stays, and that is an assumption. Else it is the customer's if all are answered yes and one of them makes it so:
    a thing that is there has to be looked after, whatever else is there as well.
    """
    if not case.applies_when:
        return NOTHING
    known = [(facts[name], settled[name]) for name in case.applies_when if name in settled]
    denied = [fact.states(each) for fact, each in known if _effect(fact, each) is Effect.NA]
    if denied:
        return Verdict(Effect.NA, tuple(denied))
    states = tuple(fact.states(each) for fact, each in known)
    open_ = [facts[name] for name in case.applies_when if name not in settled]
    assumed = [fact for fact in open_ if _could_change(fact, owner)]
    if not assumed and _makes_customers(known):
        return Verdict(Effect.CUSTOMER, states)
    names, whether = tuple(fact.id for fact in assumed), tuple(fact.whether for fact in assumed)
    return Verdict(Effect.PATTERN, states, names, whether, _leaves_nothing(case, settled))


def _makes_customers(known: Iterable[tuple[Fact, Settled]]) -> bool:
    """Tell whether all answers are yes, and one of them makes a test case the customer's."""
    answers = tuple(known)
    return all(each.answer for _, each in answers) and any(
        _effect(fact, each) is Effect.CUSTOMER for fact, each in answers
    )


def _leaves_nothing(case: TestCase, settled: Mapping[str, Settled]) -> bool:
    """Tell whether an answer makes the residual duty of a test case void."""
    needed = settled.get(case.residual_if) if case.residual_if else None
    return needed is not None and not needed.answer


def _effect(fact: Fact, settled: Settled) -> Effect:
    return fact.answers.of(answer=settled.answer)


def _could_change(fact: Fact, owner: Owner) -> bool:
    """Tell whether an answer to an open fact can give a test case another owner."""
    return fact.answers.no is Effect.NA or (fact.answers.yes is Effect.CUSTOMER and owner is not Owner.CUSTOMER)
