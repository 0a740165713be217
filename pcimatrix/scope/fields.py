"""Fields of a scope file by its JSON Schema: the keys that can be set, and what a value that is typed means there."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import yaml

from pcimatrix.scope.keys import Setting, dotted
from pcimatrix.scope.model import Scope
from pcimatrix.scope.plain_values import mappings
from pcimatrix.yamlio.parser import parse_yaml
from pcimatrix.yamlio.validation import schema_of

NAMED_BY = {"workloads": "name", "third_parties": "id", "decisions": "within", "approaches": "requirement"}
"""The lists of a scope file, each with the key that names its items; items of other lists have numbers from 1."""
NOT_SET = {
    "schema_version": ("this is the version of the file's form", "it stays as it is"),
    "expected": ("expected totals are not typed", "use --record, which takes them from the new matrix"),
    "questions": ("open questions are not typed", "set what they ask for, which closes them"),
}
"""Top-level keys that are not set, each with why, and what to do."""
FACT = "Answer"
"""The title of the schema of a fact's answer."""
Schema: TypeAlias = Mapping[str, Any]
"""A part of the scope's JSON Schema."""


class Fields:
    """The JSON Schema of a scope file, to look up what a key holds."""

    def __init__(self) -> None:
        self.root = schema_of(Scope)

    def resolved(self, schema: Schema) -> Schema:
        """Return a schema with its reference followed, and what it is if it is not null."""
        while "$ref" in schema or "anyOf" in schema:
            named = schema.get("$ref", "").rpartition("/")[2]
            schema = self.root["$defs"][named] if named else schema["anyOf"][0]
        return schema

    def value(self, schema: Schema, setting: Setting) -> Any:
        """Return the plain value of a setting: a text as it is written, anything else as YAML. Raises `InputError`.

        What is text in the model stays as it is written: an account's number, and 8.10, which is not 8.1.
        """
        text = setting.text or ""
        quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
        if _is_text(schema) and not quoted:
            return text
        plain = parse_yaml(text.encode(), f"the value of {setting.name}").values
        return self._fitted(schema, plain, yaml.load(text, Loader=yaml.BaseLoader))  # noqa: S506 - it makes texts alone

    def _fitted(self, schema: Schema, plain: Any, written: Any) -> Any:
        """Return a value with texts, as they are written, where the schema has texts."""
        if isinstance(plain, dict):
            known = schema.get("properties", {})
            every: Schema = next(iter(schema.get("patternProperties", {}).values()), {})
            return {
                key: self._fitted(self.resolved(known.get(key, every)), each, written[key])
                for key, each in plain.items()
            }
        if isinstance(plain, list):
            below = self.resolved(schema.get("items", {}))
            return [self._fitted(below, each, text) for each, text in zip(plain, written, strict=True)]
        return written if _is_text(schema) and plain is not None else plain


def _is_text(schema: Schema) -> bool:
    return schema.get("type") == "string"


def keys_of(values: Any) -> list[str]:
    """Return the keys that can be set in a file with these values, for a shell to complete; new names are not there."""
    schema = schema_of(Scope)
    values = values if isinstance(values, dict) else {}
    whole = [each for each in schema["properties"] if each not in {*NOT_SET, *NAMED_BY, "facts"}]
    facts = values.get("facts")
    answered = [f"facts.{each}" for each in facts] if isinstance(facts, dict) else []
    within = [
        dotted((group, name, field))
        for group, model in (("workloads", "Workload"), ("third_parties", "ThirdParty"))
        for name in _names(values.get(group), NAMED_BY[group])
        for field in schema["$defs"][model]["properties"]
    ]
    return [*whole, *answered, *within]


def _names(items: Any, key: str) -> list[str]:
    """Return the names of items under a key; what has no name yet has none."""
    return [each[key] for _, each in mappings(items) if isinstance(each.get(key), str)]
