"""The OSCAL system security plan of a scope."""

import json
import subprocess
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from oscal_documents import (
    FORMATS,
    IDS,
    SCOPES,
    changed_scope,
    dangling,
    data_of,
    does,
    escaped,
    has_prop,
    ids_of,
    nodes,
    own_scope,
    prop,
    read,
    read_back,
    said_tally,
    summary_of,
    tally_of,
)
from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Owner
from pcimatrix.errors import FormatError
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries._oscal_system import NOT_STATED
from pcimatrix.scope.model import Scope

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize("name", SCOPES)
def test_a_plan_reads_back_to_the_scope(name: str) -> None:
    plan = read_back("oscal-ssp", name)
    summary, scope = summary_of(name), own_scope(name).scope
    whole = summary.totals.whole
    required = plan.control_implementation.implemented_requirements
    assert [prop(each, "test-case") for each in required] == ids_of(name)
    assert tally_of(required) == said_tally(plan) == whole
    titles = {each.uuid: each.title for each in plan.system_implementation.components}
    assert list(titles.values()) == [
        "This System", *(each.name for each in scope.in_scope()), *(each.name for each in scope.third_parties),
    ]  # fmt: skip
    systems = [each.by_components[0] for each in required]
    assert {titles[each.component_uuid] for each in systems} == {"This System"}
    for each, cell in zip(systems, summary.cells, strict=True):
        providers = [duty for duty in cell.ownership.duties if duty.party != "customer"]
        assert len(each.inherited or ()) == len(providers), cell.case.id
        left = bool(providers and does(cell, "customer")) or bool(cell.ownership.residual)
        assert bool(each.satisfied) == left, cell.case.id
    assert sum(bool(each.implementation_status) for each in systems) == whole.na
    names = {each.id: each.name for each in scope.third_parties}
    theirs = Counter(
        titles[part.component_uuid]
        for each in required
        for part in each.by_components
        if not titled(part, titles, scope)
    )
    assert theirs == Counter(
        names[duty.party] for cell in summary.cells for duty in cell.ownership.duties if duty.party != "customer"
    )


def titled(part: Any, titles: dict[str, str], scope: Scope) -> bool:
    """Tell whether a part is the system's own, or one of its workloads'."""
    return titles[part.component_uuid] in {"This System", *(each.name for each in scope.in_scope())}


@pytest.mark.parametrize("name", SCOPES)
def test_a_plan_exports_nothing_since_its_providers_are_no_part_of_what_it_gives_on(name: str) -> None:
    document = data_of("oscal-ssp", name)
    assert not [node for node in nodes(document) if {"export", "provided-uuid", "responsibility-uuid"} & node.keys()]


@pytest.mark.parametrize("name", SCOPES)
def test_a_plan_says_where_each_control_comes_from(name: str) -> None:
    required = read_back("oscal-ssp", name).control_implementation.implemented_requirements
    for each, cell in zip(required, summary_of(name).cells, strict=True):
        found = {one.value for one in each.props if one.name == "control-origination" and one.ns is None}
        expected = {"organization"} if does(cell, "customer") or cell.ownership.residual else set()
        expected |= {"inherited"} if any(duty.party != "customer" for duty in cell.ownership.duties) else set()
        assert found == expected, cell.case.id
        assert {one.name for one in each.props if one.ns is None} <= {"control-origination"}


@pytest.mark.parametrize("name", SCOPES)
def test_a_plan_has_the_whole_trace_and_says_why_what_does_not_apply(name: str) -> None:
    summary = summary_of(name)
    plan = read_back("oscal-ssp", name)
    titles = {each.uuid: each.title for each in plan.system_implementation.components}
    for each, cell in zip(plan.control_implementation.implemented_requirements, summary.cells, strict=True):
        workloads = [part for part in each.by_components[1:] if titled(part, titles, own_scope(name).scope)]
        trace = [
            f"{titles[part.component_uuid]}: {step}" for part in workloads for step in part.description.split("\n\n")
        ]
        assert (*trace, *each.remarks.split("\n\n")) == tuple(map(escaped, summary.trace(cell)))
        if cell.ownership.owner is Owner.NA:
            status = each.by_components[0].implementation_status
            assert (str(status.state), status.remarks) == ("not-applicable", escaped(cell.ownership.reason))


def test_a_third_party_with_an_aoc_is_a_leveraged_authorization_of_its_date() -> None:
    plan = data_of("oscal-ssp", "mixed")["system-security-plan"]
    leveraged = plan["system-implementation"]["leveraged-authorizations"]
    scope = own_scope("mixed").scope
    assert [each["date-authorized"] for each in leveraged] == [
        each.aoc.date for each in scope.third_parties if each.aoc
    ]
    assert "remarks" not in plan["system-implementation"]


def test_without_an_aoc_no_authorization_is_invented() -> None:
    summary = changed_scope("mixed", third_parties=())
    text = writer("summaries", "oscal-ssp")(summary)
    plan = read("oscal-ssp", text)
    assert plan.system_implementation.leveraged_authorizations is None
    assert plan.system_implementation.remarks == "No AOC is recorded of: Amazon Web Services (12.8.4)."
    assert dangling(json.loads(text)) == set()
    inherited = [each.by_components[0].inherited for each in plan.control_implementation.implemented_requirements]
    assert sum(map(bool, inherited)) == sum(bool(does(cell, "aws")) for cell in summary.cells) > 0


def test_a_plan_invents_no_facts() -> None:
    plan = data_of("oscal-ssp", "mixed")["system-security-plan"]
    system = plan["system-characteristics"]
    assert system["security-sensitivity-level"] == "not stated for PCI DSS"
    assert "security-impact-level" not in system
    states = [system["status"], *(each["status"] for each in plan["system-implementation"]["components"])]
    assert all(each == {"state": "other", "remarks": NOT_STATED} for each in states)
    [user] = plan["system-implementation"]["users"]
    assert (user["role-ids"], user["description"]) == (["customer"], NOT_STATED)
    assert "marketing (account non-pci-production): No account data" in system["authorization-boundary"]["remarks"]


def statuses(plan: Any, scope: Scope) -> set[tuple[str, str]]:
    """Return the implementation statuses of a plan, with what they are of: entity (with its workloads), or provider."""
    titles = {each.uuid: each.title for each in plan.system_implementation.components}
    return {
        ("entity" if titled(part, titles, scope) else "provider", str(part.implementation_status.state))
        for each in plan.control_implementation.implemented_requirements
        for part in each.by_components
        if part.implementation_status
    }


def test_only_a_recorded_aoc_says_that_a_providers_part_is_implemented() -> None:
    scope = own_scope("mixed").scope
    assert statuses(read_back("oscal-ssp", "mixed"), scope) == {
        ("entity", "not-applicable"),
        ("provider", "implemented"),
    }
    bare = scope.model_copy(update={"third_parties": ()})
    plan = read("oscal-ssp", str(writer("summaries", "oscal-ssp")(changed_scope("mixed", third_parties=()))))
    assert statuses(plan, bare) == {("entity", "not-applicable"), ("provider", "other")}


def test_an_approach_is_named_where_the_scope_names_one() -> None:
    plan = read_back("oscal-ssp", "eks-processor")
    named = [each for each in plan.control_implementation.implemented_requirements if has_prop(each, "approach")]
    assert [prop(each, "test-case") for each in named] == [each for each in IDS if ids.is_within(each, "8.3.6")]
    assert {(prop(each, "approach"), prop(each, "approach-reference")) for each in named} == {
        ("customized", "Controls matrix CM-7")
    }


@pytest.mark.parametrize("format_", FORMATS[3:])
def test_a_pattern_has_no_plan(format_: str, call: Run) -> None:
    with pytest.raises(FormatError, match="--scope"):
        writer("summaries", format_)(summary_of("abstracted"))
    done = call("render", "--format", format_)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--scope" in done.stderr
    assert "Traceback" not in done.stderr
