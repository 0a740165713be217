"""All warnings on a scope, each once, in a fixed order."""

from pcimatrix.catalogue.abridged import only_within
from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.model import Catalogue
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.customers import contradictions
from pcimatrix.scope.editions import edition_cautions
from pcimatrix.scope.flow_cautions import flow_cautions
from pcimatrix.scope.kinds import one_of_each_kind
from pcimatrix.scope.matrix_cautions import matrix_cautions
from pcimatrix.scope.model import Scope
from pcimatrix.scope.multi_tenant import multi_tenancy
from pcimatrix.scope.no_effect import decisions_without_effect, takeovers_without_effect
from pcimatrix.scope.premises import sites_missing
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.scope.validating import not_allowed
from pcimatrix.scope.warnings import attestations, other_editions, replaced_facts, unknown_services


def cautions(
    catalogue: Catalogue,
    patterns: Patterns,
    facts: Facts,
    scope: Scope,
    *,
    as_of: str | None = None,
) -> tuple[Caution, ...]:
    """Return all warnings on a scope. AOCs are as old as on the day `as_of` (YYYY-MM-DD), else on the scope's date."""
    found: list[Caution] = []
    found += edition_cautions(catalogue, scope)
    found += [*replaced_facts(scope, facts), *attestations(scope, as_of), *other_editions(scope)]
    found += unknown_services(scope)
    found += takeovers_without_effect(scope, [case.id for case in catalogue.test_cases()])
    found += multi_tenancy(scope)
    found += matrix_cautions(scope, list(catalogue.test_cases()), patterns)
    found += sites_missing(scope, patterns, facts)
    found += flow_cautions(scope, facts)
    found += _of_customers(catalogue, patterns, facts, scope)
    found += [Caution("questionnaire", "validation", each, ("validation",)) for each in not_allowed(scope, facts)]
    found += _of_decisions(catalogue, patterns, facts, scope)
    return tuple(dict.fromkeys(found))


def _of_customers(catalogue: Catalogue, patterns: Patterns, facts: Facts, scope: Scope) -> list[Caution]:
    """Return warnings of what customers are given and cannot have."""
    if not scope.customers:
        return []
    named = only_within(catalogue, (each for duty in scope.customers for each in duty.within))
    owners = cells(resolve(named, patterns, facts, one_of_each_kind(scope)))
    faults = contradictions(scope.customers, owners, {each.id: each.name for each in scope.third_parties})
    return [Caution("customer_duty", "customers", each.found, each.path) for each in faults]


def _of_decisions(catalogue: Catalogue, patterns: Patterns, facts: Facts, scope: Scope) -> list[Caution]:
    """Return warnings of decisions made after the scope's date, and of decisions that change nothing."""
    if not scope.decisions:
        return []
    late = [
        Caution(
            "decision_date",
            each.within,
            f"the decision on {each.within} of {each.date} is later than the scope's date, {scope.date}",
            ("decisions", number, "date"),
        )
        for number, each in enumerate(scope.decisions)
        if each.date > scope.date
    ]
    named = only_within(catalogue, (each.within for each in scope.decisions))
    undecided = resolve(named, patterns, facts, one_of_each_kind(scope).model_copy(update={"decisions": ()}))
    return [*late, *decisions_without_effect(scope, undecided)]
