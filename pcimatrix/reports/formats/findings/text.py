"""Findings as text for people: a check's rows, then what is wrong and the verdict."""

from pcimatrix.findings.model import INPUT_ERROR, PUBLISHED_TOTALS, Examined, Finding, Report
from pcimatrix.ownership.check import CheckResult, RowResult

ENDINGS = (".txt",)
"""How the names of its files end."""


def write(report: Report) -> str:
    """Return what is found in each file, and its verdict; after the rows, parts by a blank line, if rows there are."""
    rows = [] if report.result is None else [_rows(report.result)]
    parts = [part for file in report.files for part in _parts(file)]
    return ("\n\n" if rows else "\n").join([*rows, *parts]) + "\n"


def _parts(file: Examined) -> list[str]:
    # A published total lies in many lines of a file, if in any: it is told without a place.
    totals = [each.message for each in file.findings if each.code == PUBLISHED_TOTALS]
    others = [_line(each) for each in file.findings if each.code != PUBLISHED_TOTALS]
    return [part for part in (file.opening, "\n".join(totals), "\n".join(others), file.verdict) if part]


def _line(finding: Finding) -> str:
    level = "warning: " if finding.level == "warning" else ""
    return f"{finding.place}: {level}{finding.message}" + (f" ({finding.code})" if finding.code != INPUT_ERROR else "")


def _rows(result: CheckResult) -> str:
    head = f"{'Requirement':<13}{'test cases':>12}{'customer':>10}{'AWS':>6}{'N/A':>6}"
    return "\n".join([head, *(_row(row) for row in (*result.rows, result.total))])


def _row(row: RowResult) -> str:
    found = row.found
    numbers = f"{found.test_cases:>12}{found.customer:>10}{found.aws:>6}{found.na:>6}"
    return f"{row.id:<13}{numbers}  {'equal' if row.ok else 'DIFFERS'}"
