"""Acceptance of a change: the values of a scope file after what is deployed has changed it."""

from collections.abc import Mapping
from typing import Any

from pcimatrix.deployment.draft import questions_on, workload_values
from pcimatrix.deployment.drift import Drift
from pcimatrix.deployment.matching import Match
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
    by_name = {match.workload.name: match for match in drift.matches if match.workload}
    workloads = [
        _taken_over(each, by_name[each["name"]], drift) if each["name"] in by_name else dict(each)
        for each in values["workloads"]
        if each["name"] not in by_name or by_name[each["name"]].proposal is not None
    ]
    questions = list(values.get("questions", ()))
    # What is in the same group is in the same account, whose name a person gave.
    accounts = {each.proposal.key: each.workload.account for each in drift.matches if each.proposal and each.workload}
    names = {each["name"] for each in workloads}
    for match in drift.matches:
        if match.workload is None and match.proposal is not None:
            proposal = match.proposal
            account = proposal.account or accounts.get(proposal.key, "")
            proposal = proposal._replace(account=account)
            names.add(proposal.name)
            workloads.append(_new(proposal, standing))
            questions += questions_on(proposal, types, standing=standing is None)
    gone = {each["name"] for each in values["workloads"]} - names
    questions = [each for each in questions if each.get("workload") not in gone]
    found = {**values, "workloads": workloads}
    if questions:
        found["questions"] = questions
    else:
        found.pop("questions", None)
    if "flows" in found:
        found["flows"] = flows_after(found["flows"], dict.fromkeys(gone))
        if not found["flows"]:
            del found["flows"]
    return found


def _new(proposal: Proposal, standing: Standing | None) -> dict[str, Any]:
    values = workload_values(proposal)
    deployed = values.pop("deployed")
    stated = {} if standing is None else {"standing": standing.value}
    return {**values, **stated, "deployed": deployed}


def _taken_over(workload: Mapping[str, Any], match: Match, drift: Drift) -> dict[str, Any]:
    proposal = match.proposal
    if proposal is None:
        return dict(workload)
    found = {**workload, "deployed": proposal.identity}
    if proposal.pattern is not None:
        found["pattern"] = proposal.pattern
    stated = workload.get("services")
    if stated:
        here = [each for each in drift.matches if each.proposal and each.proposal.key == proposal.key]
        all_now = {service for each in here if each.proposal for service in each.proposal.services}
        elsewhere = {service for each in here if each.workload for service in each.workload.services}
        kept = [service for service in stated if service in all_now or not drift.whole]
        found["services"] = kept + [each for each in proposal.services if each not in elsewhere]
        if not found["services"]:
            found["services"] = list(proposal.services)
    return found
