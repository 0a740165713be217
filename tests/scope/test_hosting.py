"""Workloads that a third party hosts: owners and duties by its name, warnings, edits, and every output."""

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.totals import tally
from pcimatrix.ownership.traces import Effective
from pcimatrix.reports import writer
from pcimatrix.scope.model import Scope, scope_of
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.yamlio.parser import parse_yaml
from summaries import pattern_summary, scope_summary

LOADED, FACTS = load(), shipped_facts()
TEXT = """\
schema_version: 1
entity: Shop
assessment: merchant
pci_dss: "4.0.1"
date: 2025-01-31
reading: layers
facts: {own_sites: false}
workloads:
  - {name: office, account: tenant 12, pattern: hosted, provider: host, standing: connected, services: [Ledger]}
third_parties:
  - {id: host, name: Example Hosting, services: [Ledger], aoc: {date: 2024-05-31, version: PCI DSS v4.0.1}}
"""
WEB = "  - {name: web, account: prod, pattern: fargate, standing: cde}\n"


def loaded(text: str) -> Scope:
    return scope_of(parse_yaml(text.encode(), "scope.yaml"), LOADED.catalogue, LOADED.patterns, FACTS).scope


def resolved(scope: Scope) -> list[Effective]:
    return resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope)


@cache
def hosted() -> list[Effective]:
    return resolved(loaded(TEXT))


def test_the_layers_give_the_third_party_what_only_it_operates() -> None:
    found = tally(matrix(LOADED.catalogue, LOADED.patterns, "hosted"))
    assert found.aws == 0 < found.third_party
    assert found.customer + found.third_party + found.na == found.test_cases
    # It does for the entity what AWS does for serverless, if that is read by its layers.
    for case in LOADED.catalogue.test_cases():
        serverless = LOADED.patterns.operator("abstracted", case.layers)
        as_hosted = {Owner.AWS: Owner.THIRD_PARTY}.get(serverless, serverless)
        assert LOADED.patterns.operator("hosted", case.layers) is as_hosted, case.id


def test_owner_and_duties_have_the_name_of_the_provider_and_rest_on_our_judgement() -> None:
    found = {each.cell.case.id: each for each in hosted()}
    own = found["9.2.1"].cell.ownership
    assert (own.holder, own.owner, own.basis) == ("host", Owner.THIRD_PARTY, Basis.MODELLED)
    assert "Example Hosting's under this pattern" in own.reason
    assert [(each.party, each.source) for each in own.duties] == [("host", "our judgement")]
    assert own.duties[0].does.startswith("Example Hosting guards")
    shared = found["8.3.4.a"].cell.ownership
    assert [each.party for each in shared.duties] == ["customer", "host"]
    assert shared.duties[0].does == (
        "Set the lockout if the platform lets you, else have Example Hosting show it: 10 failed attempts at most"
    )
    for each in hosted():
        assert {duty.party for duty in each.cell.ownership.duties} <= {"customer", "host"}
        assert "third party" not in each.cell.ownership.reason


def test_facts_and_takeovers_come_before_the_provider() -> None:
    sites = {each.cell.case.id: each for each in resolved(loaded(TEXT.replace("own_sites: false", "own_sites: true")))}
    assert sites["9.2.1"].cell.ownership.holder == "customer"
    assert [each.party for each in sites["9.2.1"].cell.ownership.duties] == ["customer", "host"]
    taken = TEXT + '  - {id: guard, name: Example Guard, owns: [{within: ["9.2.1"]}]}\n'
    assert {each.cell.case.id: each for each in resolved(loaded(taken))}["9.2.1"].cell.ownership.holder == "guard"


def test_workloads_of_several_providers_are_each_their_own_providers() -> None:
    other = "  - {name: shop, account: tenant 7, pattern: hosted, provider: other, standing: cde}\n"
    text = TEXT.replace("third_parties:\n", f"{other}third_parties:\n  - {{id: other, name: Other Hosting}}\n")
    found = [each for each in resolved(loaded(text)) if each.cell.ownership.owner is Owner.THIRD_PARTY]
    assert found
    for each in found:
        assert {name: part.party for name, part in each.parts.items()} == {"office": "host", "shop": "other"}
        assert {duty.party for duty in each.cell.ownership.duties} >= {"host", "other"}


PATTERNS = st.lists(st.sampled_from(LOADED.patterns.names()), min_size=1, max_size=3)


@costly(6)
@given(PATTERNS, st.sampled_from(LOADED.patterns.names()))
def test_one_more_workload_takes_no_duty_from_the_customer(before: list[str], added: str) -> None:
    def scope(names: list[str]) -> Scope:
        listed = [
            f"  - {{name: w{number}, account: a, pattern: {name}, standing: cde"
            + (", provider: host" if name == "hosted" else "")
            + "}\n"
            for number, name in enumerate(names)
        ]
        head, _, tail = TEXT.partition("  - {name: office")
        return loaded(head + "".join(listed) + tail.partition("\n")[2])

    for old, new in zip(resolved(scope(before)), resolved(scope([*before, added])), strict=True):
        had, has = ({duty.party for duty in each.cell.ownership.duties} for each in (old, new))
        assert had & {"customer"} <= has, old.cell.case.id
        if old.cell.ownership.owner is Owner.CUSTOMER:
            assert new.cell.ownership.owner is Owner.CUSTOMER


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        (("", ""), []),
        (("services: [Ledger], aoc", "services: [Payroll], aoc"), ["aoc_services"]),
        ((", aoc: {date: 2024-05-31, version: PCI DSS v4.0.1}", ""), ["aoc_missing"]),
        (("third_parties:", WEB + "third_parties:"), ["aoc_missing"]),
    ],
)
def test_what_the_providers_aoc_does_not_cover_is_warned_of(
    change: tuple[str, str], codes: list[str], call: Any, tmp_path: Any
) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text(TEXT.replace(*change), encoding="utf-8")
    [examined] = json.loads(call("check", "--scope", file, "-f", "json").stdout)["files"]
    assert [each["code"] for each in examined["findings"]] == codes


def test_a_provider_keeps_its_workload_when_it_is_renamed(call: Any, tmp_path: Any) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text(TEXT, encoding="utf-8")
    assert call("scope", "set", file, "third_parties.host.id=acme").returncode == 0
    assert "provider: acme" in file.read_text(encoding="utf-8")
    refused = call("scope", "set", file, "--remove", "third_parties.acme")
    assert refused.returncode == 2
    assert "unknown third party 'acme'" in refused.stderr


def test_every_command_names_the_provider(call: Any, tmp_path: Any) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text(TEXT.replace("third_parties:", WEB + "third_parties:"), encoding="utf-8")
    rows = json.loads(call("totals", "--scope", file, "--by", "workload", "-f", "json").stdout)["rows"]
    assert [(row["id"], row["third_party"] > 0, row["aws"] > 0) for row in rows] == [
        ("office", True, False),
        ("web", False, True),
    ]
    assert ",host" in call("list", "--scope", file, "-r", "9.2.1", "-f", "csv").stdout
    assert "Example Hosting guards" in " ".join(call("show", "9.2.1", "--scope", file).stdout.split())
    compared = json.loads(call("compare", "abstracted", "--scope", file, "-f", "json").stdout)
    assert {each["cause"] for each in compared["moves"] if each["after"] == "third_party"} == {"workload"}


def test_without_a_scope_the_holder_is_a_third_party(call: Any) -> None:
    data = json.loads(call("totals", "-p", "hosted", "-f", "json").stdout)
    assert data["total"]["third_party"] == tally(matrix(LOADED.catalogue, LOADED.patterns, "hosted")).third_party
    assert sum(each for name, each in data["total"].items() if name != "test_cases") == data["total"]["test_cases"]
    [case] = json.loads(call("list", "-p", "hosted", "-r", "9.2.1", "-f", "json").stdout)["test_cases"][:1]
    assert (case["owner"], case["party"]) == ("third_party", None)
    assert " third party, " in call("compare", "abstracted", "hosted").stdout
    assert " third party, " in call("compare", "hosted", "abstracted", "--totals").stdout


@pytest.mark.parametrize("name", ["markdown", "html", "csv", "json", "ciso-assistant", "oscal"])
def test_documents_count_and_name_the_provider(name: str) -> None:
    own = scope_of(parse_yaml(TEXT.encode(), "scope.yaml"), LOADED.catalogue, LOADED.patterns, FACTS)
    assert "Example Hosting guards" in str(writer("summaries", name)(scope_summary(LOADED, own)))
    pattern = pattern_summary(LOADED, "hosted")
    text = str(writer("summaries", name)(pattern))
    assert "The provider guards" in text
    if name in {"markdown", "html"}:
        assert "Third party" in text
    assert len(cells(hosted())) == pattern.totals.whole.test_cases
