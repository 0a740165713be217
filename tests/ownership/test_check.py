"""The check against the published table: equal now, different as soon as any one owner changes."""

from typing import get_args

import pytest

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.loader import load, shipped_published
from pcimatrix.catalogue.model import Catalogue, CatalogueOwner, Owner
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.check import CheckResult, compare

LOADED = load()
PUBLISHED = shipped_published()
CELLS = matrix(LOADED.catalogue, LOADED.patterns, "abstracted")
SHIPPED = {cell.case.id: cell.ownership.owner for cell in CELLS}
OWNERS: tuple[Owner, ...] = get_args(CatalogueOwner)
CHANGES = [
    (number, [owner for owner in OWNERS if owner is not cell.ownership.owner][number % 2])
    for number, cell in enumerate(CELLS)
]
"""Each case once, with the one other owner or the other in turn."""


def changed(number: int, owner: Owner) -> list[Cell]:
    cells = CELLS.copy()
    case, ownership = cells[number]
    cells[number] = Cell(case, ownership._replace(owner=owner))
    return cells


def checked(cells: list[Cell], catalogue: Catalogue = LOADED.catalogue) -> CheckResult:
    return compare(catalogue, cells, PUBLISHED, SHIPPED)


def test_the_shipped_catalogue_is_equal_in_every_row() -> None:
    result = checked(CELLS)
    assert result.ok
    assert len(result.rows) == 12
    assert not any(row.suspects for row in result.rows)


@pytest.mark.parametrize("owner", OWNERS)
def test_any_one_changed_owner_is_found_in_its_row_and_named(owner: Owner) -> None:
    tried = [number for number, other in CHANGES if other is owner]
    assert tried
    for number in tried:
        result = checked(changed(number, owner))
        case = CELLS[number].case.id
        assert not result.ok
        differing = [row for row in result.rows if not row.ok]
        assert [row.id for row in differing] == [ids.principal_of(case)]
        assert [suspect.case for suspect in differing[0].suspects] == [case]


def test_every_case_is_changed_and_every_owner_to_every_other() -> None:
    assert len(CHANGES) == 464
    assert len({(CELLS[number].ownership.owner, owner) for number, owner in CHANGES}) == 6


def test_without_a_reference_the_case_that_contradicts_what_is_published_is_named() -> None:
    number = next(index for index, cell in enumerate(CELLS) if cell.case.id == "10.6.1")
    result = compare(LOADED.catalogue, changed(number, Owner.CUSTOMER), PUBLISHED, {})
    (row,) = [row for row in result.rows if not row.ok]
    assert [suspect.case for suspect in row.suspects] == ["10.6.1"]


def test_a_missing_case_is_named_as_missing() -> None:
    result = checked(CELLS[1:])
    assert [suspect for row in result.rows for suspect in row.suspects] == [
        ("1.1.1", "missing here, customer in the shipped catalogue")
    ]
