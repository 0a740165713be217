"""Why a test case has its owner in a workload, in words for the entity: what is examined, and whose that is."""

from pcimatrix.catalogue.model import Basis, Limited, Owner, TestCase
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.ownership.responsibility import Ownership


def whose(owner: Owner) -> str:
    """Return whose a test case of this owner is, in words that speak of the entity."""
    return "the entity's" if owner is Owner.CUSTOMER else owner.whose


def of_pattern(case: TestCase, patterns: Patterns, own: Ownership) -> str:
    """Return why a pattern gives a test case its owner: the layers that are examined, and whose they are.

    How a row of the published table was closed is of no use to an entity: it stays with the pattern. A layer that does
    not exist in the pattern is not named.
    """
    if case.limited_to is Limited.SERVICE_PROVIDERS:
        return "Examined of service providers only"
    pattern = patterns.get(own.pattern)
    source = f"({pattern.id}, {own.basis.value})"
    titles = patterns.titles
    if pattern.column == "published" and own.basis is not Basis.MODELLED:
        counted = "leaves this to the entity" if own.owner is Owner.CUSTOMER else "counts this as its own"
        there = tuple(layer for layer in case.layers if pattern.layers[layer].operator is not Owner.NA)
        return f"{_examined(there, titles)}; AWS {counted} in its published example {source}"
    decisive = tuple(layer for layer in case.layers if pattern.layers[layer].operator is own.owner)
    if not decisive:
        return (
            f"{_examined(case.layers, titles)}; {whose(own.owner)} by exception: {'; '.join(case.exceptions.values())}"
        )
    return f"{_examined(decisive, titles)}; {whose(own.owner)} under this pattern {source}"


def _examined(layers: tuple[str, ...], titles: dict[str, str]) -> str:
    named = ", ".join(titles[layer][:1].lower() + titles[layer][1:] for layer in layers)
    return f"Examined: {named}"
