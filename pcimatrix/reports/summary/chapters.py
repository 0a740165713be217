"""Chapters of a summary: the principal requirements, with their sections and requirements, and the cells of each."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pcimatrix.catalogue.model import Catalogue, PrincipalRequirement, Requirement, Section
from pcimatrix.ownership.cells import Cell


class Part(NamedTuple):
    """A section with its requirements and their cells."""

    section: Section
    requirements: tuple[tuple[Requirement, tuple[Cell, ...]], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of all its requirements."""
        return tuple(cell for _, cells in self.requirements for cell in cells)


class Chapter(NamedTuple):
    """A principal requirement with its sections."""

    principal: PrincipalRequirement
    parts: tuple[Part, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of all its sections."""
        return tuple(cell for part in self.parts for cell in part.cells)


def chapters(catalogue: Catalogue, cells: Iterable[Cell]) -> Iterator[Chapter]:
    """Yield the principal requirements of a catalogue with their sections and cells; `cells` are all of them."""
    by_requirement: dict[str, list[Cell]] = {}
    for cell in cells:
        by_requirement.setdefault(cell.case.requirement, []).append(cell)
    for principal in catalogue.principal_requirements:
        parts = tuple(
            Part(section, tuple((each, tuple(by_requirement[each.id])) for each in section.requirements))
            for section in principal.sections
        )
        yield Chapter(principal, parts)
