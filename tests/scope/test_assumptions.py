"""Assumptions: unanswered facts that owners rest on."""

from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from pcimatrix.catalogue.facts import Effect
from pcimatrix.catalogue.model import Basis, Limited, Owner
from pcimatrix.ownership.traces import Part
from pcimatrix.scope.references import CUSTOMIZED
from pcimatrix.scope.resolve import assumptions
from scopes import ANSWERS, FACTS, LOADED, resolved, scope


def is_denied(part: Part) -> bool:
    """Tell whether a fact answered no is what decides a test case in a workload."""
    return part.steps[-1].endswith(": no), so it does not apply")


def test_an_open_fact_that_could_change_nothing_is_no_assumption() -> None:
    shops = [{"name": "one", "account": "a", "pattern": "on_premises", "standing": "cde"}]
    found = {each.cell.case.id: each for each in resolved(scope(workloads=shops))}
    assert found["9.2.1"].cell.ownership.owner is Owner.CUSTOMER
    assert found["9.2.1"].assumed == ()


def test_an_assumption_leaves_the_reason_of_the_owner_and_is_none_where_the_owner_is_decided() -> None:
    cell = next(each.cell for each in resolved(scope()) if each.cell.case.id == "1.3.3")
    assert cell.ownership.reason == (
        "Examined: premises and devices; AWS counts this as its own in its published example (abstracted, supported) "
        "(an assumption: not answered whether there are wireless networks beside the CDE or connected to it "
        "(wireless_networks))"
    )
    decision = {"within": "9", "owner": "na", "reason": "no premises", "by": "CL", "date": "2026-01-02"}
    assert "poi_devices" in assumptions(resolved(scope()), FACTS)
    assert "poi_devices" not in assumptions(resolved(scope(decisions=[decision])), FACTS)


def test_what_one_workload_makes_the_customers_is_assumed_of_no_other() -> None:
    workload = {"account": "a", "pattern": "abstracted", "standing": "cde"}
    workloads = [{"name": "a", **workload}, {"name": "b", **workload, "facts": {"poi_devices": True}}]
    effective = resolved(scope(workloads=workloads))
    assert not [each for each in effective if "poi_devices" in each.assumed]
    found = next(each for each in effective if each.cell.case.id == "9.5.1")
    assert found.steps == ("Over 2 workloads in scope: the entity's, as in b",)
    assert found.cell.ownership.reason == (
        "POI devices take cards in person (poi_devices: yes), so it is the entity's, whatever the pattern counts"
    )


def test_a_requirement_met_by_the_customized_approach_answers_the_fact() -> None:
    own = scope(approaches=[{"requirement": "8.3.6", "approach": "customized", "reference": "CM-7"}])
    assert CUSTOMIZED not in assumptions(resolved(own), FACTS)
    cell = next(each.cell for each in resolved(own) if each.cell.case.id == "12.3.2")
    assert cell.ownership.basis is Basis.FACT


def test_unanswered_facts_are_assumptions() -> None:
    of_everybody = {
        name
        for case in LOADED.catalogue.test_cases()
        if case.limited_to is not Limited.SERVICE_PROVIDERS
        for name in case.applies_when
    }
    assert set(assumptions(resolved(scope()), FACTS)) == of_everybody
    provider = scope(assessment="service_provider")
    assert set(assumptions(resolved(provider), FACTS)) == set(FACTS.names())
    answered = scope(facts=dict.fromkeys(FACTS.names(), True))
    assert assumptions(resolved(answered), FACTS) == {}


@given(ANSWERS, st.sampled_from(["merchant", "service_provider"]), st.data())
@costly(10)
def test_a_fact_without_an_answer_is_an_assumption_only_where_its_answer_could_matter(
    facts: dict[str, bool], assessment: str, data: st.DataObject
) -> None:
    now = resolved(scope(facts=facts, assessment=assessment))
    found = assumptions(now, FACTS)
    assert not set(found) & set(facts)
    before = {each.cell.case.id: each.cell.ownership.owner for each in now}
    moved_by_none = [name for name in FACTS.names() if name not in FACTS.settled(facts) and name not in found]
    for answer in (True, False):
        after = resolved(scope(facts=facts | dict.fromkeys(moved_by_none, answer), assessment=assessment))
        assert {each.cell.case.id: each.cell.ownership.owner for each in after} == before
    if not found:
        return
    name = data.draw(st.sampled_from(sorted(found)))
    after = resolved(scope(facts=facts | {name: False}, assessment=assessment))
    turned = [
        each
        for was, each in zip(now, after, strict=True)
        if name in each.cell.case.applies_when and is_denied(each.parts["one"]) and not is_denied(was.parts["one"])
    ]
    assert len(turned) == (found[name] if FACTS.get(name).answers.no is Effect.NA else 0)
