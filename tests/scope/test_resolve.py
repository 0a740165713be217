"""The matrix of a scope: what workloads, decisions and approaches come to together."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from paths import ROOT
from pcimatrix.catalogue.model import Owner, Reading
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.ownership.totals import shares, tally
from pcimatrix.ownership.workloads import side_by_side
from pcimatrix.reports.content.explain import explain_data, explain_text
from pcimatrix.scope.model import Scope
from pcimatrix.scope.references import CUSTOMIZED
from pcimatrix.scope.resolve import cells
from pcimatrix.scope.third_parties import ThirdParty
from scopes import LOADED, MATRICES, SCOPES, WORKLOADS, customers, owners, resolved, scope


def test_the_reference_application_alone_is_the_published_table() -> None:
    assert tally(cells(resolved(scope())))[:4] == (464, 243, 198, 23)


@pytest.mark.parametrize("pattern", LOADED.patterns.names())
def test_one_workload_without_facts_is_its_pattern(pattern: str) -> None:
    workloads = [{"name": "one", "account": "a", "pattern": pattern, "standing": "cde"}]
    expected = {case.id: case.owner[pattern] for case in LOADED.catalogue.test_cases()}
    assert owners(scope(workloads=workloads)) == expected


@MATRICES
@given(SCOPES, st.randoms(use_true_random=False))
def test_the_order_of_workloads_has_no_effect(given_scope: Scope, shuffler: random.Random) -> None:
    workloads = list(given_scope.workloads)
    shuffler.shuffle(workloads)
    assert resolved(given_scope.model_copy(update={"workloads": tuple(workloads)})) == resolved(given_scope)


@MATRICES
@given(SCOPES)
def test_a_workload_twice_over_changes_no_owner(given_scope: Scope) -> None:
    again = tuple(each.model_copy(update={"name": f"{each.name} again"}) for each in given_scope.workloads)
    twice = given_scope.model_copy(update={"workloads": (*given_scope.workloads, *again)})
    assert owners(twice) == owners(given_scope)


@MATRICES
@given(SCOPES, WORKLOADS)
def test_another_workload_never_takes_a_duty_from_the_customer(given_scope: Scope, more: list[dict[str, Any]]) -> None:
    added = scope(workloads=[each | {"name": f"more {each['name']}"} for each in more]).workloads
    larger = given_scope.model_copy(update={"workloads": (*given_scope.workloads, *added)})
    assert customers(given_scope) <= customers(larger)


TAKEOVERS = st.lists(
    st.fixed_dictionaries(
        {
            "within": st.lists(
                st.sampled_from(["1", "3.6", "4.2.1", "9", "10.2.1.1", "12.8"]), min_size=1, max_size=2, unique=True
            )
        },
        optional={"residual": st.just("Keep what is left")},
    ),
    max_size=2,
    unique_by=lambda each: (tuple(each["within"]), each.get("residual")),
)


@costly(12)
@given(SCOPES, TAKEOVERS, st.sampled_from(Reading))
def test_responsibility_duties_and_owner_agree_in_every_scope(
    given_scope: Scope, takeovers: list[dict[str, Any]], reading: Reading
) -> None:
    tpsp = ThirdParty.model_validate({"id": "tpsp", "name": "Example TPSP", "owns": takeovers})
    whole = given_scope.model_copy(update={"third_parties": (tpsp,), "reading": reading})
    found = resolved(whole)
    counted = shares(each.cell for each in found)
    assert sum(counted) == len(found) == len(list(LOADED.catalogue.test_cases()))
    for each in found:
        own = each.cell.ownership
        parties = [duty.party for duty in own.duties]
        assert len(parties) == len(set(parties)), each.cell.case.id
        assert (own.responsibility is Responsibility.SHARED) == (len(parties) >= 2), each.cell.case.id
        assert (own.responsibility is Responsibility.NA) == (own.owner is Owner.NA) == (not parties), each.cell.case.id
        assert own.owner is Owner.NA or parties[0] == own.holder, each.cell.case.id
        assert (own.responsibility is Responsibility.CUSTOMER) == (parties == ["customer"]), each.cell.case.id
        assert all(duty.does and duty.source for duty in own.duties), each.cell.case.id
        assert {duty.party for part in each.parts.values() for duty in part.duties} >= set(parties), each.cell.case.id


def test_the_reasons_of_a_scope_speak_of_the_entity_and_of_what_is_examined() -> None:
    for pattern in LOADED.patterns.names():
        workloads = [{"name": "one", "account": "a", "pattern": pattern, "standing": "cde"}]
        for each in resolved(scope(workloads=workloads)):
            reason = each.cell.ownership.reason
            assert reason.startswith(("Examined: ", "For service providers only"))
            assert not [word for word in ("row ", "Remainder", "the customer's", "merchant") if word in reason] or (
                "assessed as a merchant" in reason
            )


def test_a_service_provider_has_no_service_provider_case_that_does_not_apply() -> None:
    found = owners(scope(assessment="service_provider"))
    assert found["12.9.1"] is Owner.CUSTOMER
    assert Owner.NA not in found.values()


def test_decisions_come_last_and_the_last_one_holds() -> None:
    decisions = [
        {"within": "9.5", "owner": "customer", "reason": "ours", "by": "CL", "date": "2026-01-02"},
        {"within": "9.5.1.3", "owner": "na", "reason": "none left", "by": "CL", "date": "2026-01-03"},
    ]
    found = {each.cell.case.id: each for each in resolved(scope(decisions=decisions))}
    assert found["9.5.1.1.a"].cell.ownership.owner is Owner.CUSTOMER
    assert found["9.5.1.3.a"].cell.ownership.owner is Owner.NA
    assert "none left (decided by CL, 2026-01-03)" in found["9.5.1.3.a"].cell.ownership.reason


def test_out_of_scope_workloads_have_no_effect() -> None:
    outside = {
        "name": "x",
        "account": "b",
        "pattern": "infrastructure",
        "standing": "out_of_scope",
        "reason": "no path",
    }
    one = {"name": "one", "account": "a", "pattern": "abstracted", "standing": "cde"}
    assert owners(scope(workloads=[one, outside])) == owners(scope())


def test_a_trace_is_told_in_words_and_as_data() -> None:
    party = {"id": "idp", "name": "Example Identity", "owns": [{"within": ["8.3.6"]}]}
    each = next(e for e in resolved(scope(third_parties=[party])) if e.cell.case.id == "8.3.6")
    text = explain_text(each)
    assert "workload one: third_party" in text
    assert "Taken over by Example Identity" in text
    [part] = explain_data(each, side_by_side({each.cell.case.id: each}))["workloads"]
    assert next(iter(part.items())) == ("workload", "one")
    assert part["owner"] == Owner.THIRD_PARTY


def test_a_procedure_that_is_not_the_defined_approachs_is_shown_as_replaced(call: Any) -> None:
    approaches = [
        {"requirement": "8.3.6", "approach": "customized", "reference": "CM-7"},
        {"requirement": "3.5.1", "approach": "customized", "reference": "CM-8"},
        {"requirement": "2.2.7", "approach": "compensating_control", "reference": "CCW-1"},
        {"requirement": "1.1.1", "approach": "defined", "reference": "as the standard has it"},
    ]
    without = scope(facts={CUSTOMIZED: True})
    for each, before in zip(resolved(scope(approaches=approaches)), resolved(without), strict=True):
        own, was = each.cell.ownership, before.cell.ownership
        assert own.owner is was.owner
        said = {
            "8.3.6": "replaced by those of the controls matrix (CM-7)",
            "3.5.1": "replaced by those of the controls matrix (CM-8)",  # and not 3.5.1.1, a requirement of its own
            "2.2.7": "worksheet as well (CCW-1)",
        }
        expected = said.get(each.cell.case.requirement)
        assert own.reason.startswith(was.reason)
        assert own.reason.endswith(expected or was.reason)
        assert (each.steps[:-1] if expected else each.steps) == before.steps
    shown = call("explain", "8.3.6", "--scope", ROOT / "examples/eks-processor.yaml").stdout
    assert (
        "  Customized approach: this procedure is replaced by those of the controls matrix (Controls matrix CM-7)"
        in shown
    )
