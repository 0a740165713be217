"""A library of CISO Assistant (intuitem) that maps our framework to its own of PCI DSS, and back.

The keys are those that `RequirementMappingSetImporter` of its `backend/library/utils.py` reads. Of its framework this
file knows the URNs alone: those of its library `pcidss-4_0`, version 3, of 2026-03-05.
"""

from collections.abc import Iterator

from pcimatrix.reports.formats.summaries._ciso_library import key, library, name, prose, title, urn
from pcimatrix.reports.summary.model import Summary

ENDINGS = (".yaml", ".yml")
"""How the names of its files end; see `endings`."""

_THEIRS = "urn:intuitem:risk:{}:pcidss-4_0"
_ELSEWHERE = {"3.5.1.1": "3.5.2", "3.5.1.2": "3.5.3", "3.5.1.3": "3.5.4"}
"""Requirements whose nodes have URNs with another id than the one that they show."""
_BACK = {"equal": "equal", "subset": "superset"}


def write(summary: Summary) -> str:
    """Return the library as YAML text; both frameworks have to be loaded before it.

    A test case is part of its requirement there, or equal to it if the requirement has no other. Raises `FormatError`
    if the day of the last change is no day.
    """
    said = f"{title(summary)}: its test cases, and the requirements of CISO Assistant's own PCI DSS framework"
    there = list(_mappings(summary))
    back = [
        {
            "source_requirement_urn": each["target_requirement_urn"],
            "target_requirement_urn": each["source_requirement_urn"],
            "relationship": _BACK[each["relationship"]],
        }
        for each in there
    ]
    ours, theirs = urn(summary, "framework"), _THEIRS.format("framework")
    about = {"name": name(f"Mapping: {title(summary)}"), "description": f"{prose(said)}."}
    sets = [
        {
            "urn": urn(summary, "req_mapping_set", "mapping") + ending,
            "ref_id": key(summary, "mapping") + ending,
            **about,
            "source_framework_urn": source,
            "target_framework_urn": target,
            "requirement_mappings": found,
        }
        for ending, source, target, found in (("", ours, theirs, there), ("-revert", theirs, ours, back))
    ]
    needed = [urn(summary, "library"), _THEIRS.format("library")]
    return library(summary, "mapping", {"requirement_mapping_sets": sets}, **about, dependencies=needed)


def _mappings(summary: Summary) -> Iterator[dict[str, str]]:
    nodes = urn(summary, "req_node")
    for chapter in summary.chapters():
        for part in chapter.parts:
            for requirement, cells in part.requirements:
                target = f"{_THEIRS.format('req_node')}:{_ELSEWHERE.get(requirement.id, requirement.id)}"
                for cell in cells:
                    yield {
                        "source_requirement_urn": f"{nodes}:{cell.case.id}",
                        "target_requirement_urn": target,
                        "relationship": "equal" if len(cells) == 1 else "subset",
                    }
