"""Options that choose test cases by time: future-dated, superseded, new, of a milestone, recurring."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from pcimatrix.ownership.cells import Cell

if TYPE_CHECKING:
    from pcimatrix.cli.target import Target
    from pcimatrix.ownership.in_force import Counts

FutureDated: TypeAlias = Annotated[
    bool,
    typer.Option("--future-dated", help="Only what v4.0 had as a best practice until a later day, or a part of it."),
]
SupersededOnly: TypeAlias = Annotated[
    bool, typer.Option("--superseded", help="Only what another requirement replaces from a day on.")
]
NewOnly: TypeAlias = Annotated[bool, typer.Option("--new", help="Only what came with v4.0 and was required at once.")]
MilestoneNumber: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--milestone", metavar="N", min=1, max=6, help="Only this milestone of the PCI SSC's Prioritized Approach."
    ),
]
Recurring: TypeAlias = Annotated[
    bool, typer.Option("--recurring", help="Only duties that are due again and again, with how often.")
]


def timed(
    cells: Iterable[Cell],
    *,
    future_dated: bool = False,
    superseded: bool = False,
    new: bool = False,
    milestone: int | None = None,
    recurring: bool = False,
) -> list[Cell]:
    """Return the cells that all of these options ask for, in order; all of them without an option."""
    found = list(cells)
    if recurring:
        from pcimatrix.catalogue.loader import shipped_timeframes

        frames = shipped_timeframes()
        found = [cell for cell in found if frames.recurs(cell.case.id)]
    if not (future_dated or superseded or new or milestone):
        return found
    from pcimatrix.catalogue.loader import shipped_timeline

    timeline = shipped_timeline()
    kept = [
        *([timeline.effective] if future_dated else []),
        *([timeline.replaced] if superseded else []),
        *([timeline.new] if new else []),
        *([[each for each, number in timeline.milestone.items() if number == milestone]] if milestone else []),
    ]
    return [cell for cell in found if all(cell.case.requirement in each for each in kept)]


def counts_of(found: "Target", cells: Iterable[Cell]) -> "Counts | None":
    """Return how many cells are best practices or superseded on the day that is asked about; None for no day."""
    if found.day is None:
        return None
    from pcimatrix.catalogue.loader import shipped_timeline
    from pcimatrix.ownership.in_force import count
    from pcimatrix.scope.model import Assessment

    scope = found.scope.scope if found.scope else None
    provider = scope.assessment is Assessment.SERVICE_PROVIDER if scope else None
    return count(cells, shipped_timeline(), found.day, service_provider=provider)
