"""Responsibility for a test case: who owns it, what each party does, and who has a part in it."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Owner


class Responsibility(StrEnum):
    """Who has a part in a test case."""

    CUSTOMER = "customer"
    """The entity alone."""
    SHARED = "shared"
    """Two or more parties."""
    PROVIDER = "provider"
    """AWS alone, or one other third party alone."""
    NA = "na"
    """Nobody: the test case does not apply."""


class Duty(NamedTuple):
    """What one party does for a test case, and the source of that.

    `party` is `customer`, `aws` or a third party's id.
    """

    party: str
    does: str
    source: str


class Ownership(NamedTuple):
    """One cell of the responsibility matrix: who owns a test case under one pattern, and how that is known.

    It is made of what has been validated already, so it is no model. `party` is the id of the third party that owns it,
    in an entity's own scope.

    `duties` are the parts of all parties, the owner's first. `doubt` says what the layers would say if only the
    published count says otherwise; it is empty if they agree. `in_force` says what the test case is on the day that is
    asked about, if it is not simply required then.
    """

    pattern: str
    owner: Owner
    basis: Basis
    reason: str
    residual: str | None = None
    party: str | None = None
    duties: tuple[Duty, ...] = ()
    doubt: str = ""
    in_force: str = ""

    @property
    def responsibility(self) -> Responsibility:
        """Who has a part, derived from the duties."""
        return responsibility_of(duty.party for duty in self.duties)

    @property
    def holder(self) -> str:
        """Who owns it, by name: customer, aws, na, or the id of the third party."""
        return self.party or self.owner.value


def responsibility_of(parties: Iterable[str]) -> Responsibility:
    """Return what the parties that have a duty make of it: one alone, several, or nobody."""
    found = set(parties)
    if len(found) > 1:
        return Responsibility.SHARED
    if not found:
        return Responsibility.NA
    return Responsibility.CUSTOMER if found == {Owner.CUSTOMER.value} else Responsibility.PROVIDER
