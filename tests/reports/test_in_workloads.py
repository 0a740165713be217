"""A column for each workload: in lists, CSV, JSON and the workbook, whatever its name is."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from examples import example
from pcimatrix.catalogue.loader import Reference, load, shipped_facts
from pcimatrix.reports import writer
from pcimatrix.reports.content.in_workloads import owner_id, owner_name
from pcimatrix.reports.formats.summaries._cell_text import distinct
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import load_scope
from pcimatrix.sheet_columns import letters_of, number_of
from summaries import MIXED_PART, estate, part_of, scope_summary

LOADED = load()
HOSTILE = ("payments", "Payments", "=1+1", "owner", "force", "<r>x</r>_x0041_</script>", "a|b, [c](d) `e`", "川\u202e")


def summary(path: Path, reference: Reference = LOADED) -> Summary:
    return scope_summary(reference, load_scope(str(path), reference.catalogue, reference.patterns, shipped_facts()))


@pytest.fixture(scope="module")
def mixed() -> Summary:
    return summary(example("mixed"))


@pytest.fixture(scope="module")
def some() -> Reference:
    """A section's test cases: what is said of columns does not depend on how many rows there are."""
    return part_of(load(), "8.3")


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, some: Reference) -> Summary:
    return summary(estate(tmp_path_factory.mktemp("hostile"), dict.fromkeys(HOSTILE, "fargate")), some)


def matrix_sheet(of: Summary) -> tuple[list[str], list[tuple[Any, ...]]]:
    sheet = openpyxl.load_workbook(io.BytesIO(writer("summaries", "xlsx")(of)))["Matrix"]
    head, *rows = sheet.iter_rows(values_only=True)
    assert [column.name for column in sheet.tables["Matrix"].tableColumns] == list(head)
    assert sheet.tables["Matrix"].autoFilter.ref == sheet.tables["Matrix"].ref
    apart = [cell.coordinate for cell in sheet[2] if str(sheet.cell(1, cell.column).value).startswith("Owner in")]
    looked_at = {place.split(":")[0] for each in sheet.conditional_formatting for place in str(each.sqref).split()}
    assert set(apart[:1]) <= looked_at
    return list(head), rows


def test_csv_and_workbook_have_a_column_for_each_workload() -> None:
    mixed = summary(example("mixed"), part_of(load(), *MIXED_PART))
    rows = list(csv.DictReader(io.StringIO(writer("summaries", "csv")(mixed), newline="")))
    head, sheet = matrix_sheet(mixed)
    assert mixed.scope is not None
    assert list(rows[0])[-3:] == ["workload:payments", "workload:scheduler", "workload:settlement"]
    assert head[1:7] == ["Owner", "Third party", *(f"Owner in {group.id}" for group in mixed.workloads.groups), "Basis"]
    for cell, row, line in zip(mixed.cells, rows, sheet, strict=True):
        parts = mixed.workloads.parts[cell.case.id]
        assert list(row.values())[-3:] == list(map(owner_id, parts))
        assert list(line[3:6]) == [owner_name(part, mixed.scope) for part in parts]


def test_json_has_the_owner_and_responsibility_in_each_workload(mixed: Summary, call: Any) -> None:
    data = json.loads(writer("summaries", "json")(mixed))
    names = ["payments", "scheduler", "settlement"]
    assert data["workloads"] == [{"id": name, "names": [name]} for name in names]
    listed = json.loads(call("list", "--scope", example("mixed"), "-f", "json").stdout)
    assert listed["workloads"] == data["workloads"]
    for cell, case, other in zip(mixed.cells, data["test_cases"], listed["test_cases"], strict=True):
        assert case["workloads"] == other["workloads"]
        for (group, part), own in zip(mixed.workloads.of(cell.case.id), case["workloads"], strict=True):
            assert own == {
                "id": group.id,
                "owner": part.owner.value,
                "party": part.party,
                "responsibility": part.responsibility.value,
            }


def test_one_workload_is_the_whole_and_has_no_column(tmp_path: Path, some: Reference, call: Any) -> None:
    one = estate(tmp_path, {"only": "fargate"})
    assert call("list", "--scope", one, "-f", "csv").stdout.splitlines()[0].endswith(",responsibility,party")
    found = summary(one, some)
    assert not any(each.startswith("Owner in") for each in matrix_sheet(found)[0])
    [case, *_] = json.loads(writer("summaries", "json")(found))["test_cases"]
    assert [each["id"] for each in case["workloads"]] == ["only"]


def test_any_name_of_a_workload_is_text_in_every_column(hostile: Summary) -> None:
    head = next(csv.reader(io.StringIO(writer("summaries", "csv")(hostile), newline="")))
    shown = [name.replace("\u202e", "") for name in sorted(HOSTILE)]
    assert head[-len(HOSTILE) :] == [f"workload:{name}" for name in shown]
    headings, _ = matrix_sheet(hostile)
    assert len({each.casefold() for each in headings}) == len(headings)
    wanted = [f"Owner in {name}".replace("_x0041_", "\uff3fx0041_") for name in shown]
    assert [each for each in headings if each.startswith("Owner in")] == [
        each.replace("payments", "payments (2)") for each in wanted
    ]
    page = writer("summaries", "html")(hostile)
    assert "<r>x" not in page


def test_headings_of_a_table_are_short_and_differ_by_more_than_their_case() -> None:
    found = distinct(["a", "A", "a", "a (2)", "x" * 400, "x" * 400, "_x0041_"])
    assert found[:4] == ["a", "A (2)", "a (3)", "a (2) (2)"]
    assert len({each.casefold() for each in found}) == 7
    assert all(len(each) <= 255 for each in found)
    assert found[-1] == "\uff3fx0041_"
    numbers, letters = [1, 26, 27, 702, 703], ["A", "Z", "AA", "ZZ", "AAA"]
    assert [letters_of(number) for number in numbers] == letters
    assert [number_of(each) for each in letters] == numbers


def test_a_list_of_one_workload_has_its_own_owners(call: Any) -> None:
    done = call("list", "--scope", example("mixed"), "--workload", "scheduler", "--owner", "aws", "-f", "json")
    data = json.loads(done.stdout)
    whole = json.loads(call("list", "--scope", example("mixed"), "-f", "json").stdout)["test_cases"]
    assert [case["id"] for case in data["test_cases"]] == [
        case["id"] for case in whole if case["workloads"][1]["owner"] == "aws"
    ]
    assert (data["workloads"], data["test_cases"][0]["workloads"]) == ([], [])
    assert f"{len(data['test_cases'])} of 464 test cases (scope, workload scheduler)" in done.stderr
    refused = call("list", "--workload", "scheduler")
    assert (refused.returncode, "name its file with --scope" in refused.stderr) == (2, True)
    unknown = call("list", "--scope", example("mixed"), "--workload", "shedule")
    assert (unknown.returncode, "did you mean 'scheduler'?" in unknown.stderr) == (2, True)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    patterns = {f"app {number:02}": "fargate" if number % 2 else "abstracted" for number in range(40)}
    facts = dict.fromkeys(patterns, "{ecommerce_redirect: true, own_sites: false}")
    return estate(tmp_path_factory.mktemp("many"), patterns, facts)


def test_many_workloads_are_explained_by_kind(many: Path, call: Any) -> None:
    arguments = ("1.2.1.a", "--scope", many)
    assert "  workloads app 01, app 03, app 05, app 07 and 16 more: customer\n" in call("explain", *arguments).stdout
    assert "app 01, app 03, app 05, app 07 and 16 more: customer\n" in call("show", *arguments).stdout
    data = json.loads(call("explain", *arguments, "-f", "json").stdout)
    assert [(each["id"], len(each["names"])) for each in data["workloads"]] == [("app 00", 20), ("app 01", 20)]
    [case] = data["test_cases"]
    assert [each["workload"] for each in case["workloads"]] == ["app 00", "app 01"]
    [shown] = json.loads(call("show", *arguments, "-f", "json").stdout)["ids"]
    assert shown["test_cases"][0]["scope"]["workloads"] == case["workloads"]


def test_many_workloads_are_named_by_kind_in_the_front_of_documents(many: Path) -> None:
    found = summary(many)
    assert ": app 00, app 02, app 04, app 06 and 16 more; " in found.subject.runs
    for title in ("What decides applicability", "How payments are taken"):
        [table] = [table for table in found.front if table.title == title]
        assert any("app 00, app 01, app 02, app 03 and 36 more" in cell for row in table.rows for cell in row)


def test_a_plan_of_many_workloads_has_a_part_for_each_kind(many: Path) -> None:
    of = summary(many, part_of(LOADED, *MIXED_PART))
    plan = json.loads(writer("summaries", "oscal-ssp")(of))["system-security-plan"]
    components = {each["uuid"]: each for each in plan["system-implementation"]["components"]}
    parts = [
        each["component-uuid"]
        for requirement in plan["control-implementation"]["implemented-requirements"]
        for each in requirement["by-components"]
    ]
    assert set(parts) <= set(components)
    together = [each for each in components.values() if "Stands for 20 workloads" in each["description"]]
    assert len(together) == 2
    for each in together:
        assert parts.count(each["uuid"]) == len(of.cells)
        assert {link["href"][1:] for link in each["links"]} < set(components)
        assert [prop["value"] for prop in each["props"]][:2] in (["app 00", "app 02"], ["app 01", "app 03"])
