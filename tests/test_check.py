"""The check against the published table: equal now, different as soon as any one owner changes."""

import json
from typing import get_args
from xml.etree import ElementTree as ET

import pytest

from pcimatrix import ids
from pcimatrix.catalogue import load, shipped_published
from pcimatrix.check import CheckResult, compare
from pcimatrix.findings import PUBLISHED_TOTALS, Finding, findings
from pcimatrix.model import Catalogue, CatalogueOwner, Owner
from pcimatrix.query import Cell, matrix
from pcimatrix.reports import formats, writer
from pcimatrix.rules import Breach

LOADED = load()
PUBLISHED = shipped_published()
CELLS = matrix(LOADED.catalogue, LOADED.patterns, "abstracted")
SHIPPED = {cell.case.id: cell.ownership.owner for cell in CELLS}
OWNERS: tuple[Owner, ...] = get_args(CatalogueOwner)
CHANGES = [
    (number, owner) for number, cell in enumerate(CELLS) for owner in OWNERS if owner is not cell.ownership.owner
]


def changed(number: int, owner: Owner) -> list[Cell]:
    cells = CELLS.copy()
    case, ownership = cells[number]
    cells[number] = Cell(case, ownership.model_copy(update={"owner": owner}))
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


def test_every_case_is_changed_to_every_other_owner() -> None:
    assert len(CHANGES) == 464 * 2


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


def _reported() -> tuple[CheckResult, list[Finding]]:
    number = next(index for index, cell in enumerate(CELLS) if cell.case.id == "3.2.1.b")
    broken = [Breach("section_one_is_customers", "4.1.1", "of section 4.1, but aws under abstracted, <&>: 100%")]
    result = compare(LOADED.catalogue, changed(number, Owner.NA), PUBLISHED, SHIPPED, broken)
    return result, findings(result, LOADED.document)


def test_findings_point_at_the_line_of_the_case() -> None:
    _, found = _reported()
    lines = LOADED.document.text.splitlines()
    assert [each.code for each in found] == [PUBLISHED_TOTALS, PUBLISHED_TOTALS, "section_one_is_customers"]
    assert lines[found[0].line - 1].strip() == '- id: "3.2.1.b"'
    assert lines[found[2].line - 1].strip() == '- id: "4.1.1"'


@pytest.mark.parametrize("name", formats("findings"))
def test_every_format_names_the_row_and_the_case(name: str) -> None:
    text = writer("findings", name)(*_reported())
    assert "3.2.1.b" in text
    assert "4.1.1" in text


@pytest.mark.parametrize("name", formats("findings"))
def test_every_format_is_quiet_where_all_is_equal(name: str) -> None:
    text = writer("findings", name)(checked(CELLS), [])
    assert "3.2.1.b" not in text


def test_junit_counts_its_failures() -> None:
    suite = ET.fromstring(writer("findings", "junit")(*_reported()))[0]  # noqa: S314 - our own text
    assert suite.get("failures") == str(len(suite.findall("testcase/failure"))) == "3"
    assert suite.get("tests") == str(len(suite.findall("testcase")))


def test_sarif_results_name_their_rule() -> None:
    run = json.loads(writer("findings", "sarif")(*_reported()))["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [each["ruleId"] for each in run["results"]]


def test_github_annotations_are_escaped() -> None:
    annotations = writer("findings", "github")(*_reported()).splitlines()
    assert len(annotations) == 3
    assert annotations[2].endswith("<&>: 100%25")
