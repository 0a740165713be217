"""A catalogue of some test cases: what is not asked about need not be resolved."""

from collections.abc import Iterable

from pcimatrix.catalogue.ids import is_within
from pcimatrix.catalogue.model import Catalogue, PrincipalRequirement, Requirement, Section, TestCase


def abridged(cases: Iterable[TestCase]) -> Catalogue:
    """Return a catalogue of these test cases alone, under one nameless requirement; it is for nobody to read."""
    requirement = Requirement.model_construct(id="0", title="", test_cases=tuple(cases))
    section = Section.model_construct(id="0", title="", requirements=(requirement,))
    principal = PrincipalRequirement.model_construct(id="0", title="", sections=(section,))
    return Catalogue.model_construct(principal_requirements=(principal,))


def only_within(catalogue: Catalogue, within: Iterable[str]) -> Catalogue:
    """Return the test cases of a catalogue that are within any of these ids, of any level."""
    wanted = frozenset(within)
    return abridged(case for case in catalogue.test_cases() if any(is_within(case.id, each) for each in wanted))
