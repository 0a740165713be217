"""A check as JSON: each row with what was expected and found, then the rules that are broken."""

import json

from pcimatrix.check import CheckResult, RowResult
from pcimatrix.findings import Finding


def write(result: CheckResult, found: list[Finding]) -> str:  # noqa: ARG001 - the registry's one signature
    """Return the check in the documented shape."""
    data = {
        "schema_version": 1,
        "ok": result.ok,
        "rows": [_row(row) for row in result.rows],
        "total": _row(result.total),
        "rules": [breach._asdict() for breach in result.breaches],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _row(row: RowResult) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "expected": row.expected.model_dump(),
        "found": row.found.model_dump(),
        "ok": row.ok,
        "test_cases": [suspect._asdict() for suspect in row.suspects],
    }
