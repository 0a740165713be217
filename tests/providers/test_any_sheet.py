"""Whatever a sheet holds: it is refused in words, or each of its rows is taken or told, and no id is made up."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pcimatrix.catalogue.loader import load
from pcimatrix.errors import InputError
from pcimatrix.providers.mapping import MatrixMap
from pcimatrix.providers.reading import read_matrix
from pcimatrix.providers.sheet import Gap, Merge, Row, Sheet
from pcimatrix.providers.spreadsheet import Spreadsheet

CATALOGUE = load().in_edition("4.0.1").catalogue
KNOWN = {each.id for each in CATALOGUE.requirements()} | {each.id for each in CATALOGUE.test_cases()}
HEADERS = st.sampled_from(
    (
        ("Requirement", "Provider", "Customer", "Shared", "N/A"),
        ("ID", "Responsibility", "Feature", "Notes"),
        ("Req.", "Activity", "Us (RACI)", "You (RACI)", "What you do"),
        ("Control", "CDN", "WAF", "Applicable"),
        ("Requirement", "Owner", "Service", "Provider", "Customer"),
        ("Requirement", "Requirement", "Owner", "Integrator"),
        ("Notes", "Provider"),
    )
)
CLEAR_IDS = "1.2.1|1.2.2 Title|1.2|1.2.1 to 1.2.4|All of 9|Requirement 9|9.5|3.2.1.a|12.10|8.3.6|6.4.3|2.2"
OTHER_IDS = "1.2.4-1.2.1|All|12.1|8.x|6.6|A1.1.1|1.2.3*|Total|* note|"
IDS = st.sampled_from(CLEAR_IDS.split("|")) | st.sampled_from(
    [*OTHER_IDS.split("|"), 12.1, 3.2, 9, date(2003, 2, 1), None]
)
CLEAR = st.sampled_from(["X", "X", "Provider", "Customer", "Both", "N/A", "R/A", "A", None, None, None])
OTHER = "x|✓|Yes|No|Partial|C|acme|Acme or you|We do it all|X?|X*|-|"
SAID = CLEAR | CLEAR | st.sampled_from([*OTHER.split("|"), True, False, 1, Gap.FORMULA, Gap.FAULT, None])
ROW = st.builds(lambda first, rest: [first, *rest], IDS, st.lists(SAID, max_size=5))
ROWS = st.builds(
    lambda header, rows, more, again: [header, *rows, *([more] if again else []), *rows[:3]],
    HEADERS,
    st.lists(ROW, min_size=1, max_size=10),
    HEADERS,
    st.booleans(),
)
MERGES = st.lists(
    st.builds(
        lambda top, left, down, right: Merge(top, left, top + down, left + right),
        st.integers(1, 10),
        st.integers(1, 4),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=3,
)


def sheet(name: str, cells: list[list[Any]], merges: list[Merge]) -> Sheet:
    rows = (Row(number, 0, tuple(each)) for number, each in enumerate(cells, 1))
    return Sheet(name, tuple(row for row in rows if row.filled), tuple(merges))


@given(st.lists(st.builds(lambda rows, merges: (rows, merges), ROWS, MERGES), min_size=1, max_size=2))
def test_each_row_is_taken_or_told(drawn: list[tuple[list[list[Any]], list[Merge]]]) -> None:
    sheets = tuple(sheet(f"S{number}" if number else "", *each) for number, each in enumerate(drawn))
    try:
        found = read_matrix(
            Spreadsheet("m.xlsx", "m.xlsx", "0" * 64, sheets), "acme", CATALOGUE, MatrixMap.model_validate({})
        )
    except InputError as error:
        assert len(error.problems) == 1
        return
    assert {each.id for each in found.taken} <= KNOWN
    told = {(each.sheet, each.row) for each in found.not_taken}
    told |= {(each.sheet, row) for each in found.taken for row in (each.rows or (each.row,))}
    assert told == {(each.name, row.number) for each in sheets for row in each.rows}
    keys = [(each.id, each.service, each.condition) for each in found.taken]
    assert len(keys) == len(set(keys))
