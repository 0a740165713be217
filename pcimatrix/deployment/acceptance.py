"""Acceptance of a change: the values of a scope file after what is deployed has changed it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pcimatrix.deployment.draft import questions_on, workload_values
from pcimatrix.deployment.drift import Drift
from pcimatrix.deployment.proposals import Proposal
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.scope.flows import flows_after
from pcimatrix.scope.model import Standing


def accepted_values(
    values: Mapping[str, Any], drift: Drift, types: ResourceTypes, standing: Standing | None = None
) -> dict[str, Any]:
    """Return the values of a scope file with a drift taken over.

    Patterns and services become what is deployed; new workloads come last, and what is gone goes. A new workload has
    the standing that is given, else an open question on it, as on its account and pattern if they are not known.
    """
    workloads = list(_kept(values["workloads"], drift))
    new = list(_proposed(drift))
    workloads += [_new(each, standing) for each in new]
    gone = {each["name"] for each in values["workloads"]} - {each["name"] for each in workloads}
    questions = [*values.get("questions", ())]
    questions += [each for proposal in new for each in questions_on(proposal, types, standing=standing is None)]
    found = {**values, "workloads": workloads}
    found = _with(found, "questions", [each for each in questions if each.get("workload") not in gone])
    return _with(found, "flows", flows_after(values.get("flows", ()), dict.fromkeys(gone)))


def _with(values: Mapping[str, Any], key: str, items: Sequence[Any]) -> dict[str, Any]:
    """Return the values with a list, which a scope file does not have if it is empty."""
    return {**values, key: items} if items else {name: value for name, value in values.items() if name != key}


def _kept(workloads: Iterable[Mapping[str, Any]], drift: Drift) -> Iterator[dict[str, Any]]:
    """Yield the file's workloads as they are deployed, without those that are gone."""
    by_name = {match.workload.name: match.proposal for match in drift.matches if match.workload}
    for each in workloads:
        if each["name"] not in by_name:
            yield dict(each)
        elif proposal := by_name[each["name"]]:
            yield _taken_over(each, proposal, drift)


def _proposed(drift: Drift) -> Iterator[Proposal]:
    """Yield new workloads. What is in the same group is in the same account, whose name a person gave."""
    accounts = {each.proposal.key: each.workload.account for each in drift.matches if each.proposal and each.workload}
    for match in drift.matches:
        if match.workload is None and match.proposal is not None:
            proposal = match.proposal
            yield proposal._replace(account=proposal.account or accounts.get(proposal.key, ""))


def _new(proposal: Proposal, standing: Standing | None) -> dict[str, Any]:
    values = workload_values(proposal)
    deployed = values.pop("deployed")
    stated = {} if standing is None else {"standing": standing.value}
    return {**values, **stated, "deployed": deployed}


def _taken_over(workload: Mapping[str, Any], proposal: Proposal, drift: Drift) -> dict[str, Any]:
    found = {**workload, "deployed": proposal.identity}
    if proposal.pattern is not None:
        found["pattern"] = proposal.pattern
    if workload.get("services"):
        found["services"] = _services(workload["services"], proposal, drift)
    return found


def _services(stated: Iterable[str], proposal: Proposal, drift: Drift) -> list[str]:
    """Return a workload's services after the change; one that another workload of its group names stays there."""
    here = [each for each in drift.matches if each.proposal and each.proposal.key == proposal.key]
    used = {service for each in here if each.proposal for service in each.proposal.services}
    elsewhere = {service for each in here if each.workload for service in each.workload.services}
    kept = [service for service in stated if service in used or not drift.whole]
    return kept + [each for each in proposal.services if each not in elsewhere] or list(proposal.services)
