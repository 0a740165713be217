"""Plans and states of Terraform and OpenTofu, as `show -json` writes them.

What counts is what exists after the change: `planned_values`, and of `resource_changes` what is not deleted. Drift,
prior state and data sources say nothing. The format is documented at
https://developer.hashicorp.com/terraform/internals/json-format.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pcimatrix.deployment.inventory import Resource, Source, refuse, shown, without_duplicates
from pcimatrix.deployment.readers.terraform_accounts import Accounts, account_of
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.deployment.settings import canonical, kept, tags_of
from pcimatrix.deployment.streaming import Walk, walk

_VERSION = re.compile(r"(0|1)\.[0-9]{1,6}")
_INDEX = re.compile(r'\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\]')
_MODULE = re.compile(r'module\.([^.\[]+(?:\[(?:[0-9]+|"(?:[^"\\]|\\.)*")\])?)')
_GONE = frozenset({"delete"})


class _Seen(NamedTuple):
    """A resource as one part of the document has it."""

    address: str
    type: str
    values: Any
    unknown: Any = None
    sensitive: Any = None
    exists: bool = True


class _Document:
    """What is collected on the walk."""

    def __init__(self) -> None:
        self.version = ""
        self.planned: dict[str, _Seen] = {}
        self.changes: dict[str, _Seen] = {}
        self.accounts = Accounts()
        self.duplicate = ""


def read_terraform(path: Path, name: str, stack: str, types: ResourceTypes) -> tuple[list[Resource], Source]:
    """Return the resources of a plan or state that exist after the change, and of what is deleted only that it goes.

    `stack` is what to call the root module. Raises `InputError`.
    """
    document = _Document()
    walk(path, name, lambda walked: _read(walked, document, types))
    if not _VERSION.fullmatch(document.version):
        found = f"format_version {document.version or 'is missing'}"
        raise refuse(name, found, "expected 0.1 to 1.x; use a release of Terraform or OpenTofu that writes it")
    if document.duplicate:
        raise refuse(name, f"duplicate address {shown(document.duplicate)!r}", "make the file anew from its source")
    merged = {**document.planned, **document.changes}
    for address, seen in document.changes.items():
        planned = document.planned.get(address)
        if planned is not None and seen.exists and not seen.values:
            merged[address] = planned._replace(unknown=seen.unknown)
    resources = _resources(merged, document, name, stack, types)
    kind = "Terraform plan" if document.changes else "Terraform state or plan"
    return without_duplicates(resources, name), Source(name, f"{kind}, format {document.version}")


def _resources(
    merged: Mapping[str, _Seen], document: _Document, name: str, stack: str, types: ResourceTypes
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
            settings=kept(
                seen.values, types.wanted(seen.type), unknown=seen.unknown, sensitive=seen.sensitive, resolve=None
            ),
            recorded=bool(seen.values) or seen.unknown is not None,
            exists=seen.exists,
        )
        for address, seen in merged.items()
    ]


def _first_module(address: str) -> str:
    found = _MODULE.match(address)
    return shown(found[1]) if found else ""


def _tags(seen: _Seen) -> dict[str, str]:
    values = seen.values if isinstance(seen.values, Mapping) else {}
    marks = seen.sensitive if isinstance(seen.sensitive, Mapping) else {}
    tags: dict[str, str] = {}
    for key in ("tags_all", "tags", "tag"):
        if marks.get(key) is not True:
            tags |= tags_of(values.get(key))
    hidden = marks.get("tags")
    secret = hidden if isinstance(hidden, Mapping) else {}
    return {key: "" if secret.get(key) is True else value for key, value in tags.items()}


def _read(walked: Walk, document: _Document, types: ResourceTypes) -> None:
    for key in walked.names():
        if key == "format_version":
            document.version = str(walked.value())
        elif key in {"planned_values", "values"}:
            for part in walked.names():
                if part == "root_module":
                    _read_module(walked, document, types)
                else:
                    walked.skip()
        elif key == "resource_changes":
            for _ in walked.items():
                _read_change(walked, document, types)
        elif key == "configuration":
            document.accounts.read_configuration(walked)
        elif key == "variables":
            document.accounts.read_variables(walked)
        else:
            walked.skip()


def _read_module(walked: Walk, document: _Document, types: ResourceTypes) -> None:
    found: list[_Seen] = []
    module = ""
    for key in walked.names():
        if key == "resources":
            for _ in walked.items():
                found += _planned(walked, types)
        elif key == "child_modules":
            for _ in walked.items():
                _read_module(walked, document, types)
        elif key == "address":
            module = str(walked.value())
        else:
            walked.skip()
    for each in found:
        # Terraform 0.12 leaves the module out of the addresses in a state.
        address = each.address if each.address.startswith("module.") or not module else f"{module}.{each.address}"
        if address in document.planned:
            document.duplicate = document.duplicate or address
        document.planned[address] = each._replace(address=address)


def _only(types: ResourceTypes, type_: str) -> Callable[[str], bool] | None:
    """Return which settings of a type are kept; all, if its type is not known yet."""
    if not type_:
        return None
    wanted = types.wanted_keys(type_)
    return lambda key: key == "tag" or canonical(key) in wanted


def _planned(walked: Walk, types: ResourceTypes) -> Iterator[_Seen]:
    found: dict[str, Any] = {}
    for key in walked.names():
        if key in {"address", "type", "mode", "index"}:
            found[key] = _plain(walked.value())
        elif key in {"values", "sensitive_values"}:
            found[key] = walked.value(_only(types, str(found.get("type", ""))))
        else:
            walked.skip()
    if found.get("mode", "managed") == "managed" and found.get("type"):
        yield _Seen(_address(found), str(found["type"]), found.get("values"), None, found.get("sensitive_values"))


def _plain(value: Any) -> Any:
    """Return a text or number; nothing for what is neither, which a plan has in no name."""
    return value if isinstance(value, str | int) else None


def _address(found: Mapping[str, Any]) -> str:
    """Return the address of an instance; Terraform 0.12 leaves the index out of it in a state."""
    address, index = str(found.get("address") or found["type"]), found.get("index")
    if index is None or address.endswith("]"):
        return address
    return f'{address}["{index}"]' if isinstance(index, str) else f"{address}[{index}]"


def _read_change(walked: Walk, document: _Document, types: ResourceTypes) -> None:
    found: dict[str, Any] = {}
    change: dict[str, Any] = {}
    for key in walked.names():
        if key in {"address", "type", "mode", "deposed", "index"}:
            found[key] = _plain(walked.value())
        elif key == "change":
            for part in walked.names():
                if part in {"before", "after", "after_unknown", "after_sensitive"}:
                    change[part] = walked.value(_only(types, str(found.get("type", ""))))
                elif part == "actions":
                    change[part] = walked.value()
                else:
                    walked.skip()
        else:
            walked.skip()
    if found.get("mode", "managed") != "managed" or not found.get("type") or found.get("deposed"):
        return
    actions = change.get("actions")
    named = {each for each in actions if isinstance(each, str)} if isinstance(actions, list) else set()
    forgotten = named == {"forget"}  # no longer managed, but it stays
    values = change.get("before") if forgotten else change.get("after")
    address = _address(found)
    if address in document.changes:
        document.duplicate = document.duplicate or address
    document.changes[address] = _Seen(
        address,
        str(found["type"]),
        values,
        change.get("after_unknown"),
        change.get("after_sensitive"),
        named != _GONE,
    )
