"""What is worked out from a file that comes with the program, kept where Python keeps its neighbours' byte code.

It may be deleted at any time. Whoever keeps something writes with it what it was worked out from, and compares that.
"""

import os
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path


def place_of(path: Path, ending: str) -> Path | None:
    """Return where what is worked out from a file is kept, in a name with this ending; None if Python keeps nothing."""
    try:
        return Path(cache_from_source(str(path))).with_suffix(ending)
    except NotImplementedError:
        return None


def keep(place: Path, data: bytes) -> None:
    """Keep data, all or none; nothing where Python writes no byte code, or where nothing can be written."""
    if sys.dont_write_bytecode:
        return
    partial = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            partial.write_bytes(data)
            partial.replace(place)
        finally:
            partial.unlink(missing_ok=True)
