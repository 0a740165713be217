"""Who owns a test case in each workload, as the HTML page says it to readers and to its filter."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.ownership.traces import Alike, Effective, Part, listed
from pcimatrix.ownership.workloads import MOST_APART
from pcimatrix.reports.content.in_workloads import owner_name
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import Scope

_PARTS = {
    Responsibility.CUSTOMER: "customer alone",
    Responsibility.SHARED: "shared",
    Responsibility.PROVIDER: "provider alone",
}
_SOURCE = re.compile(rf" \(([^()]+, (?:{'|'.join(Basis)}))\)$")
"""What a pattern's reason ends in: the pattern, and the basis of its owner."""


class Line(NamedTuple):
    """Workloads that own a test case alike, in words, what is theirs of it, and the steps that led there, if shown.

    `marks` is what the filter reads: the numbers of the groups, owner, basis and responsibility, parted by bars.
    """

    workloads: str
    says: str
    marks: str
    steps: tuple[str, ...]


class Apart(NamedTuple):
    """A test case in several workloads: a line for those that own it alike, and the steps that all have or lead on."""

    lines: tuple[Line, ...]
    steps: tuple[str, ...]


def choices(summary: Summary) -> list[tuple[str, int]]:
    """Return the workloads that the filter offers, by name in order, each with the number of its group."""
    if not summary.workloads.several:
        return []
    return sorted((name, number) for number, group in enumerate(summary.workloads.groups) for name in group.workloads)


def apart(summary: Summary, cell: Cell) -> Apart | None:
    """Return who owns a test case in each of several workloads; None for one workload, or a pattern."""
    if summary.scope is None or not summary.workloads.several:
        return None
    effective = summary.matrix.traces[cell.case.id]
    traced = bool(summary.trace(cell))
    common = _common(effective) if traced and len(effective.alike) > 1 else ()
    owned: dict[tuple[object, ...], list[Alike]] = {}
    for alike in effective.alike:
        owned.setdefault(_held(alike.part), []).append(alike)
    numbers: dict[tuple[object, ...], list[str]] = {}
    for number, (_, part) in enumerate(summary.workloads.of(cell.case.id)):
        numbers.setdefault(_held(part), []).append(str(number))
    lines = tuple(
        Line(
            _named(several),
            _said(several[0].part, summary.scope),
            _marks(several[0].part, numbers[held]),
            _steps(several, set(common)) if traced else (),
        )
        for held, several in owned.items()
    )
    everywhere = tuple(f"In each: {step}" for step in common)
    return Apart(lines, everywhere + effective.steps if traced else ())


def _said(part: Part, scope: Scope) -> str:
    """Return whose a part is, how that is known, and who has a part in it, in words."""
    said = (owner_name(part, scope), part.basis.value, _PARTS.get(part.responsibility, ""))
    return ", ".join(each for each in said if each)


def _marks(part: Part, groups: Sequence[str]) -> str:
    """Return what the filter reads of a part that groups of workloads, by their numbers, have."""
    # Among what AWS leaves, the filter does not count what a third party leaves.
    rest = (" residual" if part.owner is Owner.AWS else " rest") if part.residual else ""
    return "|".join([" ".join(groups), f"{part.owner.value}{rest}", part.basis.value, part.responsibility.value])


def _held(part: Part) -> tuple[object, ...]:
    """Return what a line says of a part."""
    return part.owner, part.party, part.basis, part.responsibility, bool(part.residual)


def _common(effective: Effective) -> tuple[str, ...]:
    """Return the steps that all workloads have, so that they are said once."""
    first, *others = (alike.part.steps for alike in effective.alike)
    return tuple(step for step in first if all(step in steps for steps in others))


def _named(several: Sequence[Alike]) -> str:
    """Return workloads in words: all of them if they are few."""
    groups = [each.workloads for each in several]
    if sum(map(len, groups)) > MOST_APART:
        return listed(groups)
    return ", ".join(sorted(name for names in groups for name in names))


def _steps(several: Sequence[Alike], common: set[str]) -> tuple[str, ...]:
    """Return the steps of workloads that own a test case alike, each once.

    Patterns with the same reason are named together; a step that only some of the workloads have names these.
    """
    found: dict[str, tuple[dict[str, None], list[Alike]]] = {}
    for alike in several:
        for step in alike.part.steps:
            if step not in common:
                source = _SOURCE.search(step)
                sources, having = found.setdefault(_SOURCE.sub("", step), ({}, []))
                having.append(alike)
                if source:
                    sources[source[1]] = None
    said = []
    for step, (sources, having) in found.items():
        only = "" if len(having) == len(several) else f"{_named(having)}: "
        said.append(f"{only}{step} ({'; '.join(sources)})" if sources else f"{only}{step}")
    return tuple(said)
