"""Inventories of what is deployed: AWS Config's items and the results of Resource Explorer."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pcimatrix.deployment.inventory import Resource, Source, refuse, shown
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.deployment.settings import kept, tags_of
from pcimatrix.deployment.streaming import Walk, walk

CONFIG_KEYS = frozenset(
    {"configurationItems", "ConfigurationItems", "baseConfigurationItems", "BaseConfigurationItems",
     "resourceIdentifiers", "ResourceIdentifiers", "Results"}
)  # fmt: skip
"""The keys under which exports of AWS Config have their items."""
_SELECT = "select resourceId, resourceType, accountId, arn, tags and configuration"
_GONE = ("ResourceDeleted", "ResourceDeletedNotRecorded")
_STACK = "aws:cloudformation:stack-name"
_ARN = re.compile(r"arn:aws[a-z-]*:[^:\s]*:[^:\s]*:([0-9]{12}):")


def read_config(path: Path, name: str, types: ResourceTypes) -> tuple[list[Resource], Source]:
    """Return the resources of an export of AWS Config: a snapshot, items, or the results of an advanced query.

    Of several items on one resource the newest counts. Raises `InputError`.
    """
    newest: dict[tuple[str, str], tuple[str, Resource]] = {}

    def read(walked: Walk) -> None:
        for _ in walked.chosen(*CONFIG_KEYS):
            for _ in walked.items():
                if not _note(_item(walked.value(), name, types), newest):
                    raise refuse(name, "an item without resourceType", _SELECT)
        walked.end()

    walk(path, name, read)
    return [resource for _, resource in newest.values()], Source(name, "AWS Config inventory")


def _note(item: tuple[str, Resource] | None, newest: dict[tuple[str, str], tuple[str, Resource]]) -> bool:
    """Keep an item, unless there is a newer one on its resource. Return whether it is one on a resource."""
    if item is None:
        return False
    taken, resource = item
    key = (resource.type, resource.address)
    if key not in newest or newest[key][0] <= taken:
        newest[key] = item
    return True


def _item(value: Any, name: str, types: ResourceTypes) -> tuple[str, Resource] | None:
    """Return when an item was recorded, and its resource; nothing for what is no item."""
    if isinstance(value, str):  # a result of an advanced query is JSON in a text
        value = _json(value)
    if not isinstance(value, Mapping) or not isinstance(value.get("resourceType"), str):
        return None
    type_ = value["resourceType"]
    configuration = value.get("configuration")
    if isinstance(configuration, str):
        configuration = _json(configuration)
    recorded = isinstance(configuration, Mapping)
    tags = tags_of(value.get("tags"))
    address = value.get("arn") or value.get("ARN") or value.get("resourceId") or value.get("resourceName") or ""
    return str(value.get("configurationItemCaptureTime", "")), Resource(
        shown(str(address)),
        type_,
        name,
        account=_known(value.get("awsAccountId") or value.get("accountId") or _account(address)),
        stack=shown(tags[_STACK]) if tags.get(_STACK) else "",
        tags=tags,
        settings=kept(configuration, types.wanted(type_)) if recorded else {},
        links=kept(configuration, types.links(type_)) if recorded else {},
        recorded=recorded,
        exists=value.get("configurationItemStatus") not in _GONE,
    )


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _known(account: Any) -> str:
    return shown(account) if isinstance(account, str) and account else ""


def _account(arn: Any) -> str:
    found = _ARN.match(arn) if isinstance(arn, str) else None
    return found[1] if found else ""


def read_explorer(path: Path, name: str, types: ResourceTypes) -> tuple[list[Resource], Source]:
    """Return the resources of a search of Resource Explorer, which records no settings. Raises `InputError`."""
    found: list[Resource] = []

    def read(walked: Walk) -> None:
        for _ in walked.chosen("Resources"):
            for _ in walked.items():
                found.extend(_explored(walked.value(), name, types))
        walked.end()

    walk(path, name, read)
    if not found:
        raise refuse(name, "no resource in the results", "name the output of aws resource-explorer-2 search")
    unique = {each.address: each for each in found}
    note = "Resource Explorer records no settings: what only settings tell is an open question"
    return list(unique.values()), Source(name, "Resource Explorer results", (note,))


def _explored(value: Any, name: str, types: ResourceTypes) -> list[Resource]:
    if not isinstance(value, Mapping):
        return []
    given = {str(key).lower(): each for key, each in value.items()}
    arn, type_ = str(given.get("arn", "")), str(given.get("resourcetype", ""))
    if not type_:
        return []
    tags: dict[str, str] = {}
    properties = given.get("properties")
    for each in properties if isinstance(properties, list) else ():
        if isinstance(each, Mapping) and str(each.get("Name", "")).lower() == "tags":
            data = each.get("Data")
            tags |= tags_of(_json(data) if isinstance(data, str) else data)
    stack = shown(tags[_STACK]) if tags.get(_STACK) else ""
    account = _known(given.get("owningaccountid") or _account(arn))
    return [Resource(shown(arn), types.of_explorer(type_), name, account, stack, tags=tags, recorded=False)]
