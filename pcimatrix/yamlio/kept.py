"""Values of the YAML files that come with the program, kept beside Python's byte code.

Parsing the catalogue takes twenty times as long as reading its values back. What is kept is of one text alone, by its
SHA-256: whoever changes a file gets the values of the changed one.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pcimatrix.byte_code import keep, place_of
from pcimatrix.source import text_of
from pcimatrix.yamlio.parser import Document, parse_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_READING = 1
"""Raise it when a text comes to have other values than it had: what was kept before is then not read."""


def shipped_yaml(file: "Traversable", source: str) -> Document:
    """Return the document of a file that comes with the program; `source` names it in messages.

    Nothing is kept of a file within an archive. Raises `InputError` when the file is not YAML within bounds, and
    `OSError` when it cannot be read.
    """
    data = file.read_bytes()
    written = text_of(data, source)
    digest = sha256(data).hexdigest()
    place = place_of(file, ".json") if isinstance(file, Path) else None
    values = _values(place, digest) if place else None
    if values is not None:
        return Document(source, written.text, values, written)
    document = parse_yaml(data, source)
    if place:
        kept = {"reading": _READING, "sha256": digest, "values": document.values}
        keep(place, json.dumps(kept).encode())
    return document


def _values(place: Path, digest: str) -> Any:
    """Return the values that are kept of the text of a digest; None if there are none, or no whole ones."""
    try:
        kept = json.loads(place.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    match kept:
        case {"reading": reading, "sha256": of, "values": values} if (reading, of) == (_READING, digest):
            return values
    return None
