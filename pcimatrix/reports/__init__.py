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


def writer(kind: str, name: str) -> Any:
    """Return the function `write` of a format; `name` must be one of `format_names(kind)`."""
    return import_module(f"pcimatrix.reports.formats.{kind}.{name.replace('-', '_')}").write
