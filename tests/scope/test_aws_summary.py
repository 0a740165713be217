"""AWS's own matrix in a scope: it takes the place of the reconstruction, is counted, and compared with it."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import load_scope
from provider_scopes import matrix, scope

LOADED, FACTS = load(), shipped_facts()
Call = Callable[..., "CompletedProcess[str]"]
AWS = {"id": "aws", "name": "AWS", "matrix": "aws.yaml"}
PLACE = {"account": "a", "standing": "cde"}
WORKLOADS = [
    {"name": "cloud", "pattern": "infrastructure", **PLACE},
    {"name": "shop", "pattern": "on_premises", **PLACE},
]
ROWS = [
    {"id": "9.2.1", "responsibility": "provider", "row": 2},
    {"id": "1.2.5", "responsibility": "shared", "row": 3},
    {"id": "9.2.2", "responsibility": "customer", "row": 4},
    {"id": "8.3.9", "responsibility": "na", "row": 5},
]


def parts(path: Path, case: str) -> dict[str, tuple[str, str, str]]:
    found = scope_matrix(LOADED, load_scope(str(path), LOADED.catalogue, LOADED.patterns, FACTS)).traces[case]
    return {name: (each.owner.value, each.basis.value, each.responsibility.value) for name, each in found.parts.items()}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    matrix(tmp_path / "aws.yaml", ROWS, party="aws")
    return scope(tmp_path, AWS, workloads=WORKLOADS)


def test_it_takes_the_place_of_the_reconstruction_where_aws_operates_anything(path: Path) -> None:
    assert parts(path, "9.2.1") == {
        "cloud": ("aws", "attested", "provider"),
        "shop": ("customer", "modelled", "customer"),
    }
    assert parts(path, "9.2.2")["cloud"] == ("customer", "attested", "customer")
    assert parts(path, "1.2.5.a")["cloud"] == ("customer", "attested", "shared")
    assert parts(path, "8.3.9")["cloud"][1] == "modelled"


def test_what_a_fact_makes_the_entitys_stays_its_own(tmp_path: Path) -> None:
    matrix(tmp_path / "aws.yaml", ROWS, party="aws")
    path = scope(tmp_path, AWS, workloads=WORKLOADS[:1], facts={"own_sites": True})
    assert parts(path, "9.2.1")["cloud"] == ("customer", "attested", "shared")


def test_provenance_counts_it(path: Path, call: Call) -> None:
    found = json.loads(call("provenance", "--scope", path, "--format", "json").stdout)
    cloud, shop = found["workloads"]
    assert (cloud["name"], cloud["attested"], shop["attested"]) == ("cloud", 4, 0)
    assert sum(sum(v for v in row.values() if isinstance(v, int)) for row in found["rows"]) == 464
    assert "cloud: " in call("provenance", "--scope", path).stdout


def test_discrepancies_lists_where_it_and_the_reconstruction_differ(path: Path, call: Call) -> None:
    found: dict[str, Any] = json.loads(call("discrepancies", "--scope", path, "--format", "json").stdout)
    said = {each["id"]: (each["workloads"], each["says"], each["reconstructed"]) for each in found["differences"]}
    assert said["9.2.2"] == (["cloud"], "customer", "provider")
    assert said["8.3.9"][1] == "na"
    assert "9.2.1" not in said
    assert found["test_cases"] == 5
    assert "sheet S, row 4" in call("discrepancies", "--scope", path).stdout


def test_a_scope_without_it_is_told_how_to_name_it(tmp_path: Path, call: Call) -> None:
    done = call("discrepancies", "--scope", scope(tmp_path, {}), COLUMNS="200")
    assert done.returncode == 2
    assert "the scope names no matrix of AWS" in done.stderr
