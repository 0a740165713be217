"""The mapping to CISO Assistant's own PCI DSS framework, against the rules of its importer.

These are those of `RequirementMappingSetImporter` and `RequirementMappingImporter` in `backend/library/utils.py` of
https://github.com/intuitem/ciso-assistant-community, commit f990d7b1b9a9f56e391acbc247c9076262a11412. Its mappings have
a set for each direction, the second with `-revert`. All 250 requirements have a node in its `pcidss-4_0.yaml`, three
of them under another id: looked up at that commit, since its text may not be here.
"""

from collections import Counter
from functools import cache
from typing import Any

import pytest
import yaml

from paths import ROOT
from pcimatrix.api import public as api
from pcimatrix.reports import writer
from pcimatrix.reports.summary.model import Summary
from summaries import MIXED_PART, part_of

LOADED = api.load()
PART = part_of(LOADED, "3.5", *MIXED_PART)
SUBJECTS = ("abstracted", "fargate", "mixed")
NODES = "urn:intuitem:risk:req_node:pcidss-4_0:"
BACK = {"equal": "equal", "subset": "superset"}


def reference_of(name: str) -> api.Reference:
    return LOADED if name == "abstracted" else PART


@cache
def library_of(name: str, format_: str = "ciso-assistant-mapping") -> Any:
    """Return the library of the published pattern with all test cases, of another one or a scope with a part."""
    reference = reference_of(name)
    summary: Summary = api.summarize(
        reference, api.load_scope(str(ROOT / f"examples/{name}.yaml"), reference) if name == "mixed" else name
    )
    return yaml.load(str(writer("summaries", format_)(summary)), yaml.CSafeLoader)


def sets_of(name: str) -> Any:
    found = library_of(name)["objects"]
    assert list(found) == ["requirement_mapping_sets"]
    return found["requirement_mapping_sets"]


@pytest.mark.parametrize("name", SUBJECTS)
def test_the_importer_has_what_it_requires(name: str) -> None:
    library, framework = library_of(name), library_of(name, "ciso-assistant")
    assert library["dependencies"] == [framework["urn"], "urn:intuitem:risk:library:pcidss-4_0"]
    assert library["urn"] != framework["urn"]
    assert type(library["version"]) is int
    ours, theirs = framework["objects"]["framework"]["urn"], "urn:intuitem:risk:framework:pcidss-4_0"
    ends = [(each["source_framework_urn"], each["target_framework_urn"]) for each in sets_of(name)]
    assert ends == [(ours, theirs), (theirs, ours)]
    assert [each["urn"].endswith("-revert") for each in sets_of(name)] == [False, True]
    assert all(each["name"] and len(each["name"]) <= 200 and len(each["ref_id"]) <= 100 for each in sets_of(name))


@pytest.mark.parametrize("name", SUBJECTS)
def test_each_test_case_is_mapped_to_the_requirement_that_it_is_of(name: str) -> None:
    nodes = library_of(name, "ciso-assistant")["objects"]["framework"]["requirement_nodes"]
    ours = {node["urn"]: node["ref_id"] for node in nodes if node["assessable"]}
    there, back = (each["requirement_mappings"] for each in sets_of(name))
    assert [each["source_requirement_urn"] for each in there] == list(ours)
    alone = Counter(each["target_requirement_urn"] for each in there)
    requirements = {case.id: case.requirement for case in reference_of(name).catalogue.test_cases()}
    elsewhere = {"3.5.1.1": "3.5.2", "3.5.1.2": "3.5.3", "3.5.1.3": "3.5.4"}
    for each in there:
        requirement = requirements[ours[each["source_requirement_urn"]]]
        assert each["target_requirement_urn"] == NODES + elsewhere.get(requirement, requirement)
        assert each["relationship"] == ("equal" if alone[each["target_requirement_urn"]] == 1 else "subset")
    assert back == [
        {
            "source_requirement_urn": each["target_requirement_urn"],
            "target_requirement_urn": each["source_requirement_urn"],
            "relationship": BACK[each["relationship"]],
        }
        for each in there
    ]
    assert len(alone) == len(list(reference_of(name).catalogue.requirements()))
