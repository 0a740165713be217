"""Untrusted YAML text → plain values, within bounds, with the place of every value when it is asked for."""

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import yaml

from pcimatrix.errors import InputError
from pcimatrix.source import Text, name_of, place_after, read_bytes, text_of
from pcimatrix.yamlio.builder import Builder, refused, too_deep
from pcimatrix.yamlio.places import Place, Places, places_of

MAX_BYTES = 4 * 1024 * 1024
"""The largest file that is read; the shipped catalogue is a tenth of it."""
MAX_DEPTH = 16
"""The deepest nesting that is read; the catalogue needs ten levels."""
_NO_TAGS: Mapping[str, str] = MappingProxyType({})


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
        return places_of(self.text)

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
    try:
        builder = Builder(written.text, source, tags, max_depth)
        values = builder.build()
    except yaml.reader.ReaderError as error:
        raise _odd_character(error, written.text, source) from None
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, written.text, source, max_depth) from None
    if builder.problems:
        raise InputError(builder.problems)
    return Document(source, written.text, values, written)


def _odd_character(error: yaml.reader.ReaderError, text: str, source: str) -> InputError:
    character = error.character
    number = character if isinstance(character, int) else ord(character)
    what = f"there is a character that YAML does not allow (U+{number:04X})"
    return refused(source, what, "remove it", Place(*place_after(text[: error.position])))


def _not_yaml(error: yaml.MarkedYAMLError, text: str, source: str, max_depth: int) -> InputError:
    mark = error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    # libyaml 0.2.6 and later look ahead through 1,000 levels, then give up before the first event.
    if error.problem == "exceeded maximum nesting depth":
        return refused(source, *too_deep(max_depth), place)
    what = " ".join(part for part in (error.context, error.problem) if part)
    tab = text[_offset_of(text, place) :].startswith("\t")
    hint = "this is a tab: indent with spaces" if tab else ""
    return refused(source, f"this is not YAML: {what}", hint, place)


def _offset_of(text: str, place: Place) -> int:
    lines = text.splitlines(keepends=True)
    return sum(map(len, lines[: place.line - 1])) + place.column - 1
