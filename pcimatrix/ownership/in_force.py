"""Test cases as of a day: best practices before they are required, and those that others have replaced."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from pcimatrix.catalogue.loader import shipped_timeline
from pcimatrix.catalogue.model import Basis, Owner, TestCase
from pcimatrix.catalogue.timeline import Extent, Timeline
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.ownership.responsibility import Ownership
from pcimatrix.text import inflect, pluralize


class State(StrEnum):
    """What a test case is on a day, if it is not simply required."""

    BEST_PRACTICE = "best_practice"
    """A best practice: it is required later."""
    BEST_PRACTICE_IN_PART = "best_practice_in_part"
    """A part of it is a best practice."""
    SUPERSEDED = "superseded"
    """Another requirement has replaced it, so it does not apply."""


class Mark(NamedTuple):
    """What a test case is on a day, and that in words."""

    state: State
    says: str


def mark(case: TestCase, timeline: Timeline, day: str, *, service_provider: bool | None = None) -> Mark | None:
    """Return what a test case is on a day (YYYY-MM-DD) if it is not simply required.

    A requirement can be future-dated for others than service providers: `service_provider` says what the entity is.
    """
    replaced = timeline.replaced.get(case.requirement)
    if replaced is not None and day >= replaced.since:
        return Mark(State.SUPERSEDED, f"Superseded by {replaced.by} since {replaced.since}, so it does not apply")
    future = timeline.effective.get(case.requirement)
    if future is None or day >= future.effective:
        return None
    if future.extent is Extent.PART:
        part = f": {future.parts[case.requirement]}" if case.requirement in future.parts else ""
        return Mark(State.BEST_PRACTICE_IN_PART, f"In part a best practice until {future.effective}{part}")
    if future.extent is Extent.NOT_SERVICE_PROVIDERS:
        if service_provider:
            return None
        besides = "" if service_provider is False else ", but required of service providers"
        return Mark(State.BEST_PRACTICE, f"A best practice until {future.effective}{besides}")
    return Mark(State.BEST_PRACTICE, f"A best practice until {future.effective}")


def as_of(cells: Iterable[Cell], timeline: Timeline, day: str) -> list[Cell]:
    """Return a pattern's cells as they are on a day: what is superseded is nobody's, and each mark is named."""
    return [_on(cell, timeline, day) for cell in cells]


def on_day(matrix: Matrix, day: str | None) -> Matrix:
    """Return a pattern's matrix as it is on a day (YYYY-MM-DD); as it is on none without one."""
    return matrix if day is None else matrix._replace(cells=tuple(as_of(matrix.cells, shipped_timeline(), day)))


def _on(cell: Cell, timeline: Timeline, day: str) -> Cell:
    found = mark(cell.case, timeline, day)
    if found is None:
        return cell
    own = cell.ownership._replace(in_force=found.says)
    if found.state is State.SUPERSEDED and own.owner is not Owner.NA:
        own = Ownership(own.pattern, Owner.NA, Basis.SUPERSEDED, found.says)
    return cell._replace(ownership=own)


class Counts(NamedTuple):
    """How many test cases are best practices on a day, wholly or in part, and how many are superseded."""

    day: str
    best_practice: int
    best_practice_in_part: int
    superseded: int
    limited: int = 0
    """How many of these do not apply anyway, as they are for service providers only."""

    @property
    def says(self) -> str:
        """The counts in a sentence or two; empty if there is nothing to count."""
        said = []
        if self.best_practice or self.best_practice_in_part:
            part = f", and {self.best_practice_in_part} in part" if self.best_practice_in_part else ""
            practices = inflect(self.best_practice, "is a best practice", "are best practices")
            said.append(
                f"{pluralize(self.best_practice, 'test case')} {practices}{part}: required later, but counted here."
            )
        if self.superseded:
            does = inflect(self.superseded, "is superseded and does", "are superseded and do")
            anyway = f"; {self.limited} of these {inflect(self.limited, 'is', 'are')} for service providers only"
            said.append(f"{self.superseded} {does} not apply{anyway if self.limited else ''}.")
        return f"As of {self.day}: {' '.join(said)}" if said else ""


def count(cells: Iterable[Cell], timeline: Timeline, day: str, *, service_provider: bool | None = None) -> Counts:
    """Count the test cases that apply as best practices on a day, and those that are superseded by then.

    What does not apply for another reason is counted as superseded only if it is that, too.
    """
    found: Counter[State] = Counter()
    limited = 0
    for cell in cells:
        marked = mark(cell.case, timeline, day, service_provider=service_provider)
        if marked and (marked.state is State.SUPERSEDED or cell.ownership.owner is not Owner.NA):
            found[marked.state] += 1
            besides = cell.ownership.owner is Owner.NA and cell.ownership.basis is not Basis.SUPERSEDED
            limited += marked.state is State.SUPERSEDED and besides and cell.case.limited_to is not None
    return Counts(day, found[State.BEST_PRACTICE], found[State.BEST_PRACTICE_IN_PART], found[State.SUPERSEDED], limited)
