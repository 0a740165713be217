"""`pcimatrix provenance`: bases of owners, and alternative splits."""

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import DEFAULT_PATTERN, CatalogueFile, PatternName, ScopeFile, TableFormat
from pcimatrix.cli.output import emit_table

app = command_app()


@app.command()
def provenance(
    *,
    pattern: PatternName = None,
    scope: ScopeFile = None,
    format_: TableFormat = "table",
    catalogue: CatalogueFile = None,
) -> None:
    """Count the basis of each owner, and other possible splits.

    The other splits are those that would fit a published row as well. Of a scope, it counts the bases over all
    workloads, and in each of them.

    \b
    Examples:
      pcimatrix provenance
      pcimatrix provenance --pattern infrastructure --format json
      pcimatrix provenance --scope scope.yaml
    """
    from pcimatrix.catalogue.loader import load, shipped_published
    from pcimatrix.ownership.cells import matrix
    from pcimatrix.ownership.provenance import provenance as trace
    from pcimatrix.reports.content.provenance import provenance_table

    if scope is not None:
        from pcimatrix.cli.target import target
        from pcimatrix.reports.content.scope_provenance import scope_provenance_table

        own = target(catalogue, pattern, scope)
        emit_table(scope_provenance_table(trace(own.reference.catalogue, list(own.cells), None), own.matrix), format_)
        return
    loaded = load(catalogue)
    chosen = loaded.patterns.get(pattern or DEFAULT_PATTERN)
    published = shipped_published() if chosen.column == "published" else None
    rows = trace(loaded.catalogue, matrix(loaded.catalogue, loaded.patterns, chosen.id), published)
    emit_table(provenance_table(rows, chosen), format_)
