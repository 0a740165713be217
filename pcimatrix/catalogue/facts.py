"""Facts about an entity that decide which test cases apply to it, and what follows from an answer to one."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from pcimatrix.yamlio.fields import Keyed, Line, Model, Name


class Effect(StrEnum):
    """What an answer to a fact does to the fact's test cases."""

    CUSTOMER = "customer"
    """They are the customer's, or a named third party's, whatever the pattern counts."""
    PATTERN = "pattern"
    """The pattern's owner stays."""
    NA = "na"
    """They do not apply."""


class Effects(Model):
    """What either answer to a fact does to the fact's test cases."""

    yes: Literal[Effect.CUSTOMER, Effect.PATTERN]
    no: Literal[Effect.NA, Effect.PATTERN]

    def of(self, *, answer: bool) -> Effect:
        """Return what an answer does."""
        return self.yes if answer else self.no


class Settled(NamedTuple):
    """The answer to a fact, and the fact that was answered: itself, or the one that it follows from."""

    answer: bool
    by: str


class Statement(Model):
    """A yes-or-no question about an entity, with its terms explained, and what either answer states."""

    id: Name
    question: Line
    explains: Line
    answered_yes: Line
    answered_no: Line

    @property
    def whether(self) -> str:
        """What it asks for, in words for a sentence, with its name: `whether there are … (poi_devices)`."""
        said = self.answered_yes
        first = said[0] if said[1].isupper() else said[0].lower()
        return f"whether {first}{said[1:]} ({self.id})"

    def states(self, settled: Settled) -> str:
        """Return what an answer states, with the fact's name and the answer: `There are no … (poi_devices: no)`.

        If it follows from the answer to another fact, that one is named as well.
        """
        statement, word = (self.answered_yes, "yes") if settled.answer else (self.answered_no, "no")
        source = "" if settled.by == self.id else f", as {settled.by}: {word}"
        return f"{statement} ({self.id}: {word}{source})"


class Fact(Statement):
    """One fact, as a scoping session asks for it, with its terms explained.

    What each answer states is the justification that an assessor reads; `answers` is what it does.
    """

    group: Annotated[Name, Field(description="The group in which a scoping session asks for it")]
    answers: Effects
    implies: Annotated[
        tuple[Name, ...],
        Field(description="Facts that are no if this one is no; so it is yes if one of them is yes"),
    ] = ()
    replaces: Annotated[Name | None, Field(description="An older, wider fact that is read as this one")] = None


class FactGroup(Model):
    """Facts of a kind, which a scoping session asks for in one question: those that are true are ticked."""

    id: Name
    question: Line
    explains: Line


class Facts(Keyed):
    """All facts and their groups, in the order in which a scoping session asks.

    Apart from them are those about how payments are taken.
    """

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    groups: tuple[FactGroup, ...]
    facts: tuple[Fact, ...]
    payment_facts: Annotated[
        tuple[Statement, ...],
        Field(description="How payments are taken: they decide which questionnaire fits, and move no test case"),
    ] = ()

    @cached_property
    def by_name(self) -> Mapping[str, Fact]:
        """The facts by their names."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def _following(self) -> dict[bool, dict[str, tuple[str, ...]]]:
        """The facts that have the same answer as another, by the answer and that other."""
        implying: dict[str, list[str]] = {}
        for fact in self.facts:
            for name in fact.implies:
                implying.setdefault(name, []).append(fact.id)
        return {
            False: {fact.id: fact.implies for fact in self.facts},
            True: {name: tuple(names) for name, names in implying.items()},
        }

    @cached_property
    def _closures(self) -> dict[tuple[str, bool], dict[str, Settled]]:
        """All that an answer to a fact settles, by the fact and the answer."""
        return {
            (name, answer): self._closed({name: Settled(answer, name)})
            for name in self.all_names()
            for answer in (False, True)
        }

    @cached_property
    def _older(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for fact in self.facts:
            if fact.replaces is not None:
                found.setdefault(fact.replaces, []).append(fact.id)
        return {old: tuple(names) for old, names in found.items()}

    def names(self) -> list[str]:
        """Return the names of the facts in order, without those about how payments are taken."""
        return list(self.by_name)

    def all_names(self) -> list[str]:
        """Return the names of all facts in order, those about how payments are taken last."""
        return [*self.by_name, *(fact.id for fact in self.payment_facts)]

    def get(self, name: str) -> Fact:
        """Return the fact of this name, which must be there."""
        return self.by_name[name]

    def statement(self, name: str) -> Statement:
        """Return the fact of this name, which must be there: question, terms, and what either answer states."""
        return next(fact for fact in (*self.facts, *self.payment_facts) if fact.id == name)

    def replaced(self) -> dict[str, tuple[str, ...]]:
        """Return the names of older facts, each with the facts that it is read as."""
        return self._older

    def follows(self, name: str, *, answer: bool) -> tuple[str, ...]:
        """Return the facts that have the same answer if the fact of this name has it."""
        return self._following[answer].get(name, ())

    def related(self, name: str) -> frozenset[str]:
        """Return a fact and all facts that an answer to it can settle."""
        return frozenset({**self._closures[name, False], **self._closures[name, True]})

    def deciding(self, name: str) -> frozenset[str]:
        """Return a fact and all facts that can settle it by an answer, with the older ones that are read as these.

        Two facts can settle each other or not at all, so these are the facts that the fact itself can settle.
        """
        related = self.related(name)
        return related | {old for old, names in self.replaced().items() if not related.isdisjoint(names)}

    def settled(self, answers: Mapping[str, bool]) -> dict[str, Settled]:
        """Return all facts that answers settle: those answered, those that follow, and those that replace older ones.

        What is answered goes before what follows. An older, wider fact settles only what nothing else does: `media: no`
        in an older file says nothing against `paper_media: yes` beside it.
        """
        replaced = self.replaced()
        found = self._closed({name: Settled(each, name) for name, each in answers.items() if name not in replaced})
        for old, names in replaced.items():
            if old in answers:
                parts = {name: Settled(answers[old], old) for name in names if name not in found}
                found = self._closed({**found, **parts})
        return found

    def against(self, answers: Mapping[str, bool]) -> list[tuple[str, str]]:
        """Return the answered facts that another answer settles otherwise, each with that other fact."""
        return [
            (name, other)
            for other, each in answers.items()
            for name, settled in self._closures.get((other, each), {}).items()
            if name in answers and answers[name] is not settled.answer
        ]

    def _closed(self, known: Mapping[str, Settled]) -> dict[str, Settled]:
        """Return what is known with all that follows from it."""
        found = dict(known)
        waiting = list(found.items())
        for name, settled in waiting:  # which grows meanwhile
            for other in self.follows(name, answer=settled.answer):
                if other not in found:
                    found[other] = settled
                    waiting.append((other, settled))
        return found
