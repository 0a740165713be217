"""Questions to the catalogue: selections and totals, computed from it alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.loader import load
from pcimatrix.catalogue.model import Basis, Method, Owner
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.selection import Filter, known_ids, select
from pcimatrix.ownership.totals import By, Tally, tally, totals

LOADED = load()
PATTERNS = LOADED.patterns.names()
CELLS = {name: matrix(LOADED.catalogue, LOADED.patterns, name) for name in PATTERNS}
FILTERS = st.builds(
    Filter,
    within=st.lists(st.sampled_from(known_ids(LOADED.catalogue)), max_size=2).map(tuple),
    owners=st.lists(st.sampled_from(Owner), max_size=2).map(tuple),
    methods=st.lists(st.sampled_from(Method), max_size=2).map(tuple),
    bases=st.lists(st.sampled_from(Basis), max_size=2).map(tuple),
    text=st.sampled_from(["", "kms", "CloudTrail", "policy", "8.3"]),
)


def test_abstracted_totals_are_243_198_and_23() -> None:
    assert tally(CELLS["abstracted"])[:4] == (464, 243, 198, 23)


@given(FILTERS, st.sampled_from(PATTERNS))
def test_a_selection_is_what_matches_every_part_in_order(wanted: Filter, pattern: str) -> None:
    cells = CELLS[pattern]
    chosen = [cell.case.id for cell in select(cells, wanted)]
    alone = [
        {cell.case.id for cell in select(cells, Filter(**{part: getattr(wanted, part)}))} for part in wanted._fields
    ]
    assert chosen == [cell.case.id for cell in cells if all(cell.case.id in part for part in alone)]


@pytest.mark.parametrize(
    ("text", "there", "found"),
    [
        ("RDS", "standards and policies", False),
        ("rds", "Amazon RDS, encrypted", True),
        ("encrypt", "encryption", False),
        ("encrypt*", "Encryption", True),
        ("crypt*", "encryption", False),
        ("account  DATA", "stored account data", True),
        ("account dat", "account data", False),
        ("account dat*", "account data", True),
        ("8.3", "18.3.1", False),
        ("8.3", "8.3.1", True),
        ("(TTL)", "by (TTL) alone", True),
        ("a.c", "abc", False),
        (" ", "anything", True),
        ("*", "anything", False),
    ],
)
def test_text_is_sought_as_whole_words(text: str, there: str, found: bool) -> None:
    case, own = CELLS["abstracted"][0]
    cell = Cell(case.model_copy(update={"summary": there}), own._replace(reason="", residual=None))
    assert (select([cell], Filter(text=text)) == [cell]) is found


@given(FILTERS, st.sampled_from(PATTERNS), st.sampled_from(By))
def test_rows_add_up_to_the_whole_unless_they_overlap(wanted: Filter, pattern: str, by: By) -> None:
    result = totals(LOADED.catalogue, select(CELLS[pattern], wanted), by)
    tallies = [row.tally for row in result.rows] or [Tally(0, 0, 0, 0, 0)]
    sums = tuple(sum(column) for column in zip(*tallies, strict=True))
    if by is By.METHOD:
        assert all(row >= whole for row, whole in zip(sums, result.whole, strict=True))
    else:
        assert sums == result.whole


@given(FILTERS, st.sampled_from(PATTERNS))
def test_owners_add_up_to_the_test_cases(wanted: Filter, pattern: str) -> None:
    counted = tally(select(CELLS[pattern], wanted))
    assert counted.customer + counted.aws + counted.third_party + counted.na == counted.test_cases
    assert counted.residual <= counted.aws


def test_an_empty_selection_has_no_shares_and_does_not_divide_by_nothing() -> None:
    assert tally(()).percent() == {"customer": 0, "aws": 0, "na": 0, "third_party": 0}
    assert Tally(5, 1, 3, 0, 0, 1).percent() == {"customer": 20, "aws": 60, "na": 0, "third_party": 20}


def test_rows_keep_the_standards_order() -> None:
    rows = [row.id for row in totals(LOADED.catalogue, CELLS["abstracted"], By.SECTION).rows]
    assert rows == sorted(rows, key=ids.sort_key)
    assert rows.index("12.10") > rows.index("12.9")


def test_modelled_patterns_say_so_in_every_cell_and_the_published_one_in_none() -> None:
    for pattern in LOADED.patterns.patterns:
        modelled = {cell.ownership.basis is Basis.MODELLED for cell in CELLS[pattern.id]}
        assert modelled == {pattern.column == "modelled"}
