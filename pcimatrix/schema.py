"""JSON Schemas of the data files, made from the models and the patterns."""

from typing import Any

from pcimatrix.catalogue import shipped_patterns
from pcimatrix.model import Catalogue, Model, Owner
from pcimatrix.pattern import Patterns
from pcimatrix.published import Published
from pcimatrix.rules import RULES

_TITLES = {
    "catalogue": "PCI DSS test cases and who owns each (pcimatrix)",
    "patterns": "Architecture patterns and who operates their layers (pcimatrix)",
    "published": "The published table and the claims of the post (pcimatrix)",
}


def schema_of(file: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a kind of file: `catalogue`, `patterns` or `published`."""
    models: dict[str, type[Model]] = {"catalogue": Catalogue, "patterns": Patterns, "published": Published}
    schema = models[file].model_json_schema()
    if file == "catalogue":
        _close(schema["$defs"]["TestCase"]["properties"], shipped_patterns())
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | schema | {"title": _TITLES[file]}


def _close(case: dict[str, Any], patterns: Patterns) -> None:
    """Name the patterns, layers and rules that there are, which the models know only as names."""
    owner = {"enum": [each.value for each in Owner]}
    case["owner"] = {
        "type": "object",
        "description": "The owner under each architecture pattern (patterns.yaml)",
        "properties": {each.id: owner | {"description": each.title} for each in patterns.patterns},
        "required": [each.id for each in patterns.patterns if each.spelled_out],
        "additionalProperties": False,
    }
    case["layers"]["items"] = {"enum": [layer.id for layer in patterns.layers]}
    case["exceptions"]["propertyNames"] = {"enum": [rule.code for rule in RULES]}
