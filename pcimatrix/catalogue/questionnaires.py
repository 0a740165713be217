"""Self-assessment questionnaires (SAQ): what each asks for, from which day on, and who can use it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pcimatrix.yamlio.fields import DISTINCT, FREEZE, THAW, Day, Identifier, Line, Model, Name

QuestionnaireId = Annotated[str, StringConstraints(pattern=r"^[A-D](-[A-Za-z-]+)?$|^P2PE$")]
"""A questionnaire by the short name that the PCI SSC gives it, such as `A-EP`."""
Appendix = Annotated[str, StringConstraints(pattern=r"^A[1-3](\.[0-9]{1,2}){2}$")]
"""A requirement of an appendix, which is none of the catalogue's."""


class Confidence(StrEnum):
    """How sure it is that a questionnaire asks for a requirement."""

    HIGH = "high"
    """It is from a list that agrees with others, or with the published number."""
    MEDIUM = "medium"
    """It is from one list alone, or follows from a definition."""


class Reference(Model):
    """Where something about questionnaires is known from."""

    title: Line
    url: Line


class Criterion(Model):
    """One thing that must be true of an entity that uses a questionnaire, and the facts that tell."""

    id: Name
    states: Line
    since: Annotated[Day | None, Field(description="The day from which it is one; without it, always")] = None
    yes: Annotated[tuple[Name, ...], Field(description="Facts that must be answered yes"), DISTINCT] = ()
    no: Annotated[tuple[Name, ...], Field(description="Facts that must be answered no"), DISTINCT] = ()
    concerns: Annotated[
        tuple[Name, ...],
        Field(description="It concerns only who answers one of these facts yes; without it, everybody"),
        DISTINCT,
    ] = ()
    source: Name


class Asked(Model):
    """Requirements that a questionnaire asks for, with where that is known from, and how sure it is."""

    source: Name
    confidence: Confidence
    requirements: Annotated[tuple[Identifier, ...], Field(min_length=1), DISTINCT]


class Edition(Model):
    """One edition of a questionnaire; `since` is the first day on which it is the one to use."""

    name: Line
    since: Day
    asks: Annotated[tuple[Asked, ...], Field(min_length=1)]
    appendices: Annotated[
        tuple[Appendix, ...], Field(description="What it asks for beside the test cases"), DISTINCT
    ] = ()

    def requirements(self) -> frozenset[str]:
        """Return the requirements that it asks for, those of appendices left out."""
        return frozenset(each for group in self.asks for each in group.requirements)


class Questionnaire(Model):
    """One self-assessment questionnaire, with its editions from the oldest to the newest."""

    id: QuestionnaireId
    title: Line
    assessment: Literal["merchant", "service_provider"]
    channels: Annotated[
        tuple[Name, ...], Field(description="The ways of payment that it is for, as facts; without it, all"), DISTINCT
    ] = ()
    criteria: tuple[Criterion, ...] = ()
    editions: Annotated[tuple[Edition, ...], Field(min_length=1)]

    def on(self, day: str | None) -> Edition | None:
        """Return the edition to use on a day (YYYY-MM-DD), the newest without one; None before the oldest known."""
        in_use = [each for each in self.editions if day is None or each.since <= day]
        return in_use[-1] if in_use else None


class Questionnaires(Model):
    """All questionnaires, and those that cannot be counted, with the reason."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    sources: Annotated[Mapping[Name, Reference], FREEZE, THAW]
    decides: Annotated[Line, Field(description="Who decides which questionnaire is accepted")]
    each_way: Annotated[Line, Field(description="How an entity with several ways of payment is judged")]
    ways_of_payment: Annotated[tuple[Name, ...], Field(description="All of them, as facts"), DISTINCT]
    refused: Annotated[Mapping[Line, Line], Field(description="Those not here, each with the reason"), FREEZE, THAW]
    questionnaires: Annotated[tuple[Questionnaire, ...], Field(min_length=1)]

    def get(self, name: str) -> Questionnaire:
        """Return the questionnaire of this id, which must be there."""
        return next(each for each in self.questionnaires if each.id == name)
