"""Drafts of scope files: files whose open questions are still to be answered."""

from typing import Any

from pcimatrix.yamlio.validation import Fault

_ASKED: dict[str, Any] = {"entity": "?", "assessment": "merchant", "pci_dss": "4.0.1", "date": "2000-01-01"}
_ASKED_OF_A_WORKLOAD: dict[str, Any] = {"account": "?", "standing": "connected"}


def is_draft(values: Any) -> bool:
    """Tell whether the values of a scope file are a draft's: questions of it are open."""
    return isinstance(values, dict) and bool(values.get("questions"))


def faults(values: Any, source: str) -> list[Fault]:
    """Return the fault of a draft that is used as a scope although something that it needs is missing."""
    if not is_draft(values):
        return []
    needed = {*_ASKED_OF_A_WORKLOAD, "pattern"}
    workloads = values.get("workloads")
    listed = workloads if isinstance(workloads, list) else []
    whole = all(each.keys() >= needed for each in listed if isinstance(each, dict))
    if whole and values.keys() >= _ASKED.keys():
        return []
    todo = f"answer its open questions: pcimatrix scope edit {source}"
    return [Fault(("questions",), "this is a draft of a scope", todo, key=True)]


def filled(values: dict[str, Any], pattern: str) -> dict[str, Any]:
    """Return a draft's values with placeholders for what is missing, and the pattern for one that is open."""
    found = {**_ASKED, **values}
    workloads = values.get("workloads")
    if isinstance(workloads, list):
        given = {**_ASKED_OF_A_WORKLOAD, "pattern": pattern}
        found["workloads"] = [{**given, **each} if isinstance(each, dict) else each for each in workloads]
    return found
