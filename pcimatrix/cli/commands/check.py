"""`pcimatrix check`: are the catalogue's totals those of the published table?"""

from typing import TYPE_CHECKING, Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.commands.scope import check_scope
from pcimatrix.cli.options import CatalogueFile, OutputFile, ScopeFile, format_option
from pcimatrix.cli.output import emit
from pcimatrix.errors import InputError
from pcimatrix.reports import writer

if TYPE_CHECKING:
    from pcimatrix.findings import Report

app = command_app()

_WITH_ROWS = ("json", "text")
"""These show a check's rows; of a file that cannot be read there are none, and its errors go to standard error."""


@app.command()
def check(
    *,
    format_: Annotated[str, format_option("findings")] = "text",
    output: OutputFile = None,
    scope: ScopeFile = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Compare the totals of the abstracted pattern with the table that AWS published, and check the rules.

    With --scope, the scope file's totals are compared with those that it expects, as `scope check` does.

    Exit code 0 when every row and the total are equal and all rules hold, 1 when not. The errors of a file that
    cannot be read (exit code 2) are findings as well, in all formats but text and json.

    \b
    Examples:
      pcimatrix check
      pcimatrix check --format sarif --output check.sarif
      pcimatrix check --catalogue my-requirements.yaml
      pcimatrix check --scope scope.yaml --format github
    """
    if scope is not None and format_ == "text" and output is None:
        check_scope(scope, catalogue)
        return
    from pcimatrix.examine import unreadable  # noqa: PLC0415 - not needed for --help
    from pcimatrix.findings import Report  # noqa: PLC0415

    try:
        report = _compare(catalogue) if scope is None else _drift(scope, catalogue)
    except InputError as error:
        if format_ in _WITH_ROWS:
            raise
        report = Report("check", (unreadable(error),))
    emit(writer("findings", format_)(report), output)
    if not report.ok:
        raise typer.Exit(report.exit_code)


def _compare(catalogue: str | None) -> "Report":
    from pcimatrix.catalogue import load, shipped_published  # noqa: PLC0415
    from pcimatrix.check import compare  # noqa: PLC0415
    from pcimatrix.examine import checked  # noqa: PLC0415
    from pcimatrix.query import matrix  # noqa: PLC0415
    from pcimatrix.rules import breaches  # noqa: PLC0415

    loaded = load(catalogue)
    published = shipped_published()
    cells = matrix(loaded.catalogue, loaded.patterns, published.pattern)
    broken = breaches(loaded.catalogue, loaded.patterns)
    result = compare(loaded.catalogue, cells, published, {}, broken)
    if not result.ok:
        shipped = {case.id: case.owner[published.pattern] for case in load().catalogue.test_cases()}
        result = compare(loaded.catalogue, cells, published, shipped, broken)
    return checked(result, loaded.document)


def _drift(scope: str, catalogue: str | None) -> "Report":
    from pcimatrix.cli.subject import ask  # noqa: PLC0415
    from pcimatrix.examine import drifted  # noqa: PLC0415
    from pcimatrix.findings import Report  # noqa: PLC0415

    asked = ask(catalogue, None, scope)
    return Report("check", (drifted(asked.scope, asked.effective),) if asked.scope else ())
