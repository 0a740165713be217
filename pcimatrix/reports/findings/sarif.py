"""A check as SARIF 2.1.0: a result for each finding, at its line of the catalogue."""

import json
from typing import Any
from urllib.parse import quote

from pcimatrix.check import CheckResult
from pcimatrix.findings import Finding, meanings


def write(result: CheckResult, found: list[Finding]) -> str:  # noqa: ARG001 - the registry's one signature
    """Return the findings as one SARIF run; no result where the check is clean."""
    rules = [{"id": code, "shortDescription": {"text": text}} for code, text in meanings().items()]
    index = {code: number for number, code in enumerate(meanings())}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "pcimatrix", "rules": rules}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(each, index[each.code]) for each in found],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    return {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": finding.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(finding.file)},
                    "region": {"startLine": finding.line, "startColumn": finding.column},
                }
            }
        ],
        "partialFingerprints": {"subject/v1": f"{finding.code}:{finding.subject}"},
        "properties": {"testCases": list(finding.cases)},
    }
