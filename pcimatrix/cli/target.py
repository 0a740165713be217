"""Target of a command: a pattern of the catalogue, or an entity's own scope."""

from functools import cached_property
from typing import TYPE_CHECKING

import typer

from pcimatrix.catalogue.loader import Reference, load
from pcimatrix.catalogue.model import Reading
from pcimatrix.cli.options import DEFAULT_PATTERN
from pcimatrix.cli.output import note
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.matrix import Matrix, Subject, pattern_matrix, pattern_subject
from pcimatrix.yamlio.parser import Document, read_yaml

if TYPE_CHECKING:
    from pcimatrix.scope.model import LoadedScope


class Target:
    """What a command is asked about: its matrix is worked out when it is wanted, once."""

    def __init__(
        self,
        reference: Reference,
        pattern: str = DEFAULT_PATTERN,
        reading: Reading = Reading.PUBLISHED,
        scope: "LoadedScope | None" = None,
        day: str | None = None,
    ) -> None:
        self.reference = reference
        self.scope = scope
        self.day = scope.scope.date if scope else day
        self._pattern = pattern
        self.reading = scope.scope.reading if scope else reading

    @cached_property
    def matrix(self) -> Matrix:
        """The matrix with its traces."""
        if self.scope is None:
            found = pattern_matrix(self.reference, self._pattern, self.reading)
            if self.day is None:
                return found
            from pcimatrix.ownership.in_force import on_day

            return on_day(found, self.day)
        # Without a scope, nothing of this is needed: its models would be a fifth of the start-up.
        from pcimatrix.scope.matrix import scope_matrix

        return scope_matrix(self.reference, self.scope)

    @property
    def subject(self) -> Subject:
        """What the matrix is of."""
        if self.scope is None:
            return pattern_subject(self.reference.patterns.get(self._pattern), self.reading)
        return self.matrix.subject

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every test case with its owner."""
        return self.matrix.cells


def target(
    catalogue: str | None,
    pattern: str | None,
    scope: str | None,
    reading: str | None = None,
    *,
    edition: str | None = None,
    as_of: str | None = None,
    warn: bool = True,
) -> Target:
    """Read what the options name. A scope's warnings and assumptions go to standard error.

    `edition` is the number of an edition of the standard, instead of the scope's or the catalogue's own. `as_of` is the
    day (YYYY-MM-DD) whose matrix is wanted, instead of the scope's date; a pattern's knows no day without it.

    Raises `InputError` for bad files, `typer.BadParameter` if both a pattern and a scope are given.
    """
    if scope is None:
        return pattern_target(read_in(load(catalogue), edition), pattern, reading, as_of=as_of)
    without(pattern, "--scope")
    return scope_target(load(catalogue), read_yaml(scope), reading, edition=edition, as_of=as_of, warn=warn)


def read_in(reference: Reference, edition: str | None) -> Reference:
    """Return a catalogue as an edition has it, as it is without one. Raises `typer.BadParameter` if that cannot be."""
    if edition is None:
        return reference
    from pcimatrix.catalogue.editions import version_of

    found = reference.in_edition(edition)
    if version_of(found.catalogue.edition) != version_of(edition):
        problem = f"the catalogue is of {reference.catalogue.edition}, from which no edition leads to {edition}"
        raise typer.BadParameter(f"{problem}; omit --edition", param_hint="--edition")
    return found


def without(pattern: str | None, named_by: str) -> None:
    """Raise `typer.BadParameter` if a pattern is named although a scope is, by an option or an argument."""
    if pattern is not None:
        raise typer.BadParameter("a scope names the patterns of its workloads; omit --pattern", param_hint=named_by)


def pattern_target(
    reference: Reference, pattern: str | None, reading: str | None = None, *, as_of: str | None = None
) -> Target:
    """Return a pattern of a catalogue as a target; the published one if none is named. Raises `UnknownIdError`."""
    name = reference.patterns.get(pattern or DEFAULT_PATTERN).id
    return Target(reference, name, Reading(reading or Reading.PUBLISHED), day=as_of)


def is_scope(document: Document) -> bool:
    """Tell whether a document is a scope rather than a catalogue, by what it lists."""
    return isinstance(document.values, dict) and "workloads" in document.values


def scope_target(
    reference: Reference,
    document: Document,
    reading: str | None = None,
    *,
    edition: str | None = None,
    as_of: str | None = None,
    warn: bool = True,
) -> Target:
    """Return a document's scope as a target, and say what to look at in it. Raises `InputError`."""
    from pcimatrix.scope.model import scope_of

    own = scope_of(document, reference.catalogue, reference.patterns, reference.facts)
    if reading is not None:
        own = own.read(Reading(reading))
    if edition is not None:
        read_in(reference, edition)
        own = own.assessed_against(edition)
    reference = reference.in_edition(own.scope.pci_dss)
    found = Target(reference, scope=own if as_of is None else own.on(as_of))
    look_at(reference, own, found.matrix, warn=warn)
    return found


def look_at(reference: Reference, own: "LoadedScope", matrix: Matrix, *, warn: bool = True) -> None:
    """Print a scope's warnings, a line each, and its assumptions, on one line, to standard error.

    Without `warn`, it prints the assumptions alone: the command has the warnings among its findings.
    """
    if warn:
        from pcimatrix.findings.from_inputs import warned
        from pcimatrix.scope.cautions import cautions

        for each in warned(own, cautions(reference.catalogue, reference.patterns, reference.facts, own.scope)):
            note(f"{each.place}: warning: {each.message} ({each.code})")
    file = own.document.source
    if matrix.assumptions:
        listed = ", ".join(f"{name} {count}" for name, count in matrix.assumptions.items())
        note(f"{file}: assumptions: unanswered facts (affected test cases): {listed}")
