"""What a check found, each with its place in the catalogue's file: what SARIF, JUnit and annotations are made of."""

from typing import NamedTuple

from pcimatrix.check import CheckResult, RowResult
from pcimatrix.locate import block_places
from pcimatrix.rules import RULES
from pcimatrix.yamlfile import Document, Place

PUBLISHED_TOTALS = "published_totals"
"""The code of a finding that a row's totals are not those of the published table."""


class Finding(NamedTuple):
    """One finding: its code, the row or test case, what it says, and where (line and column from 1)."""

    code: str
    subject: str
    message: str
    file: str
    line: int
    column: int
    cases: tuple[str, ...] = ()


def meanings() -> dict[str, str]:
    """Return one line of meaning for each code that a finding can have."""
    totals = {PUBLISHED_TOTALS: "The catalogue's totals are those of the table that AWS Security published"}
    return totals | {rule.code: rule.meaning for rule in RULES}


def findings(result: CheckResult, document: Document) -> list[Finding]:
    """Return what a check found in a catalogue's file, differing rows first, then broken rules."""
    if result.ok:
        return []
    name = document.source
    cases, principals = block_places(document)
    top = Place(1, 1)
    found = []
    for row in result.rows:
        if not row.ok:
            suspects = tuple(suspect.case for suspect in row.suspects)
            places = [cases[case] for case in suspects if case in cases]
            place = min(places) if places else principals.get(row.id, top)
            found.append(Finding(PUBLISHED_TOTALS, row.id, describe(row), name, *place, suspects))
    if not result.total.ok:
        found.append(Finding(PUBLISHED_TOTALS, "total", describe(result.total), name, *top))
    for breach in result.breaches:
        message = f"{breach.case}: {breach.message}"
        found.append(Finding(breach.rule, breach.case, message, name, *cases[breach.case], (breach.case,)))
    return found


def describe(row: RowResult) -> str:
    """Return one line on a differing row: what was expected, what was found, and the cases concerned."""
    label = "Total" if row.id == "total" else f"Requirement {row.id}"
    parts = [
        f"{name} {getattr(row.found, key)} instead of {getattr(row.expected, key)}"
        for key, name in (
            ("test_cases", "test cases"),
            ("customer", "customer"),
            ("aws", "AWS"),
            ("na", "N/A"),
        )
        if getattr(row.found, key) != getattr(row.expected, key)
    ]
    concerned = "; ".join(f"{suspect.case}: {suspect.why}" for suspect in row.suspects)
    return f"{label}: {', '.join(parts)}" + (f" ({concerned})" if concerned else "")
