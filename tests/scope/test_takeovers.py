"""What third parties take over: for which workloads, and which of several."""

import csv
import json
from pathlib import Path
from typing import Any

from paths import ROOT
from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.scope.warnings import warnings
from scopes import owners, resolved, scope


def test_a_third_party_takes_over_for_its_workloads_only_and_nothing_that_does_not_apply() -> None:
    party = {"id": "idp", "name": "Example Identity", "owns": [{"within": ["8.3.6", "9.5"], "workloads": ["one"]}]}
    alone = resolved(scope(third_parties=[party], facts={"poi_devices": False}))
    found = {each.cell.case.id: each for each in alone}
    assert found["8.3.6"].cell.ownership.owner is Owner.THIRD_PARTY
    assert found["8.3.6"].cell.ownership.party == "idp"
    assert found["8.3.6"].cell.ownership.basis is Basis.AGREEMENT
    assert found["9.5.1"].cell.ownership.owner is Owner.NA
    two = [{"name": name, "account": "a", "pattern": "abstracted", "standing": "cde"} for name in ("one", "other")]
    assert owners(scope(third_parties=[party], workloads=two))["8.3.6"] is Owner.CUSTOMER


def test_the_nearest_takeover_holds_whatever_the_order_of_third_parties() -> None:
    parties = [
        {"id": "idp", "name": "Identity", "owns": [{"within": ["8.3.6"]}]},
        {"id": "host", "name": "Hosting", "owns": [{"within": ["8.3"]}]},
    ]
    for order in (parties, parties[::-1]):
        own = scope(third_parties=order)
        found = {each.cell.case.id: each.cell.ownership.party for each in resolved(own)}
        assert (found["8.3.6"], found["8.3.7"]) == ("idp", "host")
        assert not [each for each in warnings(own) if "12.8.5" in each]


def test_of_two_that_have_taken_over_the_same_the_last_is_counted_with_a_warning() -> None:
    parties = [{"id": name, "name": name.upper(), "owns": [{"within": ["8.3.6"]}]} for name in ("idp", "host")]
    own = scope(third_parties=parties)
    assert {each.cell.case.id: each.cell.ownership.party for each in resolved(own)}["8.3.6"] == "host"
    [said] = [each for each in warnings(own) if "12.8.5" in each]
    assert said == "8.3.6 for one: taken over by IDP and by HOST; the last in the file counts (12.8.5)"


def test_third_parties_of_different_workloads_are_all_named() -> None:
    workloads = [{"name": name, "account": "a", "pattern": "abstracted", "standing": "cde"} for name in ("web", "pos")]
    parties = [
        {"id": "zeta", "name": "Zeta", "owns": [{"within": ["8.3.6"], "workloads": ["web"]}]},
        {"id": "alpha", "name": "Alpha", "owns": [{"within": ["8.3.6"], "workloads": ["pos"]}]},
    ]
    found = {each.cell.case.id: each for each in resolved(scope(workloads=workloads, third_parties=parties))}["8.3.6"]
    assert found.parties == ("alpha", "zeta")
    assert found.cell.ownership.reason == "Taken over by Alpha for pos and by Zeta for web"
    decided = [{"within": "8.3.6", "owner": "zeta", "reason": "ours", "by": "CL", "date": "2026-01-02"}]
    own = scope(workloads=workloads, third_parties=parties, decisions=decided)
    assert {each.cell.case.id: each.parties for each in resolved(own)}["8.3.6"] == ("zeta",)


def test_a_third_party_is_named_wherever_its_test_cases_are_listed(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text(
        (ROOT / "examples/eks-processor.yaml").read_text(encoding="utf-8")
        + 'decisions:\n  - {within: "12.8.5.a", owner: processor, reason: agreed, by: CL, date: 2026-01-02}\n',
        encoding="utf-8",
    )
    case = ("--scope", file, "-r", "12.8.5.a")
    assert call("list", *case).stdout.splitlines()[0].endswith("  Third party")
    assert call("list", *case, "-f", "csv").stdout.splitlines()[1].endswith(",processor")
    assert json.loads(call("list", *case, "-f", "json").stdout)["test_cases"][0]["party"] == "processor"
    assert "| 12.8.5.a | third\\_party (Example Payments) | decision |" in call("render", "--scope", file).stdout
    rows = csv.DictReader(call("render", "--scope", file, "-f", "csv").stdout.splitlines())
    assert {row["third_party"] for row in rows if row["owner"] == "third_party"} == {"Example Payments"}
