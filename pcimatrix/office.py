"""Packages of Office documents (XLSX, DOCX) that come back from people: looked through before a library opens them."""

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple
from xml.etree.ElementTree import ParseError

from pcimatrix.errors import InputError, Problem
from pcimatrix.text import truncate

_UNPACKED, _PARTS, _TAGS = 64 * 1024 * 1024, 5_000, 1_000_000
"""What a package's parts can unpack to, how many there can be, and the tags in their XML, which take time to read.

The largest of the examples unpacks to 4 MiB, with 200,000 tags.
"""
_SHOWN = 120
"""How much of a library's message is shown."""
_CHUNK = 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What encrypted documents begin with, and those of Office before 2007."""
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C\x00T|E\x00N\x00T\x00I)")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, EOFError, OSError, NotImplementedError, RuntimeError,
    ValueError, TypeError, AttributeError, LookupError, OverflowError, SyntaxError,
)  # fmt: skip
"""What libraries raise for packages that hold no such document; lxml's errors are syntax errors."""


class Kind(NamedTuple):
    """A kind of document: what messages call it, the program that saves it, the ending of its files.

    `smaller` says what to do if one is larger than the bounds.
    """

    name: str
    program: str
    ending: str
    smaller: str


class TooLargeError(Exception):
    """A document that is larger than what is read of one."""


class Visitor:
    """What looks at the parts of a package while they are counted; this one looks at none."""

    def names(self, names: frozenset[str]) -> None:
        """Look at the names of all parts, before any of them is read."""

    def part(self, name: str, pieces: Iterator[bytes]) -> None:
        """Look at one part; what it leaves of the pieces is counted nevertheless."""


@contextmanager
def opened(data: bytes, name: str, kind: Kind, visitor: Visitor | None = None) -> Iterator[None]:
    """Wrap the reading of a document that came as bytes; `name` names it in messages.

    Before that, all of its parts are counted within the bounds, and shown to the visitor. Raises `InputError` if it is
    encrypted, no document of this kind, larger than the bounds or broken. Entities are refused before anything is
    parsed: their expansion could grow without end.
    """
    if data.startswith(OLE):
        found = f"it is encrypted, or of {kind.program} before 2007"
        raise _refuse(name, found, f"save it as {kind.ending} without a password")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _check(data, name, kind, visitor or Visitor())
            yield
    except TooLargeError as error:
        raise _refuse(name, str(error), kind.smaller) from None
    except _BROKEN as error:
        why = type(error).__name__ if isinstance(error, KeyError) else str(error).partition("\n")[0]
        found = f"no {kind.name} that can be read ({truncate(why, _SHOWN)})"
        raise _refuse(name, found, f"open it in {kind.program} and save it as {kind.ending}") from None


def _check(data: bytes, name: str, kind: Kind, visitor: Visitor) -> None:
    """Look at the parts of a package before any is parsed. Raises `InputError`, or what `zipfile` raises."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise _refuse(name, f"no {kind.name}, or an incomplete one", f"expected an {kind.ending} file")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        names = frozenset(part.filename for part in parts)
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
            raise TooLargeError(f"it unpacks to more than {_UNPACKED // 1024**2} MiB or {_PARTS:,} parts")
        if len(names) < len(parts):
            raise _refuse(name, "it has two parts of the same name", f"save it anew in {kind.program}")
        if any(part.flag_bits & 1 for part in parts):
            raise _refuse(name, "it is encrypted", "save it without a password")
        visitor.names(names)
        counter = _Counter(name, kind)
        for part in parts:
            if not part.is_dir():
                with archive.open(part) as stream:
                    pieces = counter.pieces(stream, part.filename)
                    visitor.part(part.filename, pieces)
                    for _ in pieces:
                        pass


class _Counter:
    """About how many tags the parts have. Refuses a document type, whatever the part's name: Office writes none."""

    def __init__(self, name: str, kind: Kind) -> None:
        self.name, self.kind, self.tags = name, kind, 0

    def pieces(self, stream: IO[bytes], part: str) -> Iterator[bytes]:
        before = b""
        while chunk := stream.read(_CHUNK):
            self.tags += chunk.count(b"<")
            if self.tags > _TAGS:
                raise TooLargeError(f"its XML has more than {_TAGS:,} tags")
            if _DTD.search(before + chunk):
                problem = f"{part} in it has a document type (DTD)"
                raise _refuse(self.name, problem, f"save it anew in {self.kind.program}")
            before = chunk[-32:]
            yield chunk


def _refuse(name: str, found: str, expected: str) -> InputError:
    return InputError([Problem(name, 0, 0, found, expected)])
