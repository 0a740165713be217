"""Findings as SARIF 2.1.0: a result for each, at its line of its file."""

import json
from typing import Any
from urllib.parse import quote

from pcimatrix.findings.model import Criterion, Finding, Report
from pcimatrix.findings.remedies import remedy

ENDINGS = (".sarif", ".json")
"""How the names of its files end."""


def write(report: Report) -> str:
    """Return the findings as one SARIF run; no result where there is none."""
    criteria = report.criteria
    index = {code: number for number, code in enumerate(criteria)}
    maker = report.maker
    driver = {
        "name": "pcimatrix",
        **({"semanticVersion": maker.version, "version": maker.version} if maker.version else {}),
        **({"informationUri": maker.home} if maker.home else {}),
        "rules": [_rule(code, criterion, maker.home) for code, criterion in criteria.items()],
    }
    ran = {"executionSuccessful": True, "startTimeUtc": maker.time, "endTimeUtc": maker.time}
    log = {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                **({"invocations": [ran]} if maker.time else {}),
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(each, index[each.code], report.path(each), fingerprint)
                    for each, fingerprint in zip(report.findings, report.fingerprints, strict=True)
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: str, criterion: Criterion, home: str) -> dict[str, Any]:
    """Return a rule as viewers show it: what it means, and what to do about it."""
    meaning, help_ = f"{criterion.meaning}.", remedy(criterion)
    name = "".join(part.capitalize() for part in code.split("_"))
    return {
        "id": code,
        "name": f"{name}Rule" if "_" not in code else name,  # a name may not be the id in other letters
        "shortDescription": {"text": meaning},
        "fullDescription": {"text": f"{meaning} {help_.replace('`', '')}"},
        "help": {"text": help_.replace("`", ""), "markdown": help_},
        **({"helpUri": f"{home}/blob/HEAD/docs/ci.md"} if home else {}),
        "defaultConfiguration": {"level": "warning" if criterion.group == "warnings" else "error"},
        "properties": {"tags": ["pci-dss", criterion.group]},
    }


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
