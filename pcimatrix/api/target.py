"""Target of a question: a pattern of the catalogue or an entity's own scope, in an edition, a reading, as of a day."""

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Reading
from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.matrix import Matrix, Subject, pattern_matrix, pattern_subject

# Without a scope, nothing of its models is needed: they would be a fifth of the start-up.
if TYPE_CHECKING:
    from pcimatrix.ownership.asked import Report
    from pcimatrix.ownership.comparison import View
    from pcimatrix.ownership.in_force import Counts
    from pcimatrix.scope.model import LoadedScope


class Target:
    """What is asked about: its matrix is worked out when it is wanted, once.

    `reference` is the catalogue in the target's edition, `scope` the entity's own scope as it is asked about, None for
    a pattern. `as_of` is the day (YYYY-MM-DD) that was asked for, None if none was.
    """

    def __init__(
        self,
        reference: Reference,
        pattern: str,
        reading: Reading,
        scope: "LoadedScope | None" = None,
        as_of: str | None = None,
    ) -> None:
        self.reference = reference
        self.scope = scope
        self.reading = reading
        self.as_of = as_of
        self._pattern = pattern

    @property
    def day(self) -> str | None:
        """The day (YYYY-MM-DD) that the matrix is of: a scope's date, or the day asked for; None for no day."""
        return self.scope.scope.date if self.scope else self.as_of

    @cached_property
    def matrix(self) -> Matrix:
        """The matrix with its traces."""
        if self.scope is not None:
            from pcimatrix.scope.matrix import scope_matrix

            return scope_matrix(self.reference, self.scope)
        found = pattern_matrix(self.reference, self._pattern, self.reading)
        if self.as_of is None:
            return found
        from pcimatrix.ownership.in_force import on_day

        return on_day(found, self.as_of)

    @property
    def subject(self) -> Subject:
        """What the matrix is of."""
        if self.scope is None:
            return pattern_subject(self.reference.patterns.get(self._pattern), self.reading)
        return self.matrix.subject

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every test case with its owner."""
        return self.matrix.cells

    def on(self, day: str | None) -> "Target":
        """Return the same as of another day (YYYY-MM-DD); as it is without one."""
        if day is None:
            return self
        scope = self.scope.on(day) if self.scope else None
        return Target(self.reference, self._pattern, self.reading, scope, day)

    def counts(self, cells: Iterable[Cell]) -> "Counts | None":
        """Return how many of some cells are best practices or superseded on the target's day; None for no day."""
        if self.day is None:
            return None
        from pcimatrix.catalogue.loader import shipped_timeline
        from pcimatrix.ownership.in_force import count
        from pcimatrix.scope.model import Assessment

        provider = self.scope.scope.assessment is Assessment.SERVICE_PROVIDER if self.scope else None
        return count(cells, shipped_timeline(), self.day, service_provider=provider)

    def report(self, saq: str | None = None) -> "Report | None":
        """Return the questionnaire that the matrix is counted by; None if all of it counts.

        `saq` is a questionnaire's id, such as `A-EP`, instead of what a scope says. Raises `UnknownIdError`.
        """
        if saq is None and self.scope is None:
            return None
        from pcimatrix.scope.report import report_by

        return report_by(self.scope.scope if self.scope else None, saq, self.as_of)

    def view(self, report: "Report | None") -> "View":
        """Return what to compare of a pattern's matrix: what a questionnaire asks for, as of the day asked for."""
        from pcimatrix.catalogue.loader import shipped_timeline
        from pcimatrix.ownership import in_force

        def view(cells: list[Cell]) -> list[Cell]:
            asked = report.of(cells) if report else cells
            return asked if self.as_of is None else in_force.as_of(asked, shipped_timeline(), self.as_of)

        return view


def target(
    reference: Reference,
    subject: "str | LoadedScope",
    reading: Reading | None = None,
    *,
    edition: str | None = None,
    as_of: str | None = None,
) -> Target:
    """Return a pattern (by its id), or a scope that was read with the catalogue, as a target.

    `reading`, `edition` (`4.0.1`) and `as_of` (YYYY-MM-DD) are those asked for. Without them, a scope has its own;
    a pattern is read as published, in the catalogue's edition, and knows no day.
    Raises `UnknownIdError` for an unknown pattern, and for an edition that the catalogue cannot be read in.
    """
    known = reference if edition is None else read_in(reference, edition)
    if isinstance(subject, str):
        return Target(known, known.patterns.get(subject).id, reading or Reading.PUBLISHED, as_of=as_of)
    own = subject if reading is None else subject.read(reading)
    own = own if edition is None else own.assessed_against(edition)
    known = reference.in_edition(own.scope.pci_dss)
    return Target(known, own.scope.entity, own.scope.reading, own).on(as_of)


def read_in(reference: Reference, edition: str) -> Reference:
    """Return a catalogue as an edition (`4.0.1`) has it. Raises `UnknownIdError` if no edition leads there."""
    from pcimatrix.catalogue.editions import version_of

    found = reference.in_edition(edition)
    if version_of(found.catalogue.edition) != version_of(edition):
        problem = f"the catalogue is of {reference.catalogue.edition}, from which no edition leads to {edition}"
        raise UnknownIdError(f"{problem}; ask for no edition, or name another catalogue")
    return found


def day_of(date: dt.date | None) -> str | None:
    """Return a day as YYYY-MM-DD, of a datetime its day; None for none."""
    return date.isoformat()[:10] if date else None
