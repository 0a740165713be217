"""A check as text for people: a line for each row, then what is wrong."""

from pcimatrix.check import CheckResult, RowResult
from pcimatrix.findings import PUBLISHED_TOTALS, Finding, describe
from pcimatrix.plain import plain


def write(result: CheckResult, found: list[Finding]) -> str:
    """Return the rows with a verdict each, then the findings and the overall verdict."""
    lines = [f"{'Requirement':<13}{'test cases':>12}{'customer':>10}{'AWS':>6}{'N/A':>6}"]
    lines += [_line(row) for row in (*result.rows, result.total)]
    differing = [row for row in (*result.rows, result.total) if not row.ok]
    if differing:
        lines += ["", *(plain(describe(row)) for row in differing)]
    broken = [each for each in found if each.code != PUBLISHED_TOTALS]
    if broken:
        lines += [
            "",
            *(f"{each.file}:{each.line}:{each.column}: {plain(each.message)} ({each.code})" for each in broken),
        ]
    if result.ok:
        verdict = "The catalogue's totals are those of the published table, and all rules hold."
    else:
        rows = sum(not row.ok for row in result.rows)
        differ = f"{rows} of {len(result.rows)} rows differ from the published table"
        verdict = f"{differ}; {len(result.breaches)} breaches of the rules."
    return "\n".join([*lines, "", verdict]) + "\n"


def _line(row: RowResult) -> str:
    found = row.found
    numbers = f"{found.test_cases:>12}{found.customer:>10}{found.aws:>6}{found.na:>6}"
    return f"{row.id:<13}{numbers}  {'equal' if row.ok else 'DIFFERS'}"
