"""What a board reads beside the totals: warnings, assumptions, and on what basis the owners are known."""

from collections.abc import Mapping, Sequence

from pcimatrix.catalogue.facts import Facts
from pcimatrix.ownership.totals import Totals
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import pluralize

_MOST = 8
"""So many warnings, and assumptions, are on a page for a board; it says how many more there are."""


def warnings_table(warnings: Sequence[str]) -> Table:
    """Return the first warnings on a scope; no rows if there are none."""
    more = len(warnings) - _MOST
    notes = (f"And {pluralize(more, 'warning')} more: `pcimatrix scope check` lists all.",) if more > 0 else ()
    rows = tuple((each,) for each in warnings[:_MOST])
    return Table((Column("warning", "Warning"),), rows, None, notes=notes, title=pluralize(len(warnings), "warning"))


def assumptions_table(assumptions: Mapping[str, int], facts: Facts) -> Table:
    """Return the unanswered facts that most owners rest on; `assumptions` are all, with their number of test cases."""
    first = sorted(assumptions.items(), key=lambda each: -each[1])[:_MOST]
    rows = tuple((facts.get(name).question, str(count)) for name, count in first)
    more = len(assumptions) - len(first)
    kept = "A question without an answer is an assumption: the owner stays as without it."
    notes = (f"{kept} And {more} more of them." if more else kept,)
    columns = (Column("question", "Question not answered"), Column("test_cases", "Test cases", numeric=True))
    return Table(columns, rows, None, notes=notes, title=pluralize(len(assumptions), "assumption"))


def basis_table(meanings: Mapping[str, str], by_basis: Totals) -> Table:
    """Return what each basis means, by its name, and how many test cases rest on it; `by_basis` are their totals."""
    counted = {row.id: row.tally.test_cases for row in by_basis.rows}
    columns = (
        Column("basis", "Basis"),
        Column("meaning", "What it means"),
        Column("test_cases", "Test cases", numeric=True),
    )
    rows = tuple((basis, meaning, str(counted.get(basis, 0))) for basis, meaning in meanings.items())
    return Table(columns, rows, None, title="How each owner is known")
