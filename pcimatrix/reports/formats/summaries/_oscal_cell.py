"""What the OSCAL documents say of a test case: whose it is, what each party does, and where the control comes from."""

from typing import Any, NamedTuple

from pcimatrix.catalogue.loader import shipped_timeframes
from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.duties import PUBLISHED_ALONE
from pcimatrix.ownership.responsibility import Duty, Responsibility
from pcimatrix.reports.formats.summaries._oscal import item_id, markup, own
from pcimatrix.reports.summary.model import Summary


class Item(NamedTuple):
    """What one party does for a test case: the party's id, the words, and who says so if that is known."""

    party: str
    does: str
    source: str | None


def ownership(summary: Summary, cell: Cell) -> list[dict[str, str]]:
    """Return the properties of whose a test case is: on what basis, why, what stays with the customer, and when."""
    own_ = cell.ownership
    return [
        *own("owner", own_.owner.value),
        *own("party", *filter(None, [summary.party(cell)])),
        *own("basis", own_.basis.value),
        *own("reason", own_.reason),
        *own("residual", *filter(None, [own_.residual])),
        *own("by-layers", *filter(None, [own_.doubt])),
        *own("responsibility", own_.responsibility.value),
        *own("in-force", *filter(None, [own_.in_force])),
        *own("how-often", *filter(None, [shipped_timeframes().says_of(cell.case.id)])),
    ]


def provided(cell: Cell) -> tuple[Duty, ...]:
    """Return what providers do for a test case: AWS and other third parties."""
    return tuple(duty for duty in cell.ownership.duties if duty.party != Owner.CUSTOMER)


def left_to_customer(cell: Cell) -> str | None:
    """Return what stays with the customer beside a provider: its residual duty, else its part of a shared case."""
    own_ = cell.ownership
    if own_.residual or own_.responsibility is not Responsibility.SHARED:
        return own_.residual
    return next((duty.does for duty in own_.duties if duty.party == Owner.CUSTOMER), None)


def items(cell: Cell) -> tuple[Item, ...]:
    """Return what each party does if a provider has a part, the providers first; nothing if the customer is alone."""
    found = [Item(*duty) for duty in provided(cell)]
    left = left_to_customer(cell)
    if found and left:
        said = {duty.does: duty.source for duty in cell.ownership.duties if duty.party == Owner.CUSTOMER}
        found.append(Item(Owner.CUSTOMER.value, left, said.get(left)))
    return tuple(found)


def item_parts(cell: Cell) -> list[dict[str, Any]]:
    """Return these items as parts of a control's statement, labelled with the id of the party."""
    return [
        {
            "id": item_id(cell.case.id, item.party),
            "name": "item",
            "props": [{"name": "label", "value": item.party}, *own("source", *filter(None, [item.source]))],
            "prose": markup(item.does),
        }
        for item in items(cell)
    ]


def origination(cell: Cell) -> tuple[str, ...]:
    """Return where a control comes from in the entity's system, as NIST's `control-origination` has it.

    What a provider does is `inherited`, what the entity does itself is its `organization`'s; a shared test case has
    both, and one that does not apply none. OSCAL knows the property in plans only.
    """
    customer = left_to_customer(cell) or cell.ownership.responsibility is Responsibility.CUSTOMER
    found = {"inherited": provided(cell), "organization": customer}
    return tuple(name for name, any_ in found.items() if any_)


def part_status(item: Item) -> str:
    """Return what is known of the implementation of a party's part.

    A provider does its part, as its AOC shows; of the customer's nothing is stated, nor of a part that only the
    published count names.
    """
    stated = item.party != Owner.CUSTOMER and item.source != PUBLISHED_ALONE
    return "implemented" if stated else "other"


def whole_status(cell: Cell, party: str) -> str:
    """Return the same of the whole test case from a provider's side: partial if something stays with the customer."""
    found = next(part_status(item) for item in items(cell) if item.party == party)
    return "partial" if found == "implemented" and left_to_customer(cell) else found
