"""Summaries that several tests make: of a pattern, of a scope that has been read, or of a part of the catalogue."""

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

MIXED_PART = ("4.2", "6.4", "8.2", "8.3", "8.6", "11.6")
"""The sections that the mixed example names something of: its file can be read with these alone."""


def part_of(reference: Reference, *wanted: str) -> Reference:
    """Return a reference with some sections of its catalogue alone: `part_of(LOADED, "8.3", "12.8")`."""
    kept = []
    for principal in reference.catalogue.principal_requirements:
        sections = tuple(section for section in principal.sections if section.id in wanted)
        if sections:
            kept.append(principal.model_copy(update={"sections": sections}))
    return reference._replace(catalogue=reference.catalogue.model_copy(update={"principal_requirements": tuple(kept)}))


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
