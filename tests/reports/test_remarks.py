"""Remarks on a summary's totals, for numbers that a reader would else hold against each other."""

import pytest

from pcimatrix.catalogue.loader import load
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.reports.summary.remarks import conditional_remarks

LOADED = load()


@pytest.mark.parametrize("pattern", LOADED.patterns.names())
def test_a_residual_duty_beside_a_provider_alone_has_a_condition_and_is_counted(pattern: str) -> None:
    cells = matrix(LOADED.catalogue, LOADED.patterns, pattern)
    alone = [
        cell.case
        for cell in cells
        if cell.ownership.residual and cell.ownership.responsibility is Responsibility.PROVIDER
    ]
    assert all(case.residual_is_conditional for case in alone)
    said = conditional_remarks(cells)
    assert [remark.split()[:6] for remark in said] == [f"{len(alone)} of the residual duties hold".split()] * bool(
        alone
    )


def test_one_such_duty_is_told_in_the_singular() -> None:
    cells = [
        cell for cell in matrix(LOADED.catalogue, LOADED.patterns, "infrastructure") if cell.case.id == "9.2.1.1.a"
    ]
    assert [each.split(" only")[0] for each in conditional_remarks(cells)] == ["1 of the residual duties holds"]
