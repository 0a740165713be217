"""The scope file that a session edits, as the answers so far leave it: numbers, names, takeovers, open questions."""

from collections.abc import Mapping
from typing import Any

from pcimatrix.scope.answers import answers_of
from pcimatrix.session.question import Answers, Value
from pcimatrix.session.wording import FIELDS, PARTIES, SINGLE, WORKLOADS, place

Values = Mapping[str, Any]
"""The plain values of a scope file."""


def present(base: Values) -> Answers:
    """Return the answers that a scope file already gives, by the ids of their questions."""
    found: dict[str, Value] = {name: base[name] for name in SINGLE if name in base}
    found |= answers_of(base.get("facts"))
    for group in (WORKLOADS, PARTIES):
        for number, item in enumerate(base.get(group, ()), 1):
            found |= {f"{group}.{number}.{field}": value for field, value in _fields(group, item).items()}
    return found


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


def numbers(base: Values, answers: Answers, group: str) -> list[int]:
    """Return the numbers of the workloads or third parties in the file that is edited, and of those asked for."""
    asked = {at[1] for name in answers if (at := place(name)) and at[0] == group}
    return sorted(asked | set(range(1, len(base.get(group, ())) + 1)))


def has_several_takeovers(base: Values, number: int) -> bool:
    """Tell whether what a third party owns in the file that is edited is more than the questions can ask for."""
    parties = base.get(PARTIES, ())
    return number <= len(parties) and len(parties[number - 1].get("owns", ())) > 1


def takeovers(base: Values, answers: Answers, number: int) -> list[Values]:
    """Return what a third party owns in the file that is edited, with the names that its workloads have now."""
    parties = base.get(PARTIES, ())
    if number > len(parties):
        return []
    now = renamed(base, answers, WORKLOADS, "name")
    found: list[Values] = []
    for takeover in parties[number - 1].get("owns", ()):
        named = [now.get(name, name) for name in takeover.get("workloads") or ()]
        if not named or not set(now) & set(takeover["workloads"]):
            found.append(takeover)
        elif left := [name for name in named if name is not None]:
            found.append({**takeover, "workloads": left})
    return found


def question_id(base: Values, question: Values) -> str:
    """Return the id of the session's question that an open question of a draft is about."""
    names = [each.get("name") for each in base.get(WORKLOADS, ())]
    workload = question.get("workload")
    if workload is None:
        return str(question["about"])
    return f"{WORKLOADS}.{names.index(workload) + 1}.{question['about']}" if workload in names else ""


def still_open(base: Values, answers: Answers) -> list[Values]:
    """Return the open questions of the edited file that no answer settles, with the present names of workloads."""
    now = renamed(base, answers, WORKLOADS, "name")
    found: list[Values] = []
    for question in base.get("questions", ()):
        workload = question.get("workload")
        gone = workload is not None and now.get(workload, workload) is None
        if not gone and answers.get(question_id(base, question)) is None:
            named = {} if workload is None else {"workload": now.get(workload, workload)}
            found.append({**question, **named})
    return found


def renamed(base: Values, answers: Answers, group: str, key: str) -> dict[str, Value]:
    """Return new names by old names; None for what is gone."""
    found: dict[str, Value] = {}
    for number, item in enumerate(base.get(group, ()), 1):
        gone = answers.get(f"{group}.{number}.name", item["name"]) is None
        new = None if gone else answers.get(f"{group}.{number}.{key}", item[key])
        if new != item[key]:
            found[item[key]] = new
    return found
