"""`pcimatrix diff`: changes of owner between two scopes or two catalogues."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import CatalogueFile, PatternName, TableFormat
from pcimatrix.cli.output import emit_table, heard_or_not, note
from pcimatrix.errors import EXIT_FINDINGS
from pcimatrix.text import pluralize

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
    """Compare two scope files, or two catalogues.

    What changed owner, and why. Catalogues are compared under one pattern.

    Exit code 1 if there is a difference, as with diff.

    \b
    Examples:
      pcimatrix diff last-year.yaml scope.yaml
      pcimatrix diff requirements.yaml my-requirements.yaml --pattern infrastructure
    """
    from pcimatrix.catalogue.loader import load, load_document
    from pcimatrix.cli.target import is_scope, pattern_target, scope_target, without
    from pcimatrix.ownership.difference import differences
    from pcimatrix.reports.content.difference import difference_table
    from pcimatrix.yamlio.parser import read_yaml

    documents = [read_yaml(old), read_yaml(new)]
    kinds = [is_scope(document) for document in documents]
    if kinds[0] != kinds[1]:
        raise typer.BadParameter("one file is a scope and the other a catalogue; give two of the same kind")
    if kinds[0]:
        without(pattern, "OLD NEW")
        loaded = load(catalogue)
        before, after = (scope_target(loaded, document) for document in documents)
    else:
        before, after = (pattern_target(load_document(document), pattern) for document in documents)
    found = differences(before.cells, after.cells)
    with heard_or_not():
        emit_table(difference_table(found), format_)
    note(f"{pluralize(len(found), 'test case')} changed owner ({after.subject.id})")
    if found:
        raise typer.Exit(EXIT_FINDINGS)
