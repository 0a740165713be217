"""Trace of a test case in a scope, as text and as data."""

from typing import Any

from pcimatrix.reports.content.listing import cell_data
from pcimatrix.scope.resolve import Effective


def explain_text(effective: Effective) -> str:
    """Return how a test case came to its owner: each workload's steps, then what holds over all of them."""
    case, own = effective.cell
    whose = f"{own.owner.value} ({own.party})" if own.party else own.owner.value
    lines = [f"{case.id}  {case.summary}", f"  {whose}: {own.reason}"]
    for part in effective.parts:
        lines.append(f"  workload {part.workload}: {part.owner.value}")
        lines += [f"    {number}. {step}" for number, step in enumerate(part.steps, 1)]
    lines += [f"  {step}" for step in effective.steps]
    if own.residual:
        lines.append(f"  residual duty: {own.residual}")
    return "\n".join(lines) + "\n"


def explain_data(effective: Effective) -> dict[str, Any]:
    """Return the trace as data: the cell, each workload's steps, and the steps over all."""
    return cell_data(effective.cell) | trace_data(effective)


def trace_data(effective: Effective) -> dict[str, Any]:
    """Return who owns a test case in a scope, on what basis, and the steps, without the test case itself."""
    own = effective.cell.ownership._asdict()
    parts = [part._asdict() | {"steps": list(part.steps)} for part in effective.parts]
    return own | {"workloads": parts, "steps": list(effective.steps)}
