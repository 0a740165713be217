"""Values → text: one file a format in each subpackage of `formats`, found by its name.

`tables` write a `Table` (totals, lists), `findings` a check's result, `architecture` where account data flows, `drift`
what a change of what is deployed moves, `summaries` the responsibility summary, and `handouts` a provider's for its
customers. A new format is a new file with what the protocol of its kind asks for.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias, overload

if TYPE_CHECKING:
    from pcimatrix.deployment.drift import Drift
    from pcimatrix.findings.model import Report
    from pcimatrix.reports.content.view import View
    from pcimatrix.reports.summary.handout import Handout
    from pcimatrix.reports.summary.model import Summary
    from pcimatrix.reports.summary.stamp import Detail
    from pcimatrix.reports.table import Table

Kind: TypeAlias = Literal["tables", "findings", "architecture", "drift", "summaries", "handouts"]
"""A kind of format: the name of its subpackage of `formats`."""


class TableWriter(Protocol):
    """What `write` of a format of tables is."""

    def __call__(self, table: "Table") -> str:
        """Return a table as text."""


class FindingsWriter(Protocol):
    """What `write` of a format of findings is; the module has `ENDINGS`, too."""

    def __call__(self, report: "Report") -> str:
        """Return a command's findings as text."""


class ArchitectureWriter(Protocol):
    """What `write` of a format of flows of account data is; the module has `ENDINGS`, too."""

    def __call__(self, view: "View") -> str:
        """Return where account data flows as text."""


class DriftWriter(Protocol):
    """What `write` of a format of a scope's drift is."""

    def __call__(self, drift: "Drift") -> str:
        """Return what a change of what is deployed moves as text."""


class SummaryWriter(Protocol):
    """What `write` of a format of the summary is; the module has `ENDINGS`, too."""

    def __call__(self, summary: "Summary") -> str | bytes:
        """Return a summary as text, or as the bytes of a binary format. Raises `FormatError` without its extra."""


class HandoutWriter(Protocol):
    """What `write` of a format of the matrix for customers is; the module has `ENDINGS`, too."""

    def __call__(self, handout: "Handout") -> str | bytes:
        """Return the matrix as text, or as the bytes of a binary format. Raises `FormatError` without its extra."""


class TextWriter(SummaryWriter, Protocol):
    """A `SummaryWriter` of a text format."""

    def __call__(self, summary: "Summary") -> str:
        """Return a summary as text."""


class BinaryWriter(SummaryWriter, Protocol):
    """A `SummaryWriter` of a binary format."""

    def __call__(self, summary: "Summary") -> bytes:
        """Return a summary as bytes. Raises `FormatError` without its extra."""


# For type checkers only: who names one of these formats need not ask what it returns.
_Text: TypeAlias = Literal[
    "ciso-assistant",
    "ciso-assistant-mapping",
    "csv",
    "csv-excel",
    "csvw",
    "html",
    "json",
    "markdown",
    "oscal",
    "oscal-assessment-plan",
    "oscal-component",
    "oscal-profile",
    "oscal-ssp",
]
_Binary: TypeAlias = Literal["docx", "pdf", "xlsx"]


@cache
def format_names(kind: Kind) -> tuple[str, ...]:
    """Return the names of the formats of a kind, in alphabetical order.

    A format's name is its file's, with a hyphen for each underscore; a file that begins with one helps its neighbours.
    """
    package = import_module(f"pcimatrix.reports.formats.{kind}")
    return tuple(
        sorted(module.name.replace("_", "-") for module in iter_modules(package.__path__) if module.name[0] != "_")
    )


def endings(kind: Kind, name: str) -> tuple[str, ...]:
    """Return how the names of files of a format end, e.g. `.md`: what its module has as `ENDINGS`."""
    found: tuple[str, ...] = _module(kind, name).ENDINGS
    return found


def formats_of(kind: Kind, ending: str) -> tuple[str, ...]:
    """Return the formats of a kind that have an ending: the one that is named like it first, then by alphabet."""
    found = (name for name in format_names(kind) if ending in endings(kind, name))
    return tuple(sorted(found, key=lambda name: f".{name}" != ending))


def details(name: str) -> "tuple[Detail, ...]":
    """Return how much a format of the summary can say, the usual first: what its module has as `DETAILS`.

    Empty for formats that say all that they can.
    """
    found: tuple[Detail, ...] = getattr(_module("summaries", name), "DETAILS", ())
    return found


@overload
def writer(kind: Literal["tables"], name: str) -> TableWriter: ...
@overload
def writer(kind: Literal["findings"], name: str) -> FindingsWriter: ...
@overload
def writer(kind: Literal["architecture"], name: str) -> ArchitectureWriter: ...
@overload
def writer(kind: Literal["drift"], name: str) -> DriftWriter: ...
@overload
def writer(kind: Literal["handouts"], name: str) -> HandoutWriter: ...
@overload
def writer(kind: Literal["summaries"], name: _Text) -> TextWriter: ...
@overload
def writer(kind: Literal["summaries"], name: _Binary) -> BinaryWriter: ...
@overload
def writer(kind: Literal["summaries"], name: str) -> SummaryWriter: ...


def writer(
    kind: Kind, name: str
) -> TableWriter | FindingsWriter | ArchitectureWriter | DriftWriter | SummaryWriter | HandoutWriter:
    """Return the function `write` of a format; `name` must be one of `format_names(kind)`."""
    found: TableWriter | FindingsWriter | ArchitectureWriter | DriftWriter | SummaryWriter | HandoutWriter
    found = _module(kind, name).write
    return found


def _module(kind: Kind, name: str) -> Any:
    return import_module(f"pcimatrix.reports.formats.{kind}.{name.replace('-', '_')}")
