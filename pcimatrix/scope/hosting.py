"""Workloads that a third party hosts: their providers, as they stand for the third party of the pattern."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.responsibility import Duty
from pcimatrix.ownership.traces import Part

_SAID = "The provider"
"""How the data speak of the company that hosts, at the beginning of its duty."""


class Host(NamedTuple):
    """The third party that hosts a workload, by its id and name."""

    id: str
    name: str


def hosted_by(part: Part, provider: Host | None) -> Part:
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


def named(duties: Iterable[Duty], provider: Host | None) -> tuple[Duty, ...]:
    """Return duties with the id and name of the provider that hosts, in the entity's own ones as well."""
    said = tuple(duties)
    if provider is None or all(each.party != Owner.THIRD_PARTY for each in said):
        return said
    return tuple(
        each._replace(party=provider.id, does=each.does.replace(_SAID, provider.name))
        if each.party == Owner.THIRD_PARTY
        else each._replace(does=each.does.replace(_SAID.lower(), provider.name))
        for each in said
    )
