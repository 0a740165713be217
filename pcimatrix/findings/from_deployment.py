"""Findings from a scope's drift: one for each change of what is deployed, at its workload in the scope file."""

from pcimatrix.deployment.changes import Change
from pcimatrix.deployment.drift import Drift
from pcimatrix.findings.model import Criterion, Examined, Finding, Report
from pcimatrix.text import inflect, one_line, pluralize, truncate
from pcimatrix.yamlio.parser import Document
from pcimatrix.yamlio.places import Place, Places

DEPLOYMENT_DRIFT = "deployment_drift"
"""The code of a finding that what is deployed is not what the scope says."""
_MEANING = "The scope's workloads, patterns and services are those that are deployed"
_RESOURCES = 10


def deployed(drift: Drift, document: Document) -> Report:
    """Return what a comparison with what is deployed found."""
    file = document.source
    places = document.places if drift.changes else Places()
    workloads = document.values.get("workloads", ()) if isinstance(document.values, dict) else ()
    names = [each.get("name") for each in workloads]
    findings = tuple(_finding(each, file, names, places, drift) for each in drift.changes)
    criterion = Criterion(DEPLOYMENT_DRIFT, DEPLOYMENT_DRIFT, _MEANING, _MEANING)
    moved = f"{pluralize(len(drift.moved), 'test case')} {inflect(len(drift.moved), 'changes', 'change')} hands"
    verdict = moved if drift.changes else "Nothing moves: the scope is what is deployed."
    return Report("scope drift", (Examined(file, (criterion,), findings, drift.before.test_cases, verdict=verdict),))


def _finding(change: Change, file: str, names: list[str], places: Places, drift: Drift) -> Finding:
    path = ("workloads", names.index(change.workload), "name") if change.workload in names else ("workloads",)
    place: Place = places.of(path, key=change.workload not in names)
    cases = tuple(each.difference.case for each in drift.moved if change.workload in each.causes)
    step = " → ".join(each for each in (change.before, change.after) if each)
    hands = inflect(len(cases), "changes hands", "change hands")
    moving = f" ({pluralize(len(cases), 'test case')} {hands})" if cases else ""
    shown = ", ".join(change.resources[:_RESOURCES])
    said = f"{change.kind.value}: {change.workload}: {step}: {change.says}{moving}"
    message = one_line(f"{said}: {shown}" if shown else said).replace(": : ", ": ")
    subject = one_line(f"{change.kind.value} {change.workload} {step}")
    return Finding(DEPLOYMENT_DRIFT, subject, truncate(message, 2000), file, *place, cases)
