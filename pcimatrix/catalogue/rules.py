"""Rules for every catalogue: each has a code, one line of meaning, and a function that finds breaches."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Basis, Catalogue, Limited, Owner, TestCase
from pcimatrix.catalogue.patterns import Patterns

PHYSICAL_LAYERS = frozenset({"facilities", "hardware"})
"""The layers that AWS operates in every pattern that it runs, by the shared responsibility model."""
_PROVIDERS = frozenset({Owner.AWS, Owner.THIRD_PARTY})


class Breach(NamedTuple):
    """One test case that breaks a rule."""

    rule: str
    case: str
    message: str


class Rule(NamedTuple):
    """A rule: its code, what it means, and how its breaches are found (exceptions are left out later)."""

    code: str
    meaning: str
    find: Callable[[list[TestCase], Patterns], Iterator[tuple[str, str]]]


def breaches(catalogue: Catalogue, patterns: Patterns) -> list[Breach]:
    """Return every breach of every rule, in the standard's order; a case's own exceptions are not breaches."""
    cases = list(catalogue.test_cases())
    excepted = {(case.id, code) for case in cases for code in case.exceptions}
    found = [
        Breach(rule.code, case, message)
        for rule in RULES
        for case, message in rule.find(cases, patterns)
        if (case, rule.code) not in excepted
    ]
    return sorted(found, key=lambda breach: ids.sort_key(breach.case))


def _service_provider_only(cases: list[TestCase], _: Patterns) -> Iterator[tuple[str, str]]:
    for case in cases:
        if case.limited_to is Limited.SERVICE_PROVIDERS:
            for pattern, owner in case.owner.items():
                if owner is not Owner.NA:
                    yield case.id, f"limited to service providers, but {owner.value} under {pattern}"


def _structural(cases: list[TestCase], _: Patterns) -> Iterator[tuple[str, str]]:
    for case in cases:
        limited = case.limited_to is Limited.SERVICE_PROVIDERS
        if limited != (case.basis is Basis.STRUCTURAL):
            yield case.id, f"basis {case.basis.value}, limited to {(case.limited_to or 'nobody')}"
        if limited != (case.if_service_provider is not None):
            yield (
                case.id,
                "if_service_provider belongs to the cases limited to service providers, and only to them",
            )


def _physical(cases: list[TestCase], patterns: Patterns) -> Iterator[tuple[str, str]]:
    runs = {each.id for each in patterns.patterns if each.layers["facilities"].operator is Owner.AWS}
    for case in cases:
        if PHYSICAL_LAYERS.issuperset(case.layers):
            for pattern, owner in case.owner.items():
                if pattern in runs and owner is not Owner.AWS:
                    yield (
                        case.id,
                        f"examines only {', '.join(case.layers)}, but {owner.value} under {pattern}",
                    )


def _moves_back(cases: list[TestCase], patterns: Patterns) -> Iterator[tuple[str, str]]:
    steps = [(pattern.id, later) for pattern in patterns.patterns for later in pattern.precedes]
    for case in cases:
        for earlier, later in steps:
            if case.owner[earlier] is Owner.AWS and case.owner[later] is Owner.CUSTOMER:
                yield case.id, f"AWS's under {earlier}, but the customer's under {later}"


def _section_one(cases: list[TestCase], _: Patterns) -> Iterator[tuple[str, str]]:
    for case in cases:
        if ids.section_of(case.id).endswith(".1"):
            for pattern, owner in case.owner.items():
                if owner is not Owner.CUSTOMER:
                    yield case.id, f"of section {ids.section_of(case.id)}, but {owner.value} under {pattern}"


def _follows_layers(cases: list[TestCase], patterns: Patterns) -> Iterator[tuple[str, str]]:
    modelled = [pattern.id for pattern in patterns.patterns if pattern.column == "modelled"]
    for case in cases:
        if case.limited_to is Limited.SERVICE_PROVIDERS:
            continue
        for pattern in modelled:
            expected = patterns.operator(pattern, case.layers)
            if case.owner[pattern] is not expected:
                found = f"{case.owner[pattern].value} under {pattern}"
                yield case.id, f"{found}, but its layers ({', '.join(case.layers)}) say {expected.value}"


def _same_layers(cases: list[TestCase], _: Patterns) -> Iterator[tuple[str, str]]:
    first: dict[tuple[str, frozenset[str]], TestCase] = {}
    for case in cases:
        other = first.setdefault((case.requirement, frozenset(case.layers)), case)
        for pattern, owner in case.owner.items():
            if owner is not other.owner[pattern]:
                yield case.id, f"{owner.value} under {pattern}, but {other.id} with the same layers is not"


def _residual(cases: list[TestCase], _: Patterns) -> Iterator[tuple[str, str]]:
    for case in cases:
        if case.residual and Owner.AWS not in case.owner.values():
            yield case.id, "has a residual duty, but AWS owns it under no pattern"


def _residual_layer(cases: list[TestCase], patterns: Patterns) -> Iterator[tuple[str, str]]:
    published = [each for each in patterns.patterns if each.column == "published"]
    for case in cases:
        if not case.residual or case.residual_is_conditional:
            continue
        for pattern in published:
            if all(pattern.layers[layer].operator is not Owner.CUSTOMER for layer in case.layers):
                examined = ", ".join(case.layers)
                yield case.id, f"leaves the customer a duty, but no layer of the customer's is examined ({examined})"


def _residual_in(cases: list[TestCase], patterns: Patterns) -> Iterator[tuple[str, str]]:
    for case in cases:
        for name in case.residual_in:
            pattern = patterns.get(name)
            parties = {pattern.layers[layer].operator for layer in case.layers} | {case.owner[name]}
            if Owner.CUSTOMER not in parties or not _PROVIDERS & parties:
                yield (
                    case.id,
                    f"has a duty worded for {name}, but not both the customer and a provider have a part there",
                )


def _hosted_worded(cases: list[TestCase], patterns: Patterns) -> Iterator[tuple[str, str]]:
    hosting = [pattern for pattern in patterns.patterns if pattern.hosted]
    for case in cases:
        for pattern in hosting:
            parties = {pattern.layers[layer].operator for layer in case.layers}
            shared = parties >= {Owner.CUSTOMER, Owner.THIRD_PARTY} and case.limited_to is not Limited.SERVICE_PROVIDERS
            if shared and pattern.id not in case.residual_in:
                yield case.id, f"is shared under {pattern.id}, but no duty is worded for it"


def _provider_does(cases: list[TestCase], patterns: Patterns) -> Iterator[tuple[str, str]]:
    for case in cases:
        operators = {pattern.layers[layer].operator for pattern in patterns.patterns for layer in case.layers}
        for party in case.provider_does:
            if Owner(party) not in operators:
                yield case.id, f"says what {party} does, but it has a part under no pattern"


def _known_exceptions(cases: list[TestCase], _: Patterns) -> Iterator[tuple[str, str]]:
    codes = {rule.code for rule in RULES}
    for case in cases:
        for code in case.exceptions:
            if code not in codes:
                yield case.id, f"exception to {code!r}, an unknown rule"


RULES: tuple[Rule, ...] = (
    Rule(
        "service_provider_only",
        "A case for service providers only is na in every pattern",
        _service_provider_only,
    ),
    Rule(
        "structural_basis",
        "The basis is structural for cases for service providers only, and for no other",
        _structural,
    ),
    Rule(
        "physical_is_aws",
        "What examines only facilities and hardware is AWS's in every pattern that AWS runs",
        _physical,
    ),
    Rule("no_case_moves_back", "No case moves from AWS to the customer where AWS operates more", _moves_back),
    Rule(
        "section_one_is_customers",
        "Section x.1, the entity's own policies and roles, is the customer's",
        _section_one,
    ),
    Rule(
        "owner_follows_layers",
        "Under a modelled pattern the owner is the operator of the layers",
        _follows_layers,
    ),
    Rule(
        "same_layers_same_owner",
        "Cases of one requirement with the same layers have the same owner",
        _same_layers,
    ),
    Rule("residual_needs_aws", "Only a case that AWS owns under some pattern has a residual duty", _residual),
    Rule(
        "residual_needs_layer",
        "What leaves the customer a duty examines a layer of the customer's",
        _residual_layer,
    ),
    Rule(
        "residual_in_needs_both",
        "A duty worded for a pattern is read if both the customer and a provider have a part there",
        _residual_in,
    ),
    Rule(
        "hosted_is_worded",
        "What the customer shares with a third party that hosts says what stays with it",
        _hosted_worded,
    ),
    Rule(
        "provider_does_needs_part", "Only a provider that has a part under some pattern does something", _provider_does
    ),
    Rule("known_exceptions", "An exception names a rule", _known_exceptions),
)
"""All rules, in the order in which they are shown."""


def meanings(codes: Iterable[str] | None = None) -> dict[str, str]:
    """Return the meaning of each rule by its code; of these codes only, if given."""
    wanted = None if codes is None else set(codes)
    return {rule.code: rule.meaning for rule in RULES if wanted is None or rule.code in wanted}
