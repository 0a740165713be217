"""A check as a GitLab code quality report: an object for each finding, at its line of the catalogue."""

import json
from collections import Counter
from hashlib import sha256
from pathlib import PurePosixPath

from pcimatrix.check import CheckResult
from pcimatrix.findings import Finding
from pcimatrix.plain import plain


def write(result: CheckResult, found: list[Finding]) -> str:  # noqa: ARG001 - the registry's one signature
    """Return the findings as the array that GitLab reads; an empty one where the check is clean.

    A finding keeps its fingerprint as long as its code, its subject and its file's name stay: lines may move.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    report = []
    for each in found:
        path = PurePosixPath(each.file).as_posix()  # GitLab wants no ./ before it
        key = (each.code, each.subject, path)
        report.append(
            {
                "description": plain(each.message),
                "check_name": each.code,
                "fingerprint": _fingerprint(*key, str(seen[key])),
                "severity": "major",
                "location": {"path": plain(path), "lines": {"begin": each.line}},
            }
        )
        seen[key] += 1
    return json.dumps(report, ensure_ascii=False, indent=2) + "\n"


def _fingerprint(*parts: str) -> str:
    return sha256("\0".join(parts).encode(errors="surrogatepass")).hexdigest()
