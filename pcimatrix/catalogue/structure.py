"""Structure of a catalogue file: ids, their order and parents, and the patterns and layers that it names."""

from typing import Any

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.catalogue.tree import NAMES, TEST_CASE, iter_nodes
from pcimatrix.yamlio.places import Path_
from pcimatrix.yamlio.validation import Fault, Hint, show

_EXAMPLES = ("1", "1.2", "1.2.3", "1.2.3 or 1.2.3.a")


def structure_faults(values: Any, patterns: Patterns) -> list[Fault]:
    """Return what is wrong with ids, their order and parents, and with the patterns and layers named."""
    faults: list[Fault] = []
    seen: set[tuple[int, str]] = set()
    previous: dict[Path_, str] = {}
    required = [pattern.id for pattern in patterns.patterns if pattern.spelled_out]
    known = patterns.names()
    layers = [layer.id for layer in patterns.layers]
    sources = [*patterns.sources]
    for node in iter_nodes(values):
        identifier = node.value.get("id") if isinstance(node.value, dict) else None
        if isinstance(identifier, str):
            place = (*node.path, "id")
            faults += _misplaced(identifier, node.level, node.parent.get("id"), place)
            above = previous.get(node.path[:-1], "")
            faults += _out_of_order(identifier, above, place, NAMES[node.level], (node.level, identifier) in seen)
            seen.add((node.level, identifier))
            previous[node.path[:-1]] = identifier
        if node.level == TEST_CASE and isinstance(node.value, dict):
            faults += _bad_names(node.value, node.path, required, known, layers)
            faults += _fact_elsewhere(node.value, node.path)
            faults += _unknown_sources(node.value, node.path, sources)
    return faults


def _out_of_order(identifier: str, above: str, path: Path_, name: str, again: bool) -> list[Fault]:
    """Return a fault if the id is a duplicate, or belongs before the one above it (empty: it is the first)."""
    if again:
        return [Fault(path, f"duplicate {name} {identifier}", "keep one of them")]
    if above and ids.sort_key(identifier) < ids.sort_key(above):
        return [Fault(path, f"wrong order: {identifier} after {above}", f"move {identifier} before {above}")]
    return []


def _misplaced(identifier: str, level: int, parent: Any, path: Path_) -> list[Fault]:
    """Return a fault if the id has not the form of its level, or does not belong to its parent."""
    if not _has_form(identifier, level):
        found = f"{show(identifier)} is not the id of a {NAMES[level]}"
        return [Fault(path, found, f"expected e.g. {_EXAMPLES[level]}")]
    if level == 0 or not isinstance(parent, str):
        return []
    belongs = (ids.principal_of, ids.section_of, ids.requirement_of)[level - 1](identifier)
    if belongs == parent:
        return []
    found = f"wrong place: {NAMES[level]} {identifier} under {parent}"
    return [Fault(path, found, f"move it under {belongs}")]


def _has_form(identifier: str, level: int) -> bool:
    """Tell whether an id has the form of its level: as many numbers, and a letter only at the end of a test case."""
    parts = identifier.split(".")
    if level == TEST_CASE and len(parts[-1]) == 1 and parts[-1].isalpha():
        parts.pop()
    least, most = ((1, 1), (2, 2), (3, 5), (3, 5))[level]
    return least <= len(parts) <= most and all(part.isdecimal() and len(part) <= 2 for part in parts)  # noqa: PLR2004


def _listed(value: Any, key: str) -> list[Any]:
    """Return the list that a mapping has under a key; an empty one without."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def _fact_elsewhere(case: dict[str, Any], path: Path_) -> list[Fault]:
    """Return a fault if the residual duty depends on what is no fact of the test case."""
    fact = case.get("residual_if")
    if not isinstance(fact, str) or fact in _listed(case, "applies_when"):
        return []
    found = f"residual_if: {show(fact)} is no fact of this test case"
    return [Fault((*path, "residual_if"), found, "name it in applies_when as well")]


def _unknown_sources(case: dict[str, Any], path: Path_, known: list[str]) -> list[Fault]:
    """Return a fault for each source of what a provider does that patterns.yaml does not name."""
    does = case.get("provider_does")
    return [
        Fault((*path, "provider_does", party, "sources", index), f"unknown source {show(name)}", Hint(str(name), known))
        for party, said in (does.items() if isinstance(does, dict) else ())
        for index, name in enumerate(_listed(said, "sources"))
        if name not in known
    ]


def _bad_names(
    case: dict[str, Any], path: Path_, required: list[str], known: list[str], layers: list[str]
) -> list[Fault]:
    """Return a fault for each pattern that is missing or unknown, and for each unknown layer."""
    faults: list[Fault] = []
    owner = case.get("owner")
    if isinstance(owner, dict):
        faults += [
            Fault(
                (*path, "owner"),
                f"missing owner for the pattern {name!r}",
                f"add {name}: customer, aws or na",
            )
            for name in required
            if name not in owner
        ]
        faults += [
            Fault((*path, "owner", name), f"unknown pattern {name!r}", Hint(name, known), key=True)
            for name in owner
            if name not in known
        ]
    worded = case.get("residual_in")
    if isinstance(worded, dict):
        faults += [
            Fault((*path, "residual_in", name), f"unknown pattern {show(name)}", Hint(str(name), known), key=True)
            for name in worded
            if name not in known
        ]
    names = case.get("layers")
    if isinstance(names, list):
        faults += [
            Fault((*path, "layers", index), f"unknown layer {show(name)}", Hint(str(name), layers))
            for index, name in enumerate(names)
            if name not in layers
        ]
    return faults
