"""Findings as a GitLab code quality report: an object for each, at its line of its file."""

import json

from pcimatrix.findings.model import INPUT_ERROR, Finding, Report

ENDINGS = (".json",)
"""How the names of its files end."""


def write(report: Report) -> str:
    """Return the findings as the array that GitLab reads; an empty one where there is none.

    What has no place is shown at line 1, since GitLab wants a line.
    """
    found = [
        {
            "description": each.message,
            "check_name": each.code,
            "fingerprint": fingerprint,
            "severity": _severity(each),
            "location": {"path": report.path(each), "lines": {"begin": each.line or 1}},
        }
        for each, fingerprint in zip(report.findings, report.fingerprints, strict=True)
    ]
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _severity(finding: Finding) -> str:
    if finding.level == "warning":
        return "minor"
    return "critical" if finding.code == INPUT_ERROR else "major"
