"""Target of a command: a pattern of the catalogue, or an entity's own scope."""

from typing import TYPE_CHECKING

import typer

from pcimatrix.api.target import Target
from pcimatrix.api.target import target as target_of
from pcimatrix.catalogue.loader import Reference, load
from pcimatrix.catalogue.model import Reading
from pcimatrix.cli.options import DEFAULT_PATTERN
from pcimatrix.cli.output import note
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.yamlio.parser import Document, read_yaml

if TYPE_CHECKING:
    from pcimatrix.scope.model import LoadedScope


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
        return pattern_target(load(catalogue), pattern, reading, edition=edition, as_of=as_of)
    without(pattern, "--scope")
    return scope_target(load(catalogue), read_yaml(scope), reading, edition=edition, as_of=as_of, warn=warn)


def without(pattern: str | None, named_by: str) -> None:
    """Raise `typer.BadParameter` if a pattern is named although a scope is, by an option or an argument."""
    if pattern is not None:
        raise typer.BadParameter("a scope names the patterns of its workloads; omit --pattern", param_hint=named_by)


def pattern_target(
    reference: Reference,
    pattern: str | None,
    reading: str | None = None,
    *,
    edition: str | None = None,
    as_of: str | None = None,
) -> Target:
    """Return a pattern of a catalogue as a target; the published one if none is named. Raises `UnknownIdError`."""
    read = Reading(reading) if reading else None
    return target_of(reference, pattern or DEFAULT_PATTERN, read, edition=edition, as_of=as_of)


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
    written = target_of(reference, own, Reading(reading) if reading else None, edition=edition)
    found = written.on(as_of)
    look_at(written.reference, written.scope or own, found.matrix, warn=warn)
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
