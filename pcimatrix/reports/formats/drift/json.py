"""Drift as JSON: changes, totals, and every test case that changes hands."""

from pcimatrix.deployment.drift import Drift
from pcimatrix.reports.content.columns import OWNERS
from pcimatrix.reports.content.drift import remarks
from pcimatrix.reports.escaping import json_document


def write(drift: Drift) -> str:
    """Return the drift as one JSON object."""
    data = {
        "schema_version": 1,
        "ok": drift.ok,
        "scope": drift.file,
        "changes": [
            {**change._asdict(), "kind": change.kind.value, "resources": list(change.resources)}
            for change in drift.changes
        ],
        "totals": {
            when: {owner.value: getattr(totals, owner.value) for owner in OWNERS}
            for when, totals in (("before", drift.before), ("after", drift.after))
        },
        "test_cases": [
            {
                "id": each.difference.case,
                "summary": each.difference.summary,
                "before": each.difference.old,
                "after": each.difference.new,
                "reason": each.difference.new_reason,
                "workloads": list(each.causes),
            }
            for each in drift.moved
        ],
        "responsibility": [
            {"before": each.before, "after": each.after, "test_cases": list(each.cases)} for each in drift.shifted
        ],
        "notes": list(remarks(drift)),
    }
    return json_document(data)
