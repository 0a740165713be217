"""Hints of code at facts: proposed to whoever answers, never decided."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.deployment.classification import Classified, holds
from pcimatrix.deployment.grouping import Group
from pcimatrix.deployment.resource_types import Hint, ResourceTypes


class Hinted(NamedTuple):
    """What code says about a fact: in words, the answer that it proposes (None if none), and the resources."""

    about: str
    says: str
    proposes: bool | None
    resources: tuple[Classified, ...]


def hinted(groups: Iterable[Group], types: ResourceTypes) -> list[Hinted]:
    """Return what the resources hint at, in the order of the hints; alike hints are one."""
    there = _counted(groups)
    present = frozenset(each.resource.type for each in there)
    found: dict[tuple[str, str, bool | None], list[Classified]] = {}
    for hint in types.hints:
        if present.isdisjoint(hint.unless):
            concerned = found.setdefault((hint.about, hint.says, hint.proposes), [])
            concerned += [each for each in there if _concerns(hint, each)]
    return [Hinted(*key, tuple(resources)) for key, resources in found.items() if resources]


def _counted(groups: Iterable[Group]) -> list[Classified]:
    return [each for group in groups for each in group.resources if each.resource.exists and not each.ignored]


def _concerns(hint: Hint, each: Classified) -> bool:
    if hint.stores:
        return each.store
    if each.resource.type not in hint.types:
        return False
    # What is not recorded or not known hints at nothing.
    return all(holds(condition, each.resource, frozenset()) is True for condition in hint.when)
