"""Matrices that third parties of a scope name: what they do to owners and duties, and what contradicts them."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import yaml

from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Basis
from pcimatrix.errors import InputError
from pcimatrix.ownership.totals import tally
from pcimatrix.ownership.traces import Effective
from pcimatrix.scope.cautions import cautions
from pcimatrix.scope.expected import drift
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import LoadedScope, load_scope
from pcimatrix.session.impact import ground
from pcimatrix.session.outcome import to_values
from pcimatrix.session.replay import replay
from pcimatrix.session.start import Session
from provider_scopes import matrix, scope

LOADED, FACTS = load(), shipped_facts()
ROWS = [
    {"id": "8.3.6", "responsibility": "provider", "row": 2},
    {"id": "8.3.4", "responsibility": "shared", "row": 3},
    {"id": "1.2.5", "responsibility": "customer", "row": 4},
    {"id": "8.3.2", "responsibility": "customer", "row": 5},
    {"id": "8.3.2.a", "responsibility": "provider", "row": 6},
    {"id": "8.3.7", "responsibility": "provider", "row": 7, "service": "Sign-in"},
    {"id": "8.3.9", "responsibility": "na", "row": 8},
]


def loaded(path: Path) -> LoadedScope:
    return load_scope(str(path), LOADED.catalogue, LOADED.patterns, FACTS)


def traces(path: Path) -> dict[str, Effective]:
    return dict(scope_matrix(LOADED, loaded(path)).traces)


def codes(path: Path) -> list[tuple[str, str]]:
    found = cautions(LOADED.catalogue, LOADED.patterns, FACTS, loaded(path).scope)
    return [(each.code, each.message) for each in found if each.code.startswith("matrix")]


def test_owners_rest_on_the_matrix_with_sheet_and_row(tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", ROWS)
    found = traces(scope(tmp_path, {"matrix": "acme.yaml"}))
    own = found["8.3.6"].cell.ownership
    assert (own.holder, own.basis, own.responsibility) == ("acme", Basis.ATTESTED, "provider")
    assert own.reason == "Acme's, by the matrix of Acme (acme.csv, sheet S, row 2)"
    assert any(
        step.endswith("By the matrix of Acme (acme.csv, sheet S, row 2): provider") for step in found["8.3.6"].lines
    )
    shared = found["8.3.4.a"].cell.ownership
    assert (shared.holder, shared.basis, shared.responsibility) == ("customer", Basis.ATTESTED, "shared")
    sources = {duty.party: duty.source for duty in shared.duties}
    assert all("sheet S, row 3" in sources[party] for party in ("customer", "acme"))


def test_what_is_the_customers_or_not_applicable_stays_as_it_is(tmp_path: Path) -> None:
    without = traces(scope(tmp_path, {}))
    matrix(tmp_path / "acme.yaml", ROWS)
    found = traces(scope(tmp_path, {"matrix": "acme.yaml"}))
    for case in ("1.2.5.a", "8.3.9"):
        assert found[case].cell == without[case].cell
        assert "so the owner stays" in found[case].lines[-2]
    assert found["8.3.1.a"] == without["8.3.1.a"]


def test_a_row_for_a_test_case_is_nearer_than_one_for_its_requirement(tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", ROWS)
    found = traces(scope(tmp_path, {"matrix": "acme.yaml"}))
    assert [found[case].cell.ownership.holder for case in ("8.3.2.a", "8.3.2.b")] == ["acme", "customer"]


def test_a_row_for_a_service_waits_until_it_is_in_use(tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", ROWS)
    path = scope(tmp_path, {"matrix": "acme.yaml"})
    assert traces(path)["8.3.7"].cell.ownership.holder == "customer"
    assert codes(path) == [
        ("matrix_services", "Acme: 1 row of its matrix holds only for Sign-in; name what you use under its services")
    ]
    path = scope(tmp_path, {"matrix": "acme.yaml", "services": ["sign-in"]})
    assert traces(path)["8.3.7"].cell.ownership.holder == "acme"
    assert codes(path) == []


def test_services_together_are_shared_if_both_parties_have_a_part(tmp_path: Path) -> None:
    rows = [
        {"id": "8.3.6", "responsibility": "provider", "row": 2, "service": "CDN"},
        {"id": "8.3.6", "responsibility": "customer", "row": 2, "service": "WAF"},
        {"id": "8.3.6", "responsibility": "na", "row": 2, "service": "Mail"},
    ]
    matrix(tmp_path / "acme.yaml", rows)
    found = traces(scope(tmp_path, {"matrix": "acme.yaml", "services": ["CDN", "WAF", "Mail"]}))
    assert found["8.3.6"].cell.ownership.responsibility == "shared"
    found = traces(scope(tmp_path, {"matrix": "acme.yaml", "services": ["CDN", "Mail"]}))
    assert found["8.3.6"].cell.ownership.responsibility == "provider"


def test_a_matrix_can_be_for_some_workloads(tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", ROWS)
    found = traces(scope(tmp_path, {"matrix": {"file": "acme.yaml", "workloads": ["two"]}}))["8.3.6"]
    assert {name: part.party for name, part in found.parts.items()} == {"one": None, "two": "acme"}
    assert (found.cell.ownership.holder, found.cell.ownership.responsibility) == ("customer", "shared")


def test_what_the_scope_says_itself_is_nearer_and_a_contradiction_is_told(tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", ROWS[:4])
    decision = {"within": "8.3.6", "owner": "customer", "reason": "We do", "by": "CISO", "date": "2026-01-01"}
    owns = [{"within": ["1.2.5"]}, {"within": ["8.3.4"], "residual": "Set it"}]
    path = scope(tmp_path, {"matrix": "acme.yaml", "owns": owns}, decisions=[decision])
    found = traces(path)
    assert (found["1.2.5.a"].cell.ownership.basis, found["8.3.6"].cell.ownership.basis) == ("agreement", "decision")
    assert codes(path) == [
        (
            "matrix_contradicts",
            "the takeover of 1.2.5 wins over the matrix of Acme, which says otherwise of 1.2.5.a, 1.2.5.b",
        ),
        ("matrix_contradicts", "the decision on 8.3.6 wins over the matrix of Acme, which says otherwise of 8.3.6"),
    ]


def test_a_fact_that_a_test_case_does_not_apply_wins(tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", [{"id": "9.5.1", "responsibility": "provider", "row": 2}])
    path = scope(tmp_path, {"matrix": "acme.yaml"}, facts={"poi_devices": False})
    assert traces(path)["9.5.1"].cell.ownership.holder == "na"


@pytest.mark.parametrize(
    ("change", "named", "said"),
    [
        ({}, "gone.yaml", "gone.yaml: no such file"),
        ({"party": "other"}, "acme.yaml", "the matrix is of 'other'; import it again with --party acme"),
        ({"edition": "3.2.1"}, "acme.yaml", r"acme.yaml:1:10: the matrix is of PCI DSS v3\.2\.1"),
        ({"source": 1}, "acme.yaml", "acme.yaml:[0-9:]+ found the number 1; expected a mapping"),
        ({}, {"file": "acme.yaml", "sha256": "1" * 64}, "'acme.yaml' has changed since it was recorded"),
    ],
)
def test_a_matrix_that_cannot_be_used_is_told(change: dict[str, Any], named: Any, said: str, tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", ROWS, **change)
    with pytest.raises(InputError, match=said):
        loaded(scope(tmp_path, {"matrix": named}))


def test_an_unknown_id_of_a_matrix_has_its_place(tmp_path: Path) -> None:
    file = matrix(tmp_path / "acme.yaml", [{"id": "8.3.66", "responsibility": "provider", "row": 2}])
    with pytest.raises(InputError, match=r"acme\.yaml:\d+:\d+: unknown id '8.3.66'"):
        loaded(scope(tmp_path, {"matrix": file.name}))


def test_the_digest_of_a_scope_is_of_its_matrices_as_well(tmp_path: Path) -> None:
    file = matrix(tmp_path / "acme.yaml", ROWS)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    path = scope(tmp_path, {"matrix": {"file": "acme.yaml", "sha256": digest}})
    before = loaded(path).digest
    path = scope(tmp_path, {"matrix": "acme.yaml"})
    first = loaded(path).digest
    matrix(tmp_path / "acme.yaml", ROWS[:2])
    assert len({before, first, loaded(path).digest}) == 3


def test_a_summary_of_an_imported_matrix_is_rendered(
    call: Callable[..., "CompletedProcess[str]"], tmp_path: Path
) -> None:
    sheet = tmp_path / "acme.csv"
    sheet.write_text("Requirement,Acme,Customer\n8.3.6,X,\n8.3.4,X,X\n", encoding="utf-8")
    done = call("matrix", "import", sheet, "--party", "acme", "-o", tmp_path / "acme.yaml")
    assert done.returncode == 0, done.stderr
    path = scope(tmp_path, {"matrix": "acme.yaml"})
    done = call("render", "--scope", path, "--format", "markdown")
    assert done.returncode == 0, done.stderr
    assert "| 8.3.6 | third\\_party (Acme) | attested |" in done.stdout
    assert "matrix of Acme (acme.csv, row 2)" in done.stdout
    digest = hashlib.sha256(sheet.read_bytes()).hexdigest()
    assert f"acme.csv, SHA-256 {digest[:16]}…" in done.stdout


def test_duties_are_in_the_words_of_the_matrix_if_it_has_them(tmp_path: Path) -> None:
    row = {"id": "8.3.6", "responsibility": "shared", "row": 2, "provider_does": "We check", "customer_does": "You set"}
    matrix(tmp_path / "acme.yaml", [row])
    duties = traces(scope(tmp_path, {"matrix": "acme.yaml"}))["8.3.6"].cell.ownership.duties
    said = {duty.party: (duty.does, duty.source) for duty in duties}
    assert said["acme"] == ("We check", "matrix of Acme (acme.csv, sheet S, row 2)")
    assert said["customer"] == ("You set", "matrix of Acme (acme.csv, sheet S, row 2)")


def test_a_matrix_for_an_unknown_workload_is_refused(tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", ROWS)
    with pytest.raises(InputError, match="unknown workload 'tow'; did you mean 'two'"):
        loaded(scope(tmp_path, {"matrix": {"file": "acme.yaml", "workloads": ["tow"]}}))


def test_an_edit_keeps_a_matrix_and_follows_its_workloads(tmp_path: Path) -> None:
    matrix(tmp_path / "acme.yaml", ROWS)
    path = scope(tmp_path, {"matrix": {"file": "acme.yaml", "workloads": ["two"]}})
    own = loaded(path)
    session = Session(ground(LOADED), own.document.values, attested=own.scope.attested)
    answers = replay(session, {"workloads.2.name": "second"}, whole=True).answers
    values = to_values(session, answers)
    assert values["third_parties"][0]["matrix"] == {"file": "acme.yaml", "workloads": ["second"]}
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    found = traces(path)["8.3.6"]
    assert {name: part.party for name, part in found.parts.items()} == {"one": None, "second": "acme"}
    expected = loaded(path).scope.expected
    assert expected is not None
    assert drift(tally(each.cell for each in traces(path).values()), expected) == []


def test_a_setting_follows_the_workloads_of_a_matrix(
    tmp_path: Path, call: Callable[..., "CompletedProcess[str]"]
) -> None:
    matrix(tmp_path / "acme.yaml", ROWS)
    path = scope(tmp_path, {"matrix": {"file": "acme.yaml", "workloads": ["two"]}})
    done = call("scope", "set", path, "workloads.two.name=second")
    assert done.returncode == 0, done.stderr
    assert loaded(path).document.values["third_parties"][0]["matrix"]["workloads"] == ["second"]
