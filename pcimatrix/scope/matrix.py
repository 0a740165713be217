"""The matrix of an entity's own scope, with all that its readers are told, worked out once."""

from types import MappingProxyType

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.patterns import pattern_label
from pcimatrix.ownership.matrix import Matrix, Subject
from pcimatrix.ownership.traces import listed
from pcimatrix.ownership.workloads import MOST_APART
from pcimatrix.scope.model import LoadedScope
from pcimatrix.scope.over_workloads import SUBJECT
from pcimatrix.scope.resolve import assumptions, cells, resolve
from pcimatrix.text import inflect


def scope_subject(reference: Reference, own: LoadedScope) -> Subject:
    """Return a scope as what a matrix is of."""
    scope = own.scope
    inside = scope.in_scope()
    if len(inside) <= MOST_APART:
        named = ", ".join(f"{each.name}: {pattern_label(reference.patterns, each.pattern)}" for each in inside)
    else:
        by_pattern: dict[str, list[str]] = {}
        for each in inside:
            by_pattern.setdefault(pattern_label(reference.patterns, each.pattern), []).append(each.name)
        named = "; ".join(f"{label}: {listed([tuple(sorted(names))])}" for label, names in by_pattern.items())
    return Subject(
        id=SUBJECT,
        title=scope.entity,
        origin="scope",
        runs=f"In scope {inflect(len(inside), 'is', 'are')} {named}",
        note="Owners follow from the workloads' patterns, the entity's facts, its third parties and its decisions.",
        reading=scope.reading,
        digest=own.digest,
        date=scope.date,
    )


def scope_matrix(reference: Reference, own: LoadedScope) -> Matrix:
    """Return the matrix of a scope, in the edition that it names: cells, traces and assumptions."""
    reference = reference.in_edition(own.scope.pci_dss)
    found = resolve(reference.catalogue, reference.patterns, reference.facts, own.scope)
    return Matrix(
        scope_subject(reference, own),
        tuple(cells(found)),
        MappingProxyType({each.cell.case.id: each for each in found}),
        MappingProxyType(assumptions(found, reference.facts)),
    )
