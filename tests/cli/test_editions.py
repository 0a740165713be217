"""Editions on the command line: scopes of each, what is warned of, and that the edition stated is the one shown."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import TypeAlias

import pytest

from paths import ROOT

Call: TypeAlias = Callable[..., CompletedProcess[str]]
SCOPE = """schema_version: 1
entity: Shop
assessment: merchant
pci_dss: "{edition}"
date: {date}
workloads:
  - {{name: web, account: prod, pattern: abstracted, standing: cde}}
third_parties:
  - {{id: aws, name: Amazon Web Services, aoc: {{date: {date}, version: PCI DSS v4.0.1}}}}
"""
IN_BOTH = {
    "4.0": "Written patching process: critical and high-severity fixes within a month of release",
    "4.0.1": "Written patching process: fixes for critical flaws within a month of release",
}


@pytest.fixture(name="scope")
def _scope(tmp_path: Path) -> Callable[..., Path]:
    """Return a function from an edition and a day to a scope file."""

    def scope(edition: str, date: str = "2026-11-24", more: str = "") -> Path:
        file = tmp_path / f"scope-{edition}.yaml"
        file.write_text(SCOPE.format(edition=edition, date=date) + more, encoding="utf-8")
        return file

    return scope


@pytest.mark.parametrize(
    ("edition", "date", "warned"),
    [
        ("4.0", "2024-12-31", ""),
        ("v4.0", "2025-01-01", "retired on 2024-12-31"),
        ("4.0.1", "2026-11-24", ""),
        ("4.0.1", "2024-06-11", ""),
        ("v4.0.1", "2024-06-10", "published on 2024-06-11, after"),
        ("3.2.1", "2026-11-24", "assessed against 3.2.1, but"),
    ],
)
def test_a_scope_of_a_later_retired_or_unknown_edition_is_warned_and_no_other(
    call: Call, scope: Callable[..., Path], edition: str, date: str, warned: str
) -> None:
    done = call("scope", "check", scope(edition, date))
    codes = ("(edition_retired)", "(edition_later)", "(scope_edition)")
    said = [line for line in done.stdout.splitlines() if line.endswith(codes)]
    assert len(said) == bool(warned)
    assert warned in "".join(said)


@pytest.mark.parametrize("edition", ["4.0", "4.0.1"])
def test_a_scope_is_worded_by_its_edition_and_by_another_if_asked(
    call: Call, scope: Callable[..., Path], edition: str
) -> None:
    other = next(each for each in IN_BOTH if each != edition)
    file = scope(edition)
    for command in (("list", "-r", "6.3.3.a"), ("show", "6.3.3.a")):
        assert IN_BOTH[edition] in call(*command, "--scope", file).stdout
        assert IN_BOTH[other] in call(*command, "--scope", file, "--edition", other).stdout
    document = call("render", "--scope", file).stdout
    assert f"PCI DSS v{edition}, Shop" in document
    assert IN_BOTH[edition] in document
    assert IN_BOTH[other] not in document
    assert ("6.3.3.a, 6.3.3.b, 6.4.3.a" in document) == (edition == "4.0.1")
    assert ("Changed by this edition: The one-month limit" in document) == (edition == "4.0.1")


def test_without_a_scope_v4_0_is_shown_and_the_check_is_always_in_its_edition(call: Call) -> None:
    assert IN_BOTH["4.0"] in call("list", "-r", "6.3.3.a").stdout
    assert IN_BOTH["4.0.1"] in call("list", "-r", "6.3.3.a", "--edition", "PCI DSS v4.0.1").stdout
    rows = [json.loads(call("totals", "-f", "json", *more).stdout) for more in ((), ("--edition", "4.0.1"))]
    assert rows[0] == rows[1]
    assert call("check").returncode == 0
    refused = call("list", "--edition", "5")
    assert refused.returncode == 2
    assert "'5' is not one of: 4.0, 4.0.1" in refused.stderr


def test_a_summary_in_either_edition_is_verified(call: Call, scope: Callable[..., Path], tmp_path: Path) -> None:
    file = scope("4.0.1")
    for number, options in enumerate(([], ["--edition", "4.0"], ["--edition", "4.0.1"])):
        for subject in ([], ["--scope", file]):
            summary = tmp_path / f"{number}{len(subject)}.json"
            assert call("render", "-o", summary, *options, *subject).returncode == 0
            assert call("verify", summary, *subject).returncode == 0, (options, subject)


@pytest.mark.parametrize(("edition", "code"), [("4.0", 2), ("4.0.1", 0)])
def test_3_5_1_2_is_eligible_for_the_customized_approach_in_v4_0_1_alone(
    call: Call, scope: Callable[..., Path], edition: str, code: int
) -> None:
    approach = 'approaches:\n  - {requirement: "3.5.1.2", approach: customized, reference: Matrix 1}\n'
    assert call("scope", "check", scope(edition, more=approach)).returncode == code


def test_what_changes_for_an_entity_leaves_out_what_does_not_apply_to_it(
    call: Call, scope: Callable[..., Path]
) -> None:
    done = call("diff", scope("4.0"), "--edition", "4.0", "4.0.1", "-f", "json")
    assert done.returncode == 1
    changed = {each["case"]: each for each in json.loads(done.stdout)["test_cases"]}
    assert changed["6.3.3.a"]["old_summary"].startswith(IN_BOTH["4.0"])
    assert changed["6.3.3.a"]["new_summary"].startswith(IN_BOTH["4.0.1"])
    assert "critical vulnerabilities only" in changed["6.3.3.a"]["says"]
    assert "12.9.1" not in changed  # of service providers only
    assert call("diff", scope("4.0"), "--edition", "4.0", "4.0").returncode == 0
    for wrong in (
        ("diff", scope("4.0"), scope("4.0.1"), "--edition", "4.0", "4.0.1"),
        ("diff", scope("4.0")),
        ("diff", ROOT / "data/requirements.yaml", "--edition", "4.0", "4.0.1"),
        ("diff", scope("4.0"), "--edition", "4.0", "9"),
    ):
        assert call(*wrong).returncode == 2
