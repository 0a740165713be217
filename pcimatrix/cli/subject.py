"""What a command speaks about: a pattern of the catalogue, or an entity's own scope."""

from typing import TYPE_CHECKING, NamedTuple

import typer

from pcimatrix.catalogue import Loaded, load, shipped_facts
from pcimatrix.cli.options import DEFAULT_PATTERN
from pcimatrix.cli.output import note
from pcimatrix.query import Cell, matrix
from pcimatrix.reports.totals import Own, Subject
from pcimatrix.yamlfile import read_yaml

if TYPE_CHECKING:
    from pcimatrix.effective import Effective
    from pcimatrix.scope import LoadedScope


class Asked(NamedTuple):
    """The catalogue, the matrix that a command is asked about, and how to call it; more where it is a scope's."""

    loaded: Loaded
    cells: list[Cell]
    subject: Subject
    scope: "LoadedScope | None" = None
    effective: "tuple[Effective, ...]" = ()


def is_scope(file: str) -> bool:
    """Tell whether a file is a scope rather than a catalogue, by what it lists. Raises `InputError`."""
    values = read_yaml(file).values
    return isinstance(values, dict) and "workloads" in values


def ask(catalogue: str | None, pattern: str | None, scope: str | None) -> Asked:
    """Read what the options name. A scope's warnings and assumptions go to standard error.

    Raises `InputError` for bad files, `typer.BadParameter` where both a pattern and a scope are given.
    """
    if scope is not None and pattern is not None:
        raise typer.BadParameter(
            "a scope names the patterns of its workloads; leave --pattern out", param_hint="--scope"
        )
    loaded = load(catalogue)
    if scope is None:
        chosen = loaded.patterns.get(pattern or DEFAULT_PATTERN)
        found = matrix(loaded.catalogue, loaded.patterns, chosen.id)
        return Asked(loaded, found, chosen)
    # Without a scope, nothing of this is needed: its models would be a fifth of the start-up.
    from pcimatrix.effective import SUBJECT, assumptions, cells, resolve, warnings  # noqa: PLC0415
    from pcimatrix.scope import load_scope  # noqa: PLC0415

    facts = shipped_facts()
    own = load_scope(scope, loaded.catalogue, loaded.patterns, facts)
    effective = resolve(loaded.catalogue, loaded.patterns, facts, own.scope)
    for warning in warnings(own.scope):
        note(f"warning: {warning}")
    for name, count in assumptions(loaded.catalogue, facts, own.scope).items():
        kept = "test cases keep their" if count > 1 else "test case keeps its"
        note(f"assumption: {name} is not answered; {count} {kept} pattern's owner")
    subject = Own(SUBJECT, own.scope.entity, "scope")
    return Asked(loaded, cells(effective), subject, own, tuple(effective))
