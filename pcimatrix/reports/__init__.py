"""Values → text: one file a format in each subpackage of `formats`, found by its name.

`tables` write a `Table` (totals, lists), `findings` a check's result, `summaries` the responsibility summary.
A new format is a new file with the one function that its subpackage documents.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any


@cache
def format_names(kind: str) -> tuple[str, ...]:
    """Return the names of the formats of a kind (`tables`, `findings`, `summaries`), in alphabetical order.

    A format's name is its file's, with a hyphen for each underscore; a file that begins with one helps its neighbours.
    """
    package = import_module(f"pcimatrix.reports.formats.{kind}")
    return tuple(
        sorted(module.name.replace("_", "-") for module in iter_modules(package.__path__) if module.name[0] != "_")
    )


def endings(kind: str, name: str) -> tuple[str, ...]:
    """Return how the names of files of a format end, e.g. `.md`: what its module has as `ENDINGS`."""
    found: tuple[str, ...] = _module(kind, name).ENDINGS
    return found


def formats_of(kind: str, ending: str) -> tuple[str, ...]:
    """Return the formats of a kind that have an ending, the usual one (the first in alphabetical order) first."""
    return tuple(name for name in format_names(kind) if ending in endings(kind, name))


def _module(kind: str, name: str) -> Any:
    return import_module(f"pcimatrix.reports.formats.{kind}.{name.replace('-', '_')}")


def writer(kind: str, name: str) -> Any:
    """Return the function `write` of a format; `name` must be one of `format_names(kind)`."""
    return _module(kind, name).write
