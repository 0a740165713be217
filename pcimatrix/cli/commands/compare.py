"""`pcimatrix compare`: what changes hands between two patterns, and why."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import CatalogueFile, TableFormat, complete_patterns
from pcimatrix.cli.output import emit_table

app = command_app()


@app.command()
def compare(
    before: Annotated[str, typer.Argument(metavar="PATTERN", autocompletion=complete_patterns)],
    after: Annotated[str, typer.Argument(metavar="OTHER", autocompletion=complete_patterns)],
    *,
    totals: Annotated[bool, typer.Option("--totals", help="Only the numbers, by principal requirement.")] = False,
    format_: TableFormat = "table",
    catalogue: CatalogueFile = None,
) -> None:
    """Compare two patterns: totals side by side, which test cases change hands, and which layer moved.

    \b
    Examples:
      pcimatrix compare infrastructure abstracted --totals
      pcimatrix compare containerized abstracted --format csv
    """
    from pcimatrix.catalogue import load  # noqa: PLC0415 - reading YAML is not needed for --help
    from pcimatrix.compare import compare as compared  # noqa: PLC0415
    from pcimatrix.reports.comparison import comparison_table, totals_comparison_table  # noqa: PLC0415

    loaded = load(catalogue)
    result = compared(loaded.catalogue, loaded.patterns, before, after)
    emit_table(totals_comparison_table(result) if totals else comparison_table(result), format_)
