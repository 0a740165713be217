"""Matrices of invented providers in public shapes, with their right readings."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import jsonschema
import pytest
import yaml

from pcimatrix.schema import schema_of

CASES = Path(__file__).parent / "cases"
Call = Callable[..., "CompletedProcess[str]"]


def _without_reasons(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert all(row["why"] for row in rows)
    return [{key: value for key, value in row.items() if key != "why"} for row in rows]


@pytest.mark.parametrize("name", ["example-cdn.csv", "example-psp.xlsx", "example-script-guard.xlsx"])
@pytest.mark.parametrize("party", ["by_id", "acme"])
def test_a_case_is_read_as_it_should_be(name: str, party: str, call: Call) -> None:
    stem = name.rpartition(".")[0]
    right = json.loads((CASES / f"{stem}.json").read_text(encoding="utf-8"))
    identifier = stem.replace("-", "_") if party == "by_id" else party
    done = call("matrix", "import", CASES / name, "--party", identifier, "--dry-run", "--format", "json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found.keys() == {"schema_version", "taken", "not_taken"}
    assert found["taken"] == right["taken"]
    assert _without_reasons(found["not_taken"]) == _without_reasons(right["not_taken"])


@pytest.mark.parametrize("name", ["example-cdn.csv", "example-psp.xlsx"])
def test_a_matrix_file_names_its_source_and_the_row_of_each_line(name: str, call: Call, tmp_path: Path) -> None:
    file = tmp_path / "matrix.yaml"
    done = call("matrix", "import", CASES / name, "--party", "acme", "--output", file)
    assert (done.returncode, done.stdout) == (0, "")
    values = yaml.safe_load(file.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema_of("matrix")).validate(values)
    assert (values["party"], values["edition"], values["source"]["file"]) == ("acme", "4.0.1", name)
    assert len(values["source"]["sha256"]) == 64
    assert all(each["row"] and "sheet" in each for each in values["rows"])


def test_what_is_understood_and_what_is_not_taken_is_told(call: Call, tmp_path: Path) -> None:
    done = call("matrix", "import", CASES / "example-psp.xlsx", "--party", "psp", "-o", tmp_path / "m.yaml")
    for said in (
        "PCI DSS v4.0.1",
        "Sheet Responsibilities, header in row 5:",
        "C Example PSP: marks of the provider",
        "row 20: 6.3.3: N/A and a party are both marked",
        "rows 1, 2, 4, 5, 6, 10, 17, 21, 26, 29, 35, 36",
    ):
        assert said in done.stderr


def test_every_row_is_taken_or_told(call: Call) -> None:
    done = call("matrix", "import", CASES / "example-cdn.csv", "--party", "cdn", "--dry-run", "-f", "json")
    found = json.loads(done.stdout)
    rows = {each["row"] for key in ("taken", "not_taken") for each in found[key]}
    assert rows == set(range(1, 63)) - {3, 11, 16, 20, 26, 33, 41, 46, 51, 57, 61}


def test_usage_is_checked(call: Call, tmp_path: Path) -> None:
    file = CASES / "example-cdn.csv"
    for arguments, said in (
        (("--party", "Example-CDN"), "did you mean 'example_cdn'?"),
        (("--party", "customer"), "reserved"),
        (("--party", "acme", "--format", "json"), "only --dry-run has a format"),
        (("--party", "acme", "--dry-run", "-o", tmp_path / "x"), "writes no file"),
    ):
        done = call("matrix", "import", file, *arguments, COLUMNS="200")
        assert done.returncode == 2
        assert said in done.stderr
    assert list(tmp_path.iterdir()) == []
