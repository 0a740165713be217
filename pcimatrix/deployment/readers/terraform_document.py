"""The document of a plan or state: one walk through it, on which its resources are noted.

The format is documented at https://developer.hashicorp.com/terraform/internals/json-format.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pcimatrix.deployment.readers.terraform_accounts import Accounts
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.deployment.settings import canonical
from pcimatrix.deployment.streaming import Walk

_GONE = frozenset({"delete"})
_FORGOTTEN = frozenset({"forget"})
"""It is no longer managed, but it stays."""


class Seen(NamedTuple):
    """A resource as one part of the document has it."""

    address: str
    type: str
    values: Any
    unknown: Any = None
    sensitive: Any = None
    exists: bool = True


class Document:
    """What is noted on the walk.

    `said` has the document's own flags and its format version, `deferred` the addresses left to a later plan.
    """

    def __init__(self) -> None:
        self.said: dict[str, Any] = {}
        self.planned: dict[str, Seen] = {}
        self.changes: dict[str, Seen] = {}
        self.accounts = Accounts()
        self.duplicate = ""
        self.deferred: list[str] = []

    @property
    def version(self) -> str:
        """The version of the format; empty if the document has none."""
        return str(self.said.get("format_version", ""))

    @property
    def errored(self) -> bool:
        """Whether the plan ended in an error."""
        return self.said.get("errored") is True

    @property
    def complete(self) -> bool:
        """Whether the plan leaves nothing out."""
        return self.said.get("complete") is not False


def read_document(walked: Walk, document: Document, types: ResourceTypes) -> None:
    """Walk through a plan or state and note its resources, of their values only those that decide."""
    for key in walked.names():
        if key in {"format_version", "errored", "complete"}:
            document.said[key] = _plain(walked.value())
        elif key in {"planned_values", "values"}:
            for _ in walked.chosen("root_module"):
                _read_module(walked, document, types)
        elif key == "resource_changes":
            for _ in walked.items():
                _read_change(walked, document, types)
        elif key == "configuration":
            document.accounts.read_configuration(walked)
        elif key == "variables":
            document.accounts.read_variables(walked)
        elif key == "deferred_changes":
            _read_deferred(walked, document)
        else:
            walked.skip()
    walked.end()


def _read_deferred(walked: Walk, document: Document) -> None:
    for _ in walked.items():
        for _ in walked.chosen("resource_change"):
            document.deferred += [str(_plain(walked.value())) for _ in walked.chosen("address")]


def _read_module(walked: Walk, document: Document, types: ResourceTypes) -> None:
    found: list[Seen] = []
    module = ""
    for key in walked.chosen("address", "resources", "child_modules"):
        if key == "address":
            module = str(walked.value())
        elif key == "resources":
            found += [each for _ in walked.items() for each in _planned(walked, types)]
        else:
            for _ in walked.items():
                _read_module(walked, document, types)
    _note_planned(found, module, document)


def _note_planned(found: Iterable[Seen], module: str, document: Document) -> None:
    for each in found:
        # Terraform 0.12 leaves the module out of the addresses in a state.
        address = each.address if each.address.startswith("module.") or not module else f"{module}.{each.address}"
        if address in document.planned:
            document.duplicate = document.duplicate or address
        document.planned[address] = each._replace(address=address)


def _type(found: Mapping[str, Any], types: ResourceTypes) -> str:
    """Return the type of a resource; empty if it is not known yet."""
    return types.of_cloud_control(str(found.get("type") or ""))


def _only(types: ResourceTypes, type_: str) -> Callable[[str], bool] | None:
    """Return which settings of a type are kept; all, if its type is not known yet."""
    if not type_:
        return None
    wanted = types.wanted_keys(type_)
    return lambda key: key == "tag" or canonical(key) in wanted


def _planned(walked: Walk, types: ResourceTypes) -> Iterator[Seen]:
    found: dict[str, Any] = {}
    for key in walked.chosen("address", "type", "mode", "index", "values", "sensitive_values"):
        of_values = key in {"values", "sensitive_values"}
        found[key] = walked.value(_only(types, _type(found, types))) if of_values else _plain(walked.value())
    if found.get("mode", "managed") == "managed" and found.get("type"):
        yield Seen(_address(found), _type(found, types), found.get("values"), None, found.get("sensitive_values"))


def _plain(value: Any) -> Any:
    """Return a text or number; nothing for what is neither, which a plan has in no name."""
    return value if isinstance(value, str | int | float) else None


def _address(found: Mapping[str, Any]) -> str:
    """Return the address of an instance; Terraform 0.12 leaves the index out of it in a state."""
    address, index = str(found.get("address") or found["type"]), found.get("index")
    if index is None or address.endswith("]"):
        return address
    return f'{address}["{index}"]' if isinstance(index, str) else f"{address}[{index}]"


def _change(walked: Walk, only: Callable[[str], bool] | None) -> dict[str, Any]:
    """Return the actions of a change, and what it says of the values that are kept."""
    parts = walked.chosen("actions", "before", "after", "after_unknown", "after_sensitive")
    return {part: walked.value(None if part == "actions" else only) for part in parts}


def _actions(change: Mapping[str, Any]) -> frozenset[str]:
    actions = change.get("actions")
    return frozenset(each for each in actions if isinstance(each, str)) if isinstance(actions, list) else frozenset()


def _read_change(walked: Walk, document: Document, types: ResourceTypes) -> None:
    found: dict[str, Any] = {}
    change: dict[str, Any] = {}
    for key in walked.chosen("address", "type", "mode", "deposed", "index", "change"):
        if key == "change":
            change = _change(walked, _only(types, _type(found, types)))
        else:
            found[key] = _plain(walked.value())
    if found.get("mode", "managed") != "managed" or not found.get("type") or found.get("deposed"):
        return
    named = _actions(change)
    values = change.get("before") if named == _FORGOTTEN else change.get("after")
    address = _address(found)
    if address in document.changes:
        document.duplicate = document.duplicate or address
    document.changes[address] = Seen(
        address,
        _type(found, types),
        values,
        change.get("after_unknown"),
        change.get("after_sensitive"),
        named != _GONE,
    )
