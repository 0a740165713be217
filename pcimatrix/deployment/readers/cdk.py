"""Output of CDK: the folder `cdk.out` by its manifest, with its stages and the stacks' templates."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pcimatrix.deployment.inventory import Resource, Source, refuse, shown
from pcimatrix.deployment.readers.cloudformation import Stack, resources_of, within
from pcimatrix.deployment.readers.template import read_template
from pcimatrix.deployment.resource_types import ResourceTypes

MANIFEST = "manifest.json"
_ENVIRONMENT = re.compile(r"aws://([0-9]{12})/")


def is_manifest(values: Any) -> bool:
    """Tell whether values are the manifest of a cloud assembly."""
    return isinstance(values, Mapping) and "version" in values and isinstance(values.get("artifacts"), Mapping)


def read_cdk(folder: Path, name: str, types: ResourceTypes) -> tuple[list[Resource], Source]:
    """Return the resources of all stacks of a cloud assembly. No file outside its folder is read.

    Raises `InputError`, also if the manifest names a file outside the folder or one that does not exist.
    """
    found = list(_assembly(folder, folder, name, types, ()))
    return found, Source(name, "CDK output")


def _assembly(
    folder: Path, root: Path, name: str, types: ResourceTypes, parents: tuple[Path, ...]
) -> Iterator[Resource]:
    manifest = f"{name.rstrip('/')}/{MANIFEST}"
    path = within(root, str((folder / MANIFEST).resolve().relative_to(root.resolve())))
    if path is None:
        raise refuse(manifest, "no such file in CDK's output", "name the folder that cdk synth made")
    if path in parents:
        raise refuse(manifest, "assemblies are nested in a circle", "make the folder anew with cdk synth")
    values = read_template(path, manifest)
    if not is_manifest(values):
        raise refuse(manifest, "this is no manifest of CDK", "name the folder that cdk synth made")
    assets = _assets(values["artifacts"], folder, root, manifest)
    for identifier, artifact in values["artifacts"].items():
        properties = artifact.get("properties") if isinstance(artifact, Mapping) else None
        if not isinstance(properties, Mapping):
            continue
        if artifact.get("type") == "cdk:cloud-assembly":
            inner = _inside(folder, properties.get("directoryName"), root, manifest)
            yield from _assembly(inner, root, str(inner), types, (*parents, path))
        elif artifact.get("type") == "aws:cloudformation:stack":
            template = _inside(folder, properties.get("templateFile"), root, manifest)
            if not template.is_file():
                raise refuse(
                    manifest, f"no such template: {shown(template.name)}", "make the folder anew with cdk synth"
                )
            environment = _ENVIRONMENT.match(str(artifact.get("environment", "")))
            called = properties.get("stackName") or artifact.get("displayName") or identifier
            stack = Stack(template.parent, shown(str(called)), environment[1] if environment else "", assets=assets)
            yield from resources_of(template, f"{name.rstrip('/')}/{template.name}", stack, types)


def _assets(artifacts: Mapping[str, Any], folder: Path, root: Path, manifest: str) -> dict[str, str]:
    """Return the files of the assets by their hashes: nested stacks name their templates by these."""
    found: dict[str, str] = {}
    for artifact in artifacts.values():
        properties = artifact.get("properties") if isinstance(artifact, Mapping) else None
        if not isinstance(properties, Mapping) or artifact.get("type") != "cdk:asset-manifest":
            continue
        path = _inside(folder, properties.get("file"), root, manifest)
        files = read_template(path, str(path)).get("files") if path.is_file() else None
        for hash_, asset in files.items() if isinstance(files, Mapping) else ():
            source = asset.get("source") if isinstance(asset, Mapping) else None
            if isinstance(source, Mapping) and isinstance(source.get("path"), str):
                found[str(hash_)] = source["path"]
    return found


def _inside(folder: Path, named: Any, root: Path, manifest: str) -> Path:
    """Return a file or folder that the manifest names. Raises `InputError` if it is outside the assembly."""
    try:
        found = (folder / str(named)).resolve()
        inside = found.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):  # no such name, or links in a circle
        inside = False
    if not inside or not isinstance(named, str):
        what = f"the manifest names a file outside its folder: {shown(str(named))}"
        raise refuse(manifest, what, "make the folder anew with cdk synth")
    return found
