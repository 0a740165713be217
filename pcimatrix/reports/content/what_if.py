"""Effect of settings on a scope as tables: who had a test case, who has it, and the totals."""

from collections.abc import Mapping
from typing import Any

from pcimatrix.ownership.difference import Difference
from pcimatrix.reports.content.difference import difference_table
from pcimatrix.reports.content.report import report_data
from pcimatrix.reports.content.totals import counts
from pcimatrix.reports.table import Column, Table
from pcimatrix.scope.effect import Effect, Side
from pcimatrix.text import inflect, pluralize, some_of

_MOST = 6
"""More test cases of a row than this are counted, not listed."""
SCHEMA_VERSION = 1
"""The version of the JSON of `scope set`."""


def what_if_table(effect: Effect, more: Mapping[str, Any], *, each: bool = False) -> Table:
    """Return a row for all test cases that go from one to another for one reason; totals are notes.

    With `each`, a row is a test case, as in `diff`. `more` comes first in the data.
    """
    found = effect.differences()
    table = difference_table(found)
    data = {
        "schema_version": SCHEMA_VERSION,
        **more,
        "change_hands": len(found),
        "totals": {name: _counts(one) for name, one in _sides(effect)},
        "report": {name: report_data(one.report, one.cells) if one.report else None for name, one in _sides(effect)},
        "changes": table.data["changes"],
        "responsibility": [
            {"before": before, "after": after, "test_cases": list(ids)}
            for (before, after), ids in effect.shifts().items()
        ],
        "warnings": [{"code": one.code, "message": one.message} for one in effect.new_warnings()],
    }
    if each:
        return table._replace(data=data)
    columns = (
        Column("old", "Was"),
        Column("new", "Is"),
        Column("test_cases", "Test cases", numeric=True),
        Column("new_reason", "Why it is"),
        Column("ids", "Which"),
    )
    return Table(columns, _rows(found), data, notes=tuple(effect_notes(effect, found)))


def effect_notes(effect: Effect, found: list[Difference]) -> list[str]:
    """Return how many test cases change hands, and the totals before and after, a line each."""
    if effect.before.matrix is None or effect.after.matrix is None:
        return ["A draft has no owners yet: pcimatrix scope edit asks its open questions."]
    hands = inflect(len(found), "changes", "change")
    said = f"{pluralize(len(found), 'test case')} {hands} hands." if found else "No test case changes hands."
    report = effect.after.report
    if report and found:
        ids = {cell.case.id for cell in report.of(effect.after.cells)}
        said += f" {report.label} asks for {sum(each.case in ids for each in found)} of them."
    shifts = effect.shifts()
    if shifts:
        listed = ", ".join(f"{len(ids)} from {before} to {after}" for (before, after), ids in shifts.items())
        besides = sum(map(len, shifts.values()))
        keeps = inflect(besides, "keeps its owner", "keep their owner")
        said += f" {pluralize(besides, 'test case')} {keeps} while others have a part: {listed}."
    return [said, *(_line(name.capitalize(), one) for name, one in _sides(effect))]


def _rows(found: list[Difference]) -> tuple[tuple[str, ...], ...]:
    groups: dict[tuple[str, str, str], list[str]] = {}
    for one in found:
        groups.setdefault((one.old or "missing", one.new or "missing", one.new_reason), []).append(one.case)
    return tuple(
        (old, new, str(len(ids)), reason, some_of(ids, _MOST))
        for (old, new, reason), ids in sorted(groups.items(), key=lambda item: (item[0][:2], -len(item[1])))
    )


def _line(name: str, one: Side) -> str:
    found = one.totals
    by = f", by {one.report.label} ({pluralize(found.test_cases, 'test case')})" if one.report else ""
    return f"{name}{by}: {found.customer} customer, {found.aws} AWS, {found.third_party} third party, {found.na} N/A."


def _counts(one: Side) -> dict[str, int] | None:
    return counts(one.totals, third_party=True) if one.matrix else None


def _sides(effect: Effect) -> list[tuple[str, Side]]:
    return [("before", effect.before), ("after", effect.after)]
