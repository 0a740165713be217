"""Cells of one pattern's matrix: test case, owner, basis and reason."""

from functools import lru_cache
from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Catalogue, Limited, Owner, Reading, TestCase
from pcimatrix.catalogue.patterns import Pattern, Patterns
from pcimatrix.ownership.duties import duties
from pcimatrix.ownership.responsibility import Ownership


class Cell(NamedTuple):
    """A test case and who owns it under one pattern."""

    case: TestCase
    ownership: Ownership


def matrix(catalogue: Catalogue, patterns: Patterns, pattern: str, reading: Reading = Reading.PUBLISHED) -> list[Cell]:
    """Return every test case with its ownership under `pattern`, in the standard's order.

    `reading` makes a difference to the published pattern only. Raises `UnknownIdError` for an unknown pattern.
    """
    under = patterns.get(pattern)
    return [Cell(case, ownership(case, patterns, under, reading)) for case in catalogue.test_cases()]


@lru_cache(maxsize=10_000)  # of the shipped catalogue, each test case in each pattern has room by either reading
def ownership(case: TestCase, patterns: Patterns, pattern: Pattern, reading: Reading = Reading.PUBLISHED) -> Ownership:
    """Return who owns the case under a pattern, on what basis, why, and what each party does."""
    published = pattern.column == "published" and reading is Reading.PUBLISHED
    owner: Owner = case.owner[pattern.id]
    if pattern.column == "published" and not published and case.limited_to is not Limited.SERVICE_PROVIDERS:
        owner = patterns.operator(pattern.id, case.layers)
    residual = case.residual_under(pattern.id, hosted=pattern.hosted)
    basis = case.basis if published else Basis.MODELLED
    reason = case.reason if published else modelled_reason(case, patterns, pattern, owner)
    return Ownership(
        pattern.id,
        owner,
        basis,
        reason,
        residual if owner in {Owner.AWS, Owner.THIRD_PARTY} else None,
        duties=duties(case, patterns, pattern, owner, residual),
        doubt=_doubt(case, patterns, pattern, owner) if published else "",
    )


def _doubt(case: TestCase, patterns: Patterns, pattern: Pattern, owner: Owner) -> str:
    """Return what the layers would say if only the published count says otherwise; nothing if they agree."""
    if case.limited_to is Limited.SERVICE_PROVIDERS:
        return ""
    operator = patterns.operator(pattern.id, case.layers)
    if operator is owner:
        return ""
    decisive = [patterns.titles[each].lower() for each in case.layers if pattern.layers[each].operator is operator]
    counted = f"Only the published count makes it {owner.whose}"
    return f"{counted}; by what it examines ({', '.join(decisive)}) it would be {operator.whose}"


def modelled_reason(case: TestCase, patterns: Patterns, pattern: Pattern, owner: Owner) -> str:
    """Return the reason for an owner by the layers: which of them decide, and who operates them."""
    if case.limited_to is Limited.SERVICE_PROVIDERS:
        return "Service-provider-only"
    operators = pattern.layers
    decisive = {layer for layer in case.layers if operators[layer].operator is owner}
    if not decisive:
        return "Departs from its layers' operators: " + "; ".join(case.exceptions.values())
    named = ", ".join(patterns.titles[layer] for layer in case.layers if layer in decisive)
    return f"{named.capitalize()}: {owner.whose} in this pattern"
