"""Findings as SARIF 2.1.0: a result for each, at its line of its file."""

import json
from typing import Any
from urllib.parse import quote

from pcimatrix.findings.model import Finding, Report

ENDINGS = (".sarif", ".json")
"""How the names of its files end."""


def write(report: Report) -> str:
    """Return the findings as one SARIF run; no result where there is none."""
    rules = [{"id": code, "shortDescription": {"text": text}} for code, text in report.meanings.items()]
    index = {code: number for number, code in enumerate(report.meanings)}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "pcimatrix", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(each, index[each.code], report.path(each), fingerprint)
                    for each, fingerprint in zip(report.findings, report.fingerprints, strict=True)
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, rule: int, path: str, fingerprint: str) -> dict[str, Any]:
    uri = f"file://{quote(path)}" if path.startswith("/") else quote(path)
    location: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if finding.line:
        location["region"] = {"startLine": finding.line, "startColumn": finding.column}
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.level,
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": location}],
        "partialFingerprints": {"subject/v2": fingerprint},
        "properties": {"testCases": list(finding.cases)},
    }
