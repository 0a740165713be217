"""`pcimatrix check`: comparison of the totals with the published table, or of a scope with its expectations."""

from typing import TYPE_CHECKING, Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import (
    CatalogueFile,
    OutputFile,
    Quiet,
    ScopeFile,
    Strict,
    chosen_format,
    format_or_ending_option,
)
from pcimatrix.cli.output import emit, heard_or_not
from pcimatrix.cli.placing import placed
from pcimatrix.cli.scope_check import drift_report
from pcimatrix.errors import InputError
from pcimatrix.reports import writer

if TYPE_CHECKING:
    from pcimatrix.findings.model import Report

app = command_app()

_WITH_ROWS = ("json", "text")
"""These show a check's rows; of a file that cannot be read there are none, and its errors go to standard error."""


@app.command()
def check(
    *,
    format_: Annotated[str | None, format_or_ending_option("findings", "text")] = None,
    output: OutputFile = None,
    scope: ScopeFile = None,
    strict: Strict = False,
    quiet: Quiet = False,
    catalogue: CatalogueFile = None,
) -> None:
    """Check totals against the published table, and the rules.

    The totals are those of the abstracted pattern.

    With --scope, the scope's totals are compared with its expected totals, as `scope check` does. AOCs are as old as on
    the scope's date.

    Exit code 0 if every row and the total are equal and all rules hold, else 1. Errors of an unreadable file (exit
    code 2) are findings as well, in all formats but text and json.

    \b
    Examples:
      pcimatrix check
      pcimatrix check --format sarif --output check.sarif
      pcimatrix check --catalogue my-requirements.yaml
      pcimatrix check --scope scope.yaml --format github
    """
    from pcimatrix.findings.from_inputs import unreadable
    from pcimatrix.findings.model import Report

    name = chosen_format("findings", format_, "text", output)
    try:
        report = _compare(catalogue) if scope is None else drift_report(scope, catalogue, strict=strict)
    except InputError as error:
        if name in _WITH_ROWS:
            raise
        report = Report("check", (unreadable(error),))
    with heard_or_not():
        emit(
            writer("findings", name)(placed(report.without_warnings() if quiet and name == "text" else report)), output
        )
    if not report.ok:
        raise typer.Exit(report.exit_code)


def _compare(catalogue: str | None) -> "Report":
    from pcimatrix.catalogue.loader import load
    from pcimatrix.findings.from_inputs import checked
    from pcimatrix.ownership.check import check_catalogue

    loaded = load(catalogue)
    return checked(check_catalogue(loaded), loaded.document)
