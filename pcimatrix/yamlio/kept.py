"""Values of the YAML files that come with the program, kept where Python keeps their neighbours' byte code.

Parsing the catalogue takes twenty times as long as reading its values back. What is kept is of one text alone, by its
SHA-256, and may be deleted at any time: whoever changes a file gets the values of the changed one.
"""

import json
import os
import sys
from contextlib import suppress
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
    place = _place(file) if isinstance(file, Path) else None
    values = _values(place, digest) if place else None
    if values is not None:
        return Document(source, written.text, values, written)
    document = parse_yaml(data, source)
    if place and not sys.dont_write_bytecode:
        _keep(place, digest, document.values)
    return document


def _place(path: Path) -> Path | None:
    """Return where a file's values are kept; None if this Python keeps nothing."""
    try:
        return Path(cache_from_source(str(path))).with_suffix(".json")
    except NotImplementedError:
        return None


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


def _keep(place: Path, digest: str, values: Any) -> None:
    """Keep values, all or none. Where nothing can be written, the file is parsed every time."""
    partial = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_text(json.dumps({"reading": _READING, "sha256": digest, "values": values}), encoding="utf-8")
            partial.replace(place)
        finally:
            partial.unlink(missing_ok=True)
