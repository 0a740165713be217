"""Options that several commands share, spelled and completed alike."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Annotated, Any, TypeAlias

import typer

from pcimatrix.reports import format_names

DEFAULT_PATTERN = "abstracted"
"""The pattern that commands speak about without `--pattern` and `--scope`: the published one."""


def choice(values: Sequence[str], flag: str, text: str, **extra: Any) -> Any:
    """Return a Typer option that takes one of `values`: listed in help, completed by the shell, checked.

    The values come from a registry or an enum, so that a new one needs no change here.
    """

    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    def check(given: str | list[str] | None) -> str | list[str] | None:
        for value in [given] if isinstance(given, str) else given or []:
            if value not in values:
                raise typer.BadParameter(f"{value!r} is not one of: {', '.join(values)}")
        return given

    metavar = "|".join(values)
    names = flag.split()
    return typer.Option(*names, help=text, metavar=metavar, autocompletion=complete, callback=check, **extra)


def choices_of(kind: type[StrEnum]) -> list[str]:
    """Return the values of an enum as option choices."""
    return [member.value for member in kind]


def format_option(kind: str) -> Any:
    """Return the option `--format` for a kind of report, with the formats that its registry finds."""
    return choice(format_names(kind), "--format -f", "The output's format.")


def _complete_patterns(incomplete: str) -> list[str]:
    return [name for name in _patterns() if name.startswith(incomplete)]


def _complete_ids(incomplete: str) -> list[str]:
    from pcimatrix.catalogue.loader import load
    from pcimatrix.ownership.selection import known_ids

    return [identifier for identifier in known_ids(load().catalogue) if identifier.startswith(incomplete)]


def _patterns() -> list[str]:
    from pcimatrix.catalogue.loader import shipped_patterns

    return shipped_patterns().names()


def _check_pattern(name: str | None) -> str | None:
    if name is not None and name not in _patterns():
        raise typer.BadParameter(f"{name!r} is not one of: {', '.join(_patterns())}")
    return name


TableFormat: TypeAlias = Annotated[str, format_option("tables")]
"""`--format` of the commands that print a table."""

PatternName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--pattern",
        "-p",
        metavar="PATTERN",
        help="The architecture pattern (`pcimatrix patterns` explains each). Only abstracted has published "
        "totals. AWS's PCI scoping whitepaper uses some names otherwise; `patterns` says how.",
        autocompletion=_complete_patterns,
        callback=_check_pattern,
        show_default=DEFAULT_PATTERN,
    ),
]

ScopeFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--scope", metavar="FILE", help="Your own scope file, instead of a pattern: the entity's own matrix."),
]

CatalogueFile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--catalogue",
        "-c",
        metavar="FILE",
        envvar="PCIMATRIX_CATALOGUE",
        help="Your own edited copy of the catalogue, instead of the shipped one.",
    ),
]

OutputFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file, whole or not at all."),
]

Completion: TypeAlias = Callable[[str], list[str]]
complete_patterns: Completion = _complete_patterns
"""Completes the names of patterns."""
complete_ids: Completion = _complete_ids
"""Completes ids of all four levels of the shipped catalogue."""
