"""Impact of a question: how many test cases its answers would move, if any."""

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import NamedTuple

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.model import Catalogue, Limited, PrincipalRequirement, Requirement, Section, TestCase
from pcimatrix.catalogue.patterns import Patterns
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
        """Return the test cases that the answer to a question can move, in order."""
        return list(self.parts[question].test_cases())


def ground(catalogue: Catalogue, patterns: Patterns, facts: Facts) -> Ground:
    """Return what a session starts from."""
    cases = list(catalogue.test_cases())
    parts = {name: _part(case for case in cases if name in case.applies_when) for name in facts.names()}
    parts[ASSESSMENT] = _part(case for case in cases if case.limited_to is Limited.SERVICE_PROVIDERS)
    return Ground(catalogue, patterns, facts, parts)


def worth(ground_: Ground, scope: Scope, question: str) -> int:
    """Return how many test cases have another owner by one answer than by another, all else as it is."""
    found = [_owners(ground_, scope, question, {question: answer}) for answer in _answers(question)]
    return sum(len(set(each)) > 1 for each in zip(*found, strict=True))


def settled(ground_: Ground, scope: Scope, question: str, open_: Collection[str]) -> bool:
    """Tell whether the question's answer moves nothing, whatever is answered to the other open questions.

    That its worth is 0 as things are is not enough: another answer may make it matter.
    """
    related = {name for case in ground_.cases(question) for name in case.applies_when}
    if _of_providers(ground_, question):
        related.add(ASSESSMENT)
    others = sorted((related - {question}) & set(open_))
    for answers in product(*map(_answers, others)):
        given = dict(zip(others, answers, strict=True))
        found = [_owners(ground_, scope, question, {**given, question: answer}) for answer in _answers(question)]
        if any(each != found[0] for each in found):
            return False
    return True


def reasons(ground_: Ground, scope: Scope, question: str) -> tuple[str, ...]:
    """Return why the question's test cases are whose they are, each reason once."""
    if scope.assessment is Assessment.MERCHANT and all(
        case.limited_to is Limited.SERVICE_PROVIDERS for case in ground_.cases(question)
    ):
        return ("it is for service providers only",)
    effective = resolve(ground_.parts[question], ground_.patterns, ground_.facts, scope)
    return tuple(dict.fromkeys(each.cell.ownership.reason for each in effective))


def _of_providers(ground_: Ground, question: str) -> bool:
    """Tell whether a test case of the question is limited to service providers."""
    return any(case.limited_to is Limited.SERVICE_PROVIDERS for case in ground_.cases(question))


def _answers(question: str) -> tuple[bool | Assessment | None, ...]:
    return tuple(Assessment) if question == ASSESSMENT else (None, True, False)


def _owners(ground_: Ground, scope: Scope, question: str, given: Mapping[str, bool | Assessment | None]) -> list[str]:
    facts = {**scope.facts, **{name: answer for name, answer in given.items() if name != ASSESSMENT}}
    changed = scope.model_copy(
        update={
            "facts": {name: answer for name, answer in facts.items() if answer is not None},
            "assessment": given.get(ASSESSMENT, scope.assessment),
        }
    )
    effective = resolve(ground_.parts[question], ground_.patterns, ground_.facts, changed)
    return [each.cell.ownership.holder for each in effective]


def _part(cases: Iterable[TestCase]) -> Catalogue:
    """Return a catalogue of some test cases: what no answer moves need not be resolved again."""
    requirement = Requirement.model_construct(id="0", title="", test_cases=tuple(cases))
    section = Section.model_construct(id="0", title="", requirements=(requirement,))
    principal = PrincipalRequirement.model_construct(id="0", title="", sections=(section,))
    return Catalogue.model_construct(principal_requirements=(principal,))
