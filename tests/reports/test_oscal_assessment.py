"""The OSCAL assessment plan of a scope."""

import pytest

from oscal_documents import SCOPES, data_of, does, prop, read_back, summary_of
from pcimatrix.reports.formats.summaries._oscal import control_id


@pytest.mark.parametrize("name", SCOPES)
def test_an_assessment_plan_has_an_activity_for_each_testing_procedure(name: str) -> None:
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


def test_an_assessment_plan_names_the_plan_of_the_same_inputs() -> None:
    plan = read_back("oscal-assessment-plan", "mixed")
    [resource] = [each for each in plan.back_matter.resources if each.document_ids]
    assert resource.document_ids[0].identifier == data_of("oscal-ssp", "mixed")["system-security-plan"]["uuid"]
    assert resource.rlinks[0].href == plan.import_ssp.href == "pcimatrix-scope-plan.json"
