"""`pcimatrix scope`: an entity's own scope file."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import CatalogueFile
from pcimatrix.cli.output import emit
from pcimatrix.errors import EXIT_FINDINGS
from pcimatrix.plain import plain

app = command_app()


@app.callback()
def scope() -> None:
    """Work with an entity's own scope file: its workloads, facts, third parties and decisions.

    \b
    Examples:
      pcimatrix scope check scope.yaml
    """


@app.command()
def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The scope file.")],
    *,
    catalogue: CatalogueFile = None,
) -> None:
    """Check a scope file, and compare its totals with those that it expects.

    Exit code 1 where they differ. Warnings and assumptions are on standard error.

    \b
    Examples:
      pcimatrix scope check scope.yaml
    """
    check_scope(file, catalogue)


def check_scope(file: str, catalogue: str | None) -> None:
    """Do what `scope check` and `check --scope` do. Raises `typer.Exit` where the totals are not as expected."""
    from pcimatrix.cli.subject import ask  # noqa: PLC0415 - reading files is not needed for --help
    from pcimatrix.drift import drift  # noqa: PLC0415
    from pcimatrix.query import tally  # noqa: PLC0415

    asked = ask(catalogue, None, file)
    found = tally(asked.cells)
    numbers = f"{found.customer} customer, {found.aws} AWS, {found.third_party} third party, {found.na} N/A"
    emit(f"{plain(file)}: {found.test_cases} test cases: {numbers}\n")
    expected = asked.scope.scope.expected if asked.scope else None
    if expected is None:
        emit("No expected totals are stated; add `expected` to notice drift.\n")
        return
    differing = drift(found, expected)
    for each in differing:
        emit(f"{each.owner}: {each.found} instead of {each.expected}\n")
    if differing:
        raise typer.Exit(EXIT_FINDINGS)
    emit("The totals are as expected.\n")
