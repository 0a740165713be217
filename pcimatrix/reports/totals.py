"""Totals as a table: counts of test cases by owner, with percentages."""

from typing import TYPE_CHECKING, Any

from pcimatrix.pattern import Pattern
from pcimatrix.query import By, Tally, Totals
from pcimatrix.reports.table import Column, Table

if TYPE_CHECKING:
    from pcimatrix.published import Reading

SCHEMA_VERSION = 1
"""The version of the JSON shape; it changes when a key's meaning does."""

MODELLED = "Modelled: our own model of this pattern, never published by AWS."
PUBLISHED = "Row totals are published by AWS; the split below a row is worked out (`list` shows each basis)."
RESIDUAL = "Residual: test cases of AWS that still leave the customer something to do."


def totals_table(totals: Totals, pattern: Pattern) -> Table:
    """Return totals as a table; its data has the documented shape of `totals --format json`."""
    columns = (
        Column(totals.by.value, totals.by.value.capitalize()),
        Column("title", "Title"),
        Column("test_cases", "Test cases", numeric=True),
        Column("customer", "Customer", numeric=True),
        Column("aws", "AWS", numeric=True),
        Column("residual", "of these residual", numeric=True),
        Column("na", "N/A", numeric=True),
    )
    rows = tuple((row.id, row.title, *_numbers(row.tally)) for row in totals.rows)
    shares = totals.whole.percent()
    percentages = ("", "Percentage", "", *(f"{shares[owner]:.0f}%" for owner in ("customer", "aws")), "")
    notes = [MODELLED if pattern.column == "modelled" else PUBLISHED, RESIDUAL]
    if totals.by is By.METHOD:
        notes.insert(0, "Rows overlap: a test case with two methods counts in both, so rows exceed the total.")
    return Table(
        columns=columns,
        rows=rows,
        footer=(("", "Total", *_numbers(totals.whole)), (*percentages, f"{shares['na']:.0f}%")),
        notes=tuple(notes),
        title=f"{pattern.title}: test cases by owner" + (" (modelled)" if pattern.column == "modelled" else ""),
        data=_data(totals, pattern),
    )


def reading_table(table: Totals, reading: Totals, which: "Reading", pattern: Pattern) -> Table:
    """Return the totals of a reading beside those of the published table.

    Its data is that of `totals_table` for the reading, with the table's own under `beside`.
    """
    columns = (
        Column(table.by.value, table.by.value.capitalize()),
        Column("title", "Title"),
        Column("test_cases", "Test cases", numeric=True),
        *(
            Column(f"{key}_{where}", f"{name}, {where}", numeric=True)
            for where in ("prose", "table")
            for key, name in (("customer", "Customer"), ("aws", "AWS"), ("na", "N/A"))
        ),
    )
    theirs = {row.id: row.tally for row in table.rows}
    nothing = Tally(0, 0, 0, 0, 0)
    rows = tuple((row.id, row.title, *_beside(row.tally, theirs.get(row.id, nothing))) for row in reading.rows)
    data = _data(reading, pattern) | {"reading": which.id, "beside": _data(table, pattern)}
    footer = (("", "Total", *_beside(reading.whole, table.whole)),)
    notes = (f"Prose: {which.title}.", "Table: as AWS published it; `discrepancies` lists what differs, and why.")
    return Table(columns, rows, data, footer=footer, notes=notes)


def _beside(reading: Tally, table: Tally) -> tuple[str, ...]:
    numbers = (reading.test_cases, reading.customer, reading.aws, reading.na, table.customer, table.aws, table.na)
    return tuple(map(str, numbers))


def _numbers(tally: Tally) -> tuple[str, ...]:
    return tuple(map(str, (tally.test_cases, tally.customer, tally.aws, tally.residual, tally.na)))


def _data(totals: Totals, pattern: Pattern) -> dict[str, Any]:
    whole = counts(totals.whole)
    return {
        "pattern": pattern.id,
        "column": pattern.column,
        "by": totals.by.value,
        "schema_version": SCHEMA_VERSION,
        "rows_overlap": totals.by is By.METHOD,
        "rows": [
            {"id": row.id, "title": row.title, **counts(row.tally), "residual": row.tally.residual}
            for row in totals.rows
        ],
        "total": whole,
        "residual": totals.whole.residual,
        "percent": {owner: round(share, 1) for owner, share in totals.whole.percent().items()},
    }


def counts(tally: Tally) -> dict[str, int]:
    """Return a tally's counts by owner, as JSON has them."""
    return {"test_cases": tally.test_cases, "customer": tally.customer, "aws": tally.aws, "na": tally.na}
