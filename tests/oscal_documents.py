"""OSCAL documents for tests: as text, as plain data, and as compliance-trestle reads them."""

import json
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from hostile import small
from paths import ROOT
from pcimatrix.catalogue.loader import Reference, load, shipped_facts
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.totals import Tally
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries._oscal import NAMESPACE
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import LoadedScope, load_scope
from summaries import MIXED_PART, part_of, pattern_summary, scope_summary

LOADED = load()
PART = part_of(LOADED, *MIXED_PART)
SMALL = small()
FACTS = shipped_facts()
PATTERNS = LOADED.patterns.names()
SCOPES = ("mixed", "eks-processor")
FORMATS = ("oscal", "oscal-component", "oscal-profile", "oscal-ssp", "oscal-assessment-plan")
IDS = [case.id for case in LOADED.catalogue.test_cases()]
TOPS = {
    "oscal": ("catalog", "Catalog"),
    "oscal-component": ("component", "ComponentDefinition"),
    "oscal-profile": ("profile", "Profile"),
    "oscal-ssp": ("ssp", "SystemSecurityPlan"),
    "oscal-assessment-plan": ("assessment_plan", "AssessmentPlan"),
}
"""Trestle's module of each format, and its class of the document."""


def models(format_: str) -> Any:
    """Return trestle's module of a format: only whoever reads a document waits for it."""
    return import_module(f"trestle.oscal.{TOPS[format_][0]}")


@cache
def own_scope(name: str) -> LoadedScope:
    return load_scope(str(ROOT / f"examples/{name}.yaml"), LOADED.catalogue, LOADED.patterns, FACTS)


def reference_of(name: str) -> Reference:
    """Return what a summary is made of: a pattern and a scope have all test cases, the others a part of them."""
    return LOADED if name in {"abstracted", "mixed"} else PART


def ids_of(name: str) -> list[str]:
    """Return the ids of the test cases that a summary is made of."""
    return [case.id for case in reference_of(name).catalogue.test_cases()]


@cache
def summary_of(name: str) -> Summary:
    if name in PATTERNS:
        return pattern_summary(reference_of(name), name)
    return scope_summary(reference_of(name), own_scope(name))


@cache
def text_of(format_: str, name: str) -> str:
    return str(writer("summaries", format_)(summary_of(name)))


@cache
def data_of(format_: str, name: str) -> Any:
    """Return a document as parsed JSON; nobody may change it."""
    return json.loads(text_of(format_, name))


def read(format_: str, text: str) -> Any:
    """Return a document as trestle's model of it, which checks every pattern, and refuses unknown keys."""
    return next(iter(models(format_).Model.model_validate_json(text)))[1]


@cache
def read_back(format_: str, name: str) -> Any:
    """Return a document as trestle's own reader reads it from a file."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.json"
        file.write_text(text_of(format_, name), encoding="utf-8")
        return getattr(models(format_), TOPS[format_][1]).oscal_read(file)


def prop(thing: Any, name: str, ns: str | None = NAMESPACE) -> str:
    """Return the one value of a property."""
    [value] = [each.value for each in thing.props or () if each.name == name and str(each.ns) == str(ns)]
    return str(value)


def has_prop(thing: Any, name: str) -> bool:
    return any(each.name == name for each in thing.props or ())


def controls(catalog: Any) -> list[Any]:
    return [
        control
        for principal in catalog.groups
        for section in principal.groups
        for requirement in section.groups
        for control in requirement.controls
    ]


def tally_of(things: list[Any]) -> Tally:
    owners = Counter(prop(each, "owner") for each in things)
    return Tally(
        test_cases=len(things),
        customer=owners["customer"],
        aws=owners["aws"],
        na=owners["na"],
        residual=sum(has_prop(each, "residual") and prop(each, "owner") == "aws" for each in things),
        third_party=owners["third_party"],
    )


def does(cell: Cell, party: str) -> str:
    """Return what a party does for a test case; nothing if it has no part."""
    return "".join(duty.does for duty in cell.ownership.duties if duty.party == party)


def said_tally(document: Any) -> Tally:
    names = Tally._fields
    return Tally(*(int(prop(document.metadata, f"total-{name.replace('_', '-')}")) for name in names))


def nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of a document, in any order."""
    left = [document]
    while left:
        thing = left.pop()
        if isinstance(thing, dict):
            yield thing
            left.extend(thing.values())
        elif isinstance(thing, list):
            left.extend(thing)


def doubled(document: Any) -> set[str]:
    """Return the UUIDs, and the ids of groups, controls and parts, that stand more than once in a document."""
    found = Counter(node[key] for node in nodes(document) for key in ("uuid", "id") if key in node)
    return {each for each, count in found.items() if count > 1}


def dangling(document: Any) -> set[str]:
    """Return the UUIDs that a document refers to and does not have."""
    has, named = set(), set()
    for node in nodes(document):
        has |= {node["uuid"]} if "uuid" in node else set()
        named |= {node[key] for key in ("component-uuid", "party-uuid") if key in node}
        named |= {*node.get("party-uuids", ())}
        if str(node.get("href")).startswith("#"):
            named.add(node["href"][1:])
        if node.get("name") == "leveraged-authorization-uuid":
            named.add(node["value"])
    return named - has


SUBJECTS = [
    *((format_, name) for name in ("abstracted", "fargate") for format_ in FORMATS[:3]),
    *((format_, name) for name in SCOPES for format_ in FORMATS),
]


def escaped(text: str) -> str:
    return text.replace("_", r"\_")


def changed_scope(name: str, **changes: Any) -> Summary:
    """Return the summary of a scope with other values, with a part of the test cases."""
    own = own_scope(name)
    return scope_summary(PART, LoadedScope(own.scope.model_copy(update=changes), own.document))
