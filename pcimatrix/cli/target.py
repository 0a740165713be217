"""Subject of a command: a pattern of the catalogue, or an entity's own scope."""

from functools import cached_property
from typing import TYPE_CHECKING

import typer

from pcimatrix.catalogue.loader import Loaded, load, shipped_facts
from pcimatrix.catalogue.model import Reading
from pcimatrix.cli.options import DEFAULT_PATTERN
from pcimatrix.cli.output import note
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.reports.content.totals import Own, Subject
from pcimatrix.yamlio.parser import Document, read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pcimatrix.catalogue.model import Catalogue
    from pcimatrix.scope.model import LoadedScope
    from pcimatrix.scope.resolve import Effective


class Asked:
    """The catalogue, and the pattern or scope that a command is asked about; its matrix is worked out when wanted."""

    def __init__(
        self,
        loaded: Loaded,
        subject: Subject,
        scope: "LoadedScope | None" = None,
        reading: Reading = Reading.PUBLISHED,
    ) -> None:
        self.loaded = loaded
        self.subject = subject
        self.scope = scope
        self.reading = reading

    @cached_property
    def effective(self) -> "tuple[Effective, ...]":
        """The scope's matrix with its traces; empty for a pattern."""
        if self.scope is None:
            return ()
        from pcimatrix.scope.resolve import resolve

        return tuple(resolve(self.loaded.catalogue, self.loaded.patterns, shipped_facts(), self.scope.scope))

    @cached_property
    def cells(self) -> list[Cell]:
        """The matrix."""
        if self.scope is None:
            return matrix(self.loaded.catalogue, self.loaded.patterns, self.subject.id, self.reading)
        return [each.cell for each in self.effective]


def ask(catalogue: str | None, pattern: str | None, scope: str | None, reading: str | None = None) -> Asked:
    """Read what the options name. A scope's warnings and assumptions go to standard error.

    Raises `InputError` for bad files, `typer.BadParameter` where both a pattern and a scope are given.
    """
    if scope is None:
        return of_pattern(load(catalogue), pattern, reading)
    without(pattern, "--scope")
    return of_scope(load(catalogue), read_yaml(scope), reading)


def without(pattern: str | None, named_by: str) -> None:
    """Raise `typer.BadParameter` where a pattern is named although a scope is, by an option or an argument."""
    if pattern is not None:
        raise typer.BadParameter("a scope names the patterns of its workloads; omit --pattern", param_hint=named_by)


def of_pattern(loaded: Loaded, pattern: str | None, reading: str | None = None) -> Asked:
    """Return a pattern of a catalogue as what is asked about; the published one where none is named."""
    read = Reading(reading or Reading.PUBLISHED)
    return Asked(loaded, loaded.patterns.get(pattern or DEFAULT_PATTERN).read(read), reading=read)


def is_scope(document: Document) -> bool:
    """Tell whether a document is a scope rather than a catalogue, by what it lists."""
    return isinstance(document.values, dict) and "workloads" in document.values


def of_scope(loaded: Loaded, document: Document, reading: str | None = None) -> Asked:
    """Return a document's scope as what is asked about, and say what to look at in it. Raises `InputError`."""
    # Without a scope, nothing of this is needed: its models would be a fifth of the start-up.
    from pcimatrix.scope.model import scope_of
    from pcimatrix.scope.resolve import SUBJECT, assumptions

    own = scope_of(document, loaded.catalogue, loaded.patterns, shipped_facts())
    if reading is not None:
        own = own.read(Reading(reading))
    asked = Asked(loaded, Own(SUBJECT, own.scope.entity, "scope"), own, own.scope.reading)
    look_at(loaded.catalogue, own, assumptions(asked.effective, shipped_facts()))
    return asked


def look_at(catalogue: "Catalogue", own: "LoadedScope", assumed: "Mapping[str, int]") -> None:
    """Print a scope's warnings, a line each, and its assumptions, on one line, to standard error."""
    from pcimatrix.scope.warnings import outdated, warnings

    scope, file = own.scope, own.document.source
    if not scope.is_of(catalogue.edition):
        warning = f"assessed against {scope.pci_dss}, but the test cases are from {catalogue.edition}"
        note(f"{file}: warning: {warning}")
    if scope.validation is not None:
        from pcimatrix.scope.validating import not_allowed

        for warning in not_allowed(scope, shipped_facts()):
            note(f"{file}: warning: {warning}")
    for warning in (*outdated(scope, shipped_facts()), *warnings(scope)):
        note(f"{file}: warning: {warning}")
    if assumed:
        listed = ", ".join(f"{name} {count}" for name, count in assumed.items())
        note(f"{file}: assumptions: unanswered facts (affected test cases): {listed}")
