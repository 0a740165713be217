"""Values of a scope file with other values under some of its keys, as plain as they are in the file."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pcimatrix.catalogue.facts import Facts
from pcimatrix.errors import InputError, Problem
from pcimatrix.scope.fields import FACT, NAMED_BY, NOT_SET, Fields, Schema
from pcimatrix.scope.followers import Renamed, followed
from pcimatrix.scope.keys import Key, Setting, dotted, refused
from pcimatrix.text import closest, did_you_mean

_KINDS = {
    "workloads": "workload",
    "third_parties": "third party",
    "decisions": "decision",
    "approaches": "approach",
    "owns": "takeover",
    "flows": "flow",
}


class Changed(NamedTuple):
    """The values of a scope file after settings, and the number of open questions that they close."""

    values: dict[str, Any]
    closed: int


def changed(values: Mapping[str, Any], settings: Sequence[Setting], facts: Facts) -> Changed:
    """Return a file's values with settings applied in order; references to what is renamed or removed follow.

    The result is not yet validated. Raises `InputError` with all keys that cannot be set.
    """
    setter = _Setter(copy.deepcopy(dict(values)), facts)
    problems: list[Problem] = []
    for setting in settings:
        try:
            setter.apply(setting)
        except InputError as error:
            problems += error.problems
    if not problems:
        problems = setter.incomplete()
    if problems:
        raise InputError(dict.fromkeys(problems))
    return Changed(*followed(setter.values, setter.renamed, [each.key for each in settings if each.text is not None]))


class _Setter:
    """The values while settings are applied to them."""

    def __init__(self, values: dict[str, Any], facts: Facts) -> None:
        self.values = values
        self.facts = facts
        self.fields = Fields()
        self.renamed: dict[str, Renamed] = {}
        self.added: dict[Key, tuple[Key, Schema, dict[str, Any]]] = {}

    def apply(self, setting: Setting) -> None:
        """Apply one setting. Raises `InputError`."""
        if setting.key[0] in NOT_SET:
            raise refused(setting.name, *NOT_SET[setting.key[0]])
        self._in_mapping(self.values, self.fields.root, setting, 0)

    def incomplete(self) -> list[Problem]:
        """Return a problem for each new item of a list that lacks what it needs."""
        found: list[Problem] = []
        for key, (known, schema, item) in self.added.items():
            missing = [each for each in schema["required"] if each not in item]
            if missing:
                kind = _kind(key[0])
                near = f"{did_you_mean(key[-1], known)} If not, " if closest(key[-1], known) else ""
                hint = f"{near}set its {', '.join(missing)} too, to add it"
                found += refused(dotted(key), f"unknown {kind}", hint).problems
        return found

    def _in_mapping(self, container: dict[str, Any], schema: Schema, setting: Setting, at: int) -> None:
        """Set what a key's part `at` names in a mapping, or go on below it."""
        name = setting.key[at]
        if "patternProperties" in schema:
            self._check_fact(container, name, setting)
            child, order = self.fields.resolved(next(iter(schema["patternProperties"].values()))), [*container, name]
        elif name not in schema.get("properties", {}):
            allowed = list(schema.get("properties", ()))
            if at == 0:
                allowed = [each for each in (*allowed, "edition") if each not in NOT_SET]
            hint = did_you_mean(name, allowed) if allowed else "name the key without what follows"
            raise refused(setting.name, f"unknown key {name!r}", hint)
        else:
            child, order = self.fields.resolved(schema["properties"][name]), list(schema["properties"])
        if at + 1 == len(setting.key):
            self._leaf(container, child, setting, order)
            return
        if setting.text is None and name not in container:
            raise refused(setting.name, f"{name} is not in the file", "name what is")
        if child.get("type") == "array":
            below: Any = container.get(name, [])
            if not isinstance(below, list):
                raise refused(setting.name, f"{name} is no list", f"set {dotted(setting.key[: at + 1])} as a whole")
            put(container, name, below, order)
            self._in_list(below, child, setting, at + 1)
        else:
            below = container.get(name, {})
            below = {"answer": below} if child.get("title") == FACT and isinstance(below, bool) else below
            if not isinstance(below, dict) or not child.keys() & {"properties", "patternProperties"}:
                raise refused(setting.name, f"{name} has no keys", f"set {dotted(setting.key[: at + 1])} as a whole")
            put(container, name, below, order)
            self._in_mapping(below, child, setting, at + 1)
        if not container[name] and setting.text is None and name not in schema.get("required", ()):
            del container[name]

    def _leaf(self, container: dict[str, Any], schema: Schema, setting: Setting, order: Sequence[str]) -> None:
        name = setting.key[-1]
        if setting.text is None:
            container.pop(name, None)
            return
        value = self.fields.value(schema, setting)
        before = container.get(name)
        if schema.get("title") == FACT and isinstance(before, dict) and before.get("answer") is value:
            return  # the same answer keeps why, by whom and its evidence
        put(container, name, value, order)

    def _in_list(self, items: list[Any], schema: Schema, setting: Setting, at: int) -> None:
        """Set an item of a list, or go on below it."""
        group, wanted = setting.key[at - 1], setting.key[at]
        item_schema = self.fields.resolved(schema["items"])
        naming = NAMED_BY.get(group, "")
        wanted = self.renamed.get(group, {}).get(wanted) or wanted
        index = _index(items, naming, wanted)
        known = [str(each[naming]) for each in items if isinstance(each, dict) and naming in each]
        if index is None and at + 1 < len(setting.key) and setting.key[at + 1] not in item_schema["properties"]:
            example = f'{group}."{wanted}.{setting.key[at + 1]}"'
            raise refused(
                setting.name, f"unknown {_kind(group)} {wanted!r}", f"put a name with dots in quotes: {example}"
            )
        if index is None and not naming and setting.text is not None and wanted == str(len(items) + 1):
            items.append({})
            index = len(items) - 1
        if index is None and (setting.text is None or not naming):
            hint = did_you_mean(wanted, known) if known else f"they have numbers from 1 to {len(items)}"
            raise refused(setting.name, f"unknown {_kind(group)} {wanted!r}", hint)
        whole = at + 1 == len(setting.key)
        if whole and setting.text is None and index is not None:
            self._rename(group, items.pop(index).get(naming), None)
            return
        if index is None:
            items.append({naming: wanted})
            index = len(items) - 1
            self.added[setting.key[: at + 1]] = (tuple(known), item_schema, items[index])
        item = items[index]
        if not isinstance(item, dict):
            raise refused(setting.name, f"{wanted} is no mapping", f"set {dotted(setting.key[:at])} as a whole")
        before = item.get(naming)
        if whole:
            value = self.fields.value(item_schema, setting)
            if not isinstance(value, dict):
                raise refused(setting.name, "the value is no mapping", "write e.g. {key: value, key: value}")
            item.clear()
            item.update({**({naming: wanted} if naming else {}), **value})
        else:
            self._in_mapping(item, item_schema, setting, at + 1)
        if item.get(naming) != before:
            self._rename(group, before, item.get(naming))

    def _rename(self, group: str, before: Any, after: Any) -> None:
        if group in {"workloads", "third_parties"} and isinstance(before, str):
            self.renamed.setdefault(group, {})[before] = after if isinstance(after, str) else None

    def _check_fact(self, container: Mapping[str, Any], name: str, setting: Setting) -> None:
        """Raise `InputError` if a fact is not known, or has become others."""
        if name in container:
            return
        if instead := self.facts.replaced().get(name):
            raise refused(setting.name, "this fact has become others", f"set {', '.join(instead)}")
        if name not in self.facts.all_names():
            hint = did_you_mean(name, self.facts.all_names(), "data/facts.yaml has their names")
            raise refused(setting.name, f"unknown fact {name!r}", hint)


def put(container: dict[str, Any], name: str, value: Any, order: Sequence[str]) -> None:
    """Set a key of a mapping; a new one comes after those before it in `order`."""
    if name in container:
        container[name] = value
        return
    earlier = order[: order.index(name)]
    before = [at for at, key in enumerate(container, 1) if key in earlier]
    entries = list(container.items())
    entries.insert(before[-1] if before else 0, (name, value))
    container.clear()
    container.update(entries)


def _index(items: Sequence[Any], naming: str, wanted: str) -> int | None:
    """Return the index of the last item of a name, else of the number that is meant."""
    named = [at for at, each in enumerate(items) if isinstance(each, dict) and each.get(naming) == wanted]
    if named:
        return named[-1]
    number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < len("10000") else 0
    return number - 1 if 1 <= number <= len(items) else None


def _kind(group: str) -> str:
    return _KINDS.get(group, "item")
