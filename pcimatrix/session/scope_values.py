"""Values of a scope file, made of a session's answers and the edited file, if any."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.loader import shipped_patterns
from pcimatrix.catalogue.model import Reading
from pcimatrix.providers.matrix_file import ProviderMatrix
from pcimatrix.scope.answers import answers_of
from pcimatrix.scope.flows import flows_after
from pcimatrix.scope.followers import with_matrix
from pcimatrix.scope.model import Scope, ThirdParty, Workload
from pcimatrix.session.question import Answers, Value
from pcimatrix.session.wording import DIFFERING, DIFFERS, FIELDS, PARTIES, SINGLE, WORKLOADS, place

Values = Mapping[str, Any]
"""The plain values of a scope file."""

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


def present(base: Values) -> Answers:
    """Return the answers that a scope file already gives, by the ids of their questions."""
    found: dict[str, Value] = {name: base[name] for name in SINGLE if name in base}
    found |= answers_of(base.get("facts"))
    for group in (WORKLOADS, PARTIES):
        for number, item in enumerate(base.get(group, ()), 1):
            found |= {f"{group}.{number}.{field}": value for field, value in _fields(group, item).items()}
    return found


def renewed(base: Values, facts: Facts) -> dict[str, Any]:
    """Return the values of a scope file with older facts replaced by those that they are read as."""
    found = {key: _renewed(each, facts) if key == "facts" else each for key, each in base.items()}
    found[WORKLOADS] = [
        {key: _renewed(each, facts) if key == "facts" else each for key, each in workload.items()}
        for workload in base[WORKLOADS]
    ]
    return found


def _renewed(given: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    replaced = facts.replaced()
    settled = facts.settled(answers_of(given))
    parts = {name: given[each.by] for name, each in settled.items() if name in replaced.get(each.by, ())}
    return {**{name: each for name, each in given.items() if name not in replaced}, **parts}


def given_facts(answers: Answers, facts: Facts) -> dict[str, bool]:
    """Return the facts that a session's answers answer."""
    return {name: answers[name] is True for name in facts.all_names() if answers.get(name) is not None}


def without_contradictions(base: Values, answers: Answers, facts: Facts) -> Values:
    """Return the base without those of its facts that an answer of the session settles otherwise."""
    settled = facts.settled(given_facts(answers, facts))
    present_ = answers_of(base.get("facts"))
    gone = {name for name, each in present_.items() if name in settled and settled[name].answer is not each}
    gone -= set(answers)
    if not gone:
        return base
    return {**base, "facts": {name: each for name, each in base["facts"].items() if name not in gone}}


def has_several_takeovers(base: Values, number: int) -> bool:
    """Tell whether what a third party owns in the file that is edited is more than the questions can ask for."""
    parties = base.get(PARTIES, ())
    return number <= len(parties) and len(parties[number - 1].get("owns", ())) > 1


def takeovers(base: Values, answers: Answers, number: int) -> list[Values]:
    """Return what a third party owns in the file that is edited, with the names that its workloads have now."""
    parties = base.get(PARTIES, ())
    if number > len(parties):
        return []
    renamed = _renamed(base, answers, WORKLOADS, "name")
    found: list[Values] = []
    for takeover in parties[number - 1].get("owns", ()):
        named = [renamed.get(name, name) for name in takeover.get("workloads") or ()]
        if not named or not set(renamed) & set(takeover["workloads"]):
            found.append(takeover)
        elif left := [name for name in named if name is not None]:
            found.append({**takeover, "workloads": left})
    return found


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
    facts = dict(base.get("facts", {}))
    for name in said:
        if place(name) is None and name not in SINGLE:
            _put(facts, name, said, name)
    _put(values, "facts", {"facts": facts or None}, "facts")
    said = _with_flips(answers, answers_of(facts), said)
    for group in (WORKLOADS, PARTIES):
        _put(values, group, {group: _items(base, answers, said, group) or None}, group)
    if "questions" in base:
        values["questions"] = still_open(base, answers)
    renamed = _renamed(base, answers, PARTIES, "id")
    if renamed and "decisions" in values:
        values["decisions"] = [
            {**each, "owner": renamed.get(each["owner"], each["owner"])} for each in values["decisions"]
        ]
    ends = {**_renamed(base, answers, WORKLOADS, "name"), **renamed}
    if ends and "flows" in values:
        values["flows"] = flows_after(values["flows"], ends)
    empty = {"questions", "flows"}
    return {key: values[key] for key in Scope.model_fields if key in values and (key not in empty or values[key])}


def question_id(base: Values, question: Values) -> str:
    """Return the id of the session's question that an open question of a draft is about."""
    names = [each.get("name") for each in base.get(WORKLOADS, ())]
    workload = question.get("workload")
    if workload is None:
        return str(question["about"])
    return f"{WORKLOADS}.{names.index(workload) + 1}.{question['about']}" if workload in names else ""


def still_open(base: Values, answers: Answers) -> list[Values]:
    """Return the open questions of the edited file that no answer settles, with the present names of workloads."""
    renamed = _renamed(base, answers, WORKLOADS, "name")
    found: list[Values] = []
    for question in base.get("questions", ()):
        workload = question.get("workload")
        gone = workload is not None and renamed.get(workload, workload) is None
        if not gone and answers.get(question_id(base, question)) is None:
            named = {} if workload is None else {"workload": renamed.get(workload, workload)}
            found.append({**question, **named})
    return found


def numbers(base: Values, answers: Answers, group: str) -> list[int]:
    """Return the numbers of the workloads or third parties in the file that is edited, and of those asked for."""
    asked = {at[1] for name in answers if (at := place(name)) and at[0] == group}
    return sorted(asked | set(range(1, len(base.get(group, ())) + 1)))


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
            found.append(_with_host(_workload(item, prefix, said), _renamed(base, answers, PARTIES, "id")))
        else:
            own = {name: answers[name] for name in (f"{prefix}.owns", f"{prefix}.owns_workloads") if name in answers}
            party = _party(item, prefix, {**said, **own}, takeovers(base, answers, number))
            found.append(with_matrix(party, _renamed(base, answers, WORKLOADS, "name")))
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


def _fields(group: str, item: Values) -> dict[str, Value]:
    """Return a workload's or third party's present answers by field."""
    owns = item.get("owns", ())
    flat = dict(item)
    if group == PARTIES:
        flat |= {f"aoc_{key}": value for key, value in (item.get("aoc") or {}).items()}
        flat["owns"] = owns[0]["within"] if len(owns) == 1 else None
        flat["owns_workloads"] = owns[0].get("workloads") if len(owns) == 1 else None
    found = {field: flat.get(field) for field in FIELDS[group]}
    return {field: tuple(value) if isinstance(value, list) else value for field, value in found.items()}


def _put(into: dict[str, Any], key: str, said: Mapping[str, Any], name: str) -> None:
    """Set a key to the answer under a name; remove it if the answer is None; keep it without an answer."""
    if name not in said:
        return
    value = said[name]
    if value is None:
        into.pop(key, None)
    else:
        into[key] = list(value) if isinstance(value, tuple) else value


def _with_host(workload: dict[str, Any], renamed: Mapping[str, Value]) -> dict[str, Any]:
    """Return a workload with the present id of its host; without one if its pattern is not hosted any more."""
    if "provider" not in workload:
        return workload
    if not any(each.id == workload.get("pattern") and each.hosted for each in shipped_patterns().patterns):
        return {key: each for key, each in workload.items() if key != "provider"}
    return {**workload, "provider": renamed.get(workload["provider"]) or workload["provider"]}


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


def _renamed(base: Values, answers: Answers, group: str, key: str) -> dict[str, Value]:
    """Return new names by old names; None for what is gone."""
    found: dict[str, Value] = {}
    for number, item in enumerate(base.get(group, ()), 1):
        gone = answers.get(f"{group}.{number}.name", item["name"]) is None
        new = None if gone else answers.get(f"{group}.{number}.{key}", item[key])
        if new != item[key]:
            found[item[key]] = new
    return found
