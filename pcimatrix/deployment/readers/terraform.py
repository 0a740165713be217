"""Plans and states of Terraform and OpenTofu, as `show -json` writes them.

What counts is what exists after the change: `planned_values`, and of `resource_changes` what is not deleted. Drift,
prior state and data sources say nothing. The format is documented at
https://developer.hashicorp.com/terraform/internals/json-format.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pcimatrix.deployment.inventory import Resource, Source, refuse, shown
from pcimatrix.deployment.readers.terraform_accounts import account_of
from pcimatrix.deployment.readers.terraform_document import Document, Seen, read_document
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.deployment.settings import kept, tags_of
from pcimatrix.deployment.streaming import walk

_NAMED = 5
"""More deferred resources than this are counted, not named."""
_VERSION = re.compile(r"(0|1)\.[0-9]{1,6}")
_INDEX = re.compile(r'\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\]')
_MODULE = re.compile(r'module\.([^.\[]+(?:\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\])?)')


def read_terraform(path: Path, name: str, stack: str, types: ResourceTypes) -> tuple[list[Resource], Source]:
    """Return the resources of a plan or state that exist after the change, and of what is deleted only that it goes.

    `stack` is what to call the root module. Raises `InputError`.
    """
    document = Document()
    walk(path, name, lambda walked: read_document(walked, document, types))
    if not _VERSION.fullmatch(document.version):
        found = f"format_version {document.version or 'is missing'}"
        raise refuse(name, found, "expected 0.1 to 1.x; use a release of Terraform or OpenTofu that writes it")
    if document.errored:
        raise refuse(name, "this plan ended in an error, so it is not whole", "correct the error and plan again")
    if document.duplicate:
        raise refuse(name, f"duplicate address {shown(document.duplicate)!r}", "make the file anew from its source")
    merged = {**document.planned, **document.changes}
    for address, seen in document.changes.items():
        planned = document.planned.get(address)
        if planned is not None and seen.exists and not seen.values:
            merged[address] = planned._replace(unknown=seen.unknown)
    resources = _resources(merged, document, name, stack, types)
    kind = "Terraform plan" if document.changes else "Terraform state or plan"
    source = Source(
        name, f"{kind}, format {document.version}", tuple(_notes(document)), whole=document.complete, planned=True
    )
    return resources, source


def _notes(document: Document) -> Iterator[str]:
    if not document.complete:
        yield "The plan is not complete (-target, or deferred changes)"
    if document.deferred:
        named = ", ".join(map(shown, document.deferred[:_NAMED]))
        more = f" and {len(document.deferred) - _NAMED} more" if len(document.deferred) > _NAMED else ""
        yield f"Deferred to a later plan, so not counted: {named}{more}"


def _resources(
    merged: Mapping[str, Seen], document: Document, name: str, stack: str, types: ResourceTypes
) -> list[Resource]:
    accounts = document.accounts
    keys = {address: accounts.key_of(_INDEX.sub("", address)) for address in merged}
    for address, seen in merged.items():
        accounts.note(keys[address], account_of(seen.values))
    return [
        Resource(
            shown(address),
            seen.type,
            name,
            account=accounts.name(keys[address], account_of(seen.values)),
            stack=stack,
            module=_first_module(address),
            tags=_tags(seen),
            settings=kept(seen.values, types.wanted(seen.type), unknown=seen.unknown, sensitive=seen.sensitive),
            links=kept(seen.values, types.links(seen.type), unknown=seen.unknown, sensitive=seen.sensitive),
            recorded=bool(seen.values) or seen.unknown is not None,
            exists=seen.exists,
        )
        for address, seen in merged.items()
    ]


def _first_module(address: str) -> str:
    found = _MODULE.match(address)
    return shown(found[1]) if found else ""


def _tags(seen: Seen) -> dict[str, str]:
    values = seen.values if isinstance(seen.values, Mapping) else {}
    marks = seen.sensitive if isinstance(seen.sensitive, Mapping) else {}
    tags: dict[str, str] = {}
    for key in ("tags_all", "tags", "tag"):
        if marks.get(key) is not True:
            tags |= tags_of(values.get(key))
    hidden = marks.get("tags")
    secret = hidden if isinstance(hidden, Mapping) else {}
    return {key: "" if secret.get(key) is True else value for key, value in tags.items()}
