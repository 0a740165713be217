"""A comparison of two patterns as a table: the test cases that change hands, and why, totals below."""

from collections import Counter
from typing import Any

from pcimatrix.compare import Cause, Comparison
from pcimatrix.ids import principal_of
from pcimatrix.model import Owner
from pcimatrix.reports.table import Column, Table
from pcimatrix.reports.totals import counts


def comparison_table(comparison: Comparison) -> Table:
    """Return a row for each test case that changes hands; totals of both patterns and causes are notes."""
    columns = (
        Column("id", "Test case"),
        Column("before", comparison.before),
        Column("after", comparison.after),
        Column("cause", "Cause"),
        Column("why", "Why"),
        Column("summary", "What it looks at"),
    )
    rows = tuple(
        (move.case.id, move.before.value, move.after.value, move.cause.value, move.why, move.case.summary)
        for move in comparison.moves
    )
    return Table(columns, rows, _data(comparison), notes=tuple(comparison_notes(comparison)))


def totals_comparison_table(comparison: Comparison) -> Table:
    """Return a row for each principal requirement: owners under both patterns, and the test cases that move."""
    columns = (
        Column("id", "Requirement"),
        Column("title", "Title"),
        Column(f"customer_{comparison.before}", f"Customer, {comparison.before}", numeric=True),
        Column(f"customer_{comparison.after}", f"Customer, {comparison.after}", numeric=True),
        Column(f"aws_{comparison.before}", f"AWS, {comparison.before}", numeric=True),
        Column(f"aws_{comparison.after}", f"AWS, {comparison.after}", numeric=True),
        Column("moved", "Change hands", numeric=True),
    )
    moved = Counter(principal_of(move.case.id) for move in comparison.moves)
    pairs = zip(comparison.totals_before.rows, comparison.totals_after.rows, strict=True)
    rows = tuple(
        (
            old.id,
            old.title,
            *map(str, (old.tally.customer, new.tally.customer, old.tally.aws, new.tally.aws, moved[old.id])),
        )
        for old, new in pairs
    )
    old, new = comparison.totals_before.whole, comparison.totals_after.whole
    numbers = map(str, (old.customer, new.customer, old.aws, new.aws, len(comparison.moves)))
    notes = tuple(comparison_notes(comparison))
    return Table(columns, rows, _data(comparison), footer=(("", "Total", *numbers),), notes=notes)


def comparison_notes(comparison: Comparison) -> list[str]:
    """Return what the comparison comes to, in sentences: how many move, why, and how much of it is real."""
    old, new = comparison.totals_before.whole, comparison.totals_after.whole
    causes = Counter(move.cause for move in comparison.moves if move.after is Owner.AWS)
    shed = comparison.requirements()
    first = f"{comparison.before}: {old.customer} customer, {old.aws} AWS, {old.na} N/A"
    second = f"{comparison.after}: {new.customer} customer, {new.aws} AWS ({new.residual} leave a residual duty)"
    touched = len({move.case.requirement for move in comparison.moves})
    changed = f"{len(comparison.moves)} test cases of {touched} requirements change hands"
    whole, part = causes[Cause.LAYERS], causes[Cause.PARTLY]
    return [
        f"{first}; {second}, {new.na} N/A.",
        f"{changed}; of {len(shed)} requirements something moves from the customer to AWS.",
        (
            f"To AWS: {whole} because every layer of the customer's moves, {part} because some do and the rest "
            f"stays as a residual duty, {causes[Cause.COUNTED]} by the published count alone."
        ),
    ]


def comparison_counts(comparison: Comparison) -> dict[str, Any]:
    """Return the totals of both patterns, and how many test cases change hands, as JSON has them."""
    return {
        "before": comparison.before,
        "after": comparison.after,
        "totals": {
            comparison.before: counts(comparison.totals_before.whole),
            comparison.after: counts(comparison.totals_after.whole),
        },
        "change_hands": len(comparison.moves),
    }


def _data(comparison: Comparison) -> dict[str, Any]:
    return {
        "schema_version": 1,
        "before": comparison.before,
        "after": comparison.after,
        "totals": {
            comparison.before: counts(comparison.totals_before.whole),
            comparison.after: counts(comparison.totals_after.whole),
        },
        "rows": [
            {
                "id": old.id,
                "title": old.title,
                comparison.before: counts(old.tally),
                comparison.after: counts(new.tally),
                "moved": [move.case.id for move in comparison.moves if principal_of(move.case.id) == old.id],
            }
            for old, new in zip(comparison.totals_before.rows, comparison.totals_after.rows, strict=True)
        ],
        "moves": [
            {
                "id": move.case.id,
                "requirement": move.case.requirement,
                "before": move.before.value,
                "after": move.after.value,
                "cause": move.cause.value,
                "layers": list(move.layers),
                "why": move.why,
                "summary": move.case.summary,
                "residual": move.case.residual if move.after is Owner.AWS else None,
            }
            for move in comparison.moves
        ],
    }
