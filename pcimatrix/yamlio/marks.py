"""Marks of the YAML parser → the places of all keys and values of a text, by a second pass over it."""

from collections.abc import Callable
from itertools import count
from typing import Any

import yaml

from pcimatrix.yamlio.events import events
from pcimatrix.yamlio.places import Path_, Places, place_of


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
