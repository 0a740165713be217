"""Totals as a table: counts of test cases by owner, with percentages."""

from typing import TYPE_CHECKING, Any

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.matrix import Subject
from pcimatrix.ownership.totals import By, Shares, Tally, Totals
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import pluralize

if TYPE_CHECKING:
    from pcimatrix.catalogue.published import ProseReading
    from pcimatrix.ownership.in_force import Counts

SCHEMA_VERSION = 1
"""The version of the JSON shape; it changes when a key's meaning does."""

MODELLED = "Modelled: our own model of this pattern, never published by AWS."
PUBLISHED = "Row totals are published by AWS; the split below a row is worked out (`list` shows each basis)."
OF_NO_DAY = "The owners are those behind the totals that AWS published, which know no day."
SCOPED = "The entity's own scope, by its scope file: `explain` traces each owner."
LEADS = (
    "Plan by the layers, not by this count: two independent readings of our own give AWS the lead in 76 and 88 "
    "serverless test cases, not in 198."
)
"""How far the published share of AWS is from what its reader may expect; the readings are those of lead_readings."""
RESIDUAL = "Residual: test cases of AWS that still leave the customer something to do."

RESPONSIBILITY = (
    "By who has a part: alone (the customer), shared (several parties), provider (AWS or another alone), N/A (nobody)."
)

_NOTES = {"modelled": MODELLED, "published": PUBLISHED, "scope": SCOPED}


def totals_table(totals: Totals, subject: Subject) -> Table:
    """Return totals as a table; its data has the documented shape of `totals --format json`."""
    columns = (
        Column(totals.by.value, totals.by.value.capitalize()),
        Column("title", "Title"),
        Column("test_cases", "Test cases", numeric=True),
        owner_column(Owner.CUSTOMER),
        owner_column(Owner.AWS),
        Column("residual", "of these residual", numeric=True),
        *((owner_column(Owner.THIRD_PARTY),) if subject.has_third_parties else ()),
        owner_column(Owner.NA),
        Column("customer_alone", "Alone", numeric=True, spare=True),
        Column("shared", "Shared", numeric=True, spare=True),
        Column("provider_alone", "Provider", numeric=True, spare=True),
    )
    rows = tuple((row.id, row.title, *_numbers(row.tally, row.shares, subject)) for row in totals.rows)
    shares = {owner: f"{share:.0f}%" for owner, share in totals.whole.percent().items()}
    others = (shares["third_party"], shares["na"]) if subject.has_third_parties else (shares["na"],)
    parts = (f"{100 * part / (totals.whole.test_cases or 1):.0f}%" for part in _parts(totals.shares))
    percentages = ("", "Percentage", "", shares["customer"], shares["aws"], "", *others, *parts)
    notes = [_NOTES[subject.origin], RESIDUAL, RESPONSIBILITY]
    if subject.published:
        notes.append(LEADS)
    if totals.by is By.METHOD:
        notes.insert(0, "Rows overlap: a test case with two methods counts in both, so rows exceed the total.")
    return Table(
        columns=columns,
        rows=rows,
        footer=(("", "Total", *_numbers(totals.whole, totals.shares, subject)), percentages),
        notes=tuple(notes),
        title=f"{subject.title}: test cases by owner" + (" (modelled)" if subject.modelled else ""),
        data=_data(totals, subject),
    )


def owner_column(owner: Owner) -> Column:
    """Return the column of how many test cases an owner has."""
    return Column(owner.value, owner.label, numeric=True)


def with_day(table: Table, marked: "Counts") -> Table:
    """Return a table of totals with how many of its test cases are best practices or superseded on a day."""
    notes = tuple(OF_NO_DAY if note == PUBLISHED and marked.superseded else note for note in table.notes)
    notes = (marked.says, *notes) if marked.says else notes
    found = marked._asdict()
    del found["limited"]
    return table._replace(notes=notes, data=table.data | {"in_force": {"as_of": found.pop("day"), **found}})


def chosen_only(table: Table, counted: int, whole: int) -> Table:
    """Return a table of totals of some test cases, with a note that it leaves others out."""
    notes = (note for note in table.notes if note not in {PUBLISHED, LEADS})
    said = f"Counted are {counted} of {pluralize(whole, 'test case')}, as the options choose them."
    return table._replace(notes=(said, *notes))


def responsibility_note(shares: Shares) -> str:
    """Return how many test cases have a part for whom, in a sentence."""
    return (
        f"By who has a part: {shares.customer} the customer's alone, {shares.shared} shared, "
        f"{shares.provider} a provider's alone, {shares.na} nobody's."
    )


def reading_table(table: Totals, reading: Totals, which: "ProseReading", subject: Subject) -> Table:
    """Return the totals of a reading beside those of the published table.

    Its data is that of `totals_table` for the reading, with the table's own under `beside`.
    """
    columns = (
        Column(table.by.value, table.by.value.capitalize()),
        Column("title", "Title"),
        Column("test_cases", "Test cases", numeric=True),
        *(
            Column(f"{owner.value}_{where}", f"{owner.label}, {where}", numeric=True)
            for where in ("prose", "table")
            for owner in (Owner.CUSTOMER, Owner.AWS, Owner.NA)
        ),
    )
    theirs = {row.id: row.tally for row in table.rows}
    nothing = Tally(0, 0, 0, 0, 0)
    rows = tuple((row.id, row.title, *_beside(row.tally, theirs.get(row.id, nothing))) for row in reading.rows)
    data = _data(reading, subject) | {"reading": which.id, "beside": _data(table, subject)}
    footer = (("", "Total", *_beside(reading.whole, table.whole)),)
    notes = (f"Prose: {which.title}.", "Table: as AWS published it; `discrepancies` lists what differs, and why.")
    return Table(columns, rows, data, footer=footer, notes=notes)


def _beside(reading: Tally, table: Tally) -> tuple[str, ...]:
    numbers = (reading.test_cases, reading.customer, reading.aws, reading.na, table.customer, table.aws, table.na)
    return tuple(map(str, numbers))


def _numbers(tally: Tally, shares: Shares, subject: Subject) -> tuple[str, ...]:
    third = (tally.third_party,) if subject.has_third_parties else ()
    owners = (tally.test_cases, tally.customer, tally.aws, tally.residual, *third, tally.na)
    return tuple(map(str, (*owners, *_parts(shares))))


def _parts(shares: Shares) -> tuple[int, int, int]:
    """Return who has a part, but for nobody, which is what the owner `na` counts."""
    return shares.customer, shares.shared, shares.provider


def _data(totals: Totals, subject: Subject) -> dict[str, Any]:
    shares = totals.whole.percent()
    if not subject.has_third_parties:
        del shares["third_party"]
    return {
        "pattern": subject.id,
        "column": subject.origin,
        "by": totals.by.value,
        "schema_version": SCHEMA_VERSION,
        "rows_overlap": totals.by is By.METHOD,
        "rows": [
            {
                "id": row.id,
                "title": row.title,
                **counts(row.tally, third_party=subject.has_third_parties),
                "residual": row.tally.residual,
                "responsibility": row.shares._asdict(),
            }
            for row in totals.rows
        ],
        "total": counts(totals.whole, third_party=subject.has_third_parties),
        "residual": totals.whole.residual,
        "responsibility": totals.shares._asdict(),
        "percent": {owner: round(share, 1) for owner, share in shares.items()},
    }


def counts(tally: Tally, *, third_party: bool = False) -> dict[str, int]:
    """Return a tally's counts by owner, as JSON has them; with `third_party` if one can own any."""
    found = {"test_cases": tally.test_cases, "customer": tally.customer, "aws": tally.aws, "na": tally.na}
    return found | ({"third_party": tally.third_party} if third_party else {})
