"""What programs and documents say of a scope: its summary, its totals, its differences from another."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from examples import EXAMPLES, expected
from paths import ROOT, TESTS
from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.difference import differences
from pcimatrix.reports import writer
from pcimatrix.reports.content.effect import effect_lines
from pcimatrix.scope.model import load_scope
from pcimatrix.scope.resolve import cells
from scopes import FACTS, LOADED, resolved, scope
from summaries import scope_summary


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_the_summary_of_an_example(file: Path, update_golden: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    own = load_scope(str(file), LOADED.catalogue, LOADED.patterns, FACTS)
    effective = tuple(resolved(own.scope))
    summary = scope_summary(LOADED, own)
    assert summary.subject.scoped
    golden = TESTS / f"golden/scope-{file.stem}.md"
    text = writer("summaries", "markdown")(summary)
    for digest in (own.digest, LOADED.digest):  # Golden files stay as they are when a digest changes.
        text = text.replace(digest, "0" * 64)
    if update_golden:
        golden.write_text(text, encoding="utf-8", newline="")
    assert text == golden.read_text(encoding="utf-8")
    for workload in own.scope.workloads:
        assert workload.name in text
    assert ("does not apply" in text) or not [e for e in effective if e.cell.ownership.owner is Owner.NA]
    schema = json.loads((ROOT / "data/summary.schema.json").read_text(encoding="utf-8"))
    jsonschema_rs.Draft202012Validator(schema).validate(json.loads(writer("summaries", "json")(summary)))


def test_differences_name_what_changed_owner_and_both_reasons() -> None:
    old, new = (cells(resolved(scope(facts=facts))) for facts in ({}, {"poi_devices": True}))
    found = differences(old, new)
    assert [each.case for each in found] == [c.case.id for c in old if ids.is_within(c.case.id, "9.5")]
    assert {(each.old, each.new) for each in found} == {(Owner.AWS, Owner.CUSTOMER)}
    assert all("poi_devices: yes" in each.new_reason for each in found)
    assert differences(new, new) == []
    assert [each.new for each in differences(old, old[1:])] == [None]


def test_a_test_case_that_passes_to_another_third_party_has_changed_owner() -> None:
    old, new = (
        cells(resolved(scope(third_parties=[{"id": name, "name": name, "owns": [{"within": ["6.4.3"]}]}])))
        for name in ("acquirer", "processor")
    )
    assert [(each.case, each.old, each.new) for each in differences(old, new)] == [
        ("6.4.3.a", "acquirer", "processor"),
        ("6.4.3.b", "acquirer", "processor"),
    ]
    assert effect_lines(old, new)[0] == (
        "2 test cases moved from third party acquirer to third party processor: 6.4.3.a, 6.4.3.b"
    )


def test_the_installed_program_speaks_about_a_scope(run: Any, call: Any, tmp_path: Path) -> None:
    example = ROOT / "examples/eks-processor.yaml"
    data = json.loads(run("totals", "--scope", example, "-f", "json").stdout)
    assert data["total"] == expected("eks-processor")
    count = data["total"]["customer"]
    listed = call("list", "--scope", example, "--owner", "third_party", "-f", "csv")
    assert len(listed.stdout.splitlines()) == 7
    assert "6 of 464 test cases (scope)" in listed.stderr
    assert "assumptions: unanswered facts" in listed.stderr
    assert call("explain", "11.6.1.a", "--scope", example).stdout.startswith("11.6.1.a  ")
    assert call("totals", "--scope", example, "--pattern", "abstracted").returncode == 2
    drifted = tmp_path / "drifted.yaml"
    drifted.write_text(
        example.read_text(encoding="utf-8").replace(f"customer: {count}", "customer: 1"), encoding="utf-8"
    )
    for command in (("scope", "check", drifted), ("check", "--scope", drifted)):
        done = call(*command)
        assert (done.returncode, f"customer: {count} instead of 1" in done.stdout) == (1, True)
    assert call("check", "--scope", example).returncode == 0
    assert call("diff", example, drifted).returncode == 0
    changed = call("diff", ROOT / "examples/serverless.yaml", example, "-f", "json")
    assert changed.returncode == 1
    assert {row["id"] for row in json.loads(changed.stdout)["changes"]} >= {"11.6.1.a", "3.5.1.a"}
