"""Provenance of owners: their basis by row, and the other splits that a published row allows."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Basis, Catalogue, Owner
from pcimatrix.catalogue.published import Claim, Published
from pcimatrix.ownership.cells import Cell

_LEFT = frozenset({Basis.REMAINDER, Basis.RECONCILED})


class Openness(NamedTuple):
    """What a row's published total leaves open.

    `requirements` are those whose owner is a choice (reconciled). `needed` of their test cases must be AWS's to
    close the row; `allocations` is the number of sets of these requirements that have just as many, and `chosen`
    the set that the catalogue takes. `allocations_unnamed` counts sets of all requirements that the post does not
    name, so also of those that the catalogue leaves to the customer because the post is silent on their section.
    """

    requirements: tuple[str, ...]
    needed: int
    allocations: int
    chosen: tuple[str, ...]
    allocations_unnamed: int


class Provenance(NamedTuple):
    """A row: a principal requirement's numbers of owners by basis, and what its total leaves open, if published."""

    id: str
    title: str
    bases: Counter[Basis]
    openness: Openness | None


def provenance(catalogue: Catalogue, cells: list[Cell], published: Published | None) -> list[Provenance]:
    """Return a row for each principal requirement; openness only where `published` is given."""
    rows = []
    expected = {row.id: row.aws for row in published.table} if published else {}
    for principal in catalogue.principal_requirements:
        mine = [cell for cell in cells if ids.is_within(cell.case.id, principal.id)]
        openness = _openness(mine, expected[principal.id]) if principal.id in expected else None
        rows.append(Provenance(principal.id, principal.title, Counter(c.ownership.basis for c in mine), openness))
    return rows


def _openness(cells: list[Cell], published_aws: int) -> Openness:
    choices: Counter[str] = Counter()
    unnamed: Counter[str] = Counter()
    chosen: dict[str, None] = {}
    named = remaining = 0
    for case, ownership in cells:
        aws = ownership.owner is Owner.AWS
        if ids.section_of(case.id).endswith(".1") or ownership.basis not in _LEFT:
            named += aws
            continue
        unnamed[case.requirement] += 1
        if ownership.basis is Basis.RECONCILED:
            choices[case.requirement] += 1
            if aws:
                chosen[case.requirement] = None
        else:
            remaining += aws
    needed = published_aws - named
    return Openness(
        requirements=tuple(choices),
        needed=needed - remaining,
        allocations=count_subsets(choices.values(), needed - remaining),
        chosen=tuple(chosen),
        allocations_unnamed=count_subsets(unnamed.values(), needed),
    )


def count_subsets(sizes: Iterable[int], total: int) -> int:
    """Return how many subsets of `sizes` (positive numbers) add up to `total`; the empty one adds up to 0."""
    ways = Counter({0: 1})
    for size in sizes:
        for reached, count in list(ways.items()):
            ways[reached + size] += count
    return ways[total]


def claims_on(published: Published, case: str) -> list[Claim]:
    """Return the post's claims that cover a test case, in the post's order."""
    return [claim for claim in published.claims if any(ids.is_within(case, covered) for covered in claim.covers)]
