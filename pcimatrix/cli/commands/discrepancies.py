"""`pcimatrix discrepancies`: conflicts between the sources, and their decisions."""

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import TableFormat
from pcimatrix.cli.output import emit, emit_table, note
from pcimatrix.text import pluralize

app = command_app()


@app.command()
def discrepancies(*, format_: TableFormat = "table") -> None:
    """List conflicts between the sources, with the decisions.

    The sources are the post's prose, its own table, the standard and AWS's documentation.

    \b
    Examples:
      pcimatrix discrepancies
      pcimatrix discrepancies --format markdown
    """
    from pcimatrix.catalogue.loader import shipped_published
    from pcimatrix.reports.content.discrepancies import discrepancies_table, discrepancies_text

    found = shipped_published().discrepancies
    if format_ == "table":
        emit(discrepancies_text(found))  # sentences, which no table column holds
    else:
        emit_table(discrepancies_table(found), format_)
    note(pluralize(len(found), "discrepancy"))
