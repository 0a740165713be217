"""Appendix A1 for multi-tenant service providers: it applies besides the test cases, which leave it out."""

from pcimatrix.scope.answers import plain
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.model import Assessment, Scope, Standing
from pcimatrix.yamlio.places import Path_

FACT = "multi_tenant"
"""The id of the fact that customers share systems."""
APPENDIX_A1 = "Appendix A1 applies too, and is not among the test cases; assess it besides"
"""What a multi-tenant service provider is told (PCI SSC FAQ 1221)."""


def is_multi_tenant_provider(scope: Scope) -> bool:
    """Tell whether Appendix A1 applies: a service provider with the fact in the entity or in a workload in scope."""
    return scope.assessment is Assessment.SERVICE_PROVIDER and _said_at(scope) is not None


def multi_tenancy(scope: Scope) -> list[Caution]:
    """Return what to tell an entity that says it is multi-tenant; nothing to others."""
    path = _said_at(scope)
    if path is None:
        return []
    if scope.assessment is Assessment.SERVICE_PROVIDER:
        return [Caution("multi_tenant", FACT, f"multi-tenant service provider: {APPENDIX_A1}", path)]
    text = "a merchant cannot be a multi-tenant service provider: the fact multi_tenant has no effect"
    return [Caution("multi_tenant", FACT, f"{text}; correct the fact, or `assessment`", path)]


def _said_at(scope: Scope) -> Path_ | None:
    if plain(scope.facts).get(FACT):
        return ("facts", FACT)
    for number, each in enumerate(scope.workloads):
        if plain(each.facts).get(FACT) and each.standing is not Standing.OUT_OF_SCOPE:
            return ("workloads", number, "facts", FACT)
    return None
