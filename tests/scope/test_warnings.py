"""Warnings on third parties' attestations, and on the edition that a scope names."""

from pathlib import Path
from typing import Any

import pytest

from paths import ROOT
from pcimatrix.catalogue.loader import shipped_services
from pcimatrix.scope import warnings as module
from pcimatrix.scope.warnings import unknown_services, warnings
from scopes import scope


def test_old_attestations_and_services_outside_them_are_warned_of() -> None:
    workloads = [{"name": "w", "account": "a", "pattern": "abstracted", "standing": "cde", "services": ["AWS Lambda"]}]
    aws = {"id": "aws", "name": "AWS", "aoc": {"date": "2025-01-29", "version": "4.0"}, "services": ["Amazon S3"]}
    found = warnings(
        scope(date="2026-01-31", workloads=workloads, third_parties=[aws, {"id": "idp", "name": "Identity"}])
    )
    assert ["older than twelve months" in found[0], "outside its AOC" in found[1], "missing AOC" in found[2]] == [
        True
    ] * 3
    fresh = aws | {"aoc": {"date": "2025-01-31", "version": "4.0"}, "services": ["AWS Lambda"]}
    assert warnings(scope(date="2026-01-31", workloads=workloads, third_parties=[fresh])) == []
    [none_listed] = warnings(scope(date="2026-01-31", workloads=workloads, third_parties=[fresh | {"services": []}]))
    assert none_listed == "AWS: the AOC's services are missing, so the services in use cannot be compared (12.8.4)"
    [not_named] = warnings(scope(date="2026-01-31", workloads=workloads))
    assert not_named == "AWS: missing AOC (12.8.4); add AWS to the third parties (id: aws)"
    [later] = warnings(
        scope(date="2026-01-31", third_parties=[aws | {"aoc": {"date": "2026-02-01", "version": "4.0"}}])
    )
    assert later == "AWS: AOC of 2026-02-01 is later than the scope's date, 2026-01-31 (12.8.4)"


def test_what_is_to_be_looked_at_is_said_on_standard_error_with_the_files_name(call: Any, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = (ROOT / "examples/eks-processor.yaml").read_text(encoding="utf-8")
    text = text.replace('pci_dss: "4.0.1"', "pci_dss: v3.2.1").replace("DSS v4.0.1", "DSS v3.2.1")
    text = text.replace("2026-03-31", "2025-09-30")
    file.write_text(text, encoding="utf-8")
    done = call("totals", "--scope", file)
    *warned, assumed = done.stderr.replace(f"{file}:", "").splitlines()
    assert warned == [
        "6:1: warning: assessed against v3.2.1, but the test cases are from PCI DSS v4.0 (scope_edition)",
        (
            "32:11: warning: Example Payments: AOC of 2025-09-30 is older than twelve months on 2026-11-24 (12.8.4) "
            "(aoc_date)"
        ),
    ]
    start = " assumptions: unanswered facts (affected test cases): wireless_monitoring 1, "
    assert assumed.startswith(start)
    assert "manual_code_review 2, " in assumed
    assert "stored_sad" not in assumed
    rendered = call("render", "--scope", file).stdout
    assert "| PCI DSS | v3.2.1; the test cases below are those of PCI DSS v4.0 |" in rendered


@pytest.mark.parametrize(
    "version", ["4.0", "v4.0", "PCI DSS v4.0", "pci dss 4.0", "\uff14.\uff10", "v4.0\u200b", "PCI\xa0DSS\xa0v4.0"]
)
def test_an_edition_is_known_however_it_is_written(version: str) -> None:
    assert scope(pci_dss=version).is_of("PCI DSS v4.0")
    assert not scope(pci_dss=f"{version}.1").is_of("PCI DSS v4.0")


def test_of_many_unknown_services_each_is_told_and_only_the_first_get_a_suggestion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sought = []

    def did_you_mean(name: str, known: tuple[str, ...], otherwise: str) -> str:
        sought.append((name, known))
        return otherwise

    monkeypatch.setattr(module, "did_you_mean", did_you_mean)
    services = [f"Service {number}" for number in range(500)]
    workloads = [
        {"name": name, "account": "a", "pattern": "abstracted", "standing": "cde", "services": services}
        for name in ("one", "two")
    ]
    assert len(unknown_services(scope(workloads=workloads))) == 2 * len(services)
    assert 0 < len(sought) < 50
    assert sought[0] == ("Service 0", shipped_services().spellings())
