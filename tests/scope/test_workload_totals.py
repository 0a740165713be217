"""Totals by workload: each workload's own counts, and what one alone leaves to the customer."""

import json
from pathlib import Path
from typing import Any

import pytest

from examples import example
from pcimatrix.catalogue.ids import is_within
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.scope.model import load_scope
from pcimatrix.scope.resolve import resolve
from pcimatrix.scope.workload_totals import workload_totals

LOADED = load()
FACTS = shipped_facts()


@pytest.mark.parametrize("name", ["mixed", "eks-processor"])
def test_a_row_is_a_scope_of_that_workload_alone_and_only_here_is_what_its_removal_would_move(name: str) -> None:
    scope = load_scope(str(example(name)), LOADED.catalogue, LOADED.patterns, FACTS).scope
    whole = resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope)
    rows = {row.id: row for row in workload_totals({each.cell.case.id: each for each in whole})}
    assert list(rows) == sorted(each.name for each in scope.in_scope())
    for workload in scope.in_scope():
        row = rows[workload.name]
        assert row.customer + row.aws + row.third_party + row.na == len(whole)
        others = tuple(each for each in scope.workloads if each != workload)
        if len(scope.in_scope()) == 1:
            continue
        without = resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope.model_copy(update={"workloads": others}))
        moved = [
            each.cell.case.id
            for each, left in zip(whole, without, strict=True)
            if each.cell.ownership.owner == "customer" != left.cell.ownership.owner
            and each.cell.ownership.basis is not Basis.DECISION
        ]
        assert row.only_here == len(moved)


def test_totals_by_workload_are_printed_and_need_a_scope(call: Any) -> None:
    done = call("totals", "--scope", example("mixed"), "--by", "workload", "-f", "json")
    data = json.loads(done.stdout)
    usual = json.loads(call("totals", "--scope", example("mixed"), "-f", "json").stdout)
    assert set(data["rows"][0]) == {"id", "customer", "aws", "third_party", "na", "shared", "only_here"}
    assert data == usual | {"by": "workload", "rows_overlap": True, "rows": data["rows"]}
    lines = call("totals", "--scope", example("mixed"), "--by", "workload", "-f", "csv").stdout.splitlines()
    assert lines[0] == "workload,customer,aws,third_party,na,shared,only_here"
    assert len(lines) >= 1 + len(data["rows"])
    refused = call("totals", "--by", "workload")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "only a scope has workloads; name its file with --scope" in refused.stderr


def test_many_like_workloads_share_a_trace_and_give_about_the_document_of_one(call: Any, tmp_path: Path) -> None:
    head = "schema_version: 1\nentity: Shop\nassessment: merchant\npci_dss: '4.0'\ndate: 2026-11-24\nworkloads:\n"
    sizes = []
    for count in (1, 60):
        file = tmp_path / f"{count}.yaml"
        each = "  - {{name: 'workload {:02}', account: a, pattern: abstracted, standing: cde}}\n"
        file.write_text(head + "".join(each.format(number) for number in range(count)), encoding="utf-8")
        text = call("render", "--scope", file, "--trace", "all").stdout
        sizes.append(len(text))
    assert "workload 00, workload 01, workload 02, workload 03 and 56 more: Examined" in text
    assert sizes[1] < 1.25 * sizes[0]


def test_the_shops_of_the_merchant_alone_leave_it_its_doors_and_devices(call: Any) -> None:
    done = call("totals", "--scope", example("merchant"), "--by", "workload", "-f", "json")
    rows = {row["id"]: row for row in json.loads(done.stdout)["rows"]}
    assert [name for name, row in rows.items() if row["only_here"]] == ["shops"]
    scope = load_scope(str(example("merchant")), LOADED.catalogue, LOADED.patterns, FACTS).scope
    cells = {each.cell.case.id: each for each in resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope)}
    doors = [each for case, each in cells.items() if is_within(case, "9.2") or is_within(case, "9.3")]
    devices = [each for case, each in cells.items() if is_within(case, "9.5")]
    assert doors
    assert devices
    for each in (*doors, *devices):
        elsewhere = Owner.AWS if each in doors else Owner.NA
        found = {name: part.owner for name, part in each.parts.items()}
        assert found.pop("shops") is Owner.CUSTOMER is each.cell.ownership.owner
        assert set(found.values()) == {elsewhere}
