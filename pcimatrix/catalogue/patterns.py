"""Architecture patterns: their layers, and the operator of each layer."""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from pcimatrix.catalogue.model import Owner, Reading
from pcimatrix.errors import UnknownIdError
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate
from pcimatrix.yamlio.fields import FREEZE, THAW, Keyed, Line, Model, Name


class Source(Model):
    """A document that says who operates a layer: its title and address."""

    title: Line
    url: Line


class Layer(Model):
    """One layer of a system that test cases examine."""

    id: Name
    title: Line
    covers: Line


class Operator(Model):
    """Who operates a layer in a pattern, and who says so.

    `operator` is `na` where the pattern has no such layer, and `third_party` for the company that hosts it. Exactly one
    of `sources` and `judgement` speaks: where AWS states nothing, `judgement` says so and why.
    """

    operator: Owner
    says: Line
    sources: tuple[Name, ...] = ()
    judgement: Line | None = None


LEADS = (Owner.CUSTOMER, Owner.THIRD_PARTY, Owner.AWS)
"""Who leads a test case of which several operate something: the first of these."""
Operators = Annotated[Mapping[Name, Operator], FREEZE, THAW]


class Pattern(Keyed):
    """One architecture pattern."""

    id: Name
    title: Line
    column: Annotated[
        Literal["published", "modelled"],
        Field(description="published: its totals are compared with AWS's table; modelled: our own model"),
    ]
    spelled_out: Annotated[
        bool,
        Field(strict=True, description="Whether a catalogue must spell out the owner of every test case"),
    ]
    runs: Annotated[Line, Field(description="What runs where")]
    note: Line | None = None
    known_as: Annotated[
        tuple[Line, ...], Field(description="Usual names, in small letters, that mean this pattern")
    ] = ()
    precedes: Annotated[
        tuple[Name, ...],
        Field(description="Patterns in which AWS operates at least as much: no case moves back to the customer"),
    ] = ()
    layers: Operators

    @cached_property
    def hosted(self) -> bool:
        """Whether a third party hosts it, which a workload of this pattern names as its provider."""
        return any(each.operator is Owner.THIRD_PARTY for each in self.layers.values())

    def read(self, reading: Reading) -> "Pattern":
        """Return the pattern as a reading shows it: by its layers, it is modelled as the others are."""
        if reading is Reading.PUBLISHED or self.column == "modelled":
            return self
        return self.model_copy(update={"column": "modelled", "title": f"{self.title}, by its layers"})


def usual(name: str) -> str:
    """Return a name as it is compared with usual names: in small letters, with `_` for blanks and hyphens."""
    return re.sub(r"[\s-]+", "_", name.strip().casefold())


class Patterns(Keyed):
    """All layers and architecture patterns, in the order in which they are shown."""

    sources: Annotated[Mapping[Name, Source], FREEZE, THAW]
    layers: tuple[Layer, ...]
    patterns: tuple[Pattern, ...]

    @cached_property
    def _by_name(self) -> dict[str, Pattern]:
        return {pattern.id: pattern for pattern in self.patterns}

    @cached_property
    def _by_usual_name(self) -> dict[str, Pattern]:
        return {usual(each): pattern for pattern in self.patterns for each in (pattern.id, *pattern.known_as)}

    @cached_property
    def titles(self) -> dict[str, str]:
        """The titles of the layers by their ids."""
        return {layer.id: layer.title for layer in self.layers}

    def names(self) -> list[str]:
        """Return the ids of the patterns in order."""
        return [pattern.id for pattern in self.patterns]

    def get(self, name: str) -> Pattern:
        """Return the pattern of this id, or of this usual name, such as `lambda`. Raises `UnknownIdError`."""
        found = self._by_name.get(name) or self._by_usual_name.get(usual(name))
        if found is not None:
            return found
        raise UnknownIdError(f"unknown pattern {truncate(name, MOST_SHOWN)!r}; {did_you_mean(name, self.names())}")

    def operator(self, pattern: str, layers: Iterable[str]) -> Owner:
        """Return who operates the layers in the pattern.

        The customer if any of them is the customer's, else the third party that hosts it, else AWS if any is AWS's,
        else nobody (`na`).
        """
        table = self.get(pattern).layers
        operators = {table[layer].operator for layer in layers}
        return next((owner for owner in LEADS if owner in operators), Owner.NA)


def pattern_label(patterns: Patterns, name: str) -> str:
    """Return a pattern's name as a summary shows it: with the word modelled if it is."""
    return f"{name} (modelled)" if patterns.get(name).column == "modelled" else name
