"""Groups of resources: by account, then by stack, first-level module or tag."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.deployment.classification import Classified, classify
from pcimatrix.deployment.inventory import Inventory, Resource, shown
from pcimatrix.deployment.resource_types import ResourceTypes

GROUPINGS = ("account", "stack", "module")
"""What groups can be made by, beside `tag:NAME`."""
TAG = "tag:"


class Group(NamedTuple):
    """Resources that belong together. `key` is the same each time that the same code is read."""

    account: str
    label: str
    resources: tuple[Classified, ...]

    @property
    def key(self) -> str:
        """The account and the label: `111122223333/payments`."""
        return f"{self.account}/{self.label}"

    @property
    def exists(self) -> bool:
        """Whether anything of it is there after the change."""
        return any(each.resource.exists for each in self.resources)


def is_grouping(text: str) -> bool:
    """Tell whether a text is a way to group."""
    return text in GROUPINGS or (text.startswith(TAG) and len(text) > len(TAG))


def groups(inventory: Inventory, types: ResourceTypes, by: str = "stack") -> list[Group]:
    """Return the groups of an inventory in the order in which they first occur, each resource classified."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for resource in inventory.resources:
        found.setdefault((resource.account, _label(resource, by)), []).append(resource)
    return [
        Group(account, label, tuple(_classified(resources, types))) for (account, label), resources in found.items()
    ]


def _classified(resources: list[Resource], types: ResourceTypes) -> Iterable[Classified]:
    beside = frozenset(each.type for each in resources if each.exists)
    return (classify(each, types, beside) for each in resources)


def _label(resource: Resource, by: str) -> str:
    if by.startswith(TAG):
        value = resource.tags.get(by.removeprefix(TAG), "")
        return shown(value) if value else "untagged"
    if by == "account":
        return "all"
    if by == "module":
        return resource.module or resource.stack or "main"
    return resource.stack or "main"
