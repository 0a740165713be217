"""SAM templates by what they become: short forms as CloudFormation's own types, with the interfaces they imply.

Only types and deciding settings are wanted here. The translator of AWS makes whole templates, and asks AWS for managed
policies on the way: it is not used.
"""

from collections.abc import Mapping
from typing import Any

from pcimatrix.deployment.resource_types import Sam

_TRANSFORM = "AWS::Serverless-2016-10-31"
_SECTIONS = {"AWS::Serverless::Function": "Function", "AWS::Serverless::Api": "Api"}


def is_sam(values: Any) -> bool:
    """Tell whether a template is SAM's."""
    named = values.get("Transform") if isinstance(values, Mapping) else None
    return named == _TRANSFORM or (isinstance(named, list) and _TRANSFORM in named)


def expanded(values: Mapping[str, Any], sam: Sam) -> Mapping[str, Any]:
    """Return the resources of a template, SAM's short forms replaced, with what they imply at the end."""
    resources = values.get("Resources")
    if not isinstance(resources, Mapping):
        return {}
    found: dict[str, Any] = {}
    implied: dict[str, Any] = {}
    for identifier, body in resources.items():
        type_ = body.get("Type") if isinstance(body, Mapping) else None
        if not isinstance(type_, str) or type_ not in sam.types:
            found[identifier] = body
            continue
        properties = _with_globals(body.get("Properties"), values.get("Globals"), type_)
        found[identifier] = {**body, "Type": sam.types[type_], "Properties": properties}
        implied |= _implied(properties, sam)
    return {**found, **{name: body for name, body in implied.items() if name not in found}}


def _implied(properties: Mapping[str, Any], sam: Sam) -> dict[str, Any]:
    """Return the interfaces that a function's events add; an event that names one of its own adds none."""
    kinds = [each["Type"] for each in _events(properties) if not _names_its_own(each)]
    made = [sam.events[kind] for kind in kinds if kind in sam.events]
    return {each.name: {"Type": each.type, "Properties": {}} for each in made}


def _with_globals(properties: Any, given: Any, type_: str) -> dict[str, Any]:
    section = given.get(_SECTIONS.get(type_, "")) if isinstance(given, Mapping) else None
    base = section if isinstance(section, Mapping) else {}
    own = properties if isinstance(properties, Mapping) else {}
    return {**base, **own}


def _events(properties: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    events = properties.get("Events")
    bodies = events.values() if isinstance(events, Mapping) else ()
    return [each for each in bodies if isinstance(each, Mapping) and isinstance(each.get("Type"), str)]


def _names_its_own(event: Mapping[str, Any]) -> bool:
    properties = event.get("Properties")
    return isinstance(properties, Mapping) and bool(properties.keys() & {"RestApiId", "ApiId"})
