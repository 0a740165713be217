"""What a questionnaire asks for of a matrix, and what it leaves out."""

from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue.model import TestCase
from pcimatrix.catalogue.questionnaires import Confidence, Edition, Questionnaire
from pcimatrix.ownership.cells import Cell
from pcimatrix.text import pluralize


class Report(NamedTuple):
    """A questionnaire in one edition, by which an entity validates."""

    questionnaire: Questionnaire
    edition: Edition

    @property
    def label(self) -> str:
        """Its name for people: `SAQ A v4.0.1 r1 (January 2025)`."""
        return f"SAQ {self.questionnaire.id} {self.edition.name}"

    def asks(self, case: TestCase) -> bool:
        """Tell whether it asks for a test case: it does for all of a requirement, or for none."""
        return case.requirement in self.edition.requirements()

    def of(self, cells: Iterable[Cell]) -> list[Cell]:
        """Return the cells that it asks for, in order."""
        wanted = self.edition.requirements()
        return [cell for cell in cells if cell.case.requirement in wanted]

    def remarks(self, cells: Iterable[Cell]) -> tuple[str, ...]:
        """Return what to know of its counts: what it leaves out, what it asks for besides, how sure its list is.

        `cells` are the whole matrix.
        """
        cells = list(cells)
        asked = len(self.of(cells))
        left_out = len(cells) - asked
        said = [f"{self.label} asks for {asked} of {pluralize(len(cells), 'test case')}."]
        if left_out:
            said[0] += (
                f" It leaves {left_out} out; those that concern the entity still apply to it, since a questionnaire is "
                "the way to validate, not the extent of PCI DSS."
            )
        if self.edition.appendices:
            said.append(f"Beside the test cases it asks for {', '.join(self.edition.appendices)}, each if it applies.")
        unsure = sorted(
            each for group in self.edition.asks if group.confidence is Confidence.MEDIUM for each in group.requirements
        )
        if len(unsure) == len(self.edition.requirements()):
            said.append("Its list of requirements is from one public source alone: check it against the questionnaire.")
        elif unsure:
            said.append(f"Less sure than the rest, so check in the questionnaire: {', '.join(unsure)}.")
        return tuple(said)
