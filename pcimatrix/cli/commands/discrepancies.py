"""`pcimatrix discrepancies`: conflicts between the sources, and their decisions."""

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import CatalogueFile, ScopeFile, TableFormat
from pcimatrix.cli.output import emit, emit_table, note
from pcimatrix.text import pluralize

app = command_app()


@app.command()
def discrepancies(*, scope: ScopeFile = None, format_: TableFormat = "table", catalogue: CatalogueFile = None) -> None:
    """List conflicts between the sources, with the decisions.

    The sources are the post's prose, its own table, the standard and AWS's documentation. With --scope: AWS's own
    matrix, which the scope names, and the reconstruction that it takes the place of.

    \b
    Examples:
      pcimatrix discrepancies
      pcimatrix discrepancies --format markdown
    """
    if scope is not None:
        _of_scope(scope, format_, catalogue)
        return
    from pcimatrix.catalogue.loader import shipped_published
    from pcimatrix.reports.content.discrepancies import discrepancies_table, discrepancies_text

    found = shipped_published().discrepancies
    if format_ == "table":
        emit(discrepancies_text(found))  # sentences, which no table column holds
    else:
        emit_table(discrepancies_table(found), format_)
    note(pluralize(len(found), "discrepancy"))


def _of_scope(scope: str, format_: str, catalogue: str | None) -> None:
    from pcimatrix.cli.target import target
    from pcimatrix.reports.content.aws_summary import aws_summary_table
    from pcimatrix.scope.aws_summary import compare_summary

    found = target(catalogue, None, scope)
    compared = compare_summary(found.reference, found.scope) if found.scope else None
    if compared is None:
        problem = "the scope names no matrix of AWS; import it with matrix import --party aws, and name it (id: aws)"
        raise typer.BadParameter(problem, param_hint="--scope")
    emit_table(aws_summary_table(compared), format_)
