"""Plain values of a scope file before they are validated: any of them may be of another form than the model wants."""

from collections.abc import Sequence
from typing import Any


def mappings(given: Any) -> list[tuple[int, dict[str, Any]]]:
    """Return the mappings in a list, each with its index; none if this is no list."""
    return [(at, each) for at, each in enumerate(given) if isinstance(each, dict)] if isinstance(given, list) else []


def texts(given: Any) -> list[tuple[int, str]]:
    """Return the texts in a list, each with its index; none if this is no list."""
    return [(at, each) for at, each in enumerate(given) if isinstance(each, str)] if isinstance(given, list) else []


def put(container: dict[str, Any], name: str, value: Any, order: Sequence[str]) -> None:
    """Set a key of a mapping; a new one comes after those before it in `order`."""
    if name in container:
        container[name] = value
        return
    earlier = order[: order.index(name)]
    before = [at for at, key in enumerate(container, 1) if key in earlier]
    entries = list(container.items())
    entries.insert(before[-1] if before else 0, (name, value))
    container.clear()
    container.update(entries)
