"""`validate` on providers' matrix files, given by themselves or named by a scope."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from provider_scopes import matrix, scope

Run = Callable[..., "CompletedProcess[str]"]
ROWS: list[dict[str, Any]] = [
    {"id": "8.3.6", "responsibility": "provider", "row": 2},
    {"id": "8.3.4", "responsibility": "shared", "row": 3, "service": "Portal"},
    {"id": "8.3.4", "responsibility": "customer", "row": 4, "service": "Vault"},
]


def test_a_matrix_file_is_validated(call: Run, tmp_path: Path) -> None:
    file = matrix(tmp_path / "acme.yaml", ROWS)
    done = call("validate", file.name, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "acme.yaml: 3 rows of 2 ids, of acme for PCI DSS v4.0.1 (acme.csv)\n"
    found = json.loads(call("validate", file.name, "--format", "json", cwd=tmp_path).stdout)
    assert found["files"][0]["ok"] is True


@pytest.mark.parametrize(
    ("rows", "head", "said"),
    [
        (ROWS, {"edition": "3.2.1"}, "1:10: the matrix is of PCI DSS v3.2.1; expected one of PCI DSS v4.0.1"),
        (ROWS, {"party": "customer"}, "2:8: 'customer' is reserved; expected the id of a third party, or aws"),
        (ROWS, {"source": {"file": "a.csv", "sha256": "0"}}, "24:11: found '0'; expected text of the form"),
        ([], {}, "3:7: the list is empty; add at least one item"),
        ([{**ROWS[0], "id": "8.3.66"}], {}, "5:7: unknown id '8.3.66'; did you mean '8.3.6'?"),
        (
            [ROWS[0], {**ROWS[0], "responsibility": "na"}],
            {},
            "10:7: duplicate id '8.3.6', as provider and as na; remove one of them, or name the service of each",
        ),
    ],
)
def test_what_is_wrong_in_a_matrix_file_is_one_message(
    rows: list[dict[str, Any]], head: dict[str, Any], said: str, call: Run, tmp_path: Path
) -> None:
    file = matrix(tmp_path / "acme.yaml", rows, **head)
    for named in (file, scope(tmp_path, {"matrix": file.name})):
        done = call("validate", named.name, cwd=tmp_path)
        assert done.returncode == 2
        [line] = done.stdout.splitlines()
        assert line.startswith(f"acme.yaml:{said}")


@pytest.mark.parametrize(
    ("party", "said"),
    [
        ({"matrix": "gone.yaml"}, "matrices/gone.yaml: no such file"),
        ({"matrix": "acme.yaml", "id": "acme_ltd"}, "the matrix is of 'acme'; import it again with --party acme_ltd"),
        ({"matrix": {"file": "acme.yaml", "sha256": "1" * 64}}, "'acme.yaml' has changed since it was recorded"),
        ({"matrix": {"file": "acme.yaml", "sha": "1"}}, "the key 'sha' is not known; did you mean 'sha256'?"),
    ],
)
def test_a_scope_is_told_of_the_matrix_that_it_names(
    party: dict[str, Any], said: str, call: Run, tmp_path: Path
) -> None:
    folder = tmp_path / "matrices"
    folder.mkdir()
    file = matrix(folder / "acme.yaml", ROWS)
    path = scope(folder, party)
    done = call("validate", path.relative_to(tmp_path), cwd=tmp_path)
    assert done.returncode == 2
    [line] = done.stdout.splitlines()
    assert line.startswith("matrices/scope.yaml:")
    assert said in line
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    scope(folder, {"matrix": {"file": "acme.yaml", "sha256": digest}})
    assert call("validate", path.relative_to(tmp_path), cwd=tmp_path).returncode == 0
