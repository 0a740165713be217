"""Facts about an entity that decide which test cases apply to it."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from pcimatrix.model import Line, Model, Name


class IfYes(StrEnum):
    """Whose a fact's test cases are where it holds."""

    CUSTOMER = "customer"
    """The customer's, even where the published column counts them under AWS for want of the thing."""
    PATTERN = "pattern"
    """The pattern's owner's: AWS's part there is work that AWS does."""


class Fact(Model):
    """One fact, as a scoping session asks for it, with its terms explained."""

    id: Name
    question: Line
    explains: Line
    if_yes: IfYes


class Facts(Model):
    """All facts, in the order in which a scoping session asks."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    facts: tuple[Fact, ...]

    def names(self) -> list[str]:
        """Return the names of the facts in order."""
        return [fact.id for fact in self.facts]
