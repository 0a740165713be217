"""Warnings on flows of account data: against a workload's standing, unprotected, missing, or against a fact."""

from collections.abc import Iterator

from pcimatrix.catalogue.facts import Facts
from pcimatrix.scope.answers import plain
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.flows import AccountData, Flow
from pcimatrix.scope.model import Scope, Standing

_OPEN_NETWORKS = "pan_public_networks"
"""The fact that flows over open networks can contradict."""


def flow_cautions(scope: Scope, facts: Facts) -> list[Caution]:
    """Return the warnings on a scope's flows; none for a scope without flows."""
    if not scope.flows:
        return []
    return [*_against_standing(scope), *_unprotected(scope), *_against_fact(scope, facts), *_missing(scope)]


def _against_standing(scope: Scope) -> Iterator[Caution]:
    standings = {each.name: each.standing for each in scope.workloads if each.standing is not Standing.CDE}
    said = {Standing.OUT_OF_SCOPE: "out of scope", Standing.CONNECTED: "only connected to the CDE"}
    for number, flow in enumerate(scope.flows):
        for key, way, name in (("from", "from", flow.start), ("to", "to", flow.to)):
            if flow.account_data and name in standings:
                text = (
                    f"{_named(flow)}: account data flows {way} {name}, a workload that is said to be "
                    f"{said[standings[name]]}; correct its standing to cde, or the flow (1.2.4)"
                )
                yield Caution("flow_standing", name, text, ("flows", number, key))


def _unprotected(scope: Scope) -> Iterator[Caution]:
    for number, flow in enumerate(scope.flows):
        if flow.account_data and flow.crosses_open_network and not flow.is_protected:
            text = (
                f"{_named(flow)}: account data crosses an open, public network without stated protection; say under "
                "protected how it is encrypted (4.2.1, our judgement)"
            )
            yield Caution("flow_unprotected", flow.to, text, ("flows", number))


def _against_fact(scope: Scope, facts: Facts) -> Iterator[Caution]:
    settled = facts.settled(plain(scope.facts)).get(_OPEN_NETWORKS)
    if settled is None or settled.answer:
        return
    own = {each.name for each in scope.workloads}
    for number, flow in enumerate(scope.flows):
        if AccountData.PAN in flow.account_data and flow.crosses_open_network and not own.isdisjoint(flow.ends):
            text = (
                f"{_named(flow)}: the PAN crosses an open, public network, but the fact {_OPEN_NETWORKS} is answered "
                "no; correct one of the two"
            )
            yield Caution("flow_fact", flow.to, text, ("flows", number))


def _missing(scope: Scope) -> Iterator[Caution]:
    reached = {end for flow in scope.flows if flow.account_data for end in flow.ends}
    for number, workload in enumerate(scope.workloads):
        if workload.standing is Standing.CDE and workload.name not in reached:
            text = (
                f"{workload.name}: in the CDE, but no account data flows to or from it; add its flows, or correct its "
                "standing (1.2.4)"
            )
            yield Caution("flow_missing", workload.name, text, ("workloads", number))


def _named(flow: Flow) -> str:
    return f"{flow.start} to {flow.to}"
