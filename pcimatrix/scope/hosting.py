"""Workloads that a third party hosts: their providers, as they stand for the third party of the pattern."""

from collections.abc import Iterable

from pcimatrix.catalogue.model import Duty, Owner
from pcimatrix.ownership.traces import Part
from pcimatrix.scope.third_parties import ThirdParty

_SAID = "The provider"
"""How patterns.yaml speaks of the company that hosts."""


def hosted_by(part: Part, provider: ThirdParty | None) -> Part:
    """Return a part with its provider's id and name for the third party that the pattern says hosts it.

    Without one, as before a session has asked for it, it stays a third party.
    """
    if provider is None or all(each.party != Owner.THIRD_PARTY for each in part.duties):
        return part
    reason = part.reason.replace(Owner.THIRD_PARTY.whose, f"{provider.name}'s")
    return part._replace(
        party=provider.id if part.owner is Owner.THIRD_PARTY else None,
        reason=reason,
        steps=tuple(reason if step == part.reason else step for step in part.steps),
        duties=named(part.duties, provider),
    )


def named(duties: Iterable[Duty], provider: ThirdParty | None) -> tuple[Duty, ...]:
    """Return duties with the provider's id and name for the third party that hosts."""
    if provider is None:
        return tuple(duties)
    return tuple(
        each._replace(party=provider.id, does=each.does.replace(_SAID, provider.name))
        if each.party == Owner.THIRD_PARTY
        else each
        for each in duties
    )
