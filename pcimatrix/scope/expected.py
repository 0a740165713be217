"""Drift of a scope's matrix from its file: expected totals, and owners if recorded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.ownership.difference import owner_changes, owners
from pcimatrix.ownership.totals import Tally, tally
from pcimatrix.ownership.traces import Effective
from pcimatrix.scope.model import Expected

_COUNTS = ("test_cases", "customer", "aws", "third_party", "na")


class Drift(NamedTuple):
    """One count that is not as expected."""

    owner: str
    expected: int
    found: int


class Changed(NamedTuple):
    """A test case whose owner is not the recorded one: customer, aws, na, or a third party's id; and why it is so."""

    case: str
    expected: str
    found: str
    reason: str


def drift(found: Tally, expected: Expected) -> list[Drift]:
    """Return the counts of a scope's matrix that are not as its file expects."""
    counts = [Drift(name, getattr(expected, name), getattr(found, name)) for name in _COUNTS]
    return [each for each in counts if each.expected != each.found]


def changed(effective: Iterable[Effective], expected: Expected) -> list[Changed]:
    """Return the test cases whose owner is not the recorded one; none where the file records no owners."""
    if expected.owners is None:
        return []
    cells = {each.cell.case.id: each.cell for each in effective}
    recorded = {case: _recorded(case, expected.owners) for case in cells}
    found = owners(cells.values())
    return [
        Changed(change.case, recorded[change.case], found[change.case], cells[change.case].ownership.reason)
        for change in owner_changes(recorded, found)
    ]


def _recorded(case: str, owners: Mapping[str, Sequence[str]]) -> str:
    """Return the owner of the nearest id that the test case is within."""
    near = [(len(each), owner) for owner, within in owners.items() for each in within if ids.is_within(case, each)]
    return max(near, default=(0, "nobody"))[1]


def expectation(effective: Sequence[Effective]) -> dict[str, Any]:
    """Return what a scope file says under `expected` where its matrix is this one: totals, and whose each case is."""
    found = tally(each.cell for each in effective)._asdict()
    recorded = {owner: list(within) for owner, within in record(effective).items()}
    return {**{name: found[name] for name in _COUNTS}, "owners": recorded}


def record(effective: Iterable[Effective]) -> dict[str, tuple[str, ...]]:
    """Return the owners of all test cases in few ids: each holds for what lies below it, but for nearer ones.

    There are as few ids as can be; owners and ids come in a fixed order. `changed` reads it back.
    """
    found = owners(each.cell for each in effective)
    choices = sorted(set(found.values()))
    below = _below(found)
    best = _costs(found, choices, below)
    named: dict[str, str] = {}

    def walk(identifier: str, inherited: str) -> None:
        own = min(choices, key=lambda choice: (best[identifier][choice] + (choice != inherited), choice != inherited))
        if own != inherited:
            named[identifier] = own
        for child in below.get(identifier, ()):
            walk(child, own)

    for principal in below.get("", ()):
        walk(principal, "")
    order = sorted(named, key=ids.sort_key)
    return {choice: tuple(each for each in order if named[each] == choice) for choice in choices}


def _below(cases: Iterable[str]) -> dict[str, list[str]]:
    """Return the ids directly below each id on the way to a test case, in order; below "" are the principal ones."""
    below: dict[str, dict[str, None]] = {}
    for case in cases:
        parts = case.split(".")
        for end in range(1, len(parts) + 1):
            parent, child = ".".join(parts[: end - 1]), ".".join(parts[:end])
            below.setdefault(parent, {})[child] = None
    return {parent: list(children) for parent, children in below.items()}


def _costs(found: Mapping[str, str], choices: list[str], below: Mapping[str, list[str]]) -> dict[str, dict[str, float]]:
    """Return for each id and each owner it may hand down how many ids below it must be named."""
    costs: dict[str, dict[str, float]] = {}

    def cost(identifier: str, choice: str) -> float:
        if found.get(identifier) not in {None, choice}:
            return float("inf")
        children = below.get(identifier, ())
        return sum(min(costs[child][other] + (other != choice) for other in choices) for child in children)

    for identifier in sorted({child for children in below.values() for child in children}, key=len, reverse=True):
        costs[identifier] = {choice: cost(identifier, choice) for choice in choices}
    return costs
