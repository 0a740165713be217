"""The Typer application: its commands, each in a module of its own that is imported only when it is used."""

from collections.abc import Iterator, MutableMapping
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS = (
    "totals",
    "list",
    "show",
    "check",
    "compare",
    "provenance",
    "discrepancies",
    "patterns",
    "architecture",
    "services",
    "scope",
    "explain",
    "diff",
    "render",
    "verify",
    "validate",
    "schema",
)
"""The commands in the order in which help lists them; `list` is in `commands/list.py`, and so on."""


class LazyCommands(MutableMapping[str, Any]):
    """The commands by name, imported when one is asked for: start-up pays for one command, not for all."""

    def __init__(self, names: tuple[str, ...], package: str) -> None:
        self._names = names
        self._package = package
        self._loaded: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._names:
            raise KeyError(name)
        if name not in self._loaded:
            command = get_command(import_module(f"{self._package}.{name}").app)
            command.name = name
            self._loaded[name] = command
        return self._loaded[name]

    def __setitem__(self, name: str, command: Any) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Commands(TyperGroup):
    """The group of the program's commands."""

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = LazyCommands(COMMANDS, "pcimatrix.cli.commands")
        super().__init__(**attributes)


def command_app() -> typer.Typer:
    """Return a Typer application for one command's module."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )


app = typer.Typer(
    cls=Commands,
    name="pcimatrix",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _version(value: bool) -> None:
    if value:
        from importlib.metadata import version

        typer.echo(f"pcimatrix {version('pcimatrix')}")
        raise typer.Exit


@app.callback()
def pcimatrix(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Who does what for PCI DSS on AWS, test case by test case, and how we know.

    The catalogue holds the 464 PCI DSS v4.0 test cases, each owned by customer, aws or na under each
    architecture pattern. Totals of the abstracted (serverless) pattern are compared with the table that AWS
    published; the other patterns are modelled.

    \b
    Examples:
      pcimatrix totals
      pcimatrix list -r 8.3 --owner aws
      pcimatrix check

    Exit codes: 0 good, 1 a check found differences, 2 bad usage or bad input.
    """
