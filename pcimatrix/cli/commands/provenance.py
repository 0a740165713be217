"""`pcimatrix provenance`: bases of owners, and alternative splits."""

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import DEFAULT_PATTERN, CatalogueFile, PatternName, TableFormat
from pcimatrix.cli.output import emit_table

app = command_app()


@app.command()
def provenance(
    *,
    pattern: PatternName = None,
    format_: TableFormat = "table",
    catalogue: CatalogueFile = None,
) -> None:
    """Count the basis of each owner, and other possible splits.

    The other splits are those that would fit a published row as well.

    \b
    Examples:
      pcimatrix provenance
      pcimatrix provenance --pattern infrastructure --format json
    """
    from pcimatrix.catalogue.loader import load, shipped_published
    from pcimatrix.ownership.cells import matrix
    from pcimatrix.ownership.provenance import provenance as trace
    from pcimatrix.reports.content.provenance import provenance_table

    loaded = load(catalogue)
    chosen = loaded.patterns.get(pattern or DEFAULT_PATTERN)
    published = shipped_published() if chosen.column == "published" else None
    rows = trace(loaded.catalogue, matrix(loaded.catalogue, loaded.patterns, chosen.id), published)
    emit_table(provenance_table(rows, chosen), format_)
