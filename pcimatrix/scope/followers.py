"""What follows in a scope file if its values change: references to renamed items, and questions that are answered."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from pcimatrix.scope.flows import flows_after
from pcimatrix.scope.keys import Key
from pcimatrix.scope.plain_values import texts

Renamed: TypeAlias = dict[str, str | None]
"""New names by old names; None for what is gone."""
_OF_A_WORKLOAD = {"standing", "pattern", "account"}


def followed(
    values: dict[str, Any], renamed: Mapping[str, Renamed], given: Sequence[Key]
) -> tuple[dict[str, Any], int]:
    """Return values in which references follow renamed and removed items, and the number of questions closed.

    `renamed` is by list (`workloads`, `third_parties`), `given` the keys that were set. A takeover or matrix goes with
    the last workload that it was for, and a flow with either of its ends. A decision for a third party that is gone
    stays, as does a workload that it hosts, for the check to refuse.
    """
    workloads, parties = renamed.get("workloads", {}), renamed.get("third_parties", {})
    kept = {old: new for old, new in parties.items() if new is not None}
    found = dict(values)
    if workloads:
        _each(found, "third_parties", lambda each: with_matrix(_with_takeovers(each, workloads), workloads))
    if kept:
        _each(found, "decisions", lambda each: _with_owner(each, kept))
        _each(found, "workloads", lambda each: _with_provider(each, kept))
        _follow_owners(found, kept)
    if (workloads or parties) and isinstance(found.get("flows"), list):
        _put(found, "flows", flows_after(found["flows"], {**workloads, **parties}))
    questions = found.get("questions") or []
    open_ = [left for each in questions if (left := _left(each, workloads, given)) is not None]
    if questions:
        _put(found, "questions", open_)
    return found, len(questions) - len(open_)


def _each(values: dict[str, Any], key: str, change: Callable[[Any], Any]) -> None:
    """Change each item of a list, if there is one: what is set may be of any form yet."""
    if isinstance(values.get(key), list):
        values[key] = [change(each) for each in values[key]]


def _put(values: dict[str, Any], key: str, items: list[Any]) -> None:
    """Set a list; remove it if it is empty."""
    if items:
        values[key] = items
    else:
        values.pop(key, None)


def _follow_owners(values: dict[str, Any], parties: Mapping[str, str]) -> None:
    """Give the recorded owners their new names."""
    expected = values.get("expected")
    if isinstance(expected, dict) and expected.get("owners"):
        owners = {parties.get(owner, owner): within for owner, within in expected["owners"].items()}
        values["expected"] = {**expected, "owners": owners}


def _with_owner(decision: Any, parties: Mapping[str, str]) -> Any:
    owner = decision.get("owner") if isinstance(decision, dict) else None
    return {**decision, "owner": parties[owner]} if isinstance(owner, str) and owner in parties else decision


def _with_provider(workload: Any, parties: Mapping[str, str]) -> Any:
    name = workload.get("provider") if isinstance(workload, dict) else None
    return {**workload, "provider": parties[name]} if isinstance(name, str) and name in parties else workload


def _with_takeovers(party: Any, workloads: Renamed) -> Any:
    """Return a third party with the new names of its takeovers' workloads. What is set may be of any form yet."""
    owns = party.get("owns") if isinstance(party, dict) else None
    if not isinstance(owns, list):
        return party
    found = [left for takeover in owns for left in _for_workloads(takeover, workloads)]
    return {**party, "owns": found} if found else _without(party, "owns")


def with_matrix(party: Any, workloads: Mapping[str, Any]) -> Any:
    """Return a third party with the new names of the workloads that its matrix is for; `workloads` are as `Renamed`."""
    given = party.get("matrix") if isinstance(party, dict) else None
    if not isinstance(given, dict):
        return party
    found = _for_workloads(given, workloads)
    return {**party, "matrix": found[0]} if found else _without(party, "matrix")


def _for_workloads(given: Any, workloads: Mapping[str, Any]) -> list[Any]:
    """Return a takeover or matrix with the new names of its workloads, as the only item; none if all of them go."""
    named: Any = given.get("workloads") if isinstance(given, dict) else None
    if all(name not in workloads for _, name in texts(named)):
        return [given]
    left = [workloads.get(name, name) if isinstance(name, str) else name for name in named]
    kept = [name for name in left if name is not None]
    return [{**given, "workloads": kept}] if kept else []


def _without(party: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in party.items() if name != key}


def _left(question: dict[str, Any], workloads: Renamed, given: Sequence[Key]) -> dict[str, Any] | None:
    """Return an open question with the present name of its workload; None if it is answered or its workload gone."""
    name, about = question.get("workload"), question.get("about")
    if name is None:
        return None if ("facts", about) in {key[:2] for key in given} else question
    now = workloads.get(name, name)
    below = (about,) if about in _OF_A_WORKLOAD else ("facts", about)
    asked = {("workloads", each, *below[:size]) for each in (name, now) for size in (0, len(below))}
    if now is None or any(key[: 2 + len(below)] in asked for key in given):
        return None
    return {**question, "workload": now} if now != name else question
