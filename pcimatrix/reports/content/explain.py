"""Trace of a test case in a scope, as text and as data."""

from collections.abc import Iterable
from typing import Any

from pcimatrix.ownership.asked import Report
from pcimatrix.ownership.responsibility import Ownership
from pcimatrix.ownership.traces import Effective, Part
from pcimatrix.ownership.workloads import SideBySide
from pcimatrix.reports.content.columns import ASKED_FOR, workloads_data
from pcimatrix.reports.content.listing import SCHEMA_VERSION, cell_data
from pcimatrix.text import inflect


def explain_text(effective: Effective, report: Report | None = None) -> str:
    """Return how a test case came to its owner: each workload's steps, then what holds over all of them.

    With a questionnaire, its last line says whether that asks for the test case.
    """
    case, own = effective.cell
    whose = f"{own.owner.value} ({own.party})" if own.party else own.owner.value
    lines = [f"{case.id}  {case.summary}", f"  {whose}: {own.reason}"]
    for alike in effective.alike:
        lines.append(f"  {inflect(len(alike.workloads), 'workload')} {alike.label}: {alike.part.owner.value}")
        lines += [f"    {number}. {step}" for number, step in enumerate(alike.part.steps, 1)]
    lines += [f"  {step}" for step in effective.steps]
    lines.append(f"  responsibility: {own.responsibility.value}")
    lines += [f"    {duty.party} does: {duty.does} [{duty.source}]" for duty in own.duties]
    if own.doubt:
        lines.append(f"  {own.doubt}")
    if own.residual:
        lines.append(f"  residual duty: {own.residual}")
    if report:
        lines.append(f"  {report.label} {'asks for it' if report.asks(case) else 'does not ask for it'}")
    return "\n".join(lines) + "\n"


def explained(effective: Iterable[Effective], workloads: SideBySide, report: Report | None = None) -> dict[str, Any]:
    """Return traces as `explain --format json` prints them; with a questionnaire, whether it asks for each."""
    found = [
        explain_data(each, workloads) | ({ASKED_FOR: "yes" if report.asks(each.cell.case) else "no"} if report else {})
        for each in effective
    ]
    return {"schema_version": SCHEMA_VERSION, "workloads": workloads_data(workloads.groups), "test_cases": found}


def explain_data(effective: Effective, workloads: SideBySide) -> dict[str, Any]:
    """Return the trace as data: the cell, the steps of each workload or group of them, and the steps over all."""
    return cell_data(effective.cell) | trace_data(effective, workloads)


def trace_data(effective: Effective, workloads: SideBySide) -> dict[str, Any]:
    """Return who owns a test case in a scope, on what basis, and the steps, without the test case itself.

    Of workloads that are shown as one, `workload` is the first.
    """
    own = _plain(effective.cell.ownership)
    parts = [
        {"workload": group.id} | _plain(part) | {"steps": list(part.steps)}
        for group, part in workloads.of(effective.cell.case.id)
    ]
    return own | {"workloads": parts, "steps": list(effective.steps)}


def _plain(owned: Ownership | Part) -> dict[str, Any]:
    """Return a cell's ownership, or that in a workload, as JSON has it."""
    duties = [duty._asdict() for duty in owned.duties]
    return owned._asdict() | {"duties": duties, "responsibility": owned.responsibility.value}
