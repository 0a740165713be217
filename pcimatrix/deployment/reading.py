"""Reading of sources: each is told apart by its content, and read by the reader of its kind."""

import re
from collections.abc import Iterable
from pathlib import Path

from pcimatrix.deployment.capacity import with_capacity
from pcimatrix.deployment.inventory import Inventory, Resource, Source, refuse, shown
from pcimatrix.deployment.readers.cdk import MANIFEST, read_cdk
from pcimatrix.deployment.readers.cloudformation import is_template, read_cloudformation
from pcimatrix.deployment.readers.inventories import CONFIG_KEYS, read_config, read_explorer
from pcimatrix.deployment.readers.template import read_template
from pcimatrix.deployment.readers.terraform import read_terraform
from pcimatrix.deployment.resource_types import ResourceTypes
from pcimatrix.deployment.source import SHOW, head_of, kept_if_piped, refuse_if_no_data
from pcimatrix.deployment.streaming import Walk, walk
from pcimatrix.source import name_of

_KNOWN = (
    "expected a plan or state (terraform show -json), a CloudFormation or SAM template, CDK's output folder, or an "
    "export of AWS Config or Resource Explorer"
)
_OF_STATES = frozenset({"lineage", "serial", "terraform_version"})
_GENERIC = frozenset(
    {"plan", "tfplan", "state", "show", "terraform", "template", "packaged", "output", "main", "cloudformation",
     "sam", "inventory", "config", "resources", "tofu", "planned"}
)  # fmt: skip
"""Names of files that say nothing: the folder's name is better."""


_ENDINGS = re.compile(r"(\.(json|ya?ml|template|out|tfplan|tfstate|txt|tf))+$", re.IGNORECASE)


def read_sources(sources: Iterable[str], types: ResourceTypes) -> Inventory:
    """Return the resources of all sources; `-` is standard input.

    Raises `InputError` for the first that cannot be used.
    """
    resources: list[Resource] = []
    read: list[Source] = []
    seen: set[Path] = set()
    for each in sources:
        name = name_of(each)
        real = _real(each, name)
        if real in seen:
            raise refuse(name, "this source is given twice", "name it once")
        seen.add(real)
        with kept_if_piped(each, real, name) as path:
            found, source = _read(path, name, types, _called(path) if path == real else "main")
        resources += with_capacity(found, planned=source.planned)
        alive = sum(each.exists for each in found)
        read.append(source._replace(resources=alive, deleted=len(found) - alive))
    return Inventory(tuple(resources), tuple(read))


def _real(source: str, name: str) -> Path:
    try:
        return Path(source).resolve()
    except (OSError, ValueError, RuntimeError):  # no such name, or links in a circle
        raise refuse(name, "this is not a file's name", "check the path") from None


def _read(path: Path, name: str, types: ResourceTypes, called: str) -> tuple[list[Resource], Source]:
    if path.is_dir():
        if not (path / MANIFEST).is_file():
            what = "this folder is no output of CDK: it has no manifest.json"
            raise refuse(name, what, "name cdk.out, or a plan, state or template in the folder")
        return read_cdk(path, name, types)
    head = head_of(path, name)
    refuse_if_no_data(head, name)
    kind = _kind(path, name) if head.startswith(("{", "[")) else "yaml"
    if kind == "answer":
        what = "this is AWS's answer with a template in it, not the template"
        raise refuse(name, what, "aws cloudformation get-template --query TemplateBody --stack-name STACK > stack.json")
    if kind == "terraform":
        return read_terraform(path, name, called, types)
    if kind == "cdk":
        return read_cdk(path.parent, str(Path(name).parent), types)
    if kind == "config":
        return read_config(path, name, types)
    if kind == "explorer":
        return read_explorer(path, name, types)
    if kind == "yaml" and not is_template(read_template(path, name)):
        raise refuse(name, "this is none of the sources that are read", _KNOWN)
    return read_cloudformation(path, name, called, types)


def _called(path: Path) -> str:
    """Return what to call a root module or a stack by its file, or by its folder if the file's name says nothing."""
    stem = _ENDINGS.sub("", path.name)
    return shown(path.parent.name or "main") if stem.lower() in _GENERIC or not stem else shown(stem)


_TELLS = {
    **dict.fromkeys(("format_version", "planned_values", "resource_changes"), "terraform"),
    **dict.fromkeys(CONFIG_KEYS, "config"),
    **dict.fromkeys(("AWSTemplateFormatVersion", "Transform"), "template"),
    **dict.fromkeys(("ViewArn", "Count"), "explorer"),
    "artifacts": "cdk",
    **dict.fromkeys(("TemplateBody", "StagesAvailable"), "answer"),
}
"""Keys of a JSON document that tell what it is."""


def _kind(path: Path, name: str) -> str:
    """Return the kind of a JSON document by its keys: the first that tells ends the search."""
    before: set[str] = set()

    def read(walked: Walk) -> str:
        for key in walked.names():
            if kind := _TELLS.get(key) or _by_resources(key, walked):
                return kind
            before.add(key)
            walked.skip()
        return ""

    found: str = walk(path, name, read)
    if not found and before & _OF_STATES:
        raise refuse(name, "this is a raw state file", "convert it: terraform show -json > state.json")
    if not found:
        raise refuse(name, "this is none of the sources that are read", f"{_KNOWN}; a plan: {SHOW}")
    return found


def _by_resources(key: str, walked: Walk) -> str:
    """Return the kind of a document by the form of its resources: a list, or a mapping."""
    if key != "Resources":
        return ""
    return "explorer" if walked.peek() == "start_array" else "template"
