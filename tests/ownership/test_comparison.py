"""Patterns compared: what moves and why, and what the post says of it."""

import json
from collections import Counter
from functools import cache
from typing import Any

import pytest

from paths import ROOT
from pcimatrix.catalogue import ids
from pcimatrix.catalogue.ids import is_within
from pcimatrix.catalogue.loader import load, shipped_facts, shipped_published, shipped_timeline
from pcimatrix.catalogue.model import Owner, Reading
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.comparison import Cause, Comparison, compare, compare_scope
from pcimatrix.ownership.in_force import as_of
from pcimatrix.reports import format_names, writer
from pcimatrix.reports.content.comparison import comparison_table, totals_comparison_table
from pcimatrix.scope.model import load_scope
from pcimatrix.scope.report import find_report
from pcimatrix.scope.resolve import cells, resolve

LOADED = load()
NAMES = LOADED.patterns.names()
PAIRS = [(before, after) for before in NAMES for after in NAMES]


@cache
def compared(before: str, after: str) -> Comparison:
    """Return two patterns compared: once for all tests."""
    return compare(LOADED.catalogue, LOADED.patterns, before, after)


def serverless() -> Comparison:
    """Return what moves from servers to the published example."""
    return compared("infrastructure", "abstracted")


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_moves_are_exactly_the_cases_whose_owner_differs(before: str, after: str) -> None:
    moves = compared(before, after).moves
    differing = [case.id for case in LOADED.catalogue.test_cases() if case.owner[before] is not case.owner[after]]
    assert [move.case.id for move in moves] == differing


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_totals_differ_by_the_moves(before: str, after: str) -> None:
    comparison = compared(before, after)
    gained = sum(move.after is Owner.AWS for move in comparison.moves)
    lost = sum(move.before is Owner.AWS for move in comparison.moves)
    assert comparison.totals_before.whole.aws + gained - lost == comparison.totals_after.whole.aws


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_comparison_turned_round_has_the_same_cases_and_layers(before: str, after: str) -> None:
    there, back = compared(before, after).moves, compared(after, before).moves
    assert [(m.case.id, m.before, m.after, m.layers) for m in there] == [
        (m.case.id, m.after, m.before, m.layers) for m in back
    ]


def test_a_layer_named_as_the_cause_changes_its_operator() -> None:
    here = LOADED.patterns.get("infrastructure").layers
    there = LOADED.patterns.get("abstracted").layers
    for move in serverless().moves:
        for layer in move.layers:
            assert layer in move.case.layers
            assert here[layer].operator is not there[layer].operator


def test_the_post_more_than_20_requirements_of_ec2_are_shed_because_a_layer_moves() -> None:
    shed = dict.fromkeys(serverless().requirements(Cause.LAYERS) + serverless().requirements(Cause.PARTLY))
    assert len(shed) > 20


def test_the_numbers_of_the_modelled_pattern_in_a_discrepancys_text_are_the_catalogues() -> None:
    effect = next(each.effect for each in shipped_published().discrepancies if each.id == "ec2_twenty")
    touching = {
        move.case.requirement for move in serverless().moves if move.after is Owner.AWS and "guest_os" in move.layers
    }
    assert f"there {len(serverless().requirements())} requirements have cases" in effect
    assert f"{len(touching)} of these touching the guest operating system" in effect


@pytest.mark.parametrize(
    ("what", "requirement"),
    [
        ("file integrity monitoring", "11.5.2"),
        ("file integrity of logs", "10.3.4"),
        ("access to the operating system", "7.3.1"),
        ("credentials of the operating system", "8.3.2"),
        ("system logging", "10.2.1"),
        ("patching", "6.3.3"),
        ("vulnerability scanning", "11.3.1"),
        ("malware protection", "5.2.1"),
        ("time settings", "10.6.1"),
    ],
)
def test_the_post_names_these_as_shed_in_serverless(what: str, requirement: str) -> None:
    moved = [move for move in serverless().moves if move.case.requirement == requirement]
    assert moved, what
    assert all((move.before, move.after) == (Owner.CUSTOMER, Owner.AWS) for move in moved)
    assert any(move.layers for move in moved), "a document alone may pass by the published count, the rest may not"


def test_the_asset_inventory_that_the_post_also_names_stays_and_is_a_discrepancy() -> None:
    assert not [move for move in serverless().moves if move.case.requirement == "12.5.1"]
    assert [each.id for each in shipped_published().discrepancies if "12.5.1" in each.concerns]


def test_10_6_moves_to_aws_as_the_post_says() -> None:
    moved = {move.case.id: move.after for move in serverless().moves if ids.is_within(move.case.id, "10.6")}
    expected = [case.id for case in LOADED.catalogue.test_cases() if ids.is_within(case.id, "10.6")]
    assert moved == dict.fromkeys(expected, Owner.AWS)


def test_what_rests_on_an_absence_is_not_called_a_saving() -> None:
    absent = next(each for each in shipped_published().discrepancies if each.id == "absent_39")
    cells = matrix(LOADED.catalogue, LOADED.patterns, "abstracted")
    covered = [c.case.id for c in cells if any(ids.is_within(c.case.id, each) for each in absent.concerns)]
    assert len(covered) == 39
    causes = {move.case.id: move.cause for move in serverless().moves}
    assert {causes.get(case, Cause.COUNTED) for case in covered} == {Cause.COUNTED}


@pytest.mark.parametrize("name", format_names("tables"))
def test_both_tables_are_written_in_every_format(name: str) -> None:
    for table in (comparison_table(serverless()), totals_comparison_table(serverless())):
        assert "infrastructure" in writer("tables", name)(table)


# A pattern and an entity's own scope


@cache
def own_cells() -> tuple[Cell, ...]:
    """Return the cells of the mixed example: once for all tests."""
    mixed = load_scope(str(ROOT / "examples/mixed.yaml"), LOADED.catalogue, LOADED.patterns, shipped_facts())
    return tuple(cells(resolve(LOADED.catalogue, LOADED.patterns, shipped_facts(), mixed.scope)))


@pytest.mark.parametrize("pattern", NAMES)
def test_a_pattern_against_a_scope_names_every_case_that_differs_with_its_cause(pattern: str) -> None:
    comparison = compare_scope(LOADED.catalogue, LOADED.patterns, pattern, own_cells())
    differing = {cell.case.id: cell for cell in own_cells() if cell.ownership.owner is not cell.case.owner[pattern]}
    assert [move.case.id for move in comparison.moves] == list(differing)
    for move in comparison.moves:
        basis = differing[move.case.id].ownership.basis
        assert move.why == differing[move.case.id].ownership.reason
        own_causes = {"fact": Cause.FACT, "agreement": Cause.AGREEMENT, "decision": Cause.DECISION}
        assert move.cause is {**own_causes, "superseded": Cause.DATE}.get(basis.value, Cause.WORKLOAD)


def test_the_totals_of_a_scope_stand_beside_those_of_the_pattern(call: Any) -> None:
    example = ROOT / "examples/mixed.yaml"
    own = json.loads(call("totals", "--scope", example, "-f", "json").stdout)["total"]
    data = json.loads(call("compare", "--scope", example, "-f", "json").stdout)
    assert data["totals"]["scope"] == own
    assert data["totals"]["abstracted"] == json.loads(call("totals", "-f", "json").stdout)["total"]
    assert {move["id"] for move in data["moves"]} == {move for row in data["rows"] for move in row["moved"]}
    header = call("compare", "infrastructure", "--scope", example, "--totals", "-f", "csv").stdout.splitlines()[0]
    assert "third_party_scope" in header
    assert "aws_infrastructure,aws_scope" in header


@pytest.mark.parametrize("arguments", [["infrastructure"], [], ["infrastructure", "fargate", "--scope", "x.yaml"]])
def test_two_things_are_compared_neither_more_nor_less(call: Any, arguments: list[str]) -> None:
    done = call("compare", *arguments)
    assert done.returncode == 2
    assert "pattern" in done.stderr


def test_what_is_shown_of_an_id_has_its_owner_and_trace_in_the_scope(call: Any) -> None:
    example = ROOT / "examples/mixed.yaml"
    text = call("show", "8.3", "--scope", example).stdout
    owners = Counter(cell.ownership.owner for cell in own_cells() if is_within(cell.case.id, "8.3"))
    assert f"  scope           {owners[Owner.CUSTOMER]:>3} customer" in text
    assert f"{owners[Owner.THIRD_PARTY]} third party" in text
    assert "(fargate, modelled)" in " ".join(text.split())
    [shown] = json.loads(call("show", "8.3.6", "--scope", example, "-f", "json").stdout)["ids"]
    assert shown["totals"]["scope"]["third_party"] == 1
    [case] = shown["test_cases"]
    [explained] = json.loads(call("explain", "8.3.6", "--scope", example, "-f", "json").stdout)["test_cases"]
    assert case["scope"].items() <= explained.items()
    assert case["scope"]["party"] == "idp"
    assert "scope" not in json.loads(call("show", "8.3.6", "-f", "json").stdout)["ids"][0]["totals"]


def test_a_published_pattern_is_compared_by_either_reading_and_both_counts_are_said() -> None:
    by_layers = compare(LOADED.catalogue, LOADED.patterns, "infrastructure", "abstracted", reading=Reading.LAYERS)
    assert by_layers.by_layers == ()
    assert serverless().by_layers == (("abstracted", by_layers.totals_after.whole),)
    whole = by_layers.totals_after.whole
    said = f"by its layers: {whole.customer} customer, {whole.aws} AWS, {whole.na} N/A."
    notes = totals_comparison_table(serverless()).notes
    assert notes[-1].endswith(said)
    assert not any("by its layers" in note for note in totals_comparison_table(by_layers).notes)
    assert all(move.cause is not Cause.COUNTED for move in by_layers.moves)


def test_what_a_questionnaire_asks_for_is_compared_alone() -> None:
    report = find_report("A-EP", None)
    found = compare(LOADED.catalogue, LOADED.patterns, "infrastructure", "abstracted", view=report.of)
    asked = {cell.case.id for cell in report.of(matrix(LOADED.catalogue, LOADED.patterns, "abstracted"))}
    assert found.totals_before.whole.test_cases == found.totals_after.whole.test_cases == len(asked)
    assert [move.case.id for move in found.moves] == [m.case.id for m in serverless().moves if m.case.id in asked]


def test_what_the_scopes_day_supersedes_has_that_as_its_cause() -> None:
    own = load_scope(str(ROOT / "examples/mixed.yaml"), LOADED.catalogue, LOADED.patterns, shipped_facts())
    found = cells(resolve(LOADED.catalogue, LOADED.patterns, shipped_facts(), own.scope))
    moves = compare_scope(LOADED.catalogue, LOADED.patterns, "abstracted", found).moves
    dated = {move.case.requirement for move in moves if move.cause is Cause.DATE}
    assert dated
    assert dated <= set(shipped_timeline().replaced)
    assert all(move.after is Owner.NA for move in moves if move.cause is Cause.DATE)

    def on_that_day(each: list[Cell]) -> list[Cell]:
        return as_of(each, shipped_timeline(), str(own.scope.date))

    again = compare_scope(LOADED.catalogue, LOADED.patterns, "abstracted", found, view=on_that_day).moves
    assert Cause.DATE not in {move.cause for move in again}
