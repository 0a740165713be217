"""What third parties' responsibility matrices do to a test case in a workload."""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from pcimatrix.catalogue.model import Basis, Owner, TestCase
from pcimatrix.catalogue.patterns import Pattern
from pcimatrix.ownership.responsibility import Duty, Responsibility
from pcimatrix.ownership.traces import Part
from pcimatrix.providers.matrix_file import MatrixRow
from pcimatrix.scope.model import Scope, Workload
from pcimatrix.scope.third_parties import ThirdParty

PartsUnder: TypeAlias = Callable[[Owner], tuple[Duty, ...]]
"""The duties of a test case under a pattern if somebody leads it."""


class Said(NamedTuple):
    """What a third party's matrix says of a test case, and the rows that say so."""

    party: ThirdParty
    responsibility: Responsibility
    rows: tuple[MatrixRow, ...]
    file: str

    @property
    def source(self) -> str:
        """Where it says so, in words."""
        places = dict.fromkeys(each.place for each in self.rows)
        return f"matrix of {self.party.name} ({self.file}, {'; '.join(places)})"

    @property
    def provider_does(self) -> str:
        """What the third party does in the words of its matrix; empty if it has none."""
        return "; ".join(dict.fromkeys(each.provider_does for each in self.rows if each.provider_does))

    @property
    def customer_does(self) -> str:
        """What the entity does in the words of the matrix; empty if it has none."""
        return "; ".join(dict.fromkeys(each.customer_does for each in self.rows if each.customer_does))


def said_of(case: TestCase, scope: Scope, workload: Workload, pattern: Pattern) -> list[Said]:
    """Return what the matrices for a workload say of a test case, AWS's first.

    A row for the test case is nearer than one for its requirement. A row for a service or feature counts if the third
    party's `services` name it. AWS's matrix is for workloads in whose pattern AWS operates anything, and that of who
    hosts workloads for these alone, unless it names others.
    """
    found = []
    hosts = {each.provider for each in scope.workloads}
    for party in sorted(scope.third_parties, key=lambda each: each.id != Owner.AWS):
        matrix = scope.attested.get(party.id)
        if matrix is None or party.matrix is None or not covers(party, workload, pattern):
            continue
        if party.matrix.workloads is None and workload.provider != party.id and party.id in hosts:
            continue
        near = matrix.by_id.get(case.id) or matrix.by_id.get(case.requirement) or ()
        rows = tuple(each for each in near if each.holds_for(party.services))
        if rows:
            found.append(Said(party, _together(rows), rows, matrix.source.file))
    return found


def covers(party: ThirdParty, workload: Workload, pattern: Pattern) -> bool:
    """Tell whether a third party's matrix is for a workload."""
    if party.matrix is None or not party.matrix.concerns(workload.name):
        return False
    runs = any(layer.operator is Owner.AWS for layer in pattern.layers.values())
    return party.id != Owner.AWS or runs or party.matrix.workloads is not None


def _together(rows: tuple[MatrixRow, ...]) -> Responsibility:
    """Return what rows for several services come to: both parties have a part if they have in one of them."""
    found = {each.responsibility for each in rows}
    if len(found) > 1:
        found.discard(Responsibility.NA)
    return next(iter(found)) if len(found) == 1 else Responsibility.SHARED


def attested(case: TestCase, part: Part, said: list[Said], parts_under: PartsUnder, residual: str | None) -> Part:
    """Return a part after what matrices say of it; `residual` is what stays with the entity where a provider leads.

    AWS's own matrix takes the place of the reconstruction, as does that of who hosts the workload. In others,
    `provider` takes the test case over, `shared` gives both parties a duty and leaves who leads, and `customer` and
    `na` leave it as it is. What a fact has made the entity's stays its own: beside it, a provider has a part.
    """
    for each in said:
        part = _after(case, part, each, parts_under, residual)
    return part


def _after(case: TestCase, part: Part, said: Said, parts_under: PartsUnder, residual: str | None) -> Part:
    by_fact = part.basis is Basis.FACT and part.owner is Owner.CUSTOMER
    if said.responsibility is Responsibility.SHARED or (by_fact and said.responsibility is Responsibility.PROVIDER):
        return _shared(case, part, said, residual)
    if said.responsibility is Responsibility.PROVIDER:
        return _providers(case, part, said)
    if said.responsibility is Responsibility.CUSTOMER and _takes_the_place(part, said):
        return _entitys(case, part, said, parts_under(Owner.CUSTOMER))
    word = "not applicable to it" if said.responsibility is Responsibility.NA else "left to the customer"
    return part._replace(steps=(*part.steps, f"By the {said.source}: {word}, so the owner stays"))


def _takes_the_place(part: Part, said: Said) -> bool:
    """Tell whether a matrix takes the place of the reconstruction: AWS's, or that of who has a duty by it."""
    return said.party.id == Owner.AWS or any(each.party == said.party.id for each in part.duties)


def _providers(case: TestCase, part: Part, said: Said) -> Part:
    """Return a part that the third party has taken over: in the words of its matrix, else of its duty so far."""
    before = next((each.does for each in part.duties if each.party == said.party.id), case.summary)
    owner, named = (Owner.AWS, None) if said.party.id == Owner.AWS else (Owner.THIRD_PARTY, said.party.id)
    duty = Duty(said.party.id, said.provider_does or before, said.source)
    reason = f"{said.party.name}'s, by the {said.source}"
    return _resting(part, said, reason)._replace(owner=owner, party=named, residual=None, duties=(duty,))


def _entitys(case: TestCase, part: Part, said: Said, whole: tuple[Duty, ...]) -> Part:
    """Return a part that a matrix leaves to the entity; `whole` are the duties by the pattern if the entity leads."""
    mine = tuple(each._replace(source=said.source) for each in whole if each.party == Owner.CUSTOMER)
    if said.customer_does or not mine:
        mine = (Duty(Owner.CUSTOMER.value, said.customer_does or case.summary, said.source),)
    reason = f"The entity's, by the {said.source}"
    return _resting(part, said, reason)._replace(owner=Owner.CUSTOMER, party=None, residual=None, duties=mine)


def _shared(case: TestCase, part: Part, said: Said, residual: str | None) -> Part:
    """Return a part in which both the third party and the entity have a duty; who leads stays."""
    words = {said.party.id: said.provider_does, Owner.CUSTOMER.value: said.customer_does}
    found = tuple(
        _attested_duty(each, said, words[each.party]) if each.party in words else each for each in part.duties
    )
    has = {each.party for each in found}
    if said.party.id not in has:
        found += (Duty(said.party.id, said.provider_does or case.summary, said.source),)
    if Owner.CUSTOMER not in has:
        found += (Duty(Owner.CUSTOMER.value, said.customer_does or residual or case.summary, said.source),)
    own = next(each.does for each in found if each.party == Owner.CUSTOMER)
    leads = part.owner in {Owner.AWS, Owner.THIRD_PARTY}
    reason = f"Shared by {said.party.name} and the entity, by the {said.source}"
    if said.responsibility is Responsibility.PROVIDER:
        reason = f"{part.reason}; beside it {said.party.name} has a part, by the {said.source}"
    return _resting(part, said, reason)._replace(duties=found, residual=own if leads else None)


def _attested_duty(duty: Duty, said: Said, words: str) -> Duty:
    """Return a duty that a matrix attests: in its words, else in those that the duty has."""
    return Duty(duty.party, words, said.source) if words else duty._replace(source=f"{duty.source}; {said.source}")


def _resting(part: Part, said: Said, reason: str) -> Part:
    """Return a part that rests on a matrix."""
    word = said.responsibility.value
    step = f"By the {said.source}: {word}"
    return part._replace(basis=Basis.ATTESTED, reason=reason, steps=(*part.steps, step), doubt="")
