"""Provenance of a scope's owners: how many rest on what, by principal requirement, and in each workload."""

from collections import Counter

from pcimatrix.catalogue.model import Basis
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.ownership.provenance import Provenance
from pcimatrix.reports.table import Column, Table

SCHEMA_VERSION = 1
"""The version of the JSON shape."""


def scope_provenance_table(rows: list[Provenance], matrix: Matrix) -> Table:
    """Return a row for each principal requirement of a scope, with the bases that occur, and those of each workload."""
    bases_of: dict[str, Counter[Basis]] = {}
    for trace in matrix.traces.values():
        for name, part in trace.parts.items():
            bases_of.setdefault(name, Counter())[part.basis] += 1
    total = sum((row.bases for row in rows), Counter())
    shown = [basis for basis in Basis if total[basis] or any(each[basis] for each in bases_of.values())]
    columns = (Column("id", "Requirement"), *(Column(b.value, b.value.capitalize(), numeric=True) for b in shown))
    lines = tuple((row.id, *(str(row.bases[basis]) for basis in shown)) for row in rows)
    data = {
        "schema_version": SCHEMA_VERSION,
        "column": matrix.subject.origin,
        "title": matrix.subject.title,
        "rows": [{"id": row.id, "title": row.title, **_counts(row.bases)} for row in rows],
        "total": _counts(total),
        "workloads": [{"name": name, **_counts(bases_of[name])} for name in sorted(bases_of)],
    }
    footer = (("Total", *(str(total[basis]) for basis in shown)),)
    notes = (
        "Over all workloads: the basis of the workload that decides, or of a decision over all of them.",
        *(f"{name}: {_said(bases_of[name])}" for name in sorted(bases_of)),
    )
    return Table(columns, lines, data, footer=footer, notes=notes)


def _counts(bases: Counter[Basis]) -> dict[str, int]:
    return {basis.value: bases[basis] for basis in Basis}


def _said(bases: Counter[Basis]) -> str:
    return ", ".join(f"{bases[basis]} {basis.value}" for basis in Basis if bases[basis])
