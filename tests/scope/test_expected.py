"""What a scope file expects, against what it gives: totals, and the test cases whose owner is not the recorded one."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from examples import EXAMPLES
from paths import ROOT
from pcimatrix.catalogue.ids import is_within
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.totals import tally
from pcimatrix.ownership.traces import Effective
from pcimatrix.scope.expected import changed, drift, record
from pcimatrix.scope.model import Expected, load_scope
from pcimatrix.scope.resolve import cells, resolve

LOADED = load()
FACTS = shipped_facts()
CASES = [case.id for case in LOADED.catalogue.test_cases()]
PARTY = "idp"


def matrix_of(file: Path) -> list[Effective]:
    scope = load_scope(str(file), LOADED.catalogue, LOADED.patterns, FACTS).scope
    return resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope)


def expecting(effective: list[Effective]) -> Expected:
    found = tally(cells(effective))
    counts = {name: getattr(found, name) for name in Expected.model_fields if name != "owners"}
    return Expected.model_validate(counts | {"owners": record(effective)})


def owned(effective: list[Effective], owners: dict[str, str]) -> list[Effective]:
    """Return a matrix with some owners replaced."""
    result = []
    for each in effective:
        name = owners.get(each.cell.case.id, each.cell.ownership.holder)
        party = name if name == PARTY else None
        owner = Owner.THIRD_PARTY if party else Owner(name)
        own = each.cell.ownership._replace(owner=owner, party=party)
        result.append(each._replace(cell=each.cell._replace(ownership=own)))
    return result


MIXED = matrix_of(ROOT / "examples/mixed.yaml")


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_a_record_of_an_example_has_no_drift_and_is_short(file: Path) -> None:
    effective = matrix_of(file)
    expected = expecting(effective)
    assert changed(effective, expected) == []
    assert drift(tally(cells(effective)), expected) == []
    assert expected.owners is not None
    assert sum(map(len, expected.owners.values())) < len(CASES) / 4
    assert record(effective) == record(list(reversed(effective)))


@given(st.dictionaries(st.sampled_from(CASES), st.sampled_from(["customer", "aws", "na", PARTY]), max_size=30))
@costly(12)
def test_exactly_the_cases_that_changed_owner_are_named(owners: dict[str, str]) -> None:
    after = owned(MIXED, owners)
    differing = [
        (each.cell.case.id, before.cell.ownership.holder, each.cell.ownership.holder)
        for before, each in zip(MIXED, after, strict=True)
        if before.cell.ownership.holder != each.cell.ownership.holder
    ]
    assert [(each.case, each.expected, each.found) for each in changed(after, expecting(MIXED))] == differing
    assert changed(after, expecting(after)) == []


def test_a_record_names_each_id_once_and_none_that_says_what_its_parent_says() -> None:
    named = [(each, owner) for owner, within in record(MIXED).items() for each in within]
    assert len({each for each, _ in named}) == len(named)
    for each, owner in named:
        above = [(len(other), whose) for other, whose in named if other != each and is_within(each, other)]
        assert not above or max(above)[1] != owner


def test_without_a_record_no_case_is_named() -> None:
    assert changed(MIXED, expecting(MIXED).model_copy(update={"owners": None})) == []
