"""The CISO Assistant library, against the rules of its importer as its public source has them.

The rules of `faults` are those of https://github.com/intuitem/ciso-assistant-community, commit
f990d7b1b9a9f56e391acbc247c9076262a11412: in `backend/core/models.py` the functions `match_urn` and
`StoredLibrary.store_library_content`, and the lengths of `ReferentialObjectMixin`, `LibraryMixin` and `RequirementNode`
(`backend/core/base_models.py` refuses longer ones on saving); in `backend/library/utils.py` `LibraryImporter.init`,
`FrameworkImporter` and `RequirementNodeImporter`; in `backend/core/helpers.py` `get_sorted_requirement_nodes`, which
shows a node only below its parent. Its importer itself needs a whole Django application with a database, and is on no
package index: it is not run here.
"""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

import pytest
import yaml
from hypothesis import example, given

from costly import costly
from hostile import ANY_TEXT, HARMLESS, UNSEEN, markdown_marks, small, summary_with
from paths import ROOT
from pcimatrix.catalogue.loader import load, shipped_facts, shipped_published
from pcimatrix.errors import FormatError
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries import _ciso_library
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import load_scope
from summaries import MIXED_PART, part_of, pattern_summary, scope_summary

Run = Callable[..., subprocess.CompletedProcess[str]]
LOADED = load()
PART = part_of(LOADED, *MIXED_PART)
SMALL = small()
PUBLISHED, FACTS = shipped_published(), shipped_facts()
PATTERNS = LOADED.patterns.names()
SCOPES = ("mixed",)

URN = re.compile(r"urn:[\w-]+:[\w-]+:[\w-]+(:[\w-]+)?:[0-9A-Za-z\[\]().:_-]+", re.ASCII)
REQUIRED = {"urn", "name", "version", "objects", "ref_id"}
"""What storing reads by key: `REQUIRED_FIELDS` and `ref_id`."""
OPTIONAL = {"locale", "description", "copyright", "provider", "packager", "publication_date"}
FRAMEWORK = {"urn", "ref_id", "name", "description", "implementation_groups_definition", "requirement_nodes"}
NODE = {
    "urn", "parent_urn", "assessable", "depth", "ref_id", "name", "description", "annotation", "typical_evidence",
    "implementation_groups",
}  # fmt: skip
LENGTHS = {
    "urn": 255,
    "parent_urn": 255,
    "ref_id": 100,
    "name": 200,
    "provider": 200,
    "packager": 100,
    "copyright": 4096,
}


@cache
def summary_of(name: str) -> Summary:
    """Return the summary of the published pattern or a scope, of another pattern with a part of the test cases."""
    if name in PATTERNS:
        return pattern_summary(LOADED if name == "abstracted" else PART, name)
    own = load_scope(str(ROOT / f"examples/{name}.yaml"), LOADED.catalogue, LOADED.patterns, FACTS)
    return scope_summary(LOADED, own)


@cache
def text_of(name: str) -> str:
    text: str = writer("summaries", "ciso-assistant")(summary_of(name))
    return text


@cache
def library_of(name: str) -> Any:
    return parsed(text_of(name))


def parsed(text: str) -> Any:
    return yaml.load(text, yaml.CSafeLoader)


def cases(library: Any) -> list[Any]:
    return [node for node in library["objects"]["framework"]["requirement_nodes"] if node["assessable"]]


# The importer's rules


def faults(library: Any) -> list[str]:
    """Return what the importer would refuse, or take and lose; nothing for a library that it takes whole."""
    missing = REQUIRED - library.keys()
    if missing:
        return [f"missing: {', '.join(sorted(missing))}"]
    found = [f"not read: {key}" for key in library.keys() - REQUIRED - OPTIONAL]
    found += [] if URN.fullmatch(library["urn"].lower()) else ["the library's URN is badly formatted"]
    found += [] if type(library["version"]) is int and 0 < library["version"] < 2**31 else ["no version"]
    found += [] if type(library.get("publication_date")) is date else ["no publication date"]
    found += too_long(library)
    objects = library["objects"]
    if list(objects) != ["framework"]:
        return [*found, "the objects are not one framework"]
    try:
        json.dumps(objects)  # it is stored in a JSONField
    except TypeError as error:
        return [*found, f"the objects are no JSON: {error}"]
    return found + framework_faults(objects["framework"])


def framework_faults(framework: Any) -> list[str]:
    missing = {"urn", "ref_id"} - framework.keys()
    if missing:
        return [f"the framework misses {', '.join(sorted(missing))}"]
    if not framework.get("requirement_nodes"):
        return ["no object has been detected"]
    found = [f"not read: framework {key}" for key in framework.keys() - FRAMEWORK]
    found += too_long(framework)
    found += [] if URN.fullmatch(framework["urn"]) else ["the framework's URN is badly formatted"]
    groups = framework.get("implementation_groups_definition", [])
    found += [f"group without {key}" for each in groups for key in ("ref_id", "name") if not each.get(key)]
    named = {each["ref_id"] for each in groups if "ref_id" in each}
    depths: dict[str, int] = {}
    for node in framework["requirement_nodes"]:
        found += node_faults(node, depths, named)
        depths[str(node.get("urn")).lower()] = node.get("depth", 0)
    return found


def node_faults(node: Any, depths: dict[str, int], groups: set[str]) -> list[str]:
    if "urn" not in node:
        return ["a node misses urn"]
    urn = node["urn"].lower()
    found = [f"not read: node {key}" for key in node.keys() - NODE]
    found += too_long(node)
    found += [] if URN.fullmatch(urn) else [f"badly formatted: {urn}"]
    found += [f"twice: {urn}"] if urn in depths else []
    found += [] if type(node.get("assessable")) is bool else [f"assessable is no boolean: {urn}"]
    found += [] if node.get("name") or node.get("description") else [f"nothing to show: {urn}"]
    found += [f"unknown group {each}: {urn}" for each in node.get("implementation_groups", []) if each not in groups]
    parent = node.get("parent_urn")
    if parent is not None and parent.lower() not in depths:
        return [*found, f"its parent does not come before it: {urn}"]
    expected = depths[parent.lower()] + 1 if parent else 1
    return found + ([] if node.get("depth") == expected else [f"its depth is not {expected}: {urn}"])


def too_long(thing: Any) -> list[str]:
    """Return the texts that are no strings, are longer than their column, or hold what PostgreSQL refuses."""
    found = []
    for key, value in thing.items():
        if key in {*LENGTHS, "description", "annotation", "typical_evidence", "locale"}:
            if not isinstance(value, str) or "\x00" in value:
                found.append(f"{key} is no text")
            elif len(value) > LENGTHS.get(key, len(value)):
                found.append(f"{key} is longer than {LENGTHS[key]}")
    return found


@pytest.mark.parametrize("name", [*PATTERNS, *SCOPES])
def test_the_importer_takes_the_whole_library(name: str) -> None:
    assert faults(library_of(name)) == []


def framework_of(library: Any) -> Any:
    return library["objects"]["framework"]


def nodes_of(library: Any) -> Any:
    return framework_of(library)["requirement_nodes"]


BREAK: dict[str, Callable[[Any], Any]] = {
    "missing: ref_id": lambda library: library.pop("ref_id"),
    "missing: objects": lambda library: library.pop("objects"),
    "the library's URN is badly formatted": lambda library: library.update(urn="urn:pcimatrix:pci dss"),
    "no version": lambda library: library.update(version="1.0"),
    "no publication date": lambda library: library.update(publication_date="soon"),
    "not read: title": lambda library: library.update(title="t"),
    "provider is longer than 200": lambda library: library.update(provider="x" * 201),
    "the objects are not one framework": lambda library: library["objects"].update(preset={}),
    "the objects are no JSON": lambda library: framework_of(library).update(annotation=date(2026, 1, 1)),
    "the framework misses ref_id": lambda library: framework_of(library).pop("ref_id"),
    "no object has been detected": lambda library: nodes_of(library).clear(),
    "unknown group aws": lambda library: framework_of(library)["implementation_groups_definition"].clear(),
    "a node misses urn": lambda library: nodes_of(library)[3].pop("urn"),
    "twice: ": lambda library: nodes_of(library).append(nodes_of(library)[-1]),
    "badly formatted: ": lambda library: nodes_of(library)[3].update(urn="1.1.1"),
    "its parent does not come before it: ": lambda library: nodes_of(library).pop(2),
    "its depth is not 4: ": lambda library: nodes_of(library)[3].update(depth=3),
    "assessable is no boolean: ": lambda library: nodes_of(library)[3].pop("assessable"),
    "nothing to show: ": lambda library: nodes_of(library)[0].pop("name"),
    "name is longer than 200": lambda library: nodes_of(library)[0].update(name="x" * 201),
    "annotation is no text": lambda library: nodes_of(library)[3].update(annotation="\x00"),
    "not read: node title": lambda library: nodes_of(library)[3].update(title="x"),
}


@pytest.mark.parametrize("fault", BREAK)
def test_the_check_finds_a_broken_library(fault: str) -> None:
    library = parsed(small_library())
    assert faults(library) == []
    BREAK[fault](library)
    assert any(each.startswith(fault) for each in faults(library)), faults(library)


@cache
def small_library() -> str:
    text: str = writer("summaries", "ciso-assistant")(pattern_summary(SMALL, "abstracted"))
    return text


# Counts and contents


@pytest.mark.parametrize("name", [*PATTERNS, *SCOPES])
def test_groups_count_up_to_the_tally(name: str) -> None:
    found = cases(library_of(name))
    whole = summary_of(name).totals.whole
    groups = Counter(group for case in found for group in case["implementation_groups"])
    assert len(found) == whole.test_cases
    assert groups == {key: count for key, count in whole._asdict().items() if key != "test_cases" and count}
    catalogue = LOADED.catalogue if name in {"abstracted", *SCOPES} else PART.catalogue
    assert [case["ref_id"] for case in found] == [case.id for case in catalogue.test_cases()]
    defined = [each["ref_id"] for each in framework_of(library_of(name))["implementation_groups_definition"]]
    assert set(defined) == set(groups)


def test_the_tree_is_that_of_the_standard() -> None:
    by_depth: dict[int, list[str]] = {}
    for node in nodes_of(library_of("abstracted")):
        identifier = node.get("ref_id") or node["urn"].rpartition(":requirement-")[2]
        by_depth.setdefault(node["depth"], []).append(identifier)
        assert node["assessable"] == (node["depth"] == 4)
    tree = LOADED.catalogue
    levels: list[Iterable[Any]] = [tree.principal_requirements, tree.sections(), tree.requirements(), tree.test_cases()]
    assert by_depth == {depth: [each.id for each in level] for depth, level in enumerate(levels, 1)}


@pytest.mark.parametrize("name", [*PATTERNS, *SCOPES])
def test_a_ref_id_names_one_node_and_that_of_a_test_case_is_assessable(name: str) -> None:
    nodes = nodes_of(library_of(name))
    found = Counter(node["ref_id"] for node in nodes if "ref_id" in node)
    assert [each for each, count in found.items() if count > 1] == []
    assert [node for node in nodes if node.get("ref_id") == "8.3.6"] == [
        node for node in nodes if node["urn"].endswith(":8.3.6")
    ]
    [grouping] = [node for node in nodes if node["urn"].endswith(":requirement-8.3.6")]
    assert grouping["name"].startswith("8.3.6 ")


@pytest.mark.parametrize("name", [*PATTERNS, *SCOPES])
def test_each_test_case_says_whose_it_is_and_how_that_is_known(name: str) -> None:
    for node, (case, own) in zip(cases(library_of(name)), summary_of(name).cells, strict=True):
        lines = node["annotation"].split("\n")
        assert f"- Basis: {own.basis.value}" in lines
        assert f"- Reason: {own.reason}".replace("_", r"\_") in lines
        assert f"- Methods: {', '.join(case.methods)}" in lines
        assert any(line.startswith("- Residual duty of the customer: ") for line in lines) == bool(own.residual)
        assert node["description"] == case.summary
        said = {"aws": "- AWS does: ", "customer": "- You do: "}
        for duty in own.duties:
            if duty.party in said:
                assert any(line.startswith(said[duty.party]) for line in lines), (case.id, duty.party)
        assert f"- Responsibility: {own.responsibility.value}" in lines


def test_a_new_audit_begins_with_what_the_entity_has_to_do() -> None:
    groups = framework_of(library_of("mixed"))["implementation_groups_definition"]
    assert {each["ref_id"]: each["default_selected"] for each in groups} == {
        "customer": True, "aws": False, "third_party": False, "na": False, "residual": True,
    }  # fmt: skip


@pytest.mark.parametrize("name", [*PATTERNS, *SCOPES])
def test_each_test_case_has_its_requirements_title_and_names_what_shows_that_it_is_met(name: str) -> None:
    titles = {each.id: each.title for each in summary_of(name).catalogue.requirements()}
    for node, (case, own) in zip(cases(library_of(name)), summary_of(name).cells, strict=True):
        assert node["name"] == titles[case.requirement]
        lines = node["typical_evidence"].split("\n")
        parties = {duty.party for duty in own.duties}
        assert any("AWS Artifact" in line for line in lines) == ("aws" in parties), case.id
        entity = "customer" in parties or bool(own.residual)
        assert any("interviews" in line for line in lines) == (entity and "interview" in case.methods), case.id
        assert any("what is examined" in line for line in lines) == (entity and "examine" in case.methods), case.id


@pytest.mark.parametrize("name", PATTERNS)
def test_modelled_patterns_say_that_they_are(name: str) -> None:
    library = library_of(name)
    modelled = LOADED.patterns.get(name).column == "modelled"
    assert ("(modelled)" in library["name"], "modelled, never published" in library["description"]) == (modelled,) * 2


def test_no_two_libraries_share_a_urn() -> None:
    libraries = [library_of(name) for name in (*PATTERNS, *SCOPES)]
    urns = [library["urn"] for library in libraries]
    urns += [node["urn"] for library in libraries for node in nodes_of(library)]
    assert len(set(urns)) == len(urns)


def test_the_version_is_the_day_so_that_a_later_one_is_an_update() -> None:
    library = library_of("abstracted")
    assert library["version"] == int(LOADED.catalogue.updated.replace("-", ""))
    assert library["publication_date"] == date.fromisoformat(LOADED.catalogue.updated)
    dated = parsed(writer("summaries", "ciso-assistant")(pattern_summary(SMALL, "abstracted", date="2026-12-01")))
    assert dated["publication_date"] == date(2026, 12, 1)
    loaded = SMALL._replace(catalogue=SMALL.catalogue.model_copy(update={"updated": "2026-02-31"}))
    with pytest.raises(FormatError, match="'2026-02-31' is not a date"):
        writer("summaries", "ciso-assistant")(pattern_summary(loaded, "abstracted"))


# Hostile text


def with_text(text: str) -> str:
    written: str = writer("summaries", "ciso-assistant")(summary_with(text))
    return written


def marks(library: Any) -> list[list[str]]:
    texts = [node[key] for node in cases(library) for key in ("description", "annotation", "typical_evidence")]
    return [markdown_marks(text) for text in texts]


@cache
def harmless() -> Any:
    return parsed(with_text(HARMLESS))


@costly(40)
@given(ANY_TEXT)
@example("")
@example("x" * 10_000)
@example("<script>alert(1)</script>\u202e\x1b\udc80")
@example("a: b\n- c\n--- !!python/object:os.system *x &y")
@example("\ufeff\x85\u2028")
def test_hostile_text_is_data_and_the_importer_still_takes_it(text: str) -> None:
    written = with_text(text or " ")
    assert not UNSEEN.search(written)
    library = parsed(written)
    assert faults(library) == []
    assert marks(library) == marks(harmless())
    assert [node["urn"] for node in nodes_of(library)] == [node["urn"] for node in nodes_of(harmless())]
    for node, other in zip(cases(library), cases(harmless()), strict=True):
        for key in ("annotation", "typical_evidence"):
            assert len(node[key].split("\n")) == len(other[key].split("\n"))


@pytest.mark.parametrize("text", ["plain", "\U0001f600 " * 90, "\ufeff" * 90 + "a b " * 90, "\\u " * 90])
def test_the_text_is_the_same_with_libyaml_and_without(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = with_text(text)
    monkeypatch.setattr(_ciso_library, "_FAST", yaml.SafeDumper)
    assert written == with_text(text)


def test_a_name_that_is_too_long_is_cut_and_stands_whole_in_the_description() -> None:
    library = parsed(with_text("x" * 300))
    for node in nodes_of(library)[:3]:
        assert (len(node["name"]), node["name"][-1], node["description"]) == (200, "…", "x" * 300)
    assert "x" * 300 in library["description"]
