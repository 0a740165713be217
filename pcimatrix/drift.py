"""A scope's totals against those that it expects."""

from typing import NamedTuple

from pcimatrix.query import Tally
from pcimatrix.scope import Expected


class Drift(NamedTuple):
    """One count that is not as expected."""

    owner: str
    expected: int
    found: int


def drift(tally: Tally, expected: Expected) -> list[Drift]:
    """Return the counts of a scope's matrix that are not as its file expects."""
    return [
        Drift(owner, wanted, getattr(tally, owner))
        for owner, wanted in expected.model_dump().items()
        if wanted != getattr(tally, owner)
    ]
