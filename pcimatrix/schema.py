"""JSON Schemas of the data files, made from the models and the patterns."""

from typing import Any, get_args

from pcimatrix.catalogue.editions import Edition
from pcimatrix.catalogue.example import Architecture
from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.loader import shipped_facts, shipped_patterns
from pcimatrix.catalogue.model import Catalogue, CatalogueOwner, Owner
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.catalogue.published import Published
from pcimatrix.catalogue.questionnaires import Questionnaires
from pcimatrix.catalogue.rules import RULES
from pcimatrix.catalogue.services import ServiceNames
from pcimatrix.catalogue.timeframes import Timeframes
from pcimatrix.catalogue.timeline import Timeline
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.providers.mapping import MatrixMap
from pcimatrix.providers.matrix_file import ProviderMatrix
from pcimatrix.scope.model import Scope
from pcimatrix.yamlio.fields import Model

_TITLES = {
    "catalogue": "PCI DSS test cases and who owns each (pcimatrix)",
    "patterns": "Architecture patterns and who operates their layers (pcimatrix)",
    "published": "The published table and the claims of the post (pcimatrix)",
    "facts": "Facts that decide which test cases apply (pcimatrix)",
    "questionnaires": "Self-assessment questionnaires: what each asks for, and who can use it (pcimatrix)",
    "scope": "An entity's own scope: workloads, facts, third parties, decisions (pcimatrix)",
    "resource_types": "Resource types and what each says about the pattern of its workload (pcimatrix)",
    "services": "Names of AWS services, and their aliases (pcimatrix)",
    "timeline": "From when on requirements hold, what replaces them, and their milestones (pcimatrix)",
    "timeframes": "How often duties are due, and when they are late (pcimatrix)",
    "edition": "An edition of the standard: what differs from the one before (pcimatrix)",
    "matrix": "A provider's responsibility matrix, as imported from a spreadsheet (pcimatrix)",
    "matrix_map": "What columns and words of a provider's spreadsheet mean (pcimatrix)",
    "architecture": "The post's example application: services, steps and where account data flows (pcimatrix)",
}


def schema_of(file: str) -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a kind of file: one of `catalogue`, `patterns` and so on."""
    models: dict[str, type[Model]] = {
        "catalogue": Catalogue,
        "patterns": Patterns,
        "published": Published,
        "architecture": Architecture,
        "facts": Facts,
        "resource_types": ResourceTypes,
        "questionnaires": Questionnaires,
        "scope": Scope,
        "services": ServiceNames,
        "edition": Edition,
        "timeline": Timeline,
        "timeframes": Timeframes,
        "matrix": ProviderMatrix,
        "matrix_map": MatrixMap,
    }
    schema = models[file].model_json_schema()
    if file == "catalogue":
        _close(schema["$defs"]["TestCase"]["properties"], shipped_patterns())
    if file == "scope":
        _name_answers(schema)
    head: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return head | schema | {"title": _TITLES[file]}


def _name_answers(scope: dict[str, Any]) -> None:
    """Name the facts and patterns that there are, which the scope's models know only as names."""
    facts = shipped_facts()
    answer = {"anyOf": [{"type": "boolean"}, {"$ref": "#/$defs/Answer"}]}
    older = {
        name: answer | {"deprecated": True, "description": f"An older fact; answer instead: {', '.join(instead)}"}
        for name, instead in facts.replaced().items()
    }
    answers = {
        "type": "object",
        "description": "Facts that are answered, true (yes) or false (no); leave out what is not known",
        "properties": {
            fact.id: answer | {"description": fact.question} for fact in (*facts.facts, *facts.payment_facts)
        }
        | older,
        "additionalProperties": False,
    }
    scope["properties"]["facts"] = answers
    workload = scope["$defs"]["Workload"]["properties"]
    workload["facts"] = answers
    party = scope["$defs"]["ThirdParty"]["properties"]
    party["matrix"] = party["matrix"] | {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/NamedMatrix"}]}
    workload["pattern"] = {"enum": shipped_patterns().names()}


def _close(case: dict[str, Any], patterns: Patterns) -> None:
    """Name the patterns, layers and rules that there are, which the models know only as names."""
    known = [each.value for each in get_args(CatalogueOwner)]
    case["owner"] = {
        "type": "object",
        "description": "The owner under each architecture pattern (patterns.yaml)",
        "properties": {
            each.id: {"enum": [*known, *([Owner.THIRD_PARTY.value] if each.hosted else [])], "description": each.title}
            for each in patterns.patterns
        },
        "required": [each.id for each in patterns.patterns if each.spelled_out],
        "additionalProperties": False,
    }
    case["layers"]["items"] = {"enum": [layer.id for layer in patterns.layers]}
    case["exceptions"]["propertyNames"] = {"enum": [rule.code for rule in RULES]}
