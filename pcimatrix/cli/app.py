"""The Typer application, with commands in modules that are imported only when they run."""

from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption
from typer.main import get_command

COMMANDS = {
    "totals": "Count the test cases of each owner.",
    "list": "List the test cases that match all filters.",
    "show": "Show everything known about test cases or requirements.",
    "check": "Check totals against the published table, and the rules.",
    "compare": "Compare two patterns, or a pattern and your own scope.",
    "provenance": "Count the basis of each owner, and other possible splits.",
    "discrepancies": "List conflicts between the sources, with the decisions.",
    "editions": "List what a later edition of PCI DSS changes.",
    "patterns": "Explain the architecture patterns, with sources.",
    "architecture": "Show account-data flows, of the example or your scope.",
    "services": "List AWS services: what each supports, and your duties.",
    "scope": "Create, edit and check your own scope; draft it from code.",
    "matrix": "Import a provider's responsibility matrix.",
    "explain": "Explain the owner of test cases in a scope, step by step.",
    "diff": "Compare two scope files, or two catalogues.",
    "render": "Render the responsibility summary as a document.",
    "verify": "Verify that a summary matches its inputs.",
    "validate": "Validate catalogue, scope and matrix files: form and rules.",
    "schema": "Print the JSON Schema of a data file.",
}
"""The commands with their summaries, in the order of help; `list` is in `commands/list.py`, and so on."""


class LazyCommands(TyperGroup):
    """The group of the program's commands: it imports the one that runs, and none to list them."""

    def __init__(self, **attributes: Any) -> None:
        attributes["commands"] = {name: TyperCommand(name, help=summary) for name, summary in COMMANDS.items()}
        super().__init__(**attributes)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Return the name of the command to run, the command, and its arguments."""
        name, _, rest = super().resolve_command(ctx, args)
        if name is None:
            return None, None, rest
        return name, _command(name), rest


@cache
def _command(name: str) -> Any:
    """Return a command by its name: built once, since its parameters keep the validators that Typer makes them."""
    command = get_command(import_module(f"pcimatrix.cli.commands.{name}").app)
    command.name = name
    return command


class Command(TyperCommand):
    """A command that refuses an option with one value if it is given twice: of two, the last would hold unsaid."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Return what is left of the arguments. Raises `typer.BadParameter` for an option that is given twice."""
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        for number, each in enumerate(order):
            if not isinstance(each, TyperOption) or each.multiple or each.is_flag or each.count:
                continue
            if each in order[:number] and not ctx.resilient_parsing:
                raise typer.BadParameter("given more than once; name one value", ctx=ctx, param=each)
        return super().parse_args(ctx, args)


class CommandApp(typer.Typer):
    """A Typer application with such commands."""

    def command(self, name: str | None = None, *, cls: type[TyperCommand] | None = Command, **attributes: Any) -> Any:
        """Return what makes a function a command."""
        return super().command(name, cls=cls, **attributes)


def command_app() -> typer.Typer:
    """Return a Typer application for one command's module."""
    return CommandApp(
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )


app = typer.Typer(
    cls=LazyCommands,
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
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
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


@cache
def program() -> Any:
    """Return the program as one command, to be called with its arguments: built once, as its commands are."""
    return get_command(app)
