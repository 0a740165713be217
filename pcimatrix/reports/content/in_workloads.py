"""A column for each workload of a scope, or for those that are alike: who owns the test case in it."""

from collections.abc import Callable

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.traces import Part
from pcimatrix.ownership.workloads import SideBySide
from pcimatrix.reports.content.columns import Field, Row
from pcimatrix.scope.model import Scope

KEY = "workload:"
"""What the keys of these columns begin with, before the name: a workload can have the name of another column."""
NOT_DECIDED = "In a workload, an owner is the one before decisions by hand, which are on the whole scope."
"""What to know of these columns."""


def workload_fields(workloads: SideBySide, scope: Scope | None = None) -> tuple[Field, ...]:
    """Return a column for each group of workloads; none if there is only one workload: it is the whole.

    The value is the owner for programs: `customer`, `aws`, `na` or the id of a third party. With a `scope` it is
    the one for people, the owner's name or the third party's, under a heading that no other column has.
    """
    heading = "In" if scope is None else "Owner in"
    if not workloads.several:
        return ()
    return tuple(
        Field(f"{KEY}{group.label}", f"{heading} {group.label}", _value(number, scope), {}, only="scope", width=14)
        for number, group in enumerate(workloads.groups)
    )


def _value(number: int, scope: Scope | None) -> Callable[[Row], str]:
    def value(row: Row) -> str:
        _, part = row.workloads[number]
        return owner_id(part) if scope is None else owner_name(part, scope)

    return value


def owner_id(part: Part) -> str:
    """Return who owns a test case in a workload, for programs."""
    return part.party or part.owner.value


def owner_name(part: Part, scope: Scope) -> str:
    """Return who owns a test case in a workload, for people."""
    return scope.party(part.party).name if part.owner is Owner.THIRD_PARTY and part.party else part.owner.label
