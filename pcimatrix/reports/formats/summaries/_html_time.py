"""When a test case counts, as the HTML page says it to its filter: in force on a day, and due again and again."""

from typing import NamedTuple

from pcimatrix.catalogue.loader import shipped_timeframes, shipped_timeline
from pcimatrix.catalogue.model import TestCase
from pcimatrix.ownership.in_force import State, mark
from pcimatrix.reports.summary.model import Summary

_IN_FORCE = "in_force"
_RECURRING = "recurring"
_LABELS = {
    _IN_FORCE: "in force",
    State.BEST_PRACTICE.value: "best practice",
    State.BEST_PRACTICE_IN_PART.value: "best practice in part",
    State.SUPERSEDED.value: "superseded",
    _RECURRING: "recurring duty",
}
"""What the filter offers, in this order."""


class Times(NamedTuple):
    """What the filter offers, as values with their labels, and the values of each test case by its id."""

    choices: dict[str, str]
    of: dict[str, tuple[str, ...]]


def times(summary: Summary) -> Times:
    """Return when each test case of a summary counts; a summary of no day has nothing that is in force or not."""
    of = {cell.case.id: _of(summary, cell.case) for cell in summary.cells}
    found = {value for values in of.values() for value in values}
    return Times({value: label for value, label in _LABELS.items() if value in found}, of)


def _of(summary: Summary, case: TestCase) -> tuple[str, ...]:
    recurring = (_RECURRING,) if shipped_timeframes().recurs(case.id) else ()
    if summary.day is None:
        return recurring
    found = mark(case, shipped_timeline(), summary.day, service_provider=summary.service_provider)
    return (found.state.value if found else _IN_FORCE, *recurring)
