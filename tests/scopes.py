"""Scopes for tests: one of a single workload to begin with, and drawn ones."""

from typing import Any

from hypothesis import strategies as st

from answers import consistent
from costly import costly
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.traces import Effective
from pcimatrix.scope.model import Scope
from pcimatrix.scope.resolve import resolve

LOADED = load()
FACTS = shipped_facts()
DRAWN = st.dictionaries(st.sampled_from(FACTS.names()), st.booleans(), max_size=6)
ANSWERS = DRAWN.map(consistent)


def scope(**changes: Any) -> Scope:
    values: dict[str, Any] = {
        "schema_version": 1,
        "entity": "Example",
        "assessment": "merchant",
        "pci_dss": "4.0",
        "date": "2025-01-31",
        "workloads": [{"name": "one", "account": "a", "pattern": "abstracted", "standing": "cde"}],
    }
    return Scope.model_validate(values | changes)


WORKLOADS = st.lists(
    st.fixed_dictionaries(
        {
            "account": st.just("a"),
            "pattern": st.sampled_from(LOADED.patterns.names()),
            "standing": st.sampled_from(["cde", "connected"]),
            "facts": ANSWERS,
        }
    ),
    min_size=1,
    max_size=3,
).map(lambda drawn: [{"name": f"w{number}", **each} for number, each in enumerate(drawn)])
SCOPES = st.builds(
    lambda facts, workloads, assessment: scope(facts=facts, workloads=workloads, assessment=assessment),
    ANSWERS,
    WORKLOADS,
    st.sampled_from(["merchant", "service_provider"]),
)
MATRICES = costly(10)
"""For properties of whole matrices: each of a few scopes tries them on every test case."""


def resolved(given_scope: Scope) -> list[Effective]:
    return resolve(LOADED.catalogue, LOADED.patterns, FACTS, given_scope)


def owners(given_scope: Scope) -> dict[str, Owner]:
    return {each.cell.case.id: each.cell.ownership.owner for each in resolved(given_scope)}


def customers(given_scope: Scope) -> set[str]:
    return {case for case, owner in owners(given_scope).items() if owner is Owner.CUSTOMER}
