"""Warnings on a scope as findings: each once, with its place, in every format, and failing if strict."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

import pytest

from examples import EXAMPLES

HEAD = 'schema_version: 1\nentity: Shop\nassessment: {kind}\npci_dss: "{edition}"\ndate: 2026-11-24\n'
WEB = "workloads:\n  - {name: web, account: prod, pattern: abstracted, standing: cde}\n"
MARKETING = "  - {name: marketing, account: mk, pattern: abstracted, standing: out_of_scope, reason: No account data}\n"
AWS = "third_parties:\n  - {id: aws, name: Amazon Web Services, aoc: {date: 2026-05-31, version: PCI DSS v4.0.1}}\n"
IDP = "  - {{id: idp, name: Identity, aoc: {{date: 2026-02-28, version: PCI DSS v4.0.1}}, owns: [{owns}]}}\n"
STRICT = ("--strict", "--as-of", "2026-11-24")


def scope_text(*parts: str, kind: str = "merchant", edition: str = "4.0.1") -> str:
    """Return a scope file of its head and parts."""
    return HEAD.format(kind=kind, edition=edition) + "".join(parts)


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    return tmp_path / "scope.yaml"


Found: TypeAlias = Callable[[str], list[tuple[str, int]]]


@pytest.fixture(name="found")
def _found(file: Path, call: Any) -> Found:
    """Return a function from a scope's text to the code and the line of each finding."""

    def found(text: str) -> list[tuple[str, int]]:
        file.write_text(text, encoding="utf-8")
        [examined] = json.loads(call("check", "--scope", file, "-f", "json").stdout)["files"]
        assert {each["level"] for each in examined["findings"]} <= {"warning"}
        return [(each["code"], each["line"]) for each in examined["findings"]]

    return found


def test_a_scope_with_nothing_to_look_at_has_no_warning(file: Path, found: Found, call: Any) -> None:
    assert found(scope_text(WEB, AWS)) == []
    assert call("scope", "check", file, *STRICT).returncode == 0


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_on_its_own_date_an_example_has_no_warning(file: Path, call: Any) -> None:
    date = next(line.split()[1] for line in file.read_text("utf-8").splitlines() if line.startswith("date: "))
    assert call("scope", "check", file, "--strict", "--as-of", date).returncode == 0


def test_a_warning_fails_only_if_strict_and_is_silent_if_quiet(file: Path, call: Any) -> None:
    file.write_text(scope_text(WEB, AWS.replace("2026-05-31", "2024-05-31")), encoding="utf-8")
    said = call("scope", "check", file)
    assert said.returncode == 0
    assert (said.stdout + said.stderr).count("older than twelve months") == 1
    assert f"{file}:9:" in said.stdout
    for command in (("scope", "check", file), ("check", "--scope", file)):
        silent = call(*command, "--strict", "--quiet")
        assert silent.returncode == 1
        assert ": warning: " not in silent.stdout + silent.stderr


def test_the_age_of_an_attestation_is_told_by_the_day_asked_for(file: Path, call: Any) -> None:
    file.write_text(scope_text(WEB, AWS), encoding="utf-8")
    assert call("scope", "check", file, "--strict", "--as-of", "2027-05-31").returncode == 0
    assert call("scope", "check", file, "--strict", "--as-of", "2027-06-01").returncode == 1
    assert "--as-of" in call("scope", "check", file, "--as-of", "soon").stderr


@pytest.mark.parametrize(
    ("attested", "edition", "warned"),
    [
        ("PCI DSS v4.0.1", "4.0", False),
        ("v4.0", "PCI DSS 4.0", False),
        ("PCI DSS v3.2.1", "4.0", True),
        ("PCI PIN v3.1", "4.0", True),
        ("PCI DSS v4.0", "4.0.1", True),
    ],
)
def test_an_attestation_to_another_edition_is_warned_of(
    found: Found, attested: str, edition: str, *, warned: bool
) -> None:
    text = scope_text(WEB, AWS.replace("PCI DSS v4.0.1", attested), edition=edition)
    assert ("aoc_edition", 9) in found(text) or not warned
    assert "aoc_edition" not in [code for code, _ in found(text)] or warned


def test_entries_without_effect_are_warned_of(found: Found) -> None:
    outside = IDP.format(owns='{within: ["8.3.6"], workloads: [marketing]}')
    assert found(scope_text(WEB, MARKETING, AWS, outside)) == [("takeover_no_effect", 11)]
    nearer = IDP.format(owns='{within: ["3.5"]}, {within: ["3.5.1", "3.5.1.1", "3.5.1.2", "3.5.1.3"]}')
    effective = IDP.format(owns='{within: ["8.3.6"]}')
    assert found(scope_text(WEB, AWS, effective)) == []
    assert found(scope_text(WEB, AWS, nearer))[:1] == [("takeover_no_effect", 10)]


def test_decisions_without_effect_and_later_than_the_scope_are_warned_of(found: Found) -> None:
    said = "  - {{within: {within}, owner: {owner}, reason: We do it, by: Jo, date: {day}}}\n"
    first = said.format(within="'12.1.1'", owner="customer", day="2026-11-01")
    second = said.format(within="'12.1.1'", owner="aws", day="2026-11-25")
    assert found(scope_text(WEB, AWS, "decisions:\n", first)) == [("decision_no_effect", 11)]
    both = found(scope_text(WEB, AWS, "decisions:\n", first, second))
    assert both == [("decision_date", 12), ("decision_no_effect", 11)]


def test_multi_tenancy_is_told_of_to_providers_and_merchants(file: Path, found: Found, call: Any) -> None:
    facts = "facts: {multi_tenant: yes}\n".replace("yes", "true")
    for kind, said in (("service_provider", "Appendix A1 applies"), ("merchant", "no effect")):
        assert found(scope_text(facts, WEB, AWS, kind=kind)) == [("multi_tenant", 6)]
        assert said in call("scope", "check", file).stdout
        assert ("Appendix A1" in call("render", "--scope", file).stdout) is (kind == "service_provider")


def test_every_format_has_the_warnings_as_such(file: Path, call: Any) -> None:
    file.write_text(scope_text(WEB, AWS.replace("2026-05-31", "2024-05-31")), encoding="utf-8")

    def written(name: str, *options: str) -> str:
        text: str = call("check", "--scope", file, "-f", name, *options).stdout
        return text

    [result] = json.loads(written("sarif"))["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("aoc_date", "warning")
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == 9
    [issue] = json.loads(written("gitlab"))
    assert (issue["severity"], issue["location"]["lines"]["begin"]) == ("minor", 9)
    assert written("github").startswith("::warning file=")
    suite = ET.fromstring(written("junit")).find("testsuite")
    strict = ET.fromstring(written("junit", "--strict")).find("testsuite")
    assert suite is not None
    assert strict is not None
    assert (suite.get("failures"), strict.get("failures")) == ("0", "1")
    assert "older than" in (suite.findtext("testcase/system-out") or "")


@pytest.mark.parametrize(
    ("facts", "workload", "warned"),
    [
        ("{poi_devices: true}", "", [("sites_missing", 6)]),
        ("{electronic_media: true, own_sites: false}", "", [("sites_missing", 6)]),
        ("{}", "facts: {wireless_in_cde: true}", [("sites_missing", 8)]),
        ("{poi_devices: true, own_sites: true}", "", []),
        ("{poi_devices: true}", "facts: {own_sites: true}", []),
        ("{poi_devices: true}", "facts: {poi_devices: false}", []),
        ("{poi_devices: false, physical_media: false, wireless_networks: false}", "", []),
    ],
)
def test_devices_and_media_at_no_site_are_warned_of(
    facts: str, workload: str, warned: list[tuple[str, int]], found: Found
) -> None:
    web = WEB.replace("standing: cde", f"standing: cde, {workload}") if workload else WEB
    assert found(scope_text(f"facts: {facts}\n", web, AWS)) == warned
    shop = "  - {name: shop, account: shops, pattern: on_premises, standing: cde}\n"
    assert found(scope_text(f"facts: {facts}\n", web, shop, AWS)) == []
    outside = shop.replace("cde}", "out_of_scope, reason: Sold}")
    assert found(scope_text(f"facts: {facts}\n", web, outside, AWS)) == warned
