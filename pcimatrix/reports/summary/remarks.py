"""Remarks on a summary's totals: what only the published count says, and what a day or an edition makes of them."""

from collections.abc import Iterable, Sequence

from pcimatrix.catalogue.editions import Edition
from pcimatrix.catalogue.loader import shipped_timeline
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.in_force import count
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.ownership.totals import shares, tally
from pcimatrix.reports.content.editions import OWN_CLAIMS
from pcimatrix.text import inflect, pluralize


def conditional_remarks(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return how many residual duties make the customer no party, since each has a condition; nothing if none does."""
    conditional = sum(
        bool(cell.ownership.residual) and cell.ownership.responsibility is Responsibility.PROVIDER for cell in cells
    )
    if not conditional:
        return ()
    said = (
        f"{conditional} of the residual duties {inflect(conditional, 'holds', 'hold')} only if the customer has what "
        "no provider runs for it, such as sites of its own. Without that, a provider has the test case alone."
    )
    return (said,)


def doubt_remarks(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return how many owners rest on the published count alone; nothing if none does."""
    doubtful = sum(bool(cell.ownership.doubt) for cell in cells)
    if not doubtful:
        return ()
    said = (
        f"{pluralize(doubtful, 'owner')} {inflect(doubtful, 'rests', 'rest')} on the published count alone: by what is "
        f"examined, somebody else would lead. {inflect(doubtful, 'It says', 'Each says')} so."
    )
    return (said,)


def layers_remark(cells: Sequence[Cell], led: int) -> str:
    """Return what AWS and the customer lead by the layers; `cells` are by these, `led` is AWS's published count."""
    owners, parts = tally(cells), shares(cells)
    return (
        f"By its layers, AWS leads in {pluralize(owners.aws, 'test case')}, not in {led}, and has a part "
        f"in {parts.shared + parts.provider}; the customer leads in {owners.customer}."
    )


def day_remarks(cells: Iterable[Cell], day: str, *, service_provider: bool | None) -> tuple[str, ...]:
    """Return how many test cases are best practices on a day (YYYY-MM-DD), or superseded by then; nothing if none is.

    `service_provider` says whether the entity is one; None if that is not known.
    """
    said = count(cells, shipped_timeline(), day, service_provider=service_provider).says
    return (said,) if said else ()


def edition_remarks(overlay: Edition, cells: Iterable[Cell]) -> tuple[str, ...]:
    """Return which test cases an edition words otherwise than the one before, and what a matrix is no proof of."""
    own = {cell.case.id for cell in cells}
    reworded = ", ".join(each for each in overlay.summaries if each in own)
    worded = (
        f"Titles and summaries are those of {overlay.edition}. It adds and removes no test case; these are worded "
        f"otherwise than in {overlay.base}: {reworded}."
    )
    return worded, OWN_CLAIMS
