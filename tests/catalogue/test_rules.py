"""The rules: each one holds for the shipped catalogue, and each one can fail."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import pytest

from pcimatrix.catalogue.loader import load, shipped_patterns
from pcimatrix.catalogue.model import Basis, Catalogue, Limited, Owner, ProviderDuty, TestCase
from pcimatrix.catalogue.rules import RULES, breaches, meanings

CATALOGUE = load().catalogue
PATTERNS = shipped_patterns()


def with_case(identifier: str, **changes: Any) -> Catalogue:
    """Return the catalogue with one test case changed (without validating, as a rule must not need it)."""

    def case(old: TestCase) -> TestCase:
        return old.model_copy(update=changes) if old.id == identifier else old

    principals = []
    for principal in CATALOGUE.principal_requirements:
        sections = []
        for section in principal.sections:
            requirements = [
                each.model_copy(update={"test_cases": tuple(map(case, each.test_cases))})
                for each in section.requirements
            ]
            sections.append(section.model_copy(update={"requirements": tuple(requirements)}))
        principals.append(principal.model_copy(update={"sections": tuple(sections)}))
    return CATALOGUE.model_copy(update={"principal_requirements": tuple(principals)})


def owners(identifier: str, **changes: Owner) -> MappingProxyType[str, Owner]:
    old = next(case.owner for case in CATALOGUE.test_cases() if case.id == identifier)
    return MappingProxyType({**old, **changes})


def codes(catalogue: Catalogue) -> set[str]:
    return {breach.rule for breach in breaches(catalogue, PATTERNS)}


BREAKS: dict[str, Callable[[], Catalogue]] = {
    "service_provider_only": lambda: with_case("3.6.1.1", owner=owners("3.6.1.1", infrastructure=Owner.AWS)),
    "structural_basis": lambda: with_case("3.6.1.1", basis=Basis.STATED),
    "physical_is_aws": lambda: with_case("9.2.1", owner=owners("9.2.1", containerized=Owner.CUSTOMER)),
    "no_case_moves_back": lambda: with_case("9.2.1", owner=owners("9.2.1", abstracted=Owner.CUSTOMER)),
    "section_one_is_customers": lambda: with_case("7.1.1", owner=owners("7.1.1", abstracted=Owner.AWS)),
    "owner_follows_layers": lambda: with_case("6.2.1", owner=owners("6.2.1", infrastructure=Owner.AWS)),
    "same_layers_same_owner": lambda: with_case("9.2.1.1.a", owner=owners("9.2.1.1.a", abstracted=Owner.CUSTOMER)),
    "residual_needs_aws": lambda: with_case("12.1.1", residual="Something"),
    "residual_needs_layer": lambda: with_case("9.2.1", residual="Watch the doors", residual_if=None),
    "residual_in_needs_both": lambda: with_case("12.1.1", residual_in=MappingProxyType({"fargate": "Something"})),
    "hosted_is_worded": lambda: with_case("1.2.8", residual_in=MappingProxyType({})),
    "provider_does_needs_part": lambda: with_case(
        "12.1.1", provider_does=MappingProxyType({"aws": ProviderDuty(says="Something")})
    ),
    "known_exceptions": lambda: with_case("12.1.1", exceptions=MappingProxyType({"no_such_rule": "because"})),
}


def test_all_rules_hold_for_the_shipped_catalogue() -> None:
    assert breaches(CATALOGUE, PATTERNS) == []


def test_every_rule_has_a_case_that_breaks_it() -> None:
    assert set(BREAKS) == {rule.code for rule in RULES}
    assert set(meanings()) == set(BREAKS)


@pytest.mark.parametrize("code", BREAKS)
def test_each_rule_fails_for_a_changed_catalogue(code: str) -> None:
    assert code in codes(BREAKS[code]())


def test_a_residual_duty_that_depends_on_what_the_customer_has_needs_no_layer() -> None:
    assert codes(with_case("9.2.1", residual="If you have doors of your own, watch them")) == set()


def test_no_case_is_excepted_from_a_rule() -> None:
    assert [case.id for case in CATALOGUE.test_cases() if case.exceptions] == []


def test_every_modelled_owner_follows_from_its_layers() -> None:
    for case in CATALOGUE.test_cases():
        for pattern in PATTERNS.patterns:
            if pattern.column == "modelled":
                limited = case.limited_to is Limited.SERVICE_PROVIDERS
                expected = Owner.NA if limited else PATTERNS.operator(pattern.id, case.layers)
                assert case.owner[pattern.id] is expected, (case.id, pattern.id)
