"""Drift of a scope's matrix from its file: expected totals, and owners if recorded."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.ownership.totals import Tally, tally
from pcimatrix.scope.model import Expected
from pcimatrix.scope.resolve import Effective

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
    found = [
        Changed(case.id, _recorded(case.id, expected.owners), own.holder, own.reason)
        for case, own in (each.cell for each in effective)
    ]
    return [each for each in found if each.expected != each.found]


def _recorded(case: str, owners: Mapping[str, Sequence[str]]) -> str:
    """Return the owner of the nearest id that the test case is within."""
    near = [(len(each), owner) for owner, within in owners.items() for each in within if ids.is_within(case, each)]
    return max(near, default=(0, "nobody"))[1]


def expectation(effective: Sequence[Effective]) -> dict[str, Any]:
    """Return what a scope file says under `expected` where its matrix is this one: totals, and whose each case is."""
    found = tally(each.cell for each in effective)._asdict()
    owners = {owner: list(within) for owner, within in record(effective).items()}
    return {**{name: found[name] for name in _COUNTS}, "owners": owners}


def record(effective: Iterable[Effective]) -> dict[str, tuple[str, ...]]:
    """Return the owners of all test cases in few ids: each holds for what lies below it, but for nearer ones.

    There are as few ids as can be; owners and ids come in a fixed order. `changed` reads it back.
    """
    owners = {each.cell.case.id: each.cell.ownership.holder for each in effective}
    choices = sorted(set(owners.values()))
    below: dict[str, list[str]] = {}
    for case in owners:
        parts = case.split(".")
        for end in range(1, len(parts) + 1):
            parent, child = ".".join(parts[: end - 1]), ".".join(parts[:end])
            children = below.setdefault(parent, [])
            if child not in children:
                children.append(child)
    named: dict[str, str] = {}
    best = _costs(owners, choices, below)

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


def _costs(
    owners: Mapping[str, str], choices: list[str], below: Mapping[str, list[str]]
) -> dict[str, dict[str, float]]:
    """Return for each id and each owner it may hand down how many ids below it must be named."""
    costs: dict[str, dict[str, float]] = {}
    for identifier in sorted({child for children in below.values() for child in children}, key=len, reverse=True):
        own = owners.get(identifier)
        costs[identifier] = {
            choice: float("inf")
            if own not in {None, choice}
            else sum(
                min(costs[child][other] + (other != choice) for other in choices) for child in below.get(identifier, ())
            )
            for choice in choices
        }
    return costs
