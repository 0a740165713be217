"""The four levels of a catalogue's plain values, before a model has validated them: one walk, one rebuilding."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pcimatrix.yamlio.places import Path_

LEVELS = ("principal_requirements", "sections", "requirements", "test_cases")
"""The keys of the levels, from above."""
NAMES = ("principal requirement", "section", "requirement", "test case")
"""What an item of each level is called."""
PRINCIPAL, TEST_CASE = 0, len(LEVELS) - 1


class Node(NamedTuple):
    """An item of a level (0 to 3): its path from the root, its value, and the mapping that it is in."""

    level: int
    path: Path_
    value: Any
    parent: dict[str, Any]


def iter_nodes(values: Any, level: int = 0, path: Path_ = ()) -> Iterator[Node]:
    """Yield the items of all levels in the file's order, each before those below it; none of what is no such list."""
    items = values.get(LEVELS[level]) if isinstance(values, dict) else None
    for index, item in enumerate(items if isinstance(items, list) else ()):
        here = (*path, LEVELS[level], index)
        yield Node(level, here, item, values)
        if level < TEST_CASE:
            yield from iter_nodes(item, level + 1, here)


def iter_cases(values: Any) -> Iterator[Node]:
    """Yield the test cases in the file's order."""
    return (node for node in iter_nodes(values) if node.level == TEST_CASE)


def with_cases(values: Any, case: Callable[[Any], Any], level: int = 0) -> Any:
    """Return the values with each test case replaced by what `case` makes of it; the values given stay as they are."""
    items = values.get(LEVELS[level]) if isinstance(values, dict) else None
    if not isinstance(items, list):
        return values
    new = [case(item) if level == TEST_CASE else with_cases(item, case, level + 1) for item in items]
    return {**values, LEVELS[level]: new}
