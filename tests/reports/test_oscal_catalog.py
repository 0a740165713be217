"""The OSCAL catalog and profile: test cases, their groups and ids."""

import json
from importlib import import_module

import pytest

from oscal_documents import (
    IDS,
    LOADED,
    PART,
    PATTERNS,
    SCOPES,
    controls,
    escaped,
    ids_of,
    prop,
    read_back,
    said_tally,
    summary_of,
    tally_of,
)
from pcimatrix.api import public as api
from pcimatrix.catalogue import ids
from pcimatrix.reports.formats.summaries._oscal import control_id, labels


@pytest.mark.parametrize("name", [*PATTERNS, *SCOPES])
def test_a_catalog_reads_back_to_the_same_ids_and_counts(name: str) -> None:
    catalog = read_back("oscal", name)
    found = controls(catalog)
    assert [prop(each, "label", None) for each in found] == ids_of(name)
    assert [each.id for each in found] == [f"pci-{each}" for each in ids_of(name)]
    interface = import_module("trestle.core.catalog.catalog_interface").CatalogInterface(catalog)
    assert interface.get_count_of_controls_in_catalog(recurse=True) == len(found)
    assert tally_of(found) == said_tally(catalog) == summary_of(name).totals.whole
    for control, cell in zip(found, summary_of(name).cells, strict=True):
        assert control.parts[0].prose == control.title == escaped(cell.case.summary)
        assert prop(control, "reason") == cell.ownership.reason
        assert [each.value for each in control.props if each.name == "method"] == [*cell.case.methods]
        assert [each.value for each in control.props if each.name == "layer"] == [*cell.case.layers]


def test_groups_are_those_of_the_standard() -> None:
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


def test_a_profile_selects_all_test_cases_or_those_that_a_questionnaire_asks_for() -> None:
    [whole] = read_back("oscal-profile", "abstracted").imports
    assert [str(each) for each in whole.include_controls[0].with_ids] == [control_id(each) for each in IDS]
    assert whole.href == "pcimatrix-abstracted-catalog.json"
    summary = api.summarize(PART, saq="A")
    asked = [control_id(cell.case.id) for cell in summary.counted]
    [of_a] = json.loads(api.render(summary, "oscal-profile"))["profile"]["imports"]
    assert of_a["include-controls"] == [{"with-ids": asked}]
    assert 0 < len(asked) < len(summary.cells)
