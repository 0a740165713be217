"""Plain values from the events of a YAML text, in one pass and within bounds.

PyYAML's own composing is not used: it lets a duplicate key win silently, follows aliases without end, and ends the
process on deep nesting.
"""

from collections.abc import Mapping
from typing import Any

import yaml

from pcimatrix.errors import InputError, Problem
from pcimatrix.yamlio.events import events
from pcimatrix.yamlio.places import Place, place_of
from pcimatrix.yamlio.scalars import plain_value


class Builder:
    """The values of one text: a method for each kind of node, and the problems of keys found on the way.

    `source` names the text in messages, `tags` are the long forms of tags that are read, by their short ones, and
    `max_depth` is the deepest nesting.
    """

    def __init__(self, text: str, source: str, tags: Mapping[str, str], max_depth: int) -> None:
        self.source = source
        self.tags = tags
        self.max_depth = max_depth
        self.problems: list[Problem] = []
        self._following = events(text)
        # The same few words make up most of a catalogue: each is resolved once.
        self._resolved: dict[str, Any] = {}

    def build(self) -> Any:
        """Return the value of the text's only document. Raises `InputError`, or what PyYAML raises."""
        following = self._following
        following()  # the stream's start
        if isinstance(following(), yaml.StreamEndEvent):
            raise refused(self.source, "the file is empty", "expected a YAML mapping", Place(1, 1))
        value = self._value(following(), 1)
        following()  # the document's end
        last = following()
        if not isinstance(last, yaml.StreamEndEvent):
            raise self._error(last, "a second document begins here", "keep one document in a file")
        return value

    def _value(self, event: Any, depth: int) -> Any:
        """Return the value that begins with an event; as a collection it is the one at this depth."""
        long_form = self._long_form(event)
        kind = type(event)
        value: Any
        if kind is yaml.ScalarEvent:
            value = self._scalar(event)
        elif depth > self.max_depth:
            raise self._error(event, *too_deep(self.max_depth))
        elif kind is yaml.MappingStartEvent:
            value = self._mapping(depth)
        else:
            value = self._sequence(depth)
        return {long_form: value} if long_form else value

    def _long_form(self, event: Any) -> str:
        """Return the long form of a node's tag, empty if it has none. Refuse other tags, anchors and aliases."""
        if type(event) is yaml.AliasEvent or event.anchor is not None:
            raise self._error(event, "anchors and aliases are not supported", "write the value out")
        if event.tag is None:
            return ""
        long_form = self.tags.get(event.tag)
        if long_form is None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            raise self._error(event, f"the tag {tag} is not supported", "use plain values only")
        return long_form

    def _scalar(self, event: Any) -> Any:
        text = event.value
        if not event.implicit[0]:
            return text
        resolved = self._resolved
        if text not in resolved:
            resolved[text] = plain_value(text)
        return resolved[text]

    def _mapping(self, depth: int) -> dict[str, Any]:
        following = self._following
        found: dict[str, Any] = {}
        while type(event := following()) is not yaml.MappingEndEvent:
            key = self._key(event, found)
            found[key] = self._value(following(), depth + 1)
        return found

    def _key(self, event: Any, before: Mapping[str, Any]) -> str:
        """Return a key as text; note a problem if it is one of those before it."""
        self._long_form(event)
        if type(event) is not yaml.ScalarEvent:
            raise self._error(event, "a key is not plain text", "expected a word, then a colon")
        key = str(event.value)
        if key in before:
            line, column = place_of(event)
            self.problems.append(Problem(self.source, line, column, f"duplicate key {key!r}", "keep one of them"))
        return key

    def _sequence(self, depth: int) -> list[Any]:
        following = self._following
        found: list[Any] = []
        while type(event := following()) is not yaml.SequenceEndEvent:
            found.append(self._value(event, depth + 1))
        return found

    def _error(self, event: Any, found: str, expected: str) -> InputError:
        return refused(self.source, found, expected, place_of(event))


def refused(source: str, found: str, expected: str, place: Place) -> InputError:
    """Return the error that a text is not read, for one reason at one place."""
    return InputError([Problem(source, place.line, place.column, found, expected)])


def too_deep(levels: int) -> tuple[str, str]:
    """Return what is said of a text with more levels than these, and what to do."""
    return f"nesting is deeper than {levels} levels", "write it flatter"
