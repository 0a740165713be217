"""Effect of a change on a scope: its matrix before and after, and what each is counted by."""

from typing import NamedTuple

from pcimatrix.catalogue.loader import Reference
from pcimatrix.ownership.asked import Report
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.difference import Difference, differences, shifts
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.ownership.totals import Tally, tally
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.cautions import cautions
from pcimatrix.scope.drafts import faults
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import LoadedScope
from pcimatrix.scope.report import report_by


class Side(NamedTuple):
    """A scope on one side of a change: its matrix, the questionnaire to count by (None: all counts), its warnings.

    A draft without all that it needs has no matrix.
    """

    own: LoadedScope
    matrix: Matrix | None
    report: Report | None
    warnings: tuple[Caution, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every test case with its owner; none without a matrix."""
        return self.matrix.cells if self.matrix else ()

    @property
    def totals(self) -> Tally:
        """The totals of what counts."""
        return tally(self.report.of(self.cells) if self.report else self.cells)


class Effect(NamedTuple):
    """A scope before and after a change."""

    before: Side
    after: Side

    def differences(self) -> list[Difference]:
        """Return the test cases that change hands; none if a side is a draft without a matrix."""
        known = self.before.matrix and self.after.matrix
        return differences(self.before.cells, self.after.cells) if known else []

    def shifts(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return the test cases that keep their owner while others have a part; see `difference.shifts`."""
        return shifts(self.before.cells, self.after.cells)

    def new_warnings(self) -> list[Caution]:
        """Return the warnings that come with the change."""
        known = {(each.code, each.message) for each in self.before.warnings}
        return [each for each in self.after.warnings if (each.code, each.message) not in known]


def side(reference: Reference, own: LoadedScope) -> Side:
    """Return a scope, in the edition that it names, as one side of a change. Raises `UnknownIdError`."""
    if faults(own.document.values, own.document.source):
        return Side(own, None, None, ())
    reference = reference.in_edition(own.scope.pci_dss)
    told = cautions(reference.catalogue, reference.patterns, reference.facts, own.scope)
    return Side(own, scope_matrix(reference, own), report_by(own.scope), told)
