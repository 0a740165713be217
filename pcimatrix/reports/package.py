"""Packages of Office documents (XLSX, DOCX) that come back from people: looked through before a library opens them."""

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
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
    """A kind of document: what messages call it, the program that saves it, and the ending of its files."""

    name: str
    program: str
    ending: str


class TooLargeError(Exception):
    """A document that is larger than what is read of one."""


@contextmanager
def opened(data: bytes, name: str, kind: Kind) -> Iterator[None]:
    """Wrap the reading of a document that came as bytes; `name` names it in messages.

    Raises `InputError` if it is encrypted, no document of this kind, larger than the bounds or broken. Entities are
    refused before anything is parsed: their expansion could grow without end.
    """
    if data.startswith(OLE):
        found = f"it is encrypted, or of {kind.program} before 2007"
        raise _refuse(name, found, f"save it as {kind.ending} without a password")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            _check(data, name, kind)
            yield
    except TooLargeError as error:
        raise _refuse(name, str(error), f"expected a {kind.name} as `pcimatrix render` writes it") from None
    except _BROKEN as error:
        why = type(error).__name__ if isinstance(error, KeyError) else str(error).partition("\n")[0]
        found = f"no {kind.name} that can be read ({truncate(why, _SHOWN)})"
        raise _refuse(name, found, f"open it in {kind.program} and save it as {kind.ending}") from None


def _check(data: bytes, name: str, kind: Kind) -> None:
    """Look at the parts of a package before any is parsed. Raises `InputError`, or what `zipfile` raises."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise _refuse(name, f"no {kind.name}", f"expected an {kind.ending} file")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNPACKED:
            raise TooLargeError(f"it unpacks to more than {_UNPACKED // 1024**2} MiB or {_PARTS:,} parts")
        tags = 0
        for part in parts:
            if part.flag_bits & 1:
                raise _refuse(name, "it is encrypted", "save it without a password")
            tags += _tags(archive, part, name, kind)
            if tags > _TAGS:
                raise TooLargeError(f"its XML has more than {_TAGS:,} tags")


def _tags(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, kind: Kind) -> int:
    """Return about how many tags a part has. Refuse a document type, whatever the part's name: Office writes none."""
    tags = 0
    with archive.open(part) as stream:
        before = b""
        while chunk := stream.read(_CHUNK):
            tags += chunk.count(b"<")
            if _DTD.search(before + chunk):
                raise _refuse(name, f"{part.filename} in it has a document type", f"save it anew in {kind.program}")
            before = chunk[-32:]
    return tags


def _refuse(name: str, found: str, expected: str) -> InputError:
    return InputError([Problem(name, 0, 0, found, expected)])
