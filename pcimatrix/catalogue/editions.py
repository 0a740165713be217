"""Editions of the standard: what a later one changes in a catalogue, and the catalogue so changed."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, StringConstraints

from pcimatrix.catalogue.ids import is_within, requirement_of
from pcimatrix.catalogue.model import Catalogue, Method, Requirement, TestCase
from pcimatrix.text import typed
from pcimatrix.yamlio.fields import DISTINCT, FREEZE, THAW, Day, Identifier, Line, Model, Name

Version = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2}){1,3}$")]
"""The number of an edition, such as `4.0.1`."""
BETWEEN = " / "
"""What is between several changes of a test case, in a line."""


class Level(StrEnum):
    """What a difference is in."""

    STANDARD = "standard"
    """The standard as a whole."""
    REQUIREMENT = "requirement"
    """A requirement, with its applicability notes."""
    TESTING_PROCEDURE = "testing_procedure"
    """A testing procedure."""


class Kind(StrEnum):
    """How far a difference goes."""

    REQUIREMENT_CHANGED = "requirement_changed"
    """Something else is required."""
    CLARIFIED_APPLICABILITY = "clarified_applicability"
    """It is said more plainly to whom or what it applies."""
    WORDING = "wording"
    """The same in other words."""
    TYPO = "typo"
    """A slip of the pen put right."""


class Confidence(StrEnum):
    """How sure a difference is."""

    HIGH = "high"
    """Two texts were compared, or the PCI SSC says so."""
    MEDIUM = "medium"
    """It is from one text alone, or from an excerpt."""


class SourceKind(StrEnum):
    """What kind of knowledge a source gives."""

    PUBLISHED = "published"
    """Its author says so."""
    COMPARED = "compared"
    """Worked out from two texts."""


class Source(Model):
    """Where differences are known from."""

    title: Line
    url: Line | None = None
    kind: SourceKind


class Difference(Model):
    """One difference between two editions, in our own words.

    Without an id it is of the whole standard. `affects` are the test cases for which something follows.
    """

    id: Identifier | None = None
    level: Level
    kind: Kind
    changed: Line
    effect: Annotated[Line | None, Field(description="What follows; without it, nothing is known to")] = None
    affects: Annotated[tuple[Identifier, ...], DISTINCT] = ()
    confidence: Confidence
    source: Name
    corroborates: Annotated[
        bool, Field(description="Whether another difference says it already, so that test cases are told of it once")
    ] = False

    def concerns(self, within: Iterable[str]) -> bool:
        """Tell whether it is of one of these ids of any level, of its requirement, or affects a test case there."""
        own = {*([self.id] if self.id else []), *self.affects}
        return any(is_within(each, near) or is_within(near, each) for each in own for near in within)


class Eligibility(Model):
    """Requirements of which the edition changes whether the customized approach can meet them."""

    eligible: Annotated[tuple[Identifier, ...], DISTINCT] = ()
    not_eligible: Annotated[tuple[Identifier, ...], DISTINCT] = ()


def _nothing() -> MappingProxyType[str, str]:
    return MappingProxyType({})


Texts = Annotated[Mapping[Identifier, Line], FREEZE, THAW, Field(default_factory=_nothing)]
"""Texts by the id that they are of."""


class Edition(Model):
    """An edition of the standard as an overlay of another: it names only what differs."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    edition: Annotated[Line, Field(description="Its name, e.g. PCI DSS v4.0.1")]
    version: Version
    base: Annotated[Line, Field(description="The edition that it changes, as a catalogue or another file names it")]
    published: Annotated[Day | None, Field(description="The day of its publication, if known")] = None
    base_retired: Annotated[Day, Field(description="The last day on which the base could be assessed against")]
    sources: Annotated[Mapping[Name, Source], FREEZE, THAW]
    titles: Annotated[Texts, Field(description="Titles of requirements")]
    summaries: Annotated[Texts, Field(description="Summaries of test cases")]
    methods: Annotated[
        Mapping[Identifier, Annotated[tuple[Method, ...], Field(min_length=1), DISTINCT]],
        FREEZE,
        THAW,
        Field(default_factory=_nothing, description="Methods of test cases"),
    ]
    applies_when: Annotated[
        Mapping[Identifier, tuple[Name, ...]],
        FREEZE,
        THAW,
        Field(default_factory=_nothing, description="Facts without which test cases do not apply"),
    ]
    customized_approach: Annotated[Eligibility, Field(default_factory=Eligibility)]
    unverified: Annotated[Texts, Field(description="What could not be compared word for word, with the reason")]
    differences: tuple[Difference, ...] = ()

    @cached_property
    def effects(self) -> Mapping[str, tuple[Difference, ...]]:
        """The differences that affect each test case, by its id."""
        found: dict[str, tuple[Difference, ...]] = {}
        for each in self.differences:
            for case in each.affects:
                found[case] = (*found.get(case, ()), each)
        return found

    def says_of(self, case: str) -> str:
        """Return what it changes that affects a test case or its words, and what follows, in a line; empty for nothing.

        Of a test case with another summary, it is also what changes in the words alone, so that nothing follows. What
        only corroborates another difference is left out.
        """
        found = self.effects.get(case, ())
        if case in self.summaries:
            found += tuple(each for each in self.differences if each.id in {case, requirement_of(case)})
        told = (each for each in found if not each.corroborates)
        said = dict.fromkeys(f"{each.changed}. {each.effect}" if each.effect else each.changed for each in told)
        return BETWEEN.join(said)

    def affected(self) -> frozenset[str]:
        """Return the test cases for which something follows, or that have another summary, by id."""
        return frozenset(self.summaries) | {each for found in self.differences for each in found.affects}

    def about(self, within: Iterable[str]) -> tuple[Difference, ...]:
        """Return the differences of these ids of any level; all of them without ids."""
        wanted = tuple(within)
        return tuple(each for each in self.differences if not wanted or each.concerns(wanted))


def version_of(edition: str) -> str:
    """Return an edition's number, however it is written: `4.0`, `v4.0` and `PCI DSS v4.0` are the same."""
    return re.sub(r"^(pci[ -]?dss)?\s*(version|v)?\.?\s*", "", typed(edition).casefold())


def path_to(version: str, base: str, editions: Iterable[Edition]) -> tuple[Edition, ...] | None:
    """Return the overlays that lead from a catalogue's edition to another, in their order; None if none do."""
    known = {each.version: each for each in editions}
    found: list[Edition] = []
    wanted = version
    while wanted != version_of(base):
        overlay = known.get(wanted)
        if overlay is None or overlay in found:
            return None
        found.insert(0, overlay)
        wanted = version_of(overlay.base)
    return tuple(found)


def changed(catalogue: Catalogue, edition: Edition) -> Catalogue:
    """Return a catalogue as an edition has it. What the edition names and the catalogue has not is left out."""
    touched = {requirement_of(each) for each in (*edition.summaries, *edition.methods, *edition.applies_when)}
    touched |= {*edition.titles, *edition.customized_approach.eligible, *edition.customized_approach.not_eligible}
    principals = []
    for principal in catalogue.principal_requirements:
        sections = tuple(
            section
            if all(each.id not in touched for each in section.requirements)
            else section.model_copy(
                update={
                    "requirements": tuple(
                        _requirement(each, edition) if each.id in touched else each for each in section.requirements
                    )
                }
            )
            for section in principal.sections
        )
        principals.append(principal.model_copy(update={"sections": sections}))
    return catalogue.model_copy(update={"edition": edition.edition, "principal_requirements": tuple(principals)})


def _requirement(requirement: Requirement, edition: Edition) -> Requirement:
    update: dict[str, object] = {"test_cases": tuple(_case(each, edition) for each in requirement.test_cases)}
    if requirement.id in edition.titles:
        update["title"] = edition.titles[requirement.id]
    if requirement.id in edition.customized_approach.eligible:
        update["customized_approach"] = None
    if requirement.id in edition.customized_approach.not_eligible:
        update["customized_approach"] = "not_eligible"
    return requirement.model_copy(update=update)


def _case(case: TestCase, edition: Edition) -> TestCase:
    texts: tuple[tuple[str, Mapping[str, object]], ...] = (
        ("summary", edition.summaries),
        ("methods", edition.methods),
        ("applies_when", edition.applies_when),
    )
    update = {name: found[case.id] for name, found in texts if case.id in found}
    return case.model_copy(update=update) if update else case
