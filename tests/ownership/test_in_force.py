"""Matrices as of a day, before and after future-dated requirements were required and older ones superseded."""

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any, TypeAlias

import pytest

import pcimatrix
from paths import ROOT
from pcimatrix.catalogue.loader import load, shipped_timeline
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.in_force import as_of, count, mark

Call: TypeAlias = Callable[..., CompletedProcess[str]]
LOADED = load()
TIMELINE = shipped_timeline()
CASES = {case.id: case for case in LOADED.catalogue.test_cases()}
BEFORE, AFTER = "2025-03-30", "2025-03-31"
SCOPE = """schema_version: 1
entity: Shop
assessment: {kind}
pci_dss: "4.0.1"
date: {date}
facts: {{public_web_applications: yes}}
workloads:
  - {{name: web, account: prod, pattern: infrastructure, standing: cde}}
third_parties:
  - {{id: aws, name: Amazon Web Services, aoc: {{date: 2025-01-31, version: PCI DSS v4.0.1}}}}
"""


@pytest.mark.parametrize(
    ("case", "provider", "before", "after"),
    [
        ("1.1.1", None, "", ""),
        ("6.4.1", None, "", "Superseded by 6.4.2 since 2025-03-31, so it does not apply"),
        ("6.4.2", None, "A best practice until 2025-03-31", ""),
        ("3.2.1.a", False, "In part a best practice until 2025-03-31: SAD that waits for authorization is covered", ""),
        ("10.7.3.a", False, "A best practice until 2025-03-31", ""),
        ("10.7.3.a", True, "", ""),
        ("10.7.3.a", None, "A best practice until 2025-03-31, but required of service providers", ""),
    ],
)
def test_what_a_test_case_is_on_a_day(case: str, provider: bool | None, before: str, after: str) -> None:
    for day, says in ((BEFORE, before), (AFTER, after)):
        found = mark(CASES[case], TIMELINE, day, service_provider=provider)
        assert (found.says if found else "") == says


def test_a_patterns_matrix_as_of_a_day_keeps_its_owners_but_for_what_is_superseded() -> None:
    cells = matrix(LOADED.catalogue, LOADED.patterns, "abstracted")
    before, after = as_of(cells, TIMELINE, BEFORE), as_of(cells, TIMELINE, AFTER)
    assert [cell.ownership.owner for cell in before] == [cell.ownership.owner for cell in cells]
    moved = [new.case.id for old, new in zip(cells, after, strict=True) if old.ownership != new.ownership]
    assert moved == ["6.4.1", "8.3.10", "10.7.1.a", "10.7.1.b"]
    assert count(after, TIMELINE, AFTER)[1:] == (0, 0, 4, 3)
    assert count(cells, TIMELINE, BEFORE).best_practice_in_part == 10


@pytest.fixture(name="scope")
def _scope(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function from the kind of entity and a day to a scope file."""

    def scope(kind: str, date: str) -> Path:
        file = tmp_path / "scope.yaml"
        file.write_text(SCOPE.format(kind=kind, date=date), encoding="utf-8")
        return file

    return scope


def before_and_after(call: Call, file: Path, *more: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return 6.4.1 and 6.4.2, which supersedes it, as `list` has them in a scope."""
    listed = call("list", "-r", "6.4.1", "-r", "6.4.2", "--scope", file, "-f", "json", *more)
    old, new = json.loads(listed.stdout)["test_cases"]
    return dict(old), dict(new)


@pytest.mark.parametrize("kind", ["merchant", "service_provider"])
def test_a_scope_before_the_change_and_one_after_side_by_side(
    call: Call, scope: Callable[[str, str], Path], kind: str
) -> None:
    for day, other in ((BEFORE, AFTER), (AFTER, BEFORE)):
        file = scope(kind, day)
        for asked, more in ((day, ()), (other, ("--as-of", other))):
            old, new = before_and_after(call, file, *more)
            if asked == BEFORE:
                assert (old["owner"], old["in_force"]) == ("customer", None)
                assert (new["owner"], new["in_force"]) == ("customer", "A best practice until 2025-03-31")
            else:
                assert (old["owner"], old["basis"]) == ("na", "superseded")
                assert old["reason"].startswith("Superseded by 6.4.2 since 2025-03-31")
                assert (new["owner"], new["in_force"]) == ("customer", None)
    totals = json.loads(call("totals", "--scope", file, "-f", "json").stdout)
    counted = {"best_practice": 0, "best_practice_in_part": 0, "superseded": 4}
    assert totals["in_force"] == {"as_of": AFTER, **counted}
    register = call("render", "--scope", file).stdout
    besides = "; 3 of these are for service providers only" if kind == "merchant" else ""
    assert f"As of {AFTER}: 4 are superseded and do not apply{besides}." in register
    assert "| 6.4.1 | Superseded by 6.4.2 since 2025-03-31, so it does not apply |" in register


def test_published_totals_know_no_day_and_the_reference_scope_is_counted_as_published(call: Call) -> None:
    assert "in_force" not in json.loads(call("totals", "-f", "json").stdout)
    own = json.loads(call("totals", "--scope", ROOT / "examples/serverless.yaml", "-f", "json").stdout)
    counted = {name: own["total"][name] for name in ("test_cases", "customer", "aws", "na")}
    assert counted == {"test_cases": 464, "customer": 243, "aws": 198, "na": 23}
    assert own["in_force"]["best_practice"] > 0
    assert own["in_force"]["superseded"] == 0


@pytest.mark.parametrize(
    ("options", "number"),
    [
        (("--future-dated",), 95),
        (("--superseded",), 4),
        (("--milestone", "1"), 24),
        (("--milestone", "1", "--future-dated"), 8),
        (("--recurring",), None),
    ],
)
def test_lists_and_totals_of_what_time_chooses(call: Call, options: tuple[str, ...], number: int | None) -> None:
    listed = json.loads(call("list", *options, "-f", "json").stdout)["test_cases"]
    if number is None:
        assert all(any(frame["kind"] == "recurring" for frame in each["timeframes"]) for each in listed)
        assert {"11.3.1.a", "12.8.4.b"} <= {each["id"] for each in listed}
        return
    counted = json.loads(call("totals", *options, "-f", "json").stdout)["total"]["test_cases"]
    assert len(listed) == counted
    assert counted == number


def test_totals_by_milestone_add_up(call: Call) -> None:
    found = json.loads(call("totals", "--by", "milestone", "-f", "json").stdout)
    assert [row["id"] for row in found["rows"]] == list("123456")
    assert sum(row["test_cases"] for row in found["rows"]) == found["total"]["test_cases"] == 464


def test_a_summary_as_of_a_day_says_so_and_is_verified(
    call: Call, scope: Callable[[str, str], Path], tmp_path: Path
) -> None:
    file = scope("merchant", AFTER)
    for subject in ([], ["--scope", file]):
        summary = tmp_path / f"{len(subject)}.md"
        assert call("render", "-o", summary, "--as-of", "2025-01-31", *subject).returncode == 0
        text = summary.read_text(encoding="utf-8")
        assert "As of 2025-01-31: " in text
        assert "In force: A best practice until 2025-03-31" in text
        assert "How often: Internal vulnerability scans, with rescans: at least every three months" in text
        assert call("verify", summary, *subject).returncode == 0
    assert "milestone 3" in call("show", "6.4.1").stdout
    assert "superseded by 6.4.2 since 2025-03-31" in call("show", "6.4.1").stdout
    assert call("list", "--as-of", "2025-02-30").returncode == 2


def test_the_api_reads_a_pattern_and_a_scope_as_of_a_day() -> None:
    day = dt.date.fromisoformat(AFTER)
    loaded = pcimatrix.load()
    superseded = [case.case.id for case in pcimatrix.matrix(loaded, as_of=day) if case.ownership.basis == "superseded"]
    assert superseded
    assert "superseded" not in {each.ownership.basis for each in pcimatrix.matrix(loaded)}
    own = pcimatrix.load_scope(str(ROOT / "examples/serverless.yaml"), loaded)
    found = [each.case.id for each in pcimatrix.matrix(loaded, own, as_of=day) if each.ownership.basis == "superseded"]
    assert found == superseded
    assert [each.cell for each in pcimatrix.resolve(loaded, own, as_of=day)] == pcimatrix.matrix(
        loaded,
        own,
        as_of=dt.datetime(2025, 3, 31, 12),  # noqa: DTZ001 - a day is all that counts
    )
