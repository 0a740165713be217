"""Untrusted YAML text → plain values, within bounds, with the place of every value when it is asked for."""

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pcimatrix.source import Text, name_of, read_bytes, text_of
from pcimatrix.yamlio.places import Place, Places

MAX_BYTES = 4 * 1024 * 1024
"""The largest file that is read; the shipped catalogue is a tenth of it."""
MAX_DEPTH = 16
"""The deepest nesting that is read; the catalogue needs ten levels."""
_NO_TAGS: Mapping[str, str] = MappingProxyType({})


class _Read(NamedTuple):
    """The fields of a document."""

    source: str
    text: str
    values: Any
    written: Text = Text("")


class Document(_Read):
    """A YAML text that has been read: its name for messages, its text, and its values (not yet validated).

    `written` is how its text is written in bytes.
    """

    @cached_property
    def digest(self) -> str:
        """The SHA-256 (hex) of the values: comments, line endings and layout do not change it."""
        return digest(self.values)

    def encoded(self, text: str) -> bytes:
        """Return a changed text as the bytes of the file: with its byte order mark, in its encoding."""
        return self.written.encoded(text)

    @cached_property
    def places(self) -> Places:
        """The places of all keys and values: a second pass, made once, and only to word an error."""
        from pcimatrix.yamlio.marks import places_of  # noqa: PLC0415 - brings the parser, for errors alone

        return places_of(self.text)

    def scalar(self, place: Place) -> str:
        """Return a plain scalar as it is written at a place, at most 60 characters of it: 8.10, not 8.1."""
        found = re.compile(r"[^\s,\[\]{}#]{1,60}").match(self.text, place.offset_in(self.text))
        return found[0] if found else ""


def digest(values: Any) -> str:
    """Return the SHA-256 (hex) of plain values in one canonical form: JSON, keys sorted, no spaces."""
    import hashlib  # noqa: PLC0415 - only documents state it, and these imports take time
    import json  # noqa: PLC0415

    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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
    from pcimatrix.yamlio.values import values_of  # noqa: PLC0415 - brings the parser, which kept values do not need

    written = text_of(data, source)
    return Document(source, written.text, values_of(written.text, source, tags, max_depth), written)
