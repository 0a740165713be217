"""Owners that somebody chose in a workbook: what they make of responsibilities and totals, as a decision would."""

from collections.abc import Mapping

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.duties import PUBLISHED_ALONE
from pcimatrix.ownership.responsibility import Duty, Responsibility, responsibility_of
from pcimatrix.ownership.totals import By, Totals, totals
from pcimatrix.reports.content.columns import OWNERS
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.workbook.filled import ChosenOwner


def responsibility_under(summary: Summary, cell: Cell, owner: Owner) -> Responsibility:
    """Return who has a part in a test case if this is its owner: as the matrix says, or as a decision would have it."""
    if owner is cell.ownership.owner:
        return cell.ownership.responsibility
    return responsibility_of(_parties(summary, cell, owner))


def _parties(summary: Summary, cell: Cell, owner: Owner) -> frozenset[str]:
    """Return the parties with a duty: the owner, and whoever has one in a workload anyway."""
    if owner is Owner.NA:
        return frozenset()
    trace = summary.matrix.traces.get(cell.case.id)
    duties: list[Duty] = list(cell.ownership.duties)
    if trace is not None:
        duties = [duty for part, _ in trace.alike for duty in part.duties]
    lead = owner.value
    found = frozenset(each.party for each in duties if each.source != PUBLISHED_ALONE or each.party == lead)
    # A third party with a part is the one that is meant.
    is_there = owner is Owner.THIRD_PARTY and found - {Owner.CUSTOMER, Owner.AWS}
    return found if is_there else found | {lead}


def with_owners(summary: Summary, chosen: Mapping[str, ChosenOwner]) -> Totals:
    """Return a summary's totals with the owners that somebody chose, as the formulas of a workbook count them."""
    if not chosen:
        return summary.totals
    by_name = {name: owner for owner, name in OWNERS.items()}
    cells = [
        _with_owner(summary, cell, by_name[chosen[cell.case.id].owner]) if cell.case.id in chosen else cell
        for cell in summary.counted
    ]
    return totals(summary.catalogue, cells, By.PRINCIPAL, empty=summary.report is not None)


def _with_owner(summary: Summary, cell: Cell, owner: Owner) -> Cell:
    own = cell.ownership
    return cell._replace(
        ownership=own._replace(
            owner=owner,
            residual=own.residual if owner is Owner.AWS else None,
            duties=tuple(Duty(party, "", "") for party in _parties(summary, cell, owner)),
        )
    )
