"""What the facts of a test case do to it, in words: when it does not apply, and when it is the customer's."""

from collections.abc import Iterable, Iterator

from pcimatrix.catalogue.facts import Effect, Fact, Settled


def conditions(facts: Iterable[Fact]) -> Iterator[str]:
    """Yield what the answers to a test case's facts do to it, each in a line; `facts` are those of `applies_when`.

    One answer is enough for it not to apply. All have to be yes for it to be the customer's.
    """
    facts = tuple(facts)
    denying = [fact for fact in facts if fact.answers.no is Effect.NA]
    if denying:
        either = "if either" if len(denying) > 1 else "if"
        yield f"does not apply {either}: {' or: '.join(_states(fact, answer=False) for fact in denying)}"
    if any(fact.answers.yes is Effect.CUSTOMER for fact in facts):
        whatever = "the customer's under every pattern if"
        yield f"{whatever}: {' and: '.join(_states(fact, answer=True) for fact in facts)}"


def _states(fact: Fact, *, answer: bool) -> str:
    return fact.states(Settled(answer, fact.id))
