"""What a service provider leaves to its customers: test cases that they have a part in, or have alone (12.9.2)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import Field, StrictBool

from pcimatrix.catalogue.ids import is_within
from pcimatrix.catalogue.model import Owner
from pcimatrix.scope.plain_values import mappings, texts
from pcimatrix.text import inflect
from pcimatrix.yamlio.fields import DISTINCT, Identifier, Line, Model
from pcimatrix.yamlio.places import Path_
from pcimatrix.yamlio.validation import Fault, Hint, show

if TYPE_CHECKING:
    from pcimatrix.ownership.cells import Cell


class CustomerDuty(Model):
    """What customers do in some test cases: a part beside the provider's, or `wholly` all of it."""

    within: Annotated[tuple[Identifier, ...], Field(min_length=1), DISTINCT]
    does: Annotated[Line, Field(description="What the customer does, in words that speak to it")]
    wholly: Annotated[StrictBool, Field(description="Whether the customer does it alone; without it, it is shared")] = (
        False
    )


def nearest_duty(customers: Sequence[CustomerDuty], test_case: str) -> CustomerDuty | None:
    """Return what customers do in a test case by the nearest id; None if nothing is said."""
    found = [(len(each), duty) for duty in customers for each in duty.within if is_within(test_case, each)]
    return max(found, key=lambda pair: pair[0])[1] if found else None


def can_have(cell: "Cell", duty: CustomerDuty) -> bool:
    """Tell whether a test case can be a customer's: it applies, and what is given away is the entity's own.

    Nobody gives a part of what is wholly another's, and the whole only of what it leads in itself.
    """
    own = cell.ownership
    if own.owner is Owner.NA or all(each.party != Owner.CUSTOMER for each in own.duties):
        return False
    return own.owner is Owner.CUSTOMER or not duty.wholly


def bad_customers(values: dict[str, Any], known: Collection[str]) -> list[Fault]:
    """Return the faults of `customers` in a scope's plain values: a merchant's, unknown ids, an id given twice."""
    given = values.get("customers")
    if not isinstance(given, list):
        return []
    faults: list[Fault] = []
    if given and values.get("assessment") == "merchant":
        found = "a merchant has no customers in the sense of 12.9.2"
        faults.append(Fault(("customers",), found, "remove customers, or write assessment: service_provider", key=True))
    seen: set[str] = set()
    for index, duty in mappings(given):
        ids = texts(duty.get("within"))
        counts = Counter(each for _, each in ids)
        for at, each in ids:
            # An id twice in one list is another fault.
            before = seen if counts[each] == 1 else frozenset()
            faults += _bad_id(each, ("customers", index, "within", at), known, before)
        seen.update(counts)
    return faults


def _bad_id(given: str, path: Path_, known: Collection[str], before: Collection[str]) -> list[Fault]:
    """Return a fault if an id is unknown, or one of those before it."""
    if given not in known:
        return [Fault(path, f"unknown id {show(given)}", Hint(given, known, "expected e.g. '8.3.2'"))]
    if given in before:
        return [Fault(path, f"duplicate id {show(given)}", "say once what customers do for each id")]
    return []


def contradictions(customers: Sequence[CustomerDuty], cells: Sequence["Cell"], names: dict[str, str]) -> list[Fault]:
    """Return a fault for each id that is given to customers although none of its test cases can be theirs.

    `names` are the third parties' names by id. Of an id with several test cases, those that cannot be theirs stay
    what they are.
    """
    faults: list[Fault] = []
    for index, duty in enumerate(customers):
        for at, within in enumerate(duty.within):
            below = [cell for cell in cells if is_within(cell.case.id, within)]
            if not any(can_have(cell, duty) for cell in below):
                faults.append(Fault(("customers", index, "within", at), *_why_not(duty, within, below, names)))
    return faults


def _why_not(duty: CustomerDuty, within: str, below: Sequence["Cell"], names: Mapping[str, str]) -> tuple[str, str]:
    """Return why none of the test cases below an id can be customers', and what to do."""
    owned = [cell.ownership for cell in below if cell.ownership.owner is not Owner.NA]
    if not owned:
        return f"{within} is given to customers, but it does not apply to the entity", "remove it, or correct the facts"
    owners = dict.fromkeys(names.get(each.party or each.owner.value, "AWS") for each in owned)
    own = inflect(len(owners), "owns", "own")
    how = " wholly" if duty.wholly else ""
    found = f"{within} is given{how} to customers, but {' and '.join(owners)} {own} it"
    return found, "remove it, or correct who has taken it over"
