"""Timeframes: how often a duty is due that a test case examines, and from when on it is late."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from pcimatrix.catalogue.editions import SourceKind
from pcimatrix.text import pluralize
from pcimatrix.yamlio.fields import DISTINCT, Identifier, Line, Model

Period = Annotated[str, StringConstraints(pattern=r"^(P(T)?[0-9]{1,3}[DMYH]|risk_analysis|entity|promptly)$")]
"""An ISO 8601 duration, or who sets it: the entity's targeted risk analysis, or the entity."""

_SOMETHING = frozenset({"on change", "on connection", "on event"})
"""When something happens that `also_on` names."""


class Rhythm(StrEnum):
    """What kind of time is set."""

    RECURRING = "recurring"
    """The duty is due again and again."""
    DEADLINE = "deadline"
    """It is due within a time after something."""
    EVENT = "event"
    """It is due when something happens."""
    CONTINUOUS = "continuous"
    """It is due all the time."""
    PROMPTLY = "promptly"
    """It is due as soon as can be."""
    RETENTION = "retention"
    """Something is kept for a time."""
    SETTING = "setting"
    """A system enforces a time."""


class Term(Model):
    """A term of the standard, what it means, and after how many days a duty is late by it."""

    term: Line
    period: Period
    means: Line
    late_after_days: Annotated[int | None, Field(strict=True, ge=1, le=1000)] = None


class TimeframeSource(Model):
    """Where all of this is known from."""

    title: Line
    kind: SourceKind


class Timeframe(Model):
    """When one duty is due, for the test cases that examine whether it is done in time."""

    cases: Annotated[tuple[Identifier, ...], Field(min_length=1), DISTINCT]
    duty: Line
    kind: Rhythm
    required: Annotated[Line, Field(description="When it is due, in the standard's terms")]
    period: Period | None = None
    also_on: Annotated[Line | None, Field(description="What makes it due besides")] = None
    note: Line | None = None


class Timeframes(Model):
    """All timeframes, and what their terms mean."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    source: TimeframeSource
    terms: tuple[Term, ...]
    timeframes: tuple[Timeframe, ...]

    @cached_property
    def by_case(self) -> Mapping[str, tuple[Timeframe, ...]]:
        """The timeframes of each test case, by its id."""
        found: dict[str, tuple[Timeframe, ...]] = {}
        for each in self.timeframes:
            for case in each.cases:
                found[case] = (*found.get(case, ()), each)
        return found

    def late_after_days(self, timeframe: Timeframe) -> int | None:
        """Return after how many days without it a duty is late; None if no number of days says so."""
        if timeframe.kind is not Rhythm.RECURRING:
            return None
        known = {each.period: each.late_after_days for each in self.terms}
        days = timeframe.period or ""
        own = int(days[1:-1]) if days[1:-1].isdecimal() and days.endswith("D") else None
        return known.get(days) or own

    def recurs(self, case: str) -> bool:
        """Tell whether a test case examines a duty that is due again and again."""
        return any(each.kind is Rhythm.RECURRING for each in self.by_case.get(case, ()))

    def says_of(self, case: str) -> str:
        """Return what is due when for a test case, and when it is late, in a line; empty if nothing is."""
        return "; ".join(self._says(each) for each in self.by_case.get(case, ()))

    def _says(self, timeframe: Timeframe) -> str:
        days = self.late_after_days(timeframe)
        late = f" (late after {pluralize(days, 'day')})" if days else ""
        when, besides = timeframe.required, timeframe.also_on or ""
        if when in _SOMETHING:  # which the other says
            when, besides = f"on: {besides}" if besides else when, ""
        elif set(besides.split()) <= set(when.split()):
            besides = ""
        note = f" ({timeframe.note})" if timeframe.note else ""
        return f"{timeframe.duty}: {when}{late}{f', on: {besides}' if besides else ''}{note}"
