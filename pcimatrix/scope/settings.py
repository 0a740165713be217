"""Values of a scope file with other values under some of its keys, as plain as they are in the file."""

import copy
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pcimatrix.catalogue.facts import Facts
from pcimatrix.errors import InputError, Problem
from pcimatrix.scope.fields import FACT, NAMED_BY, NOT_SET, Fields, Schema
from pcimatrix.scope.followers import Renamed, followed
from pcimatrix.scope.keys import Key, Setting, Step, dotted, refused
from pcimatrix.scope.plain_values import mappings, put
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


class _Listed(NamedTuple):
    """A list of the file under the key `group`, and the key that names its items: empty if they have numbers."""

    items: list[Any]
    schema: Schema
    group: str
    naming: str

    def name(self, item: Any) -> Any:
        """Return the name of an item; None if it has none."""
        return item.get(self.naming) if isinstance(item, dict) else None

    def named(self, name: str) -> dict[str, Any]:
        """Return an item that has only its name, or nothing if items have numbers."""
        return {self.naming: name} if self.naming else {}

    def names(self) -> list[str]:
        """Return the names of all items."""
        return [str(item[self.naming]) for _, item in mappings(self.items) if self.naming in item]

    def place(self, wanted: str) -> int | None:
        """Return the index of the last item of a name, else of the number that is meant; None if there is no such."""
        named = [at for at, item in mappings(self.items) if item.get(self.naming) == wanted]
        if named:
            return named[-1]
        number = int(wanted) if wanted.isascii() and wanted.isdecimal() and len(wanted) < len("10000") else 0
        return number - 1 if 1 <= number <= len(self.items) else None


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
        self._in_mapping(self.values, self.fields.root, Step(setting, 0))

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

    def _in_mapping(self, container: dict[str, Any], schema: Schema, step: Step) -> None:
        """Set what a step names in a mapping, or go on below it."""
        child, order = self._child(container, schema, step)
        if step.below is None:
            self._leaf(container, child, step, order)
            return
        if step.removes and step.name not in container:
            raise step.refused(f"{step.name} is not in the file", "name what is")
        if child.get("type") == "array":
            items = _list(container, step)
            put(container, step.name, items, order)
            self._in_list(items, child, step.name, step.below)
        else:
            inner = _mapping(container, child, step)
            put(container, step.name, inner, order)
            self._in_mapping(inner, child, step.below)
        if step.removes and not container[step.name] and step.name not in schema.get("required", ()):
            del container[step.name]

    def _child(self, container: Mapping[str, Any], schema: Schema, step: Step) -> tuple[Schema, Sequence[str]]:
        """Return the schema of what a step names in a mapping, and the order of the mapping's keys."""
        properties = schema.get("properties", {})
        if "patternProperties" in schema:
            self._check_fact(container, step)
            return self.fields.resolved(next(iter(schema["patternProperties"].values()))), [*container, step.name]
        if step.name in properties:
            return self.fields.resolved(properties[step.name]), list(properties)
        allowed = list(properties)
        if step.at == 0:
            allowed = [each for each in (*allowed, "edition") if each not in NOT_SET]
        hint = did_you_mean(step.name, allowed) if allowed else "name the key without what follows"
        raise step.refused(f"unknown key {step.name!r}", hint)

    def _leaf(self, container: dict[str, Any], schema: Schema, step: Step, order: Sequence[str]) -> None:
        if step.removes:
            container.pop(step.name, None)
            return
        value = self.fields.value(schema, step.setting)
        before = container.get(step.name)
        if schema.get("title") == FACT and isinstance(before, dict) and before.get("answer") is value:
            return  # the same answer keeps why, by whom and its evidence
        put(container, step.name, value, order)

    def _in_list(self, items: list[Any], schema: Schema, group: str, step: Step) -> None:
        """Set the item of a list that a step names, or go on below it; `group` is the list's key."""
        within = _Listed(items, self.fields.resolved(schema["items"]), group, NAMED_BY.get(group, ""))
        wanted = self.renamed.get(group, {}).get(step.name) or step.name
        index = within.place(wanted)
        if index is None:
            item = self._added(within, wanted, step)
        elif step.removes and step.below is None:
            self._rename(group, within.name(items.pop(index)), None)
            return
        else:
            item = items[index]
        if not isinstance(item, dict):
            raise _no_mapping(wanted, step)
        before = within.name(item)
        if step.below is None:
            value = self.fields.value(within.schema, step.setting)
            if not isinstance(value, dict):
                raise step.refused("the value is no mapping", "write e.g. {key: value, key: value}")
            item.clear()
            item.update({**within.named(wanted), **value})
        else:
            self._in_mapping(item, within.schema, step.below)
        if within.name(item) != before:
            self._rename(group, before, within.name(item))

    def _added(self, within: _Listed, wanted: str, step: Step) -> dict[str, Any]:
        """Return a new item of a list, after it was added. Raises `InputError` if it cannot be new."""
        if step.below is not None and "properties" not in within.schema:
            raise _no_mapping(wanted, step)
        unknown = f"unknown {_kind(within.group)} {wanted!r}"
        if step.below is not None and step.below.name not in within.schema["properties"]:
            example = f'{within.group}."{wanted}.{step.below.name}"'
            raise step.refused(unknown, f"put a name with dots in quotes: {example}")
        known = within.names()
        is_next = not within.naming and wanted == str(len(within.items) + 1)
        if step.removes or not (within.naming or is_next):
            hint = did_you_mean(wanted, known) if known else f"they have numbers from 1 to {len(within.items)}"
            raise step.refused(unknown, hint)
        item: dict[str, Any] = within.named(wanted)
        within.items.append(item)
        if within.naming:
            self.added[step.reached] = (tuple(known), within.schema, item)
        return item

    def _rename(self, group: str, before: Any, after: Any) -> None:
        if group in {"workloads", "third_parties"} and isinstance(before, str):
            self.renamed.setdefault(group, {})[before] = after if isinstance(after, str) else None

    def _check_fact(self, container: Mapping[str, Any], step: Step) -> None:
        """Raise `InputError` if a fact is not known, or has become others."""
        name = step.name
        if name in container:
            return
        if instead := self.facts.replaced().get(name):
            raise step.refused("this fact has become others", f"set {', '.join(instead)}")
        if name not in self.facts.all_names():
            hint = did_you_mean(name, self.facts.all_names(), "data/facts.yaml has their names")
            raise step.refused(f"unknown fact {name!r}", hint)


def _list(container: Mapping[str, Any], step: Step) -> list[Any]:
    """Return the list that a step names, or a new one. Raises `InputError` if it is something else."""
    found = container.get(step.name, [])
    if not isinstance(found, list):
        raise step.refused(f"{step.name} is no list", f"set {dotted(step.reached)} as a whole")
    return found


def _mapping(container: Mapping[str, Any], schema: Schema, step: Step) -> dict[str, Any]:
    """Return the mapping that a step names, or a new one. Raises `InputError` if it is something else."""
    found = container.get(step.name, {})
    found = {"answer": found} if schema.get("title") == FACT and isinstance(found, bool) else found
    if not isinstance(found, dict) or not schema.keys() & {"properties", "patternProperties"}:
        raise step.refused(f"{step.name} has no keys", f"set {dotted(step.reached)} as a whole")
    return found


def _no_mapping(name: str, step: Step) -> InputError:
    """Return the error that the item of a list is not a mapping."""
    return step.refused(f"{name} is no mapping", f"set {dotted(step.reached[:-1])} as a whole")


def _kind(group: str) -> str:
    return _KINDS.get(group, "item")
