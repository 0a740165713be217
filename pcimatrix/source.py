"""Sources of input: files, pipes and standard input as bytes within bounds, and bytes as text.

Windows tools write byte order marks, UTF-16 and other line ends; this is the one place that knows.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from pcimatrix.errors import InputError, Problem
from pcimatrix.text import one_line

STANDARD_INPUT = "standard input"
"""How messages name the input `-`, and piped answers."""
_MARKS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
"""Byte order marks, with the encodings that they stand for."""


class Text(NamedTuple):
    """A text with the byte order mark and the encoding of its bytes, in which it can be written back."""

    text: str
    mark: bytes = b""
    encoding: str = "utf-8"

    def encoded(self, text: str) -> bytes:
        """Return another text as bytes of the same mark and encoding."""
        return self.mark + text.encode(self.encoding)


def name_of(path: str | Path) -> str:
    """Return how messages name a source."""
    return STANDARD_INPUT if str(path) == "-" else one_line(str(path))


def read_bytes(path: str | Path, most: int, kind: str) -> bytes:
    """Return the bytes of the file or pipe at `path`, or of standard input for `-`.

    `kind` is what is wanted, for messages: "a YAML file". Raises `InputError` if it cannot be read, or has more than
    `most` bytes; a size in the file system may lie.
    """
    source = name_of(path)
    if not str(path):
        raise _refuse("an empty name", "this is not a file's name", f"name {kind}")
    try:
        with _opened(path, source) as stream:
            data = stream.read(most + 1)
    except FileNotFoundError:
        raise _refuse(source, "no such file", "check the path") from None
    except IsADirectoryError:
        raise _refuse(source, "this is a directory", f"name {kind} in it") from None
    except PermissionError:
        raise _refuse(source, "no permission to read it", "check the file's mode and owner") from None
    except OSError as error:
        raise _refuse(source, f"it cannot be read ({error.strerror})") from None
    except ValueError as error:
        raise _refuse(source, f"this is not a file's name ({error})") from None
    if len(data) > most:
        raise _refuse(source, f"the file is larger than {most // 1024**2} MiB", "expected a smaller file")
    return data


@contextmanager
def _opened(path: str | Path, source: str) -> Iterator[BinaryIO]:
    if str(path) != "-":
        with Path(path).open("rb") as stream:
            yield stream
    elif sys.stdin is None:
        raise _refuse(source, "it is closed", "name a file")
    else:
        yield sys.stdin.buffer


def encoding_of(data: bytes) -> tuple[bytes, str]:
    """Return the byte order mark that bytes begin with (may be empty) and their encoding: UTF-8 without a mark."""
    return next(((mark, name) for mark, name in _MARKS.items() if data.startswith(mark)), (b"", "utf-8"))


def text_of(data: bytes, source: str) -> Text:
    """Return bytes as text, without a byte order mark; `source` names them in messages. Raises `InputError`.

    They are UTF-8, or UTF-16 with a mark.
    """
    mark, encoding = encoding_of(data)
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        line, column = place_after(body[: error.start].decode(encoding, "replace"))
        hint = "save the file as UTF-8"
        raise InputError([Problem(source, line, column, f"this is not {encoding[:6].upper()} text", hint)]) from None
    if text[:2].count("\0") == 1:  # as in UTF-32, and in UTF-16 without a mark
        raise InputError([Problem(source, 1, 1, "this is not UTF-8 text", "save the file as UTF-8")])
    return Text(text, mark, encoding)


def in_utf8(data: bytes) -> bytes:
    """Return bytes as UTF-8 without a byte order mark; bytes without a mark stay as they are."""
    mark, encoding = encoding_of(data)
    return data[len(mark) :].decode(encoding, "replace").encode("utf-8", "replace") if mark else data


def place_after(before: str) -> tuple[int, int]:
    """Return the line and the column of what follows a text, both from 1; a line ends in LF, CRLF or CR alone."""
    lines = re.split("\r\n|\r|\n", before)
    return len(lines), len(lines[-1]) + 1


def _refuse(source: str, found: str, expected: str = "") -> InputError:
    return InputError([Problem(source, 0, 0, found, expected)])
