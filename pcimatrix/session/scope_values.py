"""Values of a scope file, made of a session's answers and the edited file, if any."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pcimatrix.catalogue.model import Reading
from pcimatrix.providers.matrix_file import ProviderMatrix
from pcimatrix.scope.answers import answers_of
from pcimatrix.scope.flows import flows_after
from pcimatrix.scope.followers import with_matrix
from pcimatrix.scope.model import Scope, Workload
from pcimatrix.scope.third_parties import ThirdParty
from pcimatrix.session.edited_file import Values, numbers, present, renamed, still_open, takeovers
from pcimatrix.session.hosts import is_hosted
from pcimatrix.session.question import Answers, Value
from pcimatrix.session.wording import DIFFERING, DIFFERS, FIELDS, PARTIES, SINGLE, WORKLOADS, place

FLIPS = "flips"
"""The key of what `differs` in a workload, with the answers that it has there; no question has it."""
_MATRIX_NEEDS = {"name", "standing", "pattern"}
_UNTIL_ASKED: dict[str, Any] = {
    "schema_version": 1,
    "entity": "not yet named",
    "assessment": "merchant",
    "pci_dss": "4.0.1",
    "date": "2025-03-31",
}
"""Placeholders in a preview for open answers: of these, only assessment and date move a test case.

On this day, everything that is known to be future-dated is in force, as on the days that most scopes describe.
"""


def scope_values(base: Values, answers: Answers) -> dict[str, Any]:
    """Return the values of the scope that the answers make of the base (empty for a new scope).

    A new scope follows the layers, since no assessor takes a published example for the entity's own environment.
    Anything not asked for, or answered as before, stays as it is in the base. If a workload or a third party is
    renamed or removed, references to it follow.
    """
    before = present(base)
    said = {name: value for name, value in answers.items() if value != before.get(name)}
    values: dict[str, Any] = {"schema_version": 1, **({} if base else {"reading": Reading.LAYERS.value}), **base}
    for name in SINGLE:
        _put(values, name, said, name)
    facts = _facts(base, said)
    _put(values, "facts", {"facts": facts or None}, "facts")
    said = _with_flips(answers, answers_of(facts), said)
    for group in (WORKLOADS, PARTIES):
        _put(values, group, {group: _items(base, answers, said, group) or None}, group)
    if "questions" in base:
        values["questions"] = still_open(base, answers)
    parties, workloads = renamed(base, answers, PARTIES, "id"), renamed(base, answers, WORKLOADS, "name")
    values |= _references(values, parties, workloads)
    empty = {"questions", "flows"}
    return {key: values[key] for key in Scope.model_fields if key in values and (key not in empty or values[key])}


def _facts(base: Values, said: Answers) -> dict[str, Any]:
    """Return the entity's facts: those of the edited file, and what is said of them."""
    facts = dict(base.get("facts", {}))
    for name in said:
        if place(name) is None and name not in SINGLE:
            _put(facts, name, said, name)
    return facts


def _references(values: Values, parties: Mapping[str, Value], workloads: Mapping[str, Value]) -> dict[str, Any]:
    """Return the decisions and the flows with the present ids of third parties and names of workloads, if any changed.

    `parties` and `workloads` have those by the old ones; None for what is gone.
    """
    found: dict[str, Any] = {}
    if parties and "decisions" in values:
        found["decisions"] = [
            {**each, "owner": parties.get(each["owner"], each["owner"])} for each in values["decisions"]
        ]
    ends = {**workloads, **parties}
    if ends and "flows" in values:
        found["flows"] = flows_after(values["flows"], ends)
    return found


def _with_flips(answers: Answers, entitys: Mapping[str, bool], said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said with the facts that are answered the other way round in a workload, below its own key."""
    found = dict(said)
    differing = answers.get(DIFFERING) or ()
    for name, value in answers.items():
        at = place(name)
        named = at and answers.get(f"{WORKLOADS}.{at[1]}.name") in (differing if isinstance(differing, tuple) else ())
        if at and at[2] == DIFFERS and named and isinstance(value, tuple):
            flips = {fact: not entitys[fact] for fact in value if fact in entitys}
            found[f"{WORKLOADS}.{at[1]}.{FLIPS}"] = flips
    return found


def _items(base: Values, answers: Answers, said: Mapping[str, Any], group: str) -> list[dict[str, Any]]:
    """Return the workloads or third parties that have a name."""
    old = base.get(group, ())
    found = []
    for number in numbers(base, answers, group):
        item = dict(old[number - 1]) if number <= len(old) else {}
        prefix = f"{group}.{number}"
        if answers.get(f"{prefix}.name", item.get("name")) is None:
            continue
        if group == WORKLOADS:
            found.append(_with_host(_workload(item, prefix, said), renamed(base, answers, PARTIES, "id")))
        else:
            own = {name: answers[name] for name in (f"{prefix}.owns", f"{prefix}.owns_workloads") if name in answers}
            party = _party(item, prefix, {**said, **own}, takeovers(base, answers, number))
            found.append(with_matrix(party, renamed(base, answers, WORKLOADS, "name")))
    return found


def preview(values: Values, attested: Mapping[str, ProviderMatrix] = MappingProxyType({})) -> Scope | None:
    """Return what can be made of values that are not complete yet; None before a workload is in scope."""
    workloads = [
        {"account": "not yet named", **each} for each in values.get(WORKLOADS, ()) if each.keys() >= _MATRIX_NEEDS
    ]
    parties = [each for each in values.get(PARTIES, ()) if each.keys() >= {"id", "name"}]
    named = {each["id"] for each in parties}
    workloads = [
        each if each.get("provider") in named else {key: one for key, one in each.items() if key != "provider"}
        for each in workloads
    ]
    if all(each["standing"] == "out_of_scope" for each in workloads):
        return None
    scope = Scope.model_validate({**_UNTIL_ASKED, **values, WORKLOADS: workloads, PARTIES: parties})
    return scope.attesting(attested) if attested else scope


def _put(into: dict[str, Any], key: str, said: Mapping[str, Any], name: str) -> None:
    """Set a key to the answer under a name; remove it if the answer is None; keep it without an answer."""
    if name not in said:
        return
    value = said[name]
    if value is None:
        into.pop(key, None)
    else:
        into[key] = list(value) if isinstance(value, tuple) else value


def _with_host(workload: dict[str, Any], ids: Mapping[str, Value]) -> dict[str, Any]:
    """Return a workload with the present id of its host; without one if its pattern is not hosted any more."""
    if "provider" not in workload:
        return workload
    if not is_hosted(workload.get("pattern")):
        return {key: each for key, each in workload.items() if key != "provider"}
    return {**workload, "provider": ids.get(workload["provider"]) or workload["provider"]}


def _workload(item: dict[str, Any], prefix: str, said: Mapping[str, Any]) -> dict[str, Any]:
    for field in FIELDS[WORKLOADS]:
        _put(item, field, said, f"{prefix}.{field}")
    if flips := said.get(f"{prefix}.{FLIPS}"):
        item["facts"] = {**item.get("facts", {}), **flips}
    return {key: item[key] for key in Workload.model_fields if key in item}


def _party(item: dict[str, Any], prefix: str, said: Mapping[str, Any], owns: list[Values]) -> dict[str, Any]:
    for field in ("id", "name", "services"):
        _put(item, field, said, f"{prefix}.{field}")
    aoc = dict(item.get("aoc") or {})
    for key in ("date", "version"):
        _put(aoc, key, said, f"{prefix}.aoc_{key}")
    _put(item, "aoc", {"aoc": aoc if aoc.keys() >= {"date", "version"} else None}, "aoc")
    if f"{prefix}.owns" in said or f"{prefix}.owns_workloads" in said:
        takeover = dict(owns[0]) if owns else {}
        _put(takeover, "within", said, f"{prefix}.owns")
        _put(takeover, "workloads", said, f"{prefix}.owns_workloads")
        owns = [takeover] if "within" in takeover else []
    if owns or item.get("owns"):
        _put(item, "owns", {"owns": owns or None}, "owns")
    return {key: item[key] for key in ThirdParty.model_fields if key in item}
