"""Timeline of requirements: from when on each holds, what replaces it, and its milestone."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from pcimatrix.catalogue.editions import Source
from pcimatrix.yamlio.fields import DISTINCT, FREEZE, THAW, Day, Identifier, Line, Model, Name

Requirements = Annotated[tuple[Identifier, ...], Field(min_length=1), DISTINCT]
"""Ids of requirements, each once."""


class Extent(StrEnum):
    """How much of a requirement is future-dated."""

    WHOLE = "whole"
    """All of it."""
    PART = "part"
    """One of its parts; the rest was required at once."""
    NOT_SERVICE_PROVIDERS = "not_service_providers"
    """All of it, but not for service providers, of whom it was required at once."""


class FutureDated(Model):
    """Requirements that are best practices before the day `effective`, and required from then on.

    `parts` says in our own words which part of each is, if it is a part.
    """

    effective: Day
    extent: Extent
    source: Name
    requirements: Requirements
    parts: Annotated[
        Mapping[Identifier, Line],
        FREEZE,
        THAW,
        Field(default_factory=lambda: MappingProxyType({}), description="Which part of each it is, in our own words"),
    ]


class Superseded(Model):
    """A requirement that another one replaces from the day `since` on."""

    requirement: Identifier
    by: Identifier
    since: Day
    source: Name


class Milestone(Model):
    """One milestone of the PCI SSC's Prioritized Approach; 1 comes first."""

    number: Annotated[int, Field(strict=True, ge=1, le=9)]
    title: Annotated[Line, Field(description="What it is about, in our own words")]
    source: Name
    requirements: Requirements


class Timeline(Model):
    """What is known of time: future-dated, superseded and new requirements, and milestones."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    sources: Annotated[Mapping[Name, Source], FREEZE, THAW]
    future_dated: tuple[FutureDated, ...]
    superseded: tuple[Superseded, ...]
    new: Annotated[Requirements, Field(description="Those that came with v4.0 and were required at once")]
    milestones: Annotated[tuple[Milestone, ...], Field(min_length=1)]

    @cached_property
    def effective(self) -> Mapping[str, FutureDated]:
        """What is known of each future-dated requirement, by its id."""
        return {each: group for group in self.future_dated for each in group.requirements}

    @cached_property
    def replaced(self) -> Mapping[str, Superseded]:
        """What replaces each superseded requirement, by its id."""
        return {each.requirement: each for each in self.superseded}

    @cached_property
    def milestone(self) -> Mapping[str, int]:
        """The number of each requirement's milestone, by the requirement's id."""
        return {each: group.number for group in self.milestones for each in group.requirements}
