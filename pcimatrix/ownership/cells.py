"""Cells of one pattern's matrix: test case, owner, basis and reason."""

from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Catalogue, Limited, Owner, Ownership, TestCase
from pcimatrix.catalogue.patterns import Patterns


class Cell(NamedTuple):
    """A test case and who owns it under one pattern."""

    case: TestCase
    ownership: Ownership


def matrix(catalogue: Catalogue, patterns: Patterns, pattern: str) -> list[Cell]:
    """Return every test case with its ownership under `pattern`, in the standard's order.

    Raises `UnknownIdError` for an unknown pattern.
    """
    modelled = patterns.get(pattern).column == "modelled"
    return [Cell(case, ownership(case, patterns, pattern, modelled=modelled)) for case in catalogue.test_cases()]


def ownership(case: TestCase, patterns: Patterns, pattern: str, *, modelled: bool) -> Ownership:
    """Return who owns the case under a pattern, on what basis, why, and what stays with the customer."""
    owner = case.owner[pattern]
    residual = case.residual if owner is Owner.AWS else None
    basis = Basis.MODELLED if modelled else case.basis
    reason = modelled_reason(case, patterns, pattern) if modelled else case.reason
    return Ownership(pattern, owner, basis, reason, residual)


def modelled_reason(case: TestCase, patterns: Patterns, pattern: str) -> str:
    """Return the reason for an owner under a modelled pattern: the layers, and who operates them."""
    if case.limited_to is Limited.SERVICE_PROVIDERS:
        return "Service-provider-only"
    operators = patterns.get(pattern).layers
    owner = case.owner[pattern]
    decisive = {layer for layer in case.layers if operators[layer].operator is owner}
    if not decisive:
        return "Departs from its layers' operators: " + "; ".join(case.exceptions.values())
    titles = {layer.id: layer.title for layer in patterns.layers if layer.id in decisive}
    named = ", ".join(titles[layer] for layer in case.layers if layer in decisive)
    return f"{named.capitalize()}: {owner.whose} in this pattern"
