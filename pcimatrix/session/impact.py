"""Impact of a question: how many test cases its answers would move, if any."""

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple, TypeAlias

from pcimatrix.catalogue.abridged import abridged
from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Catalogue, Limited, TestCase
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.scope.answers import Answer, plain
from pcimatrix.scope.kinds import kind_of, one_of_each_kind
from pcimatrix.scope.model import Assessment, Scope
from pcimatrix.scope.resolve import resolve

ASSESSMENT = "assessment"
"""The question beside the facts whose answers decide which test cases apply."""

_Given: TypeAlias = Mapping[str, bool | Assessment | None]
"""Answers to facts and to the assessment; None takes an answer away."""
_MOST_SCOPES = 64
"""Owners are remembered for this many scopes: a session is at one after the other."""


class _Known(NamedTuple):
    """What was worked out before of scopes that differ only in their answers, each by all that it follows from."""

    owners: dict[Hashable, str]
    worths: dict[Hashable, int]
    settled: dict[Hashable, bool]


class Ground(NamedTuple):
    """What a session starts from: catalogue, patterns, facts, and each question's part of the catalogue.

    `deciding` has the facts that decide the owners in a question's part, and `known` what was worked out before: it
    changes no result.
    """

    reference: Reference
    parts: Mapping[str, Catalogue]
    deciding: Mapping[str, frozenset[str]]
    known: dict[Hashable, _Known]

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self.reference.catalogue

    @property
    def patterns(self) -> Patterns:
        """The architecture patterns."""
        return self.reference.patterns

    @property
    def facts(self) -> Facts:
        """The facts that a session asks for."""
        return self.reference.facts

    def cases(self, question: str) -> list[TestCase]:
        """Return the test cases that the answer to a question can move, in order, by what follows from it too."""
        return list(self.parts[question].test_cases())


def ground(reference: Reference) -> Ground:
    """Return what a session starts from."""
    cases, facts = list(reference.catalogue.test_cases()), reference.facts
    parts = {}
    for name in facts.names():
        related = facts.related(name)
        parts[name] = abridged(case for case in cases if not related.isdisjoint(case.applies_when))
    parts[ASSESSMENT] = abridged(case for case in cases if case.limited_to is Limited.SERVICE_PROVIDERS)
    deciding = {
        name: frozenset().union(*(facts.deciding(each) for case in part.test_cases() for each in case.applies_when))
        for name, part in parts.items()
    }
    return Ground(reference, parts, deciding, {})


class Impact:
    """What answers would move in one scope, all else in it as it is.

    An owner follows from the scope without its facts, and from the facts of the test case alone: each is worked out
    once for all scopes that differ only in other facts, or in what decides no owner.
    """

    def __init__(self, ground_: Ground, scope: Scope) -> None:
        self._ground = ground_
        self._scope = scope
        self._answers = plain(scope.facts)
        while len(ground_.known) > _MOST_SCOPES:
            del ground_.known[next(iter(ground_.known))]
        self._few = one_of_each_kind(scope)
        self._known = ground_.known.setdefault(owners_follow_from(self._few), _Known({}, {}, {}))

    def worth(self, question: str) -> int:
        """Return how many test cases have another owner by one answer than by another."""
        key = (question, self._said(question))
        if key not in self._known.worths:
            cases = self._ground.cases(question)
            found = [self._owners(cases, {question: answer}) for answer in _answers(question)]
            self._known.worths[key] = sum(len(set(each)) > 1 for each in zip(*found, strict=True))
        return self._known.worths[key]

    def settled(self, question: str, open_: Collection[str]) -> bool:
        """Tell whether the question's answer moves nothing, whatever is answered to the other open questions.

        That its worth is 0 as things are is not enough: another answer may make it matter.
        """
        waiting = frozenset(open_) & {*self._ground.deciding[question], ASSESSMENT}
        key = (question, self._said(question), waiting)
        if key not in self._known.settled:
            self._known.settled[key] = self._is_settled(question, waiting)
        return self._known.settled[key]

    def _said(self, question: str) -> Hashable:
        """Return all answers that the owners in a question's part follow from."""
        deciding = self._ground.deciding[question]
        return self._scope.assessment, tuple(each for each in self._answers.items() if each[0] in deciding)

    def _is_settled(self, question: str, open_: frozenset[str]) -> bool:
        alike: dict[tuple[tuple[str, ...], bool], list[TestCase]] = {}
        for case in self._ground.cases(question):
            limited = case.limited_to is Limited.SERVICE_PROVIDERS
            alike.setdefault((case.applies_when, limited), []).append(case)
        return not any(
            self._moves(question, cases, sorted({*names, *([ASSESSMENT] if limited else ())} & {*open_}))
            for (names, limited), cases in alike.items()
        )

    def reasons(self, question: str) -> tuple[str, ...]:
        """Return why the question's test cases are whose they are, each reason once."""
        cases = [case for case in self._ground.cases(question) if question in case.applies_when]
        merchant = self._scope.assessment is Assessment.MERCHANT
        if merchant and all(case.limited_to is Limited.SERVICE_PROVIDERS for case in cases):
            return ("it is for service providers only",)
        effective = resolve(abridged(cases), self._ground.patterns, self._ground.facts, self._scope)
        return tuple(dict.fromkeys(each.cell.ownership.reason for each in effective))

    def _moves(self, question: str, cases: list[TestCase], open_: list[str]) -> bool:
        """Tell whether the question's answer moves one of the test cases, by some answers to the open questions.

        Answers against one another are nobody's.
        """
        others = [name for name in open_ if name != question]
        for answers in product(*map(_answers, others)):
            given = dict(zip(others, answers, strict=True))
            found = [
                self._owners(cases, {**given, question: answer})
                for answer in _answers(question)
                if not self._ground.facts.against(_plain({**given, question: answer}))
            ]
            if any(each != found[0] for each in found):
                return True
        return False

    def _owners(self, cases: Iterable[TestCase], given: _Given) -> list[str]:
        """Return who owns the test cases with these answers instead of the scope's own."""
        kept = {name: answer for name, answer in self._answers.items() if name not in given}
        settled = self._ground.facts.settled({**kept, **_plain(given)})
        answered = given.get(ASSESSMENT)
        assessment = answered if isinstance(answered, Assessment) else self._scope.assessment
        answers = {name: each.answer for name, each in settled.items()}
        by = {case: (case.id, tuple(map(answers.get, case.applies_when)), assessment) for case in cases}
        known = self._known.owners
        new = [case for case, key in by.items() if key not in known]
        for case, owner in zip(new, self._worked_out(new, answers, assessment), strict=True):
            known[by[case]] = owner
        return [known[key] for key in by.values()]

    def _worked_out(
        self, cases: Sequence[TestCase], answers: Mapping[str, bool], assessment: Assessment
    ) -> Iterator[str]:
        """Yield who owns the test cases with these answers to facts, and no others."""
        if cases:
            facts = {name: Answer(answer=each) for name, each in answers.items()}
            scope = self._few.model_copy(update={"facts": facts, "assessment": assessment})
            for each in resolve(abridged(cases), self._ground.patterns, self._ground.facts, scope):
                yield each.cell.ownership.holder


def owners_follow_from(scope: Scope) -> Hashable:
    """Return all of a scope that owners follow from, but its facts and its assessment."""
    return (
        scope.reading,
        scope.date,
        frozenset(kind_of(scope, workload) for workload in scope.in_scope()),
        tuple(
            (party.id, tuple(each.within for each in party.owns), party.matrix and party.services)
            for party in scope.third_parties
        ),
        tuple((decision.within, decision.owner) for decision in scope.decisions),
        any(approach.approach == "customized" for approach in scope.approaches),
    )


def _answers(question: str) -> tuple[bool | Assessment | None, ...]:
    return tuple(Assessment) if question == ASSESSMENT else (None, True, False)


def _plain(given: _Given) -> dict[str, bool]:
    """Return the answers to facts alone."""
    return {name: answer for name, answer in given.items() if isinstance(answer, bool)}
