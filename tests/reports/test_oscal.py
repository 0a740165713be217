"""The OSCAL documents, read and validated by compliance-trestle, and by checks of our own where it lets faults pass."""

import datetime as dt
import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from trestle.core.catalog.catalog_interface import CatalogInterface
from trestle.oscal import assessment_plan as assessments
from trestle.oscal import catalog as catalogs
from trestle.oscal import component as components
from trestle.oscal import profile as profiles
from trestle.oscal import ssp as plans

from hostile import ANY_TEXT, HARMLESS, UNSEEN, markdown_marks, scope_summary_with, shape, small
from paths import ROOT
from pcimatrix.api import public as api
from pcimatrix.catalogue import ids
from pcimatrix.catalogue.loader import load, shipped_facts, shipped_published
from pcimatrix.catalogue.model import Owner
from pcimatrix.errors import FormatError
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.totals import Tally
from pcimatrix.reports import writer
from pcimatrix.reports.content.columns import Shown, data
from pcimatrix.reports.formats.summaries._oscal import NAMESPACE, NO_TEXT, control_id, labels, string
from pcimatrix.reports.formats.summaries._oscal_system import NOT_STATED
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import LoadedScope, Scope, load_scope
from summaries import estate, pattern_summary, scope_summary

Run = Callable[..., subprocess.CompletedProcess[str]]
Reader = Callable[[str, str], Any]
LOADED = load()
SMALL = small()
PUBLISHED, FACTS = shipped_published(), shipped_facts()
PATTERNS = LOADED.patterns.names()
AWS_PATTERNS = [name for name in PATTERNS if name not in {"on_premises", "hosted"}]
"""Patterns in which AWS owns anything: the others have a component without requirements."""
SCOPES = ("mixed", "eks-processor")
FORMATS = ("oscal", "oscal-component", "oscal-profile", "oscal-ssp", "oscal-assessment-plan")
IDS = [case.id for case in LOADED.catalogue.test_cases()]
MODELS = {
    "oscal": catalogs,
    "oscal-component": components,
    "oscal-profile": profiles,
    "oscal-ssp": plans,
    "oscal-assessment-plan": assessments,
}


@cache
def own_scope(name: str) -> LoadedScope:
    return load_scope(str(ROOT / f"examples/{name}.yaml"), LOADED.catalogue, LOADED.patterns, FACTS)


@cache
def summary_of(name: str) -> Summary:
    if name in PATTERNS:
        return pattern_summary(LOADED, name)
    return scope_summary(LOADED, own_scope(name))


@cache
def text_of(format_: str, name: str) -> str:
    return str(writer("summaries", format_)(summary_of(name)))


@cache
def data_of(format_: str, name: str) -> Any:
    """Return a document as parsed JSON; nobody may change it."""
    return json.loads(text_of(format_, name))


def read(format_: str, text: str) -> Any:
    """Return a document as trestle's model of it, which checks every pattern, and refuses unknown keys."""
    return next(iter(MODELS[format_].Model.model_validate_json(text)))[1]


@pytest.fixture(scope="module")
def read_back(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Return a document as trestle's own reader reads it from a file, once for all tests."""
    tops: dict[str, Any] = dict(
        zip(
            FORMATS,
            (
                catalogs.Catalog,
                components.ComponentDefinition,
                profiles.Profile,
                plans.SystemSecurityPlan,
                assessments.AssessmentPlan,
            ),
            strict=True,
        )
    )

    @cache
    def reading(format_: str, name: str) -> Any:
        file = tmp_path_factory.mktemp("read") / "document.json"
        file.write_text(text_of(format_, name), encoding="utf-8")
        return tops[format_].oscal_read(file)

    return reading


def prop(thing: Any, name: str, ns: str | None = NAMESPACE) -> str:
    """Return the one value of a property."""
    [value] = [each.value for each in thing.props or () if each.name == name and str(each.ns) == str(ns)]
    return str(value)


def has_prop(thing: Any, name: str) -> bool:
    return any(each.name == name for each in thing.props or ())


def controls(catalog: Any) -> list[Any]:
    return [
        control
        for principal in catalog.groups
        for section in principal.groups
        for requirement in section.groups
        for control in requirement.controls
    ]


def tally_of(things: list[Any]) -> Tally:
    owners = Counter(prop(each, "owner") for each in things)
    return Tally(
        test_cases=len(things),
        customer=owners["customer"],
        aws=owners["aws"],
        na=owners["na"],
        residual=sum(has_prop(each, "residual") for each in things),
        third_party=owners["third_party"],
    )


def does(cell: Cell, party: str) -> str:
    """Return what a party does for a test case; nothing if it has no part."""
    return "".join(duty.does for duty in cell.ownership.duties if duty.party == party)


def said_tally(document: Any) -> Tally:
    names = Tally._fields
    return Tally(*(int(prop(document.metadata, f"total-{name.replace('_', '-')}")) for name in names))


# What trestle lets pass


def nodes(document: Any) -> Iterator[dict[str, Any]]:
    if isinstance(document, dict):
        yield document
    for value in document.values() if isinstance(document, dict) else document if isinstance(document, list) else ():
        yield from nodes(value)


def doubled(document: Any) -> set[str]:
    """Return the UUIDs, and the ids of groups, controls and parts, that stand more than once in a document."""
    found = Counter(node[key] for node in nodes(document) for key in ("uuid", "id") if key in node)
    return {each for each, count in found.items() if count > 1}


def dangling(document: Any) -> set[str]:
    """Return the UUIDs that a document refers to and does not have."""
    has = {node["uuid"] for node in nodes(document) if "uuid" in node}
    keys = ("component-uuid", "party-uuid")
    named = {node[key] for node in nodes(document) for key in keys if key in node}
    named |= {each for node in nodes(document) for each in node.get("party-uuids", ())}
    named |= {node["href"][1:] for node in nodes(document) if str(node.get("href")).startswith("#")}
    named |= {node["value"] for node in nodes(document) if node.get("name") == "leveraged-authorization-uuid"}
    return named - has


SUBJECTS = [
    *((format_, name) for name in ("abstracted", "fargate") for format_ in FORMATS[:3]),
    *((format_, name) for name in SCOPES for format_ in FORMATS),
]


@pytest.mark.parametrize(("format_", "name"), SUBJECTS)
def test_no_id_stands_twice_and_no_reference_dangles(format_: str, name: str) -> None:
    document = data_of(format_, name)
    assert doubled(document) == set()
    assert dangling(document) == set()
    assert all(UUID(node["uuid"]).version == 4 for node in nodes(document) if "uuid" in node)


def test_the_check_finds_a_doubled_control_and_a_doubled_uuid() -> None:
    assert doubled(double_control(text_of("oscal", "abstracted"))) >= {"pci-1.1.1", "pci-1.1.1_smt"}
    component = json.loads(text_of("oscal-component", "abstracted"))
    required = component["component-definition"]["components"][0]["control-implementations"][0]
    required["implemented-requirements"].append(required["implemented-requirements"][0])
    assert required["implemented-requirements"][0]["uuid"] in doubled(component)
    required["implemented-requirements"][1]["statements"][0]["responsible-roles"][0]["party-uuids"] = ["elsewhere"]
    assert dangling(component) == {"elsewhere"}


def double_control(text: str) -> Any:
    document = json.loads(text)
    requirement = document["catalog"]["groups"][0]["groups"][0]["groups"][0]
    requirement["controls"] *= 2
    return document


# Counts and ids


@pytest.mark.parametrize("name", [*PATTERNS, *SCOPES])
def test_a_catalog_reads_back_to_the_same_ids_and_counts(name: str, read_back: Reader) -> None:
    catalog = read_back("oscal", name)
    found = controls(catalog)
    assert [prop(each, "label", None) for each in found] == IDS
    assert [each.id for each in found] == [f"pci-{each}" for each in IDS]
    assert CatalogInterface(catalog).get_count_of_controls_in_catalog(recurse=True) == len(IDS)
    assert tally_of(found) == said_tally(catalog) == summary_of(name).totals.whole
    for control, cell in zip(found, summary_of(name).cells, strict=True):
        assert control.parts[0].prose == control.title == escaped(cell.case.summary)
        assert prop(control, "reason") == cell.ownership.reason
        assert [each.value for each in control.props if each.name == "method"] == [*cell.case.methods]
        assert [each.value for each in control.props if each.name == "layer"] == [*cell.case.layers]


def escaped(text: str) -> str:
    return text.replace("_", r"\_")


def test_groups_are_those_of_the_standard(read_back: Reader) -> None:
    catalog = read_back("oscal", "abstracted")
    principals = catalog.groups
    sections = [section for each in principals for section in each.groups]
    requirements = [requirement for section in sections for requirement in section.groups]
    tree = LOADED.catalogue
    assert [prop(each, "label", None) for each in principals] == [each.id for each in tree.principal_requirements]
    assert [prop(each, "label", None) for each in sections] == [each.id for each in tree.sections()]
    assert [prop(each, "label", None) for each in requirements] == [each.id for each in tree.requirements()]
    for requirement in requirements:
        within = prop(requirement, "label", None)
        assert all(ids.requirement_of(prop(each, "label", None)) == within for each in requirement.controls)


def test_sort_ids_sort_as_the_standard_does() -> None:
    assert sorted(IDS, key=lambda each: labels(each)[1]["value"]) == IDS
    assert sorted(["3.3.1.1", "12.10", "3.3.1.b", "12.9"], key=lambda each: labels(each)[1]["value"]) == [
        "3.3.1.b", "3.3.1.1", "12.9", "12.10",
    ]  # fmt: skip


@pytest.mark.parametrize("name", [*AWS_PATTERNS, *SCOPES])
def test_a_component_definition_reads_back_to_what_is_aws(name: str, read_back: Reader) -> None:
    definition = read_back("oscal-component", name)
    [component] = definition.components
    [implementation] = component.control_implementations
    required = implementation.implemented_requirements
    whole = summary_of(name).totals.whole
    assert said_tally(definition) == whole
    assert (tally_of(required).aws, tally_of(required).residual) == (whole.aws, whole.residual)
    cells = [cell for cell in summary_of(name).cells if does(cell, "aws")]
    assert [each.control_id for each in required] == [control_id(cell.case.id) for cell in cells]
    for each, (case, own) in zip(required, cells, strict=True):
        assert prop(each, "responsibility") == own.responsibility.value
        roles = [(part.statement_id, part.responsible_roles[0].role_id) for part in each.statements]
        left = bool(does(Cell(case, own), "customer") or own.residual)
        shared = [(f"pci-{case.id}_smt.customer", "customer")] if left else []
        assert roles == [(f"pci-{case.id}_smt.aws", "provider"), *shared]
        ours = "no part" in each.statements[0].description.lower()
        assert prop(each.statements[0], "implementation-status") == ("other" if ours else "implemented")
        assert prop(each, "implementation-status") == ("other" if ours else "partial" if left else "implemented")
        assert not [found.name for found in each.props if found.ns is None]
        assert each.statements[0].description == escaped(does(Cell(case, own), "aws"))


@pytest.mark.parametrize("name", [*AWS_PATTERNS, *SCOPES])
def test_a_component_definition_names_the_catalog_of_the_same_inputs(name: str, read_back: Reader) -> None:
    definition = read_back("oscal-component", name)
    catalog = data_of("oscal", name)
    [resource] = [each for each in definition.back_matter.resources if each.document_ids]
    [implementation] = definition.components[0].control_implementations
    assert resource.document_ids[0].identifier == catalog["catalog"]["uuid"]
    assert resource.rlinks[0].href == implementation.source
    statements = {node["id"] for node in nodes(catalog) if "id" in node}
    assert {
        part.statement_id for each in implementation.implemented_requirements for part in each.statements
    } < statements


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("format_", FORMATS[:3])
def test_modelled_patterns_say_that_they_are(format_: str, name: str, read_back: Reader) -> None:
    metadata = read_back(format_, name).metadata
    modelled = LOADED.patterns.get(name).column == "modelled"
    assert prop(metadata, "column") == ("modelled" if modelled else "published")
    assert ("This pattern is modelled" in metadata.remarks) == modelled


def test_where_aws_has_no_part_its_component_has_no_requirements() -> None:
    assert not any(does(cell, "aws") for cell in summary_of("on_premises").cells)
    definition = read("oscal-component", text_of("oscal-component", "on_premises"))
    assert definition.components[0].control_implementations is None


# The profile


def test_a_profile_selects_all_test_cases_or_those_that_a_questionnaire_asks_for(read_back: Reader) -> None:
    [whole] = read_back("oscal-profile", "abstracted").imports
    assert [str(each) for each in whole.include_controls[0].with_ids] == [control_id(each) for each in IDS]
    assert whole.href == "pcimatrix-abstracted-catalog.json"
    summary = api.summarize(api.load(), saq="A")
    asked = [control_id(cell.case.id) for cell in summary.counted]
    [of_a] = json.loads(api.render(summary, "oscal-profile"))["profile"]["imports"]
    assert of_a["include-controls"] == [{"with-ids": asked}]
    assert 0 < len(asked) < len(IDS)


# What is due when


def test_documents_carry_rhythm_and_status_on_the_day(read_back: Reader) -> None:
    for format_, found in (
        ("oscal", controls(read_back("oscal", "mixed"))),
        ("oscal-ssp", read_back("oscal-ssp", "mixed").control_implementation.implemented_requirements),
    ):
        for each, cell in zip(found, summary_of("mixed").cells, strict=True):
            row = data(summary_of("mixed").row(cell), Shown.LIST)
            assert has_prop(each, "how-often") == bool(row["how_often"]), (format_, cell.case.id)
            assert has_prop(each, "in-force") == bool(row["in_force"]), (format_, cell.case.id)
            if row["how_often"]:
                assert prop(each, "how-often") == row["how_often"]


# The plan


@pytest.mark.parametrize("name", SCOPES)
def test_a_plan_reads_back_to_the_scope(name: str, read_back: Reader) -> None:
    plan = read_back("oscal-ssp", name)
    summary, scope = summary_of(name), own_scope(name).scope
    whole = summary.totals.whole
    required = plan.control_implementation.implemented_requirements
    assert [prop(each, "test-case") for each in required] == IDS
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
def test_a_plan_says_where_each_control_comes_from(name: str, read_back: Reader) -> None:
    required = read_back("oscal-ssp", name).control_implementation.implemented_requirements
    for each, cell in zip(required, summary_of(name).cells, strict=True):
        found = {one.value for one in each.props if one.name == "control-origination" and one.ns is None}
        expected = {"organization"} if does(cell, "customer") or cell.ownership.residual else set()
        expected |= {"inherited"} if any(duty.party != "customer" for duty in cell.ownership.duties) else set()
        assert found == expected, cell.case.id
        assert {one.name for one in each.props if one.ns is None} <= {"control-origination"}


@pytest.mark.parametrize("name", SCOPES)
def test_a_plan_has_the_whole_trace_and_says_why_what_does_not_apply(name: str, read_back: Reader) -> None:
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


def test_only_a_recorded_aoc_says_that_a_providers_part_is_implemented(read_back: Reader) -> None:
    scope = own_scope("mixed").scope
    assert statuses(read_back("oscal-ssp", "mixed"), scope) == {
        ("entity", "not-applicable"),
        ("provider", "implemented"),
    }
    bare = scope.model_copy(update={"third_parties": ()})
    plan = read("oscal-ssp", str(writer("summaries", "oscal-ssp")(changed_scope("mixed", third_parties=()))))
    assert statuses(plan, bare) == {("entity", "not-applicable"), ("provider", "other")}


def test_an_approach_is_named_where_the_scope_names_one(read_back: Reader) -> None:
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


@pytest.mark.parametrize("name", SCOPES)
def test_an_assessment_plan_has_an_activity_for_each_testing_procedure(name: str, read_back: Reader) -> None:
    plan, summary = read_back("oscal-assessment-plan", name), summary_of(name)
    activities = plan.local_definitions.activities
    assert [prop(each, "test-case") for each in activities] == [cell.case.id for cell in summary.counted]
    known = {"examine": "EXAMINE", "interview": "INTERVIEW"}
    for each, cell in zip(activities, summary.counted, strict=True):
        [selection] = each.related_controls.control_selections
        assert [one.control_id for one in selection.include_controls] == [control_id(cell.case.id)]
        methods = [method.value for method in cell.case.methods]
        assert [one.value for one in each.props if one.name == "method" and one.ns] == methods
        found = [one.value for one in each.props if one.name == "method" and one.ns is None]
        assert found == [known[method] for method in methods if method in known]
        roles = {role.role_id for role in each.responsible_roles or ()}
        providers = {duty.party for duty in cell.ownership.duties} - {"customer"}
        entity = bool(does(cell, "customer") or cell.ownership.residual)
        assert roles == ({"provider"} if providers else set()) | ({"customer"} if entity else set()), cell.case.id
        assert each.remarks


def test_an_assessment_plan_names_the_plan_of_the_same_inputs(read_back: Reader) -> None:
    plan = read_back("oscal-assessment-plan", "mixed")
    [resource] = [each for each in plan.back_matter.resources if each.document_ids]
    assert resource.document_ids[0].identifier == data_of("oscal-ssp", "mixed")["system-security-plan"]["uuid"]
    assert resource.rlinks[0].href == plan.import_ssp.href == "pcimatrix-scope-plan.json"


def test_another_run_of_a_plan_gives_the_same_bytes(run: Run) -> None:
    done = run("render", "-f", "oscal-ssp", "--scope", ROOT / "examples/mixed.yaml", PYTHONHASHSEED="1")
    assert done.stdout == text_of("oscal-ssp", "mixed")


# Dates and UUIDs


def test_dates_are_the_catalogues_or_the_scopes_where_that_is_later() -> None:
    updated = LOADED.catalogue.updated
    assert data_of("oscal", "abstracted")["catalog"]["metadata"]["last-modified"] == f"{updated}T00:00:00Z"
    later = writer("summaries", "oscal")(changed_scope("mixed", date="2027-01-31"))
    assert json.loads(later)["catalog"]["metadata"]["last-modified"] == "2027-01-31T00:00:00Z"
    dated = writer("summaries", "oscal")(pattern_summary(LOADED, "abstracted", date="2026-12-01"))
    assert json.loads(dated)["catalog"]["metadata"]["published"] == "2026-12-01T00:00:00Z"


@pytest.mark.parametrize("day", ["2026-02-31", "1000-01-01", "9999-01-01"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    loaded = SMALL._replace(catalogue=SMALL.catalogue.model_copy(update={"updated": day}))
    with pytest.raises(FormatError, match=f"'{day}' is not a date"):
        writer("summaries", "oscal")(pattern_summary(loaded, "abstracted"))


def test_a_document_of_other_inputs_has_another_uuid() -> None:
    texts = [text_of(format_, name) for format_, name in SUBJECTS]
    texts.append(writer("summaries", "oscal")(pattern_summary(SMALL, "abstracted")))
    uuids = [next(iter(json.loads(text).values()))["uuid"] for text in texts]
    assert len(set(uuids)) == len(uuids)


def test_the_documents_parts_have_uuids_of_their_subject() -> None:
    one = {node["uuid"] for node in nodes(data_of("oscal-component", "abstracted")) if "uuid" in node}
    two = {node["uuid"] for node in nodes(data_of("oscal-component", "fargate")) if "uuid" in node}
    source = {each["uuid"] for each in data_of("oscal", "abstracted")["catalog"]["back-matter"]["resources"]}
    assert one & two == source | {
        data_of("oscal-component", "fargate")["component-definition"]["metadata"]["parties"][0]["uuid"]
    }


# Hostile text


def changed_scope(name: str, **changes: Any) -> Summary:
    own = own_scope(name)
    return scope_summary(LOADED, LoadedScope(own.scope.model_copy(update=changes), own.document))


def marks(document: Any) -> list[list[str]]:
    """Return, for each text that OSCAL takes for Markdown, the characters that Markdown would act on."""
    texts = [
        node[key] for node in nodes(document) for key in ("title", "description", "prose", "remarks") if key in node
    ]
    return [markdown_marks(text) for text in texts]


@cache
def harmless(format_: str) -> Any:
    return json.loads(writer("summaries", format_)(scope_summary_with(HARMLESS)))


@settings(max_examples=25)
@given(ANY_TEXT)
@example("")
@example("\n")
@example("\ufeff \u202e\ufeff")
@example("\udc80\x00\x1b[31m")
@example("x" * 10_000)
@example("<script>alert(1)</script> [x](javascript:alert(1)) {{ insert: param, x }}")
def test_hostile_text_is_data_and_the_documents_stay_valid(text: str) -> None:
    summary = scope_summary_with(text or " ")
    for format_ in FORMATS:
        written = str(writer("summaries", format_)(summary))
        assert not UNSEEN.search(written)
        read(format_, written)
        document = json.loads(written)
        assert shape(document) == shape(harmless(format_))
        assert marks(document) == marks(harmless(format_))
        assert {node["value"] for node in nodes(document) if node.get("name") == "edition"} == {string(text)}


@given(ANY_TEXT)
@example(" a\nb ")
def test_an_oscal_string_is_one_line_not_empty_with_no_space_at_its_ends(text: str) -> None:
    assert re.fullmatch(r"[^\s\ufeff](.*[^\s\ufeff])?", string(text))


def test_no_text_is_said_to_be_none() -> None:
    assert string(" \n") == NO_TEXT
    untitled = pattern_summary(SMALL, "abstracted", title="")
    assert json.loads(writer("summaries", "oscal")(untitled))["catalog"]["metadata"]["title"] == NO_TEXT


# The documentation


def test_the_documentation_names_every_property_of_our_own_and_no_other(tmp_path: Path) -> None:
    file = estate(tmp_path, {f"app {number:02}": "fargate" for number in range(13)})
    many = writer("summaries", "oscal-ssp")(
        scope_summary(LOADED, load_scope(str(file), LOADED.catalogue, LOADED.patterns, FACTS))
    )
    read("oscal-ssp", many)
    assert doubled(json.loads(many)) | dangling(json.loads(many)) == set()
    by_questionnaire = json.loads(api.render(api.summarize(api.load(), saq="A", as_of=dt.date(2025, 1, 31)), "oscal"))
    named = {
        re.sub("^fact-.*", "fact-…", node["name"])
        for data in (by_questionnaire, json.loads(many), *(data_of(format_, name) for format_, name in SUBJECTS))
        for node in nodes(data)
        if node.get("ns") == NAMESPACE and "value" in node
    }
    rows = re.findall(r"^\| (`.*?) \| .* \| .* \|$", (ROOT / "docs/oscal.md").read_text(encoding="utf-8"), re.MULTILINE)
    table = {name for row in rows for name in re.findall("`([^`]+)`", row)}
    assert table - set(FORMATS) == named
