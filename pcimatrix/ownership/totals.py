"""Totals of a matrix: test cases by owner, in rows and as a whole."""

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Basis, Catalogue, Method, Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.responsibility import Responsibility


class Tally(NamedTuple):
    """How many test cases there are, by owner; `residual` are those of AWS that leave the customer a duty."""

    test_cases: int
    customer: int
    aws: int
    na: int
    residual: int
    third_party: int = 0

    def percent(self) -> dict[str, float]:
        """Return the owners' shares in percent, unrounded; all 0 where there are no test cases."""
        whole = self.test_cases or 1
        return {
            "customer": 100 * self.customer / whole,
            "aws": 100 * self.aws / whole,
            "na": 100 * self.na / whole,
            "third_party": 100 * self.third_party / whole,
        }


def tally(cells: Iterable[Cell]) -> Tally:
    """Count cells by owner."""
    owners: Counter[Owner] = Counter()
    residual = 0
    for cell in cells:
        owners[cell.ownership.owner] += 1
        residual += cell.ownership.owner is Owner.AWS and cell.ownership.residual is not None
    return Tally(
        test_cases=owners.total(),
        customer=owners[Owner.CUSTOMER],
        aws=owners[Owner.AWS],
        na=owners[Owner.NA],
        residual=residual,
        third_party=owners[Owner.THIRD_PARTY],
    )


class Shares(NamedTuple):
    """How many test cases are the customer's alone, shared, a provider's alone (AWS or another), and nobody's."""

    customer: int
    shared: int
    provider: int
    na: int


def shares(cells: Iterable[Cell]) -> Shares:
    """Count cells by responsibility; the sum is the number of cells."""
    found = Counter(cell.ownership.responsibility for cell in cells)
    return Shares(**{each.value: found[each] for each in Responsibility})


class By(StrEnum):
    """What the rows of a table of totals are."""

    PRINCIPAL = "principal"
    SECTION = "section"
    REQUIREMENT = "requirement"
    METHOD = "method"
    BASIS = "basis"
    MILESTONE = "milestone"


class TotalsRow(NamedTuple):
    """One row of a table of totals."""

    id: str
    title: str
    tally: Tally
    shares: Shares


class Totals(NamedTuple):
    """Totals of a matrix: rows, and the whole. Rows by method overlap, so they add up to more than the whole."""

    by: By
    rows: tuple[TotalsRow, ...]
    whole: Tally
    shares: Shares


def totals(catalogue: Catalogue, cells: Iterable[Cell], by: By, *, empty: bool = False) -> Totals:
    """Count the cells in rows by principal requirement, section, requirement, method, basis or milestone.

    Rows without a cell are left out unless `empty` is true.
    """
    cells = list(cells)
    groups: dict[str, list[Cell]] = {}
    titles = _titles(catalogue, by)
    keys = _keys(by)
    for cell in cells:
        for key in keys(cell):
            groups.setdefault(key, []).append(cell)
    rows = [
        TotalsRow(key, title, tally(found), shares(found))
        for key, title in titles.items()
        if (found := groups.get(key, [])) or empty
    ]
    return Totals(by, tuple(rows), tally(cells), shares(cells))


def _titles(catalogue: Catalogue, by: By) -> dict[str, str]:
    match by:
        case By.PRINCIPAL:
            return {each.id: each.title for each in catalogue.principal_requirements}
        case By.SECTION:
            return {each.id: each.title for each in catalogue.sections()}
        case By.REQUIREMENT:
            return {each.id: each.title for each in catalogue.requirements()}
        case By.METHOD:
            return {each.value: each.value.capitalize() for each in Method}
        case By.BASIS:
            return {each.value: each.value.capitalize() for each in Basis}
        case By.MILESTONE:
            from pcimatrix.catalogue.loader import shipped_timeline  # noqa: PLC0415 - other rows do not need it

            return {str(each.number): each.title for each in shipped_timeline().milestones}


def _keys(by: By) -> Callable[[Cell], tuple[str, ...]]:
    match by:
        case By.PRINCIPAL:
            return lambda cell: (ids.principal_of(cell.case.id),)
        case By.SECTION:
            return lambda cell: (ids.section_of(cell.case.id),)
        case By.REQUIREMENT:
            return lambda cell: (cell.case.requirement,)
        case By.METHOD:
            return lambda cell: tuple(method.value for method in cell.case.methods)
        case By.BASIS:
            return lambda cell: (cell.ownership.basis.value,)
        case By.MILESTONE:
            from pcimatrix.catalogue.loader import shipped_timeline  # noqa: PLC0415 - as above

            milestone = shipped_timeline().milestone
            return lambda cell: (str(milestone[cell.case.requirement]),) if cell.case.requirement in milestone else ()
