"""The OSCAL documents in other people's programs: compliance-trestle's commands, and the PyPI package `oscal`.

The other files test_oscal_*.py look at what the documents say. trestle takes minutes to turn all test cases into
Markdown and back, so its commands for authors get a catalogue of a few, and so does the other, which is slow.
"""

import json
import re
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from hostile import scope_summary_with, small
from paths import ROOT
from pcimatrix.catalogue.loader import Reference, load, shipped_facts
from pcimatrix.catalogue.model import Catalogue
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries._oscal_document import OSCAL_VERSION
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import load_scope
from summaries import MIXED_PART, part_of, pattern_summary, scope_summary

LOADED = load()
PART = part_of(LOADED, *MIXED_PART)
FEW = ("1.2.1", "3.5.1.2", "5.2.1", "8.3.6", "9.2.4", "12.9.1")
"""Requirements with test cases of every kind in the published pattern: AWS's, shared, the customer's, none's."""
NASTY = "\u202e*<b>\r\n\x00`{{ insert: param, x }}`"
OSCAL = """
import json, sys
from oscal import OSCAL
for name in sys.argv[1:]:
    found = OSCAL.load(name)
    faults = [[each["field"], each["value"], each["location"]] for each in found.validation_errors]
    found.dump(name + ".xml", format="xml")
    print(json.dumps([found.model, found.validation_status, faults, OSCAL.load(name + ".xml").validation_status]))
"""
"""Loads documents as the package does, and turns them into XML and back: prints what it finds in each."""


def few() -> Reference:
    """Return the catalogue with these requirements alone."""
    principals = []
    for principal in LOADED.catalogue.principal_requirements:
        sections = [
            section.model_copy(update={"requirements": kept})
            for section in principal.sections
            if (kept := tuple(each for each in section.requirements if each.id in FEW))
        ]
        if sections:
            principals.append(principal.model_copy(update={"sections": tuple(sections)}))
    catalogue: Catalogue = LOADED.catalogue.model_copy(update={"principal_requirements": tuple(principals)})
    return LOADED._replace(catalogue=catalogue)


def scoped(reference: Reference) -> Summary:
    own = load_scope(str(ROOT / "examples/mixed.yaml"), LOADED.catalogue, LOADED.patterns, shipped_facts())
    return scope_summary(reference, own)


def text_of(format_: str, summary: Summary) -> str:
    return str(writer("summaries", format_)(summary))


class Tried(NamedTuple):
    """What trestle made of documents: the exit code of each command by name, and its workspace."""

    codes: dict[str, int]
    workspace: Path
    place: Path

    def model(self, kind: str, name: str) -> Any:
        """Return a document of the workspace, e.g. `catalogs` and `catalog`."""
        [file] = (self.workspace / kind / name).glob("*.json")
        return next(iter(json.loads(file.read_text(encoding="utf-8")).values()))

    def written(self, number: str) -> Any:
        """Return a document as it was given to trestle."""
        return next(iter(json.loads((self.place / f"{number}.json").read_text(encoding="utf-8")).values()))


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    """Import and validate documents in a new workspace, and edit some as authors do: to Markdown and back."""
    place, workspace = tmp_path_factory.mktemp("documents"), tmp_path_factory.mktemp("workspace")
    root = ["--trestle-root", str(workspace)]
    commands: dict[str, list[str]] = {"init": ["init", *root]}
    files = documents()
    for name, text in files.items():
        (place / f"{name}.json").write_text(text, encoding="utf-8")
        commands[name] = ["import", *root, "-f", f"{name}.json", "-o", name]
    (place / "pcimatrix-scope-catalog.json").write_text(text_of("oscal", scoped(PART)), encoding="utf-8")
    (place / "pcimatrix-scope-plan.json").write_text(files["plan"], encoding="utf-8")
    (place / "pcimatrix-abstracted-catalog.json").write_text(files["catalog"], encoding="utf-8")
    commands["validate all"] = ["validate", *root, "--all"]
    author = {
        "catalog-generate": ["-n", "catalog", "-o", "catalog-md"],
        "catalog-assemble": ["-n", "catalog", "-m", "catalog-md", "-o", "catalog-again"],
        "component-generate": ["-n", "component", "-o", "component-md"],
        "component-assemble": ["-n", "component", "-m", "component-md", "-o", "component-again"],
        "ssp-generate": ["-p", "profile", "-cd", "component", "-o", "plan-md"],
        "ssp-assemble": ["-m", "plan-md", "-n", "plan-again", "-cd", "component", "-o", "plan-again"],
    }
    commands |= {name: ["author", name, *root, *options] for name, options in author.items()}
    codes = {}
    with pytest.MonkeyPatch.context() as here, warnings.catch_warnings(action="ignore"):  # those are its own affair
        here.chdir(place)
        # Takes long, and only here; so does making the parsers of all its commands, for each of them.
        program = import_module("trestle.cli").Trestle()
        for name, arguments in commands.items():
            here.setattr(sys, "argv", ["trestle", *arguments])
            codes[name] = int(program.run())
    return Tried(codes, workspace, place)


def documents() -> dict[str, str]:
    """Return the documents by name: those that trestle has to take, and three with a fault."""
    some = pattern_summary(few(), "abstracted")
    files = {
        "catalog": text_of("oscal", some),
        "component": text_of("oscal-component", some),
        "profile": text_of("oscal-profile", some),
        "larger-component": text_of("oscal-component", pattern_summary(PART, "abstracted")),
        "scope": text_of("oscal", scoped(PART)),
        "plan": text_of("oscal-ssp", scoped(PART)),
        "assessment": text_of("oscal-assessment-plan", scoped(PART)),
    }
    hostile = scope_summary_with(NASTY)
    formats = ("oscal", "oscal-component", "oscal-profile", "oscal-ssp", "oscal-assessment-plan")
    files |= {f"hostile-{format_}": text_of(format_, hostile) for format_ in formats}
    of_two = text_of("oscal", pattern_summary(small(), "abstracted"))
    doubled = json.loads(of_two)
    doubled["catalog"]["groups"][0]["groups"][0]["groups"][0]["controls"] *= 2
    files["doubled-control"] = json.dumps(doubled)  # trestle lets it pass, test_oscal_references.py does not
    files["no-control-id"] = of_two.replace('"id": "pci-3.2.1.a"', '"id": "3.2.1.a"')
    files["no-catalog"] = files["hostile-oscal-ssp"].replace("pcimatrix-scope-", "pcimatrix-other-")
    return files


def test_trestle_imports_and_validates_every_kind_of_document(tried: Tried) -> None:
    assert {name for name, code in tried.codes.items() if code} == {"no-control-id", "no-catalog"}
    assert {"doubled-control", "validate all", "hostile-oscal-ssp", "ssp-assemble"} < set(tried.codes)


def test_the_version_is_one_that_trestle_reads() -> None:
    assert re.match(import_module("trestle.oscal").OSCAL_VERSION_REGEX, OSCAL_VERSION)


def controls(group: Any) -> Iterator[Any]:
    yield from group.get("controls", ())
    for each in group.get("groups", ()):
        yield from controls(each)


def test_a_catalog_comes_back_from_markdown_without_a_change(tried: Tried) -> None:
    before, after = tried.written("catalog"), tried.model("catalogs", "catalog-again")
    assert list(controls(after)) == list(controls(before))
    assert len(list(controls(before))) > len(FEW)
    assert after["groups"] == before["groups"]


def requirements(definition: Any) -> list[Any]:
    [component] = definition["components"]
    [implementation] = component["control-implementations"]
    found: list[Any] = implementation["implemented-requirements"]
    return found


def without_place(value: Any) -> Any:
    """Return a document without the namespace of each implementation status: trestle writes it back in none."""
    if isinstance(value, dict):
        drop = {"ns"} if value.get("name") == "implementation-status" else set()
        return {key: without_place(each) for key, each in value.items() if key not in drop}
    return [without_place(each) for each in value] if isinstance(value, list) else value


def state(thing: Any) -> str:
    [found] = [each["value"] for each in thing["props"] if each["name"] == "implementation-status"]
    return str(found)


def test_a_component_definition_keeps_statements_and_status(tried: Tried) -> None:
    before = requirements(tried.written("component"))
    after = requirements(tried.model("component-definitions", "component-again"))
    assert without_place(after) == without_place(before)
    statements = [statement for each in after for statement in each["statements"]]
    assert Counter(map(state, statements)).keys() == {"implemented", "other"}
    assert {each["responsible-roles"][0]["role-id"] for each in statements} == {"provider", "customer"}


def test_a_plan_is_assembled_from_the_component_definition(tried: Tried) -> None:
    plan = tried.model("system-security-plans", "plan-again")
    statements = {
        statement["statement-id"]: [(each["description"], each["implementation-status"]["state"]) for each in parts]
        for each in plan["control-implementation"]["implemented-requirements"]
        for statement in each.get("statements", ())
        if (parts := statement["by-components"])
    }
    assert statements == {
        each["statement-id"]: [(each["description"], state(each))]
        for requirement in requirements(tried.written("component"))
        for each in requirement["statements"]
    }


TAKEN_FOR_ANOTHER = {"implementation-point", "leveraged-authorization-uuid"}
"""Names of properties that the model of plans has for components, and the package `oscal` 3.2 does not know there."""


def test_the_package_oscal_finds_no_fault_and_writes_xml(tmp_path: Path) -> None:
    some = pattern_summary(few(), "abstracted")
    texts = [text_of(format_, some) for format_ in ("oscal", "oscal-component", "oscal-profile")]
    texts += [text_of(format_, scoped(few())) for format_ in ("oscal-ssp", "oscal-assessment-plan")]
    names = [
        "pcimatrix-abstracted-catalog.json",
        "component.json",
        "profile.json",
        "pcimatrix-scope-plan.json",
        "ap.json",
    ]
    for name, text in zip(names, texts, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "pcimatrix-scope-catalog.json").write_text(text_of("oscal", scoped(few())), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", OSCAL, *names],
        capture_output=True, check=True, cwd=tmp_path, encoding="utf-8", timeout=120,
    )  # fmt: skip
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    models = ["catalog", "component-definition", "profile", "system-security-plan", "assessment-plan"]
    assert [each[0] for each in found] == models
    for model, status, faults, of_xml in found:
        told = {status[key] for key in status if key != "allowed-values"} | {
            of_xml[key] for key in of_xml if key != "allowed-values"
        }
        assert told == {True}, model
        # It takes properties in our namespace within the characteristics of a system for levels of assurance.
        assert [
            each for each in faults if "/system-characteristics/" not in each[2] and each[1] not in TAKEN_FOR_ANOTHER
        ] == []
