"""`pcimatrix check`: are the catalogue's totals those of the published table?"""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.commands.scope import check_scope
from pcimatrix.cli.options import CatalogueFile, OutputFile, ScopeFile, format_option
from pcimatrix.cli.output import emit
from pcimatrix.errors import EXIT_FINDINGS
from pcimatrix.reports import writer

app = command_app()


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

    Exit code 0 when every row and the total are equal and all rules hold, 1 when not.

    \b
    Examples:
      pcimatrix check
      pcimatrix check --format sarif --output check.sarif
      pcimatrix check --catalogue my-requirements.yaml
    """
    if scope is not None:
        check_scope(scope, catalogue)
        return
    from pcimatrix.catalogue import load, shipped_published  # noqa: PLC0415 - not needed for --help
    from pcimatrix.check import compare  # noqa: PLC0415
    from pcimatrix.findings import findings  # noqa: PLC0415
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
    emit(writer("findings", format_)(result, findings(result, loaded.document)), output)
    if not result.ok:
        raise typer.Exit(EXIT_FINDINGS)
