"""Faults of the third parties that a scope file's workloads name as their providers."""

from collections.abc import Mapping
from typing import Any

from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.scope.plain_values import mappings
from pcimatrix.yamlio.places import Path_
from pcimatrix.yamlio.validation import Fault, Hint, show


def provider_faults(values: Any, patterns: Patterns) -> list[Fault]:
    """Return the faults of the providers that a scope file's workloads name: plain values, whatever they are.

    A workload of a hosted pattern has one, a third party of the file other than AWS; others have none.
    """
    if not isinstance(values, dict):
        return []
    parties = [str(each.get("id")) for _, each in mappings(values.get("third_parties")) if each.get("id") != Owner.AWS]
    faults = []
    for number, workload in mappings(values.get("workloads")):
        pattern = workload.get("pattern")
        if isinstance(pattern, str) and pattern in patterns.names():
            faults += _of_workload(workload, ("workloads", number), patterns, parties)
    return faults


def _of_workload(workload: Mapping[str, Any], path: Path_, patterns: Patterns, parties: list[str]) -> list[Fault]:
    name, pattern = workload.get("provider"), workload["pattern"]
    hosting = [each.id for each in patterns.patterns if each.hosted]
    if pattern not in hosting:
        if name is None:
            return []
        found = f"the pattern {show(pattern)} has no provider"
        return [Fault((*path, "provider"), found, f"remove it, or use the pattern {' or '.join(hosting)}", key=True)]
    if name is None:
        known = f", one of: {', '.join(parties)}" if parties else ", and the third party of this id to third_parties"
        return [
            Fault((*path, "pattern"), f"missing provider for the pattern {show(pattern)}", f"add provider: ID{known}")
        ]
    if not isinstance(name, str) or name in parties:
        return []
    if name == Owner.AWS:
        found = f"AWS is no provider of the pattern {show(pattern)}"
        return [Fault((*path, "provider"), found, "choose the pattern by what AWS runs")]
    hint = Hint(name, parties, "add it to third_parties") if parties else "add it to third_parties"
    return [Fault((*path, "provider"), f"unknown third party {show(name)}", hint)]
