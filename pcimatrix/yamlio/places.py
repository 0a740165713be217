"""Places of keys and values in a YAML text: where an error is."""

from collections.abc import Callable
from itertools import count
from typing import Any, NamedTuple, TypeAlias

import yaml

from pcimatrix.yamlio.events import events

Path_: TypeAlias = tuple[str | int, ...]


class Place(NamedTuple):
    """Where something stands in a text; both count from 1."""

    line: int
    column: int


class Places:
    """Where each key and value of a YAML text stands, by its path from the root: `("rows", 0, "id")`."""

    def __init__(self) -> None:
        self.keys: dict[Path_, Place] = {}
        self.values: dict[Path_, Place] = {}

    def of(self, path: Path_, *, key: bool = False) -> Place:
        """Return the place of the value (or of its key) at `path`, or of the nearest parent that has one."""
        tables = (self.keys, self.values) if key else (self.values, self.keys)
        for length in range(len(path), -1, -1):
            for table in tables:
                if place := table.get(path[:length]):
                    return place
        return Place(1, 1)


def place_of(event: Any) -> Place:
    """Return where an event begins."""
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def places_of(text: str) -> Places:
    """Return the places of all keys and values of a text, which has been parsed before: it is valid and in bounds."""
    places = Places()
    following = events(text)
    event = following()
    while not isinstance(event, yaml.NodeEvent):
        event = following()
    _note(event, following, (), places)
    return places


def _note(event: Any, following: Callable[[], Any], path: Path_, places: Places) -> None:
    """Note the place of a value, and of all that is in it."""
    places.values[path] = place_of(event)
    if isinstance(event, yaml.MappingStartEvent):
        while not isinstance(key := following(), yaml.MappingEndEvent):
            below = (*path, str(key.value))
            places.keys[below] = place_of(key)
            _note(following(), following, below, places)
    elif isinstance(event, yaml.SequenceStartEvent):
        for index in count():
            if isinstance(item := following(), yaml.SequenceEndEvent):
                break
            _note(item, following, (*path, index), places)
