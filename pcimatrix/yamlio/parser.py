"""Untrusted YAML text → plain values, within bounds, with the place of every value when it is asked for.

Values are built from the C parser's events in one pass. PyYAML's own composing is not used: it lets a
duplicate key win silently, follows aliases without end, and ends the process on deep nesting.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from pcimatrix.errors import InputError, Problem
from pcimatrix.source import Text, name_of, place_after, read_bytes, text_of

MAX_BYTES = 4 * 1024 * 1024
"""The largest file that is read; the shipped catalogue is a tenth of it."""
MAX_DEPTH = 16
"""The deepest nesting that is read; the catalogue needs ten levels."""
_MAX_BITS = 4096
"""The longest whole number; Python refuses to print one of more than 4,300 decimal digits."""
_NO_TAGS: Mapping[str, str] = MappingProxyType({})

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_RESOLVERS = Resolver.yaml_implicit_resolvers
_CONSTRUCTOR = SafeConstructor()
_DATE_TAG = "tag:yaml.org,2002:timestamp"

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


class Document(NamedTuple):
    """A YAML text that has been read: its name for messages, its text, and its values (not yet validated).

    `written` is how its text is written in bytes.
    """

    source: str
    text: str
    values: Any
    written: Text = Text("")

    def encoded(self, text: str) -> bytes:
        """Return a changed text as the bytes of the file: with its byte order mark, in its encoding."""
        return self.written.encoded(text)

    def places(self) -> Places:
        """Return the places of all keys and values: a second pass, made only to word an error."""
        places = Places()
        _Builder(self.source, places).build(self.text)
        return places

    def scalar(self, place: Place) -> str:
        """Return a plain scalar as it is written at a place, at most 60 characters of it: 8.10, not 8.1."""
        found = re.compile(r"[^\s,\[\]{}#]{1,60}").match(self.text, _offset_of(self.text, place))
        return found[0] if found else ""


def read_yaml(path: str | Path) -> Document:
    """Read the YAML file at `path`; `-` is standard input.

    Raises `InputError` when it cannot be read, is too large, is not UTF-8 text (nor UTF-16 with its mark), or is not
    YAML within bounds.
    """
    return parse_yaml(read_bytes(path, MAX_BYTES, "a YAML file"), name_of(path))


def parse_yaml(data: bytes, source: str, *, tags: Mapping[str, str] = _NO_TAGS, max_depth: int = MAX_DEPTH) -> Document:
    """Parse the bytes of a YAML file; `source` names it in messages. Raises `InputError`.

    `tags` are the short forms that are read, with their long ones: by `{"!Ref": "Ref"}`, `!Ref x` is `{"Ref": "x"}`.
    Every other tag is refused.
    """
    written = text_of(data, source)
    builder = _Builder(source, None, tags, max_depth)
    values = builder.build(written.text)
    if builder.problems:
        raise InputError(builder.problems)
    return Document(source, written.text, values, written)


def _place_of_offset(before: str) -> Place:
    return Place(*place_after(before))


def _offset_of(text: str, place: Place) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: place.line - 1])) + place.column - 1


def _refuse(source: str, found: str, expected: str = "", place: Place | None = None) -> InputError:
    line, column = place or (0, 0)
    return InputError([Problem(source, line, column, found, expected)])


class _Builder:
    """Builds values from parser events; with `places`, notes where each of them stands as well."""

    def __init__(
        self,
        source: str,
        places: Places | None,
        tags: Mapping[str, str] = _NO_TAGS,
        max_depth: int = MAX_DEPTH,
    ) -> None:
        self.source = source
        self.tags = tags
        self.max_depth = max_depth
        self.places = places
        self.problems: list[Problem] = []
        # The same few words make up most of a catalogue: each is resolved once.
        self._resolved: dict[str, Any] = {}

    def build(self, text: str) -> Any:
        try:
            # `yaml.parse` asks twice for each event; the loader itself is asked once.
            following: Callable[[], Any] = _LOADER(text).get_event
            following()  # the stream's start
            if isinstance(following(), yaml.StreamEndEvent):
                raise _refuse(self.source, "the file is empty", "expected a YAML mapping", Place(1, 1))
            value = self._document(following)
            last = following()
        except yaml.reader.ReaderError as error:
            place = _place_of_offset(text[: error.position])
            what = f"there is a character that YAML does not allow (U+{_code_point(error.character):04X})"
            raise _refuse(self.source, what, "remove it", place) from None
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
            # libyaml 0.2.6 and later look ahead through 1,000 levels, then give up before the first event.
            if error.problem == "exceeded maximum nesting depth":
                raise _refuse(self.source, *_too_deep(self.max_depth), place) from None
            what = " ".join(part for part in (error.context, error.problem) if part)
            tab = text[_offset_of(text, place) :].startswith("\t")
            hint = "this is a tab: indent with spaces" if tab else ""
            raise _refuse(self.source, f"this is not YAML: {what}", hint, place) from None
        if not isinstance(last, yaml.StreamEndEvent):
            raise self._error(last, "a second document begins here", "keep one document in a file")
        return value

    def _document(self, following: Callable[[], Any]) -> Any:  # noqa: C901, PLR0912 - one pass, every event in view
        scalar, mapping_end, sequence_end = yaml.ScalarEvent, yaml.MappingEndEvent, yaml.SequenceEndEvent
        resolved, places = self._resolved, self.places
        root: list[Any] = []
        # A frame is [container, is a mapping, the key that waits for its value or None, its path].
        frame: list[Any] = [root, False, None, ()]
        frames = [frame]
        while True:
            event = following()
            kind = type(event)
            if kind is mapping_end or kind is sequence_end:
                frames.pop()
                frame = frames[-1]
                continue
            if kind is yaml.DocumentEndEvent:
                break
            if kind is yaml.AliasEvent or event.anchor is not None:
                raise self._error(event, "anchors and aliases are not supported", "write the value out")
            long_form = "" if event.tag is None else self.tags.get(event.tag)
            if long_form is None:
                raise self._error(event, f"the tag {event.tag} is not read", "use plain values only")
            container, is_mapping, key, path = frame
            if is_mapping and key is None:
                if kind is not scalar:
                    raise self._error(event, "a key is not plain text", "expected a word, then a colon")
                frame[2] = self._key(event, container, path)
                continue
            value: Any
            if kind is scalar:
                value = event.value
                if event.implicit[0]:
                    value = resolved[value] if value in resolved else self._resolve(value)
            else:
                value = {} if kind is yaml.MappingStartEvent else []
            if places is not None:
                path = self._note(event, frame, root)
            whole = {long_form: value} if long_form else value
            if is_mapping:
                container[key] = whole
                frame[2] = None
            else:
                container.append(whole)
            if kind is not scalar:
                if len(frames) > self.max_depth:
                    raise self._error(event, *_too_deep(self.max_depth))
                frame = [value, kind is yaml.MappingStartEvent, None, path]
                frames.append(frame)
        return root[0]

    def _note(self, event: Any, frame: list[Any], root: list[Any]) -> Path_:
        container, is_mapping, key, above = frame
        path: Path_ = above if container is root else (*above, key if is_mapping else len(container))
        if self.places is not None:
            self.places.values[path] = _place(event)
        return path

    def _key(self, event: Any, container: dict[str, Any], path: Path_) -> str:
        key = str(event.value)
        if self.places is not None:
            self.places.keys.setdefault((*path, key), _place(event))
        elif key in container:
            line, column = _place(event)
            self.problems.append(Problem(self.source, line, column, f"duplicate key {key!r}", "keep one of them"))
        return key

    def _resolve(self, text: str) -> Any:
        """Return the value of a plain scalar: a number, truth value or nothing where it is one, else its text.

        A date stays text: it is for the model that wants one to validate it. So does a number in base 60, and one
        that is too long to be printed.
        """
        value: Any = text
        for tag, pattern in _RESOLVERS.get(text[:1], ()):
            # 1:30 is 90 to YAML 1.1, in time that grows with the square of its length: it stays text here.
            if tag != _DATE_TAG and ":" not in text and pattern.match(text):
                try:
                    value = _CONSTRUCTOR.construct_object(yaml.ScalarNode(tag, text))
                except (ValueError, yaml.YAMLError):
                    value = text
                if type(value) is int and value.bit_length() > _MAX_BITS:
                    value = text
                break
        self._resolved[text] = value
        return value

    def _error(self, event: Any, found: str, expected: str) -> InputError:
        return _refuse(self.source, found, expected, _place(event))


def _too_deep(levels: int) -> tuple[str, str]:
    return f"nesting is deeper than {levels} levels", "write it flatter"


def _place(event: Any) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _code_point(character: Any) -> int:
    return character if isinstance(character, int) else ord(character)
