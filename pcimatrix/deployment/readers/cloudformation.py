"""Templates of CloudFormation and SAM, with their nested stacks as far as they are beside them."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pcimatrix.deployment.inventory import NOTHING, Resource, Source, refuse, shown
from pcimatrix.deployment.readers.intrinsics import resolved
from pcimatrix.deployment.readers.names import Names, outputs
from pcimatrix.deployment.readers.sam import expanded, is_sam
from pcimatrix.deployment.readers.stacks import Count, Stack, within
from pcimatrix.deployment.readers.template import read_template
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.deployment.settings import kept, tags_of

_NESTED = "AWS::CloudFormation::Stack"
_TRIPLE = 3
_LOOP = "Fn::ForEach::"
_HASH = re.compile(r"[0-9a-f]{64}")


def is_template(values: Any) -> bool:
    """Tell whether values are a template: they say so, or have resources with types or loops of them."""
    if not isinstance(values, Mapping):
        return False
    resources = values.get("Resources")
    if not isinstance(resources, Mapping):
        return "AWSTemplateFormatVersion" in values and resources is None
    return not resources or any(
        str(name).startswith(_LOOP) or (isinstance(each, Mapping) and "Type" in each)
        for name, each in resources.items()
    )


def read_cloudformation(path: Path, name: str, stack: str, types: ResourceTypes) -> tuple[list[Resource], Source]:
    """Return the resources of a template and its nested stacks; `stack` is what to call it. Raises `InputError`."""
    values = read_template(path, name)
    kind = "SAM template" if is_sam(values) else "CloudFormation template"
    return list(resources_of(path, name, Stack(path.parent, stack, Count()), types, values)), Source(name, kind)


def resources_of(
    path: Path, name: str, stack: Stack, types: ResourceTypes, values: Any | None = None
) -> Iterator[Resource]:
    """Yield the resources of the template at `path`, those of nested stacks after their parents'.

    Raises `InputError`, also if stacks are nested in a circle.
    """
    stack = stack.entered(path, name)
    values = read_template(path, name) if values is None else values
    if not is_template(values):
        raise refuse(name, "this is no template: it has no Resources with a Type", "name a CloudFormation template")
    bodies = list(_bodies(expanded(values, types.sam)))
    nested = {identifier: file for identifier, body in bodies if (file := _nested_file(body, stack))}
    stack.nested.add(len(nested), name)
    contents = {identifier: read_template(file, str(file)) for identifier, file in nested.items()}
    linked = {**stack.linked, **{identifier: _address(identifier, stack) for identifier, _ in bodies}}
    for identifier, content in contents.items():
        linked |= _outputs(identifier, content, stack, types)
    names = Names(name, values, stack.given, linked)
    for identifier, body in bodies:
        if identifier not in nested:
            yield _resource(identifier, body, stack, names, types)
    for identifier, body in bodies:
        if identifier in nested:
            below = _below(identifier, stack)
            below = below._replace(given=names.passed(body), linked=names.passed(body, linked=True))
            yield from resources_of(nested[identifier], str(nested[identifier]), below, types, contents[identifier])


def _below(identifier: str, stack: Stack) -> Stack:
    """Return the nested stack with this logical id."""
    return stack._replace(module=stack.module or shown(identifier), prefix=f"{stack.prefix}{identifier}/")


def _outputs(identifier: str, content: Any, stack: Stack, types: ResourceTypes) -> dict[str, str]:
    """Return the outputs of a nested stack that name resources: `Cluster.Outputs.Name` with their addresses."""
    resources = expanded(content, types.sam) if isinstance(content, Mapping) else {}
    addresses = {each: _address(each, _below(identifier, stack)) for each, _ in _bodies(resources)}
    return {f"{identifier}.{name}": address for name, address in outputs(content, addresses).items()}


def _bodies(resources: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield logical id and body of each resource, also of those in loops."""
    for identifier, body in resources.items() if isinstance(resources, Mapping) else ():
        if str(identifier).startswith(_LOOP) and isinstance(body, list) and len(body) == _TRIPLE:
            yield from _bodies(body[2])
        elif isinstance(body, Mapping) and isinstance(body.get("Type"), str):
            yield str(identifier), body


def _address(identifier: str, stack: Stack) -> str:
    return shown(f"{stack.name}/{stack.prefix}{identifier}")


def _resource(identifier: str, body: Mapping[str, Any], stack: Stack, names: Names, types: ResourceTypes) -> Resource:
    type_ = body["Type"]
    given = body.get("Properties") or {}
    properties = resolved(given, names.given)
    settings = kept(properties, types.wanted(type_))
    return Resource(
        _address(identifier, stack),
        type_,
        names.file,
        account=stack.account,
        stack=stack.name,
        module=stack.module,
        tags=tags_of(properties.get("Tags")) if isinstance(properties, Mapping) else {},
        settings=settings,
        links=kept(resolved(given, names.linked), types.links(type_)) if types.links(type_) else NOTHING,
        defaults=names.by_default(given, types.wanted(type_), settings),
        conditional="Condition" in body,
        ignored=_ignored(identifier, type_, body, types),
    )


def _ignored(identifier: str, type_: str, body: Mapping[str, Any], types: ResourceTypes) -> str:
    custom = type_.startswith("Custom::") and not types.rows(type_)
    if custom or type_ == "AWS::CloudFormation::CustomResource":
        return "custom resource: a function acts for it at deployment"
    metadata = body.get("Metadata")
    construct = metadata.get("aws:cdk:path", "") if isinstance(metadata, Mapping) else ""
    own = types.cdk_own
    if type_ in {"AWS::Lambda::Function", _NESTED} and (
        any(part in str(construct) for part in own.paths) or any(part in identifier for part in own.ids)
    ):
        return "CDK's own: it deploys, and is no workload"
    return ""


def _nested_file(body: Mapping[str, Any], stack: Stack) -> Path | None:
    """Return the template of a nested stack if it is a file in the template's folder."""
    if body["Type"] != _NESTED:
        return None
    metadata, properties = body.get("Metadata"), body.get("Properties")
    address = properties.get("TemplateURL") if isinstance(properties, Mapping) else None
    named = [
        metadata.get("aws:asset:path") if isinstance(metadata, Mapping) else None,
        address,
        properties.get("Location") if isinstance(properties, Mapping) else None,
    ]
    if stack.assets and address is not None:
        named += [stack.assets.get(each) for each in _HASH.findall(json.dumps(address))]
    for each in named:
        if isinstance(each, str) and each and "://" not in each and (found := within(stack.root, each)):
            return found
    return None
