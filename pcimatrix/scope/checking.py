"""Check of a scope: how its matrix differs from what its file expects, and what else is to be looked at."""

from typing import NamedTuple

from pcimatrix.catalogue.loader import Reference
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.ownership.totals import tally
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.cautions import cautions
from pcimatrix.scope.expected import Changed, Drift, changed, drift
from pcimatrix.scope.model import LoadedScope


class ScopeCheck(NamedTuple):
    """What is to be said of a scope: what is not as its file expects, and what to look at.

    `drift` are the totals that differ, `changed` the test cases with another owner than the recorded one; they are
    empty, too, where the file expects nothing. `cautions` are its warnings, each with its place in the file.
    `assumptions` are the facts that are not answered, each with the number of test cases that keep the owner they have
    without it.
    """

    drift: tuple[Drift, ...]
    changed: tuple[Changed, ...]
    cautions: tuple[Caution, ...]
    assumptions: dict[str, int]

    @property
    def ok(self) -> bool:
        """Whether all is as expected."""
        return not self.drift and not self.changed

    @property
    def warnings(self) -> tuple[str, ...]:
        """The warnings of `scope check`, in words."""
        return tuple(each.message for each in self.cautions)


def checked(reference: Reference, own: LoadedScope, matrix: Matrix, *, as_of: str | None = None) -> ScopeCheck:
    """Return what is to be said of a scope with its matrix; `reference` is in the scope's edition.

    AOCs are as old as on the day `as_of` (YYYY-MM-DD), else on the scope's date.
    """
    expected = own.scope.expected
    return ScopeCheck(
        drift=tuple(drift(tally(matrix.cells), expected)) if expected else (),
        changed=tuple(changed(matrix.traces.values(), expected)) if expected else (),
        cautions=tuple(cautions(reference.catalogue, reference.patterns, reference.facts, own.scope, as_of=as_of)),
        assumptions=dict(matrix.assumptions),
    )
