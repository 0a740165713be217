"""Impact of a question: how many test cases its answers would move, if any."""

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import NamedTuple

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.model import Catalogue, Limited, PrincipalRequirement, Requirement, Section, TestCase
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.scope.answers import Answer
from pcimatrix.scope.model import Assessment, Scope
from pcimatrix.scope.resolve import resolve

ASSESSMENT = "assessment"
"""The question beside the facts whose answers decide which test cases apply."""


class Ground(NamedTuple):
    """What a session starts from: catalogue, patterns, facts, and each question's part of the catalogue."""

    catalogue: Catalogue
    patterns: Patterns
    facts: Facts
    parts: Mapping[str, Catalogue]

    def cases(self, question: str) -> list[TestCase]:
        """Return the test cases that the answer to a question can move, in order, by what follows from it too."""
        return list(self.parts[question].test_cases())


def ground(catalogue: Catalogue, patterns: Patterns, facts: Facts) -> Ground:
    """Return what a session starts from."""
    cases = list(catalogue.test_cases())
    parts = {}
    for name in facts.names():
        related = facts.related(name)
        parts[name] = _part(case for case in cases if not related.isdisjoint(case.applies_when))
    parts[ASSESSMENT] = _part(case for case in cases if case.limited_to is Limited.SERVICE_PROVIDERS)
    return Ground(catalogue, patterns, facts, parts)


def worth(ground_: Ground, scope: Scope, question: str) -> int:
    """Return how many test cases have another owner by one answer than by another, all else as it is."""
    part = ground_.parts[question]
    found = [_owners(ground_, scope, part, {question: answer}) for answer in _answers(question)]
    return sum(len(set(each)) > 1 for each in zip(*found, strict=True))


def settled(ground_: Ground, scope: Scope, question: str, open_: Collection[str]) -> bool:
    """Tell whether the question's answer moves nothing, whatever is answered to the other open questions.

    That its worth is 0 as things are is not enough: another answer may make it matter.
    """
    alike: dict[tuple[tuple[str, ...], bool], list[TestCase]] = {}
    for case in ground_.cases(question):
        limited = case.limited_to is Limited.SERVICE_PROVIDERS
        alike.setdefault((case.applies_when, limited), []).append(case)
    return not any(
        _moves(ground_, scope, question, _part(cases), sorted({*names, *([ASSESSMENT] if limited else ())} & {*open_}))
        for (names, limited), cases in alike.items()
    )


def _moves(ground_: Ground, scope: Scope, question: str, part: Catalogue, open_: list[str]) -> bool:
    """Tell whether the question's answer moves a test case of a part, by some answers to the open questions.

    Answers against one another are nobody's.
    """
    others = [name for name in open_ if name != question]
    for answers in product(*map(_answers, others)):
        given = dict(zip(others, answers, strict=True))
        found = [
            _owners(ground_, scope, part, {**given, question: answer})
            for answer in _answers(question)
            if not ground_.facts.against(_plain({**given, question: answer}))
        ]
        if any(each != found[0] for each in found):
            return True
    return False


def reasons(ground_: Ground, scope: Scope, question: str) -> tuple[str, ...]:
    """Return why the question's test cases are whose they are, each reason once."""
    cases = [case for case in ground_.cases(question) if question in case.applies_when]
    if scope.assessment is Assessment.MERCHANT and all(case.limited_to is Limited.SERVICE_PROVIDERS for case in cases):
        return ("it is for service providers only",)
    effective = resolve(_part(cases), ground_.patterns, ground_.facts, scope)
    return tuple(dict.fromkeys(each.cell.ownership.reason for each in effective))


def _answers(question: str) -> tuple[bool | Assessment | None, ...]:
    return tuple(Assessment) if question == ASSESSMENT else (None, True, False)


def _plain(given: Mapping[str, bool | Assessment | None]) -> dict[str, bool]:
    """Return the answers to facts alone."""
    return {name: answer for name, answer in given.items() if isinstance(answer, bool)}


def _owners(ground_: Ground, scope: Scope, part: Catalogue, given: Mapping[str, bool | Assessment | None]) -> list[str]:
    kept = {name: answer for name, answer in scope.facts.items() if name not in given}
    changed = scope.model_copy(
        update={
            "facts": {**kept, **{name: Answer(answer=each) for name, each in _plain(given).items()}},
            "assessment": given.get(ASSESSMENT, scope.assessment),
        }
    )
    effective = resolve(part, ground_.patterns, ground_.facts, changed)
    return [each.cell.ownership.holder for each in effective]


def _part(cases: Iterable[TestCase]) -> Catalogue:
    """Return a catalogue of some test cases: what no answer moves need not be resolved again."""
    requirement = Requirement.model_construct(id="0", title="", test_cases=tuple(cases))
    section = Section.model_construct(id="0", title="", requirements=(requirement,))
    principal = PrincipalRequirement.model_construct(id="0", title="", sections=(section,))
    return Catalogue.model_construct(principal_requirements=(principal,))
