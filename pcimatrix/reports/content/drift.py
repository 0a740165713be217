"""Drift of a scope from what is deployed, in words that all its formats share."""

from collections.abc import Iterator

from pcimatrix.catalogue.ids import principal_of
from pcimatrix.deployment.changes import Change, Kind
from pcimatrix.deployment.drift import Drift, Moved
from pcimatrix.text import inflect, one_line, pluralize

TITLES = {
    Kind.NEW_WORKLOAD: "New workload",
    Kind.GONE_WORKLOAD: "Workload gone",
    Kind.PATTERN: "Pattern changes",
    Kind.OPEN_QUESTION: "Open question",
    Kind.NEW_SERVICE: "New service",
    Kind.GONE_SERVICE: "Service gone",
    Kind.OUTSIDE_AOC: "Outside the AOC",
}
"""What each kind of change is called."""


def verdict(drift: Drift) -> str:
    """Return the drift in one line."""
    if drift.ok:
        return "Nothing moves: the scope is what is deployed"
    count = pluralize(len(drift.moved), "test case")
    moved = f"{count} {inflect(len(drift.moved), 'changes', 'change')} hands" if drift.moved else "no test case moves"
    return f"{moved}; {pluralize(len(drift.changes), 'change')} of what is deployed"


def line(change: Change) -> str:
    """Return a change in one line, without its resources."""
    step = " → ".join(each for each in (change.before, change.after) if each)
    return one_line(f"{TITLES[change.kind]}: {change.workload}: {step}: {change.says}".replace(": : ", ": "))


def moves(drift: Drift) -> dict[tuple[str, str], list[Moved]]:
    """Return the test cases that change hands by their owners before and after."""
    found: dict[tuple[str, str], list[Moved]] = {}
    for each in drift.moved:
        found.setdefault((each.difference.old or "missing", each.difference.new or "missing"), []).append(each)
    return found


def by_principal(moved: list[Moved]) -> Iterator[tuple[str, int]]:
    """Yield how many test cases move of each principal requirement, in order."""
    counts: dict[str, int] = {}
    for each in moved:
        principal = principal_of(each.difference.case)
        counts[principal] = counts.get(principal, 0) + 1
    yield from counts.items()


def shifts(drift: Drift) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what becomes of test cases that keep their owner while other parties have a part, with their ids."""
    for each in drift.shifted:
        count = pluralize(len(each.cases), "test case")
        yield f"{count} with the same owner: who has a part changes, {each.before} → {each.after}", each.cases


def remarks(drift: Drift) -> Iterator[str]:
    """Yield what else is to be said: what was not compared."""
    yield from drift.notes
    if drift.untouched:
        yield f"The sources say nothing of: {', '.join(drift.untouched)}"
