"""Settings of a resource: the values at a path, whatever the source's spelling and nesting."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pcimatrix.deployment.inventory import MAYBE, UNKNOWN, Choice, Settings, Unknown


def canonical(name: str) -> str:
    """Return the name of a setting without case and underscores: `launch_type`, `LaunchType` are one."""
    return name.replace("_", "").lower()


def values_at(node: Any, path: str, *, unknown: Any = None, sensitive: Any = None) -> tuple[Any, ...]:
    """Return the values at a dotted path, over all items of all lists on the way.

    `unknown` and `sensitive` are Terraform's trees of marks beside the values: what is marked is not known. A mapping
    at the path's end counts as present (true); nothing is returned for what is not set.
    """
    parts = [canonical(part) for part in path.split(".")]
    found = tuple(_found(node, parts, unknown, sensitive))
    # An attribute that is not set is known after apply as well, if the provider works it out.
    return (MAYBE,) if len(parts) == 1 and found == (UNKNOWN,) and _named(unknown, parts[0]) is True else found


def _found(node: Any, parts: list[str], unknown: Any, sensitive: Any) -> Iterator[Any]:
    if isinstance(node, Unknown | Choice):
        yield MAYBE if parts else node
    elif unknown is True or (sensitive is True and node is not None):
        yield MAYBE if parts and sensitive is not True else UNKNOWN
    elif isinstance(node, list) or (node is None and isinstance(unknown, list)):
        yield from _in_items(node or [], parts, unknown, sensitive)
    elif not parts:
        yield from _at_end(node)
    elif isinstance(node, Mapping) or isinstance(unknown, Mapping):
        first, *rest = parts
        yield from _found(_named(node, first), rest, _named(unknown, first), _named(sensitive, first))


def _in_items(items: list[Any], parts: list[str], unknown: Any, sensitive: Any) -> Iterator[Any]:
    """Yield what is found in the items of a list, of which some may only be known after apply."""
    count = max(len(items), len(unknown) if isinstance(unknown, list) else 0)
    for index in range(count):
        yield from _found(_at(items, index), parts, _at(unknown, index), _at(sensitive, index))


def _at_end(node: Any) -> Iterator[Any]:
    if isinstance(node, Mapping):
        yield from (True,) if node else ()
    elif node is not None and node != "":  # states and AWS Config have an empty text for what is not set
        yield node


def _at(items: Any, index: int) -> Any:
    return items[index] if isinstance(items, list) and index < len(items) else None


def _named(node: Any, name: str) -> Any:
    if not isinstance(node, Mapping):
        return None
    return next((value for key, value in node.items() if canonical(str(key)) == name), None)


def kept(node: Any, paths: Iterable[str], *, unknown: Any = None, sensitive: Any = None) -> Settings:
    """Return the values at the paths that are wanted, and nothing else."""
    found = {path: values_at(node, path, unknown=unknown, sensitive=sensitive) for path in paths}
    return {path: values for path, values in found.items() if values}


def tags_of(node: Any) -> dict[str, str]:
    """Return tags from a mapping, or from a list of keys and values."""
    pairs: Iterable[tuple[Any, Any]] = ()
    if isinstance(node, Mapping):
        pairs = ((str(key), value) for key, value in node.items())
    elif isinstance(node, list):
        pairs = ((_named(each, "key"), _named(each, "value")) for each in node)
    return {key: _tag_value(value) for key, value in pairs if isinstance(key, str)}


def _tag_value(value: Any) -> str:
    return value if isinstance(value, str) else ""
