"""Facts about an entity that decide which test cases apply to it."""

from typing import Annotated

from pydantic import Field

from pcimatrix.yamlio.fields import Line, Model, Name


class Fact(Model):
    """One fact, as a scoping session asks for it, with its terms explained.

    Answered no, its test cases do not apply. Answered yes, they are the customer's or a named third party's, whatever
    the pattern counts. Not answered, they keep the pattern's owner, which is an assumption. What each answer states is
    the justification that an assessor reads.
    """

    id: Name
    question: Line
    explains: Line
    answered_yes: Line
    answered_no: Line

    def states(self, answer: bool) -> str:
        """Return what an answer states, with the fact's name and the answer: `There are no … (poi_devices: no)`."""
        statement, word = (self.answered_yes, "yes") if answer else (self.answered_no, "no")
        return f"{statement} ({self.id}: {word})"


class Facts(Model):
    """All facts, in the order in which a scoping session asks."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    facts: tuple[Fact, ...]

    def names(self) -> list[str]:
        """Return the names of the facts in order."""
        return [fact.id for fact in self.facts]
