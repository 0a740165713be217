"""Provenance as a table: owners by basis, and the other possible splits of each row."""

from pcimatrix.catalogue.model import Basis
from pcimatrix.catalogue.patterns import Pattern
from pcimatrix.ownership.provenance import Openness, Provenance
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import inflect, pluralize

_BASES = tuple(basis for basis in Basis if basis not in {Basis.FACT, Basis.AGREEMENT, Basis.ATTESTED, Basis.DECISION})
"""What an owner under a pattern can rest on; the others are of an entity's own scope."""


def provenance_table(rows: list[Provenance], pattern: Pattern) -> Table:
    """Return a row for each principal requirement; the last columns are there for the published pattern only."""
    published = any(row.openness for row in rows)
    columns = [Column("id", "Requirement"), *(Column(b.value, b.value.capitalize(), numeric=True) for b in _BASES)]
    if published:
        columns += [
            Column("open", "Open requirements", numeric=True),
            Column("needed", "AWS cases needed", numeric=True),
            Column("allocations", "Splits that fit", numeric=True),
            Column("allocations_unnamed", "with all the post doesn't name", numeric=True),
            Column("chosen", "Chosen"),
        ]
    lines = [(row.id, *(str(row.bases[basis]) for basis in _BASES), *_open(row.openness, published)) for row in rows]
    total = ("Total", *(str(sum(row.bases[basis] for row in rows)) for basis in _BASES))
    blank = ("",) * (len(columns) - len(total))
    data = {
        "schema_version": 1,
        "pattern": pattern.id,
        "column": pattern.column,
        "rows": [
            {
                "id": row.id,
                "title": row.title,
                **{basis.value: row.bases[basis] for basis in _BASES},
                "open": row.openness._asdict() if row.openness else None,
            }
            for row in rows
        ],
        "total": {basis.value: sum(row.bases[basis] for row in rows) for basis in _BASES},
    }
    return Table(tuple(columns), tuple(lines), data, footer=((*total, *blank),), notes=_notes(rows, pattern))


def _open(openness: Openness | None, published: bool) -> tuple[str, ...]:
    if not published:
        return ()
    if openness is None:
        return ("", "", "", "", "")
    numbers = (len(openness.requirements), openness.needed, openness.allocations, openness.allocations_unnamed)
    return (*map(str, numbers), ", ".join(openness.chosen))


def _notes(rows: list[Provenance], pattern: Pattern) -> tuple[str, ...]:
    if pattern.column == "modelled":
        return ("Modelled: every owner follows from the layers that a test case examines; nothing here is published.",)
    total = sum(row.bases.total() for row in rows)
    reconciled = sum(row.bases[Basis.RECONCILED] for row in rows)
    openly = [row.id for row in rows if row.openness and row.openness.allocations > 1]
    silent = [row.id for row in rows if row.openness and row.openness.allocations_unnamed > row.openness.allocations]
    sure = total - reconciled
    determined = f"{sure} of {pluralize(total, 'owner')} {inflect(sure, 'is', 'are')} determined"
    return (
        f"{determined} by AWS's blog post and the standard; {reconciled} {inflect(reconciled, 'is', 'are')} a choice.",
        f"Rows with more than one split of whole requirements that fits the published total: {', '.join(openly)}.",
        f"Rows with more where the post's silence on a section is not taken for the customer's: {', '.join(silent)}.",
    )
