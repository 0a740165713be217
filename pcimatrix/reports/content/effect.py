"""Effect of a session's answer in lines for people: moved test cases and new totals."""

from collections.abc import Sequence

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.difference import differences
from pcimatrix.ownership.totals import tally
from pcimatrix.text import pluralize, some_of

_MOST = 8
"""More test cases than this are counted, not listed."""


def effect_lines(before: Sequence[Cell], after: Sequence[Cell]) -> list[str]:
    """Return what changed between two matrices; an empty one is that of a scope without a workload in scope."""
    if not after:
        return ["No test cases yet: they come with the pattern of a workload that is in scope."]
    if not before:
        return [f"The matrix begins: {pluralize(len(after), 'test case')}.", totals_line(after)]
    if after is before:
        return ["Nothing moved."]
    moves: dict[tuple[str | None, str | None], list[str]] = {}
    for each in differences(before, after):
        moves.setdefault((each.old, each.new), []).append(each.case)
    if not moves:
        return ["Nothing moved."]
    return [*(_move(old, new, cases) for (old, new), cases in moves.items()), totals_line(after)]


def totals_line(cells: Sequence[Cell]) -> str:
    """Return a matrix's totals on one line."""
    found = tally(cells)
    return f"Totals: {found.customer} customer, {found.aws} AWS, {found.third_party} third party, {found.na} N/A"


def _move(old: str | None, new: str | None, cases: list[str]) -> str:
    moved = f"{pluralize(len(cases), 'test case')} moved from {_named(old)} to {_named(new)}"
    return f"{moved}: {some_of(cases, _MOST)}"


def _named(holder: str | None) -> str:
    if holder is None:
        return "nobody"
    return Owner(holder).within_text if holder in frozenset(Owner) else f"third party {holder}"
