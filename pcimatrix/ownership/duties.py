"""Duties: what each party does for a test case under a pattern, in words, with the source of each."""

from collections.abc import Iterable

from pcimatrix.catalogue.model import Owner, ProviderDuty, TestCase
from pcimatrix.catalogue.patterns import Operator, Pattern, Patterns
from pcimatrix.ownership.responsibility import Duty

_PROCEDURE = "the testing procedure"
_RESIDUAL = "residual duty (our judgement)"
PUBLISHED_ALONE = "the published count alone"
"""The source of a duty that AWS has by the published count, and by nothing that is examined."""


def parties_by_layers(pattern: Pattern, layers: Iterable[str]) -> frozenset[Owner]:
    """Return who operates any of the layers in a pattern; a layer that does not exist there is no party's."""
    return frozenset(pattern.layers[layer].operator for layer in layers) - {Owner.NA}


def procedure_of(case: TestCase) -> str:
    """Return the customer's duty if the whole procedure is its own, in words."""
    return f"Show the assessor: {case.summary}"


def procedure_beside(case: TestCase) -> str:
    """Return the customer's duty if a third party hosts a part of what is examined, in words."""
    return f"Show your own part, and get the provider's evidence for its part: {case.summary}"


def duties(
    case: TestCase, patterns: Patterns, pattern: Pattern, owner: Owner, residual: str | None
) -> tuple[Duty, ...]:
    """Return the duties of a test case under a pattern, that of the owner (who leads) first; none for `na`.

    A party has a part if it operates a layer that the procedure examines, or owns the case. A provider's part, AWS's
    or that of the third party which hosts it, is what the test case says of it, else what patterns.yaml states of its
    layers; the customer's is the `residual` duty if there is one, else the procedure itself. A residual duty that
    depends on what the customer may have ("If you have …") makes nobody a party.
    """
    if owner is Owner.NA:
        return ()
    parties = parties_by_layers(pattern, case.layers) | {owner}
    found = []
    # A residual duty says what is left beside a provider's part; where none has one, the procedure is the customer's.
    worded = residual if pattern.column == "published" or parties & {Owner.AWS, Owner.THIRD_PARTY} else None
    if Owner.CUSTOMER in parties:
        found.append(
            Duty(
                Owner.CUSTOMER.value,
                worded or (procedure_beside(case) if Owner.THIRD_PARTY in parties else procedure_of(case)),
                _RESIDUAL if worded else _PROCEDURE,
            )
        )
    if Owner.AWS in parties:
        found.append(_of_provider(case, patterns, pattern, Owner.AWS))
    if Owner.THIRD_PARTY in parties:
        found.append(_of_provider(case, patterns, pattern, Owner.THIRD_PARTY))
    return tuple(sorted(found, key=lambda duty: duty.party != owner.value))


def _of_provider(case: TestCase, patterns: Patterns, pattern: Pattern, provider: Owner) -> Duty:
    operated = [layer for layer in case.layers if pattern.layers[layer].operator is provider]
    if not operated and provider is Owner.AWS:
        return Duty(Owner.AWS.value, "No part in what is examined: only the published count names AWS", PUBLISHED_ALONE)
    own = next((each for party, each in case.provider_does.items() if party == provider.value), None)
    if own is not None:
        return Duty(provider.value, own.says, "; ".join(_who_says(patterns, own)))
    says = dict.fromkeys(pattern.layers[layer].says for layer in operated)
    return Duty(provider.value, "; ".join(says) or case.summary, "; ".join(_sources(patterns, pattern, operated)))


def _sources(patterns: Patterns, pattern: Pattern, layers: Iterable[str]) -> dict[str, None]:
    """Return who states that a provider operates the layers: titles of AWS's documents, and our own judgement."""
    return dict.fromkeys(said for layer in layers for said in _who_says(patterns, pattern.layers[layer]))


def _who_says(patterns: Patterns, said: Operator | ProviderDuty) -> list[str]:
    titles = [patterns.sources[source].title for source in said.sources]
    return [*titles, "our judgement"] if said.judgement else titles
