"""Findings as JSON: a check's rows with what was expected and found and its broken rules, or each file's findings."""

import json

from pcimatrix.findings.model import Examined, Report
from pcimatrix.ownership.check import CheckResult, RowResult

ENDINGS = (".json",)
"""How the names of its files end."""


def write(report: Report) -> str:
    """Return the report in the documented shape: rows where the published table was compared, else files."""
    answer = {"files": [_file(each) for each in report.files]} if report.result is None else _rows(report.result)
    data = {"schema_version": 1, "ok": report.ok, **answer}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _rows(result: CheckResult) -> dict[str, object]:
    return {
        "rows": [_row(row) for row in result.rows],
        "total": _row(result.total),
        "rules": [breach._asdict() for breach in result.breaches],
    }


def _row(row: RowResult) -> dict[str, object]:
    return {
        "id": row.id,
        "title": row.title,
        "expected": row.expected.model_dump(),
        "found": row.found.model_dump(),
        "ok": row.ok,
        "test_cases": [suspect._asdict() for suspect in row.suspects],
    }


def _file(examined: Examined) -> dict[str, object]:
    findings = [
        {
            "code": each.code,
            "level": each.level,
            "subject": each.subject,
            "message": each.message,
            "line": each.line or None,
            "column": each.column or None,
        }
        for each in examined.findings
    ]
    ok = all(each.level == "warning" for each in examined.findings)
    return {"file": examined.file, "ok": ok, "test_cases": examined.test_cases, "findings": findings}
