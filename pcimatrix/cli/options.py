"""Options that several commands share, spelled and completed alike."""

import re
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from pcimatrix.catalogue.model import Reading
from pcimatrix.errors import UnknownIdError
from pcimatrix.reports import Kind, endings, format_names, formats_of
from pcimatrix.text import one_line, typed

DEFAULT_PATTERN = "abstracted"
"""The pattern that commands speak about without `--pattern` and `--scope`: the published one."""


def choice(values: Sequence[str], flag: str, text: str, **extra: Any) -> Any:
    """Return a Typer option that takes one of `values`: listed in help, completed by the shell, checked.

    The values come from a registry or an enum, so that a new one needs no change here.
    """

    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    def check(given: str | list[str] | None) -> str | list[str] | None:
        meant = as_typed(given)
        for value in [meant] if isinstance(meant, str) else meant or []:
            if value not in values:
                raise typer.BadParameter(f"{value!r} is not one of: {', '.join(values)}")
        return meant

    metavar = "|".join(values)
    names = flag.split()
    return typer.Option(*names, help=text, metavar=metavar, autocompletion=complete, callback=check, **extra)


def as_typed(given: str | list[str] | None) -> str | list[str] | None:
    """Return ids, names or choices as they are meant; see `typed`. Options and arguments have it as their callback."""
    return [typed(each) for each in given] if isinstance(given, list) else given and typed(given)


def choices_of(kind: type[StrEnum]) -> list[str]:
    """Return the values of an enum as option choices."""
    return [member.value for member in kind]


def format_option(kind: Kind) -> Any:
    """Return the option `--format` for a kind of report, with the formats that its registry finds."""
    return choice(format_names(kind), "--format -f", "The output's format.")


def format_or_ending_option(kind: Kind, default: str) -> Any:
    """Return the option `--format` for a kind of report that is written to files, see `chosen_format`."""
    text = f"The output's format; without it, what the file's ending says, else {default}."
    return choice(format_names(kind), "--format -f", text)


def chosen_format(kind: Kind, given: str | None, default: str, file: str | None, option: str = "--output") -> str:
    """Return the format to write: what `--format` says, else what the file's ending says, else the default.

    Raises `typer.BadParameter` if the two contradict each other, or if `--format` is omitted and no format has the
    ending. A name without an ending, as that of standard output, says nothing.
    """
    ending = Path(file or "").suffix.lower()
    if not ending:
        return given or default
    if given is not None and ending in endings(kind, given):
        return given
    named = formats_of(kind, ending)
    if given is None:
        if named:
            return default if default in named else named[0]
        problem = f"no format has the ending {one_line(ending)}; name the format with --format"
        raise typer.BadParameter(problem, param_hint=option)
    if named:
        problem = f"{one_line(ending)} is the ending of {', '.join(named)}, and --format is {given}"
        usual = " or ".join(endings(kind, given))
        raise typer.BadParameter(f"{problem}; omit --format, or name a file with {usual}", param_hint=option)
    return given


def _complete_patterns(incomplete: str) -> list[str]:
    return [name for name in _patterns() if name.startswith(incomplete)]


def _complete_ids(incomplete: str) -> list[str]:
    from pcimatrix.catalogue.loader import load
    from pcimatrix.ownership.selection import known_ids

    return [identifier for identifier in known_ids(load().catalogue) if identifier.startswith(incomplete)]


def _patterns() -> list[str]:
    from pcimatrix.catalogue.loader import shipped_patterns

    return shipped_patterns().names()


def pattern_id(given: str | None) -> str | None:
    """Return the id of the pattern that is named, by its id or a usual name. Raises `typer.BadParameter`."""
    from pcimatrix.catalogue.loader import shipped_patterns

    name = given and typed(given)
    if name is None:
        return None
    try:
        return shipped_patterns().get(name).id
    except UnknownIdError:
        raise typer.BadParameter(f"{name!r} is not one of: {', '.join(_patterns())}") from None


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
        callback=pattern_id,
        show_default=DEFAULT_PATTERN,
    ),
]

ReadingName: TypeAlias = Annotated[
    str | None,
    choice(
        choices_of(Reading),
        "--reading",
        "How abstracted is read: published (as AWS counted its example) or layers (who operates what is examined). "
        "With --scope, instead of what the file says.",
        show_default="published, or what the scope says",
    ),
]


def _editions() -> list[str]:
    from pcimatrix.catalogue.editions import version_of
    from pcimatrix.catalogue.loader import shipped_editions

    known = (number for each in shipped_editions() for number in (version_of(each.base), each.version))
    return list(dict.fromkeys(known))


def _complete_editions(incomplete: str) -> list[str]:
    return [name for name in _editions() if name.startswith(incomplete)]


def check_edition(given: str | None) -> str | None:
    """Return an edition's number as the data has it. Raises `typer.BadParameter`."""
    if given is None:  # most often: the models of editions are then not needed
        return None
    from pcimatrix.catalogue.editions import version_of

    number = version_of(typed(given))
    if number not in _editions():
        raise typer.BadParameter(f"{given!r} is not one of: {', '.join(_editions())}")
    return number


EditionName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--edition",
        metavar="NUMBER",
        help="The edition of PCI DSS to word test cases by, such as 4.0.1 (`pcimatrix editions` lists what differs).",
        autocompletion=_complete_editions,
        callback=check_edition,
        show_default="what the scope says, or 4.0",
    ),
]
"""`--edition` of the commands that show test cases."""

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

Strict: TypeAlias = Annotated[bool, typer.Option("--strict", help="Exit with code 1 if there are warnings.")]

Quiet: TypeAlias = Annotated[
    bool, typer.Option("--quiet", "-q", help="Omit warnings from text; --strict still counts them.")
]


def _complete_saqs(incomplete: str) -> list[str]:
    from pcimatrix.catalogue.validation import SAQS

    return [name for name in SAQS.values() if name.startswith(incomplete)]


def _check_saq(name: str | None) -> str | None:
    """Return a questionnaire's id as the data has it, such as `A-EP` for `saq-a-ep`. Raises `typer.BadParameter`."""
    if name is None:
        return None
    from pcimatrix.catalogue.loader import shipped_questionnaires
    from pcimatrix.catalogue.validation import SAQS

    known = {each.casefold(): each for each in SAQS.values()}
    meant = re.sub(r"^saq[\s_-]*", "", name.strip().casefold())
    if meant in known:
        return known[meant]
    refused = {each.casefold(): (each, why) for each, why in shipped_questionnaires().refused.items()}
    if meant in refused:
        named, why = refused[meant]
        raise typer.BadParameter(f"{named}: {why}; name one of: {', '.join(known.values())}")
    raise typer.BadParameter(f"{name!r} is not one of: {', '.join(known.values())}")


SaqName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--saq",
        metavar="A|A-EP|B|B-IP|C|C-VT|P2PE|D-merchant|D-service-provider",
        help="Count what this self-assessment questionnaire asks for. With --scope, instead of what the file says.",
        autocompletion=_complete_saqs,
        callback=_check_saq,
    ),
]


def check_day(text: str | None) -> str | None:
    """Return a day (YYYY-MM-DD) as it is meant. Raises `typer.BadParameter`."""
    from pcimatrix.yamlio.day import is_day

    if text is None or is_day(typed(text)):
        return text and typed(text)
    raise typer.BadParameter(f"{text!r} is no day of the calendar; write YYYY-MM-DD, such as 2026-01-31")


AsOf: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar="DAY",
        help="Count as of this day, YYYY-MM-DD.",
        callback=check_day,
        show_default="the scope's date, or no day",
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
