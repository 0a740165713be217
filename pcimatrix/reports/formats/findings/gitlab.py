"""Findings as a GitLab code quality report: an object for each, at its line of its file."""

import json
from collections import Counter
from hashlib import sha256

from pcimatrix.findings.model import INPUT_ERROR, Report


def write(report: Report) -> str:
    """Return the findings as the array that GitLab reads; an empty one where there is none.

    A finding keeps its fingerprint as long as its code, its subject and its file's name stay: lines may move.
    What has no place is shown at line 1, since GitLab wants a line.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    found = []
    for each in report.findings:
        key = (each.code, each.subject, each.path)
        found.append(
            {
                "description": each.message,
                "check_name": each.code,
                "fingerprint": _fingerprint(*key, str(seen[key])),
                "severity": "critical" if each.code == INPUT_ERROR else "major",
                "location": {"path": each.path, "lines": {"begin": each.line or 1}},
            }
        )
        seen[key] += 1
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
