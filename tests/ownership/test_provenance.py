"""What each owner rests on, what the rows leave open, and other readings."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.loader import load, shipped_published
from pcimatrix.catalogue.model import CONDITIONAL, Basis, Owner
from pcimatrix.catalogue.published import Kind
from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.matrix import pattern_matrix
from pcimatrix.ownership.provenance import claims_on, count_subsets, provenance
from pcimatrix.ownership.readings import find_reading, read
from pcimatrix.ownership.totals import By, tally, totals
from pcimatrix.reports.content.provenance import provenance_table
from pcimatrix.reports.content.totals import reading_table

LOADED = load()
PUBLISHED = shipped_published()
CELLS = matrix(LOADED.catalogue, LOADED.patterns, "abstracted")
ROWS = {row.id: row for row in provenance(LOADED.catalogue, CELLS, PUBLISHED)}
NAMES = LOADED.patterns.names()
COUNTED_BY_HAND = {
    "2": (6, 3, 4),
    "3": (4, 4, 2),
    "6": (17, 4, 146),
    "7": (10, 3, 18),
    "8": (24, 6, 4226),
    "10": (11, 4, 70),
}


@given(st.lists(st.integers(1, 5), max_size=9), st.integers(0, 20))
def test_subsets_are_counted_as_by_trying_all(sizes: list[int], total: int) -> None:
    tried = [chosen for length in range(len(sizes) + 1) for chosen in combinations(range(len(sizes)), length)]
    assert count_subsets(sizes, total) == sum(sum(sizes[i] for i in chosen) == total for chosen in tried)


@pytest.mark.parametrize("row", ROWS)
def test_open_rows_have_the_choices_that_were_counted_by_hand(row: str) -> None:
    openness = ROWS[row].openness
    assert openness is not None
    expected = COUNTED_BY_HAND.get(row, (0, 0, 1))
    assert (len(openness.requirements), openness.needed, openness.allocations) == expected


def test_only_row_3_has_more_choices_if_the_posts_silence_is_not_taken_for_the_customers() -> None:
    more = {
        row.id: row.openness.allocations_unnamed
        for row in ROWS.values()
        if row.openness and row.openness.allocations_unnamed != row.openness.allocations
    }
    assert more == {"3": 44}


def test_what_is_chosen_closes_the_row() -> None:
    for row in ROWS.values():
        assert row.openness is not None
        sizes = [c.case.requirement for c in CELLS if c.case.requirement in row.openness.chosen]
        assert len(sizes) == row.openness.needed


@pytest.mark.parametrize("pattern", NAMES)
def test_bases_add_up_to_the_row(pattern: str) -> None:
    cells = matrix(LOADED.catalogue, LOADED.patterns, pattern)
    chosen = LOADED.patterns.get(pattern)
    published = PUBLISHED if chosen.column == "published" else None
    rows = provenance(LOADED.catalogue, cells, published)
    for row, counted in zip(rows, totals(LOADED.catalogue, cells, By.PRINCIPAL).rows, strict=True):
        assert row.bases.total() == counted.tally.test_cases
        assert (row.bases[Basis.MODELLED] > 0) == (chosen.column == "modelled")
        assert (row.openness is None) == (published is None)
    assert pattern in str(provenance_table(rows, chosen).data)


def test_322_owners_are_determined_and_142_are_a_choice() -> None:
    bases = {basis: sum(row.bases[basis] for row in ROWS.values()) for basis in Basis}
    assert bases[Basis.RECONCILED] == 142
    assert sum(bases.values()) - bases[Basis.RECONCILED] == 322


@pytest.mark.parametrize(("name", "expected"), [("prose", (243, 138, 83)), ("prose_literal", (240, 138, 86))])
def test_the_prose_counts_otherwise_than_the_table(name: str, expected: tuple[int, int, int]) -> None:
    reading = find_reading(PUBLISHED, name)
    cells = read(CELLS, reading)
    counted = tally(cells)
    assert (counted.customer, counted.aws, counted.na) == expected
    both = [totals(LOADED.catalogue, each, By.PRINCIPAL) for each in (CELLS, cells)]
    data = reading_table(both[0], both[1], reading, pattern_matrix(LOADED, "abstracted").subject).data
    assert data["total"]["na"] == expected[2]
    assert data["beside"]["total"]["na"] == 23


def test_an_unknown_reading_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownIdError, match="prose_literal"):
        find_reading(PUBLISHED, "qqq")


def test_every_claim_is_represented_or_listed_as_a_discrepancy() -> None:
    known = {each.id for each in PUBLISHED.discrepancies}
    for claim in PUBLISHED.claims:
        if claim.discrepancy:
            assert claim.discrepancy in known, claim.id
            continue
        covered = [c for c in CELLS if any(ids.is_within(c.case.id, each) for each in claim.covers)]
        owners = {cell.ownership.owner for cell in covered}
        if claim.kind in {Kind.AWS, Kind.NOT_APPLICABLE, Kind.SUPPORTS}:
            assert covered, claim.id
            assert owners <= {Owner.AWS, Owner.NA}, claim.id
        elif claim.kind is Kind.CUSTOMER:
            mine = all(cell.ownership.owner is not Owner.AWS or cell.ownership.residual for cell in covered)
            assert mine, claim.id


def test_each_bullet_of_each_requirement_is_claimed() -> None:
    places = " ".join(claim.place for claim in PUBLISHED.claims)
    for number in range(1, 13):
        assert f"Requirement {number}," in places


def test_every_owner_that_rests_on_the_post_has_a_claim() -> None:
    for case, ownership in CELLS:
        if ownership.basis in {Basis.STATED, Basis.SUPPORTED}:
            kinds = {claim.kind for claim in claims_on(PUBLISHED, case.id)}
            assert kinds & {Kind.AWS, Kind.NOT_APPLICABLE, Kind.SUPPORTS}, case.id


@pytest.mark.parametrize(
    "concerned",
    [
        "2.3",
        "3.7.6",
        "4.2.1.2",
        "4.2.2",
        "9.4.1",
        "9.1",
        "1.2",
        "2.2.1",
        "6.2",
        "11.5.2",
        "12.8.5",
        "3.6.1.1",
        "11.6.1",
    ],
)
def test_the_known_disagreements_are_listed(concerned: str) -> None:
    found = [each for each in PUBLISHED.discrepancies if any(ids.is_within(c, concerned) for c in each.concerns)]
    assert found


def test_discrepancies_without_cases_are_listed_too() -> None:
    texts = " ".join(f"{each.says} {each.against}".lower() for each in PUBLISHED.discrepancies)
    for subject in ("percent", "non-pci account", "whitepaper", "vpc"):
        assert subject in texts
    assert len(PUBLISHED.discrepancies) >= 15


def test_numbers_that_discrepancies_state_are_the_catalogues() -> None:
    told = {each.id: f"{each.effect} {each.against}" for each in PUBLISHED.discrepancies}
    counted = tally(CELLS)
    assert f"{counted.residual} of the {counted.aws}" in told["aoc_43"]
    conditional = sum((cell.ownership.residual or "").startswith(CONDITIONAL) for cell in CELLS)
    assert f"{conditional} test cases" in told["aoc_43"]
    assert "39" in told["absent_39"]
