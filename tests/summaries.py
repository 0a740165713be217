"""Summaries that several tests make: of a pattern by its name, or of a scope that has been read."""

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Reading
from pcimatrix.ownership.matrix import pattern_matrix
from pcimatrix.reports.summary.making import summarize
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import LoadedScope


def pattern_summary(
    reference: Reference,
    pattern: str,
    *,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
    reading: Reading = Reading.PUBLISHED,
) -> Summary:
    """Return the summary of a pattern."""
    return summarize(reference, pattern_matrix(reference, pattern, reading), title=title, date=date)


def scope_summary(
    reference: Reference, own: LoadedScope, *, title: str = DEFAULT_TITLE, date: str | None = None
) -> Summary:
    """Return the summary of an entity's own scope, in the edition of the standard that it names."""
    reference = reference.in_edition(own.scope.pci_dss)
    return summarize(reference, scope_matrix(reference, own), own.scope, title=title, date=date)


def estate(folder: Path, workloads: Mapping[str, str], facts: Mapping[str, str] = MappingProxyType({})) -> Path:
    """Write a scope file of workloads, with the pattern of each, and facts of some as YAML; return its path."""
    listed = [
        f"  - {{name: {json.dumps(name)}, account: '1', pattern: {pattern}, standing: cde"
        f"{f', facts: {facts[name]}' if name in facts else ''}}}"
        for name, pattern in workloads.items()
    ]
    head = "schema_version: 1\nentity: Estate\nassessment: merchant\npci_dss: '4.0.1'\ndate: 2026-11-24\nworkloads:"
    file = folder / "estate.yaml"
    file.write_text("\n".join([head, *listed]) + "\n", encoding="utf-8")
    return file
