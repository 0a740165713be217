"""The OSCAL component definition: what AWS does, and what it leaves."""

import pytest

from oscal_documents import (
    FORMATS,
    LOADED,
    PATTERNS,
    SCOPES,
    data_of,
    does,
    escaped,
    nodes,
    prop,
    read,
    read_back,
    said_tally,
    summary_of,
    tally_of,
    text_of,
)
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.formats.summaries._oscal import control_id

AWS_PATTERNS = [name for name in PATTERNS if name not in {"on_premises", "hosted"}]
"""Patterns in which AWS owns anything: the others have a component without requirements."""


@pytest.mark.parametrize("name", [*AWS_PATTERNS, *SCOPES])
def test_a_component_definition_reads_back_to_what_is_aws(name: str) -> None:
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
def test_a_component_definition_names_the_catalog_of_the_same_inputs(name: str) -> None:
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
def test_modelled_patterns_say_that_they_are(format_: str, name: str) -> None:
    metadata = read_back(format_, name).metadata
    modelled = LOADED.patterns.get(name).column == "modelled"
    assert prop(metadata, "column") == ("modelled" if modelled else "published")
    assert ("This pattern is modelled" in metadata.remarks) == modelled


def test_where_aws_has_no_part_its_component_has_no_requirements() -> None:
    assert not any(does(cell, "aws") for cell in summary_of("on_premises").cells)
    definition = read("oscal-component", text_of("oscal-component", "on_premises"))
    assert definition.components[0].control_implementations is None
