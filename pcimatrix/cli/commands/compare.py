"""`pcimatrix compare`: differences between two patterns, or a pattern and an entity's own scope."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import (
    DEFAULT_PATTERN,
    AsOf,
    CatalogueFile,
    EditionName,
    ReadingName,
    SaqName,
    ScopeFile,
    TableFormat,
    complete_patterns,
    pattern_id,
)
from pcimatrix.cli.output import emit_table, note

app = command_app()


@app.command()
def compare(
    before: Annotated[
        str | None,
        typer.Argument(
            metavar="PATTERN", help="The pattern to compare.", autocompletion=complete_patterns, callback=pattern_id
        ),
    ] = None,
    after: Annotated[
        str | None,
        typer.Argument(
            metavar="OTHER",
            help="The pattern to compare it with.",
            autocompletion=complete_patterns,
            callback=pattern_id,
        ),
    ] = None,
    *,
    totals: Annotated[bool, typer.Option("--totals", help="Only the numbers, by principal requirement.")] = False,
    format_: TableFormat = "table",
    scope: ScopeFile = None,
    reading: ReadingName = None,
    saq: SaqName = None,
    as_of: AsOf = None,
    edition: EditionName = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Compare two patterns, or a pattern and your own scope.

    Totals side by side, the test cases that change hands, and the layers that moved.

    With --scope, compare a pattern (abstracted if none is named) with the entity's own matrix instead: what its
    workloads, facts, third parties and decisions change. A scope's reading is the pattern's, too. A pattern knows no
    day without --as-of, so what is superseded by the scope's day changes hands.

    \b
    Examples:
      pcimatrix compare infrastructure abstracted --totals
      pcimatrix compare infrastructure abstracted --reading layers
      pcimatrix compare containerized abstracted --format csv
      pcimatrix compare infrastructure abstracted --saq A-EP --totals
      pcimatrix compare abstracted --scope scope.yaml
    """
    if scope is None and (before is None or after is None):
        raise typer.BadParameter("give two patterns, or --scope and at most one", param_hint="PATTERN OTHER")
    if scope is not None and after is not None:
        raise typer.BadParameter("--scope replaces the second pattern; give at most one", param_hint="--scope")
    from pcimatrix.cli.target import target
    from pcimatrix.ownership.comparison import compare as compared
    from pcimatrix.ownership.comparison import compare_scope
    from pcimatrix.reports.content.comparison import comparison_table, totals_comparison_table

    first = before or DEFAULT_PATTERN
    found = target(catalogue, None, scope, reading, edition=edition, as_of=as_of)
    report = found.report(saq)
    view = found.view(report)
    read, patterns = found.reference.catalogue, found.reference.patterns
    if after is None:
        result = compare_scope(read, patterns, first, found.cells, reading=found.reading, view=view)
    else:
        result = compared(read, patterns, first, after, reading=found.reading, view=view)
    emit_table(totals_comparison_table(result) if totals else comparison_table(result), format_)
    for remark in report.remarks(found.cells) if report else ():
        note(remark)
