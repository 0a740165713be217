"""`pcimatrix editions`: differences between editions of the standard."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import CatalogueFile, TableFormat, as_typed, complete_ids
from pcimatrix.cli.output import emit, emit_table, note
from pcimatrix.ownership.selection import check_ids
from pcimatrix.text import pluralize

app = command_app()


@app.command()
def editions(
    ids: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ID...]",
            help="Ids of any level; all differences without.",
            autocompletion=complete_ids,
            callback=as_typed,
        ),
    ] = None,
    *,
    format_: TableFormat = "table",
    catalogue: CatalogueFile = None,
) -> None:
    """List what a later edition of PCI DSS changes.

    Differences that affect test cases come first, each with what follows, how sure it is and its source.

    \b
    Examples:
      pcimatrix editions
      pcimatrix editions 6.3.3 8.4
      pcimatrix editions --format json
    """
    from pcimatrix.catalogue.loader import load, shipped_editions
    from pcimatrix.reports.content.editions import editions_table, editions_text

    within = ids or []
    check_ids(load(catalogue).catalogue, within)
    known = shipped_editions()
    if format_ == "table":
        emit(editions_text(known, within))  # sentences, which no table column holds
    else:
        emit_table(editions_table(known, within), format_)
    note(pluralize(sum(len(each.about(within)) for each in known), "difference"))
