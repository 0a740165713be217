"""Test cases chosen by time: future-dated, superseded, new, of a milestone, recurring."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue.loader import shipped_timeframes, shipped_timeline
from pcimatrix.ownership.cells import Cell


class Timing(NamedTuple):
    """What is asked of test cases by time; all that is asked for must hold, and nothing asked for is all of them.

    `future_dated` asks for what v4.0 had as a best practice until a later day, wholly or in part, `superseded` for
    what another requirement replaces, `new` for what came with v4.0 and was required at once, `milestone` for one of
    the PCI SSC's Prioritized Approach (1 to 6), `recurring` for duties that are due again and again.
    """

    future_dated: bool = False
    superseded: bool = False
    new: bool = False
    milestone: int | None = None
    recurring: bool = False


def timed(cells: Iterable[Cell], wanted: Timing) -> list[Cell]:
    """Return the cells that are as asked for, in order."""
    found = list(cells)
    if wanted.recurring:
        frames = shipped_timeframes()
        found = [cell for cell in found if frames.recurs(cell.case.id)]
    if not any(wanted._replace(recurring=False)):
        return found
    timeline = shipped_timeline()
    of_milestone = {each for each, number in timeline.milestone.items() if number == wanted.milestone}
    kept = [
        *([timeline.effective] if wanted.future_dated else []),
        *([timeline.replaced] if wanted.superseded else []),
        *([timeline.new] if wanted.new else []),
        *([of_milestone] if wanted.milestone is not None else []),
    ]
    return [cell for cell in found if all(cell.case.requirement in each for each in kept)]
