"""Output of CDK: the folder `cdk.out` by its manifest, with its stages and the stacks' templates."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pcimatrix.deployment.inventory import Resource, Source, refuse, shown
from pcimatrix.deployment.readers.cloudformation import resources_of
from pcimatrix.deployment.readers.stacks import Count, Stack, within
from pcimatrix.deployment.readers.template import read_template
from pcimatrix.deployment.resource_types import ResourceTypes

MANIFEST = "manifest.json"
MOST_ASSEMBLIES = 200
"""An assembly is a stage of an application; more stages than this are not read."""
_ENVIRONMENT = re.compile(r"aws://([0-9]{12})/")


def is_manifest(values: Any) -> bool:
    """Tell whether values are the manifest of a cloud assembly."""
    return isinstance(values, Mapping) and "version" in values and isinstance(values.get("artifacts"), Mapping)


def read_cdk(folder: Path, name: str, types: ResourceTypes) -> tuple[list[Resource], Source]:
    """Return the resources of all stacks of a cloud assembly. No file outside its folder is read.

    Raises `InputError`, also if the manifest names a file outside the folder or one that does not exist.
    """
    found = list(_assembly(folder, folder, name, types, set()))
    return found, Source(name, "CDK output")


def _assembly(folder: Path, root: Path, name: str, types: ResourceTypes, seen: set[Path]) -> Iterator[Resource]:
    manifest = f"{name.rstrip('/')}/{MANIFEST}"
    values = _manifest(folder, root, manifest, seen)
    artifacts = [_Artifact(str(key), *each) for key, body in values["artifacts"].items() for each in _parts(body)]
    assets = {hash_: file for each in artifacts for hash_, file in _assets(each, folder, root, manifest)}
    for each in artifacts:
        if each.type == "cdk:cloud-assembly":
            inner = _inside(folder, each.properties.get("directoryName"), root, manifest)
            yield from _assembly(inner, root, str(inner), types, seen)
        elif each.type == "aws:cloudformation:stack":
            template = _inside(folder, each.properties.get("templateFile"), root, manifest)
            if not template.is_file():
                what = f"no such template: {shown(template.name)}"
                raise refuse(manifest, what, "make the folder anew with cdk synth")
            stack = Stack(template.parent, each.stack, Count(), each.account, assets=assets)
            yield from resources_of(template, f"{name.rstrip('/')}/{template.name}", stack, types)


def _manifest(folder: Path, root: Path, manifest: str, seen: set[Path]) -> Mapping[str, Any]:
    """Return the manifest of an assembly. Raises `InputError`, also if it was read already or is one too many."""
    path = within(root, str((folder / MANIFEST).absolute()))
    if path is None:
        raise refuse(manifest, "no such file in CDK's output", "name the folder that cdk synth made")
    if path in seen:
        raise refuse(manifest, "assemblies are nested in a circle, or twice", "make the folder anew with cdk synth")
    if len(seen) >= MOST_ASSEMBLIES:
        raise refuse(manifest, f"more than {MOST_ASSEMBLIES} assemblies", "name their folders one by one")
    seen.add(path)
    values = read_template(path, manifest)
    if not is_manifest(values):
        raise refuse(manifest, "this is no manifest of CDK", "name the folder that cdk synth made")
    return dict(values)


class _Artifact(NamedTuple):
    """An artifact of a manifest: a stage, a stack, or the files of stacks."""

    identifier: str
    body: Mapping[str, Any]
    properties: Mapping[str, Any]

    @property
    def type(self) -> Any:
        """Its kind, such as `aws:cloudformation:stack`."""
        return self.body.get("type")

    @property
    def stack(self) -> str:
        """The name of its stack."""
        return shown(str(self.properties.get("stackName") or self.body.get("displayName") or self.identifier))

    @property
    def account(self) -> str:
        """The number of its stack's account; empty if its environment does not say it."""
        environment = _ENVIRONMENT.match(str(self.body.get("environment", "")))
        return environment[1] if environment else ""


def _parts(body: Any) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield an artifact's body and properties, if it has any."""
    properties = body.get("properties") if isinstance(body, Mapping) else None
    if isinstance(properties, Mapping):
        yield body, properties


def _assets(artifact: _Artifact, folder: Path, root: Path, manifest: str) -> Iterator[tuple[str, str]]:
    """Yield hashes of assets and their files: nested stacks name their templates by these."""
    if artifact.type != "cdk:asset-manifest":
        return
    path = _inside(folder, artifact.properties.get("file"), root, manifest)
    values = read_template(path, str(path)) if path.is_file() else None
    files = values.get("files") if isinstance(values, Mapping) else None
    for hash_, asset in files.items() if isinstance(files, Mapping) else ():
        source = asset.get("source") if isinstance(asset, Mapping) else None
        if isinstance(source, Mapping) and isinstance(source.get("path"), str):
            yield str(hash_), source["path"]


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
