"""`pcimatrix diff`: changes of owner between two scopes or two catalogues."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import CatalogueFile, PatternName, TableFormat
from pcimatrix.cli.output import emit_table, heard_or_not, note
from pcimatrix.errors import EXIT_FINDINGS
from pcimatrix.text import inflect, pluralize

app = command_app()


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A scope or a catalogue file.")],
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="Another of the same kind; left out with --edition.")
    ] = None,
    *,
    editions: Annotated[
        tuple[str, str] | None,
        typer.Option("--edition", metavar="OLD NEW", help="Compare one scope in two editions of PCI DSS instead."),
    ] = None,
    pattern: PatternName = None,
    format_: TableFormat = "table",
    catalogue: CatalogueFile = None,
) -> None:
    """Compare two scope files, or two catalogues.

    What changed owner, and why. Catalogues are compared under one pattern.

    With --edition and one scope file, compare two editions of PCI DSS instead: what changes for the entity.

    Exit code 1 if there is a difference, as with diff.

    \b
    Examples:
      pcimatrix diff last-year.yaml scope.yaml
      pcimatrix diff scope.yaml --edition 4.0 4.0.1
      pcimatrix diff requirements.yaml my-requirements.yaml --pattern infrastructure
    """
    from pcimatrix.catalogue.loader import load, load_document
    from pcimatrix.cli.target import is_scope, pattern_target, scope_target, without
    from pcimatrix.ownership.difference import differences
    from pcimatrix.reports.content.difference import difference_table
    from pcimatrix.yamlio.parser import read_yaml

    if editions is not None:
        if new is not None or pattern is not None:
            raise typer.BadParameter(
                "--edition compares one scope file; omit NEW and --pattern", param_hint="--edition"
            )
        _in_editions(old, editions, format_, catalogue)
        return
    if new is None:
        raise typer.BadParameter("give two files, or one scope file and --edition OLD NEW", param_hint="NEW")
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


def _in_editions(file: str, editions: tuple[str, str], format_: str, catalogue: str | None) -> None:
    """Show what changes in a scope's matrix from one edition to another; the exit code is that of `diff`."""
    from pcimatrix.catalogue.loader import load, overlay_of
    from pcimatrix.cli.options import check_edition
    from pcimatrix.cli.target import is_scope, scope_target
    from pcimatrix.ownership.edition_changes import edition_changes
    from pcimatrix.reports.content.edition_changes import edition_changes_table
    from pcimatrix.yamlio.parser import read_yaml

    before, after = (check_edition(each) for each in editions)
    document = read_yaml(file)
    if not is_scope(document):
        raise typer.BadParameter("--edition compares a scope file; to see all differences: pcimatrix editions")
    loaded = load(catalogue)
    old = scope_target(loaded, document, edition=before, warn=False)
    new = scope_target(loaded, document, edition=after, warn=False)
    named = [each.reference.catalogue.edition for each in (old, new)]
    found = edition_changes(old.cells, new.cells, overlay_of(named[1]))
    with heard_or_not():
        emit_table(edition_changes_table(found, *named), format_)
    applies, changes = inflect(len(found), "applies", "apply"), inflect(len(found), "changes", "change")
    note(f"{pluralize(len(found), 'test case')} that {applies} to {new.subject.title} {changes}")
    if found:
        raise typer.Exit(EXIT_FINDINGS)
