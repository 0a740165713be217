"""`pcimatrix diff`: what changed owner between two scopes or two catalogues."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import DEFAULT_PATTERN, CatalogueFile, PatternName, TableFormat
from pcimatrix.cli.output import emit_table, note
from pcimatrix.errors import EXIT_FINDINGS

app = command_app()


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A scope or a catalogue file.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Another of the same kind.")],
    *,
    pattern: PatternName = None,
    format_: TableFormat = "table",
    catalogue: CatalogueFile = None,
) -> None:
    """Compare two scope files, or two catalogues under a pattern: what changed owner, and why.

    Exit code 1 where there is a difference, as diff has it.

    \b
    Examples:
      pcimatrix diff last-year.yaml scope.yaml
      pcimatrix diff requirements.yaml my-requirements.yaml --pattern infrastructure
    """
    from pcimatrix.cli.subject import ask, is_scope  # noqa: PLC0415 - reading files is not needed for --help
    from pcimatrix.difference import differences  # noqa: PLC0415
    from pcimatrix.reports.difference import difference_table  # noqa: PLC0415

    kinds = [is_scope(old), is_scope(new)]
    if kinds[0] != kinds[1]:
        raise typer.BadParameter("one file is a scope and the other a catalogue; compare two of a kind")
    if kinds[0]:
        before, after = (ask(catalogue, pattern, file) for file in (old, new))
    else:
        before, after = (ask(file, pattern or DEFAULT_PATTERN, None) for file in (old, new))
    found = differences(before.cells, after.cells)
    emit_table(difference_table(found), format_)
    note(f"{len(found)} test cases changed owner ({after.subject.id})")
    if found:
        raise typer.Exit(EXIT_FINDINGS)
