"""The catalogue as a library of CISO Assistant (intuitem): a framework whose requirement nodes say whose they are.

The keys are those that `FrameworkImporter` and `RequirementNodeImporter` of its `backend/library/utils.py` read.
"""

from collections.abc import Collection, Iterator
from typing import Any

from pcimatrix.catalogue.model import Owner, Requirement
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.formats.summaries._ciso_library import key, library, name, prose, title, urn
from pcimatrix.reports.formats.summaries._evidence import evidence
from pcimatrix.reports.summary.model import Summary
from pcimatrix.text import pluralize

ENDINGS = (".yaml", ".yml")
"""How the names of its files end; see `endings`."""

_RESIDUAL = "residual"
_GROUPS = {
    Owner.CUSTOMER.value: ("Customer", "The entity under assessment shows it itself."),
    Owner.AWS.value: ("AWS", "AWS shows it, by its AOC and responsibility summary."),
    Owner.THIRD_PARTY.value: ("Third party", "Another third-party service provider (TPSP) shows it, by its AOC."),
    Owner.NA.value: ("Not applicable", "It does not apply to the entity."),
    _RESIDUAL: ("AWS, with a residual duty", "AWS's, but something stays with the customer: see the annotation."),
}
_OWN = frozenset({Owner.CUSTOMER.value, _RESIDUAL})
"""The groups that a new audit has without being asked: what the entity has to do itself."""
_KNOWN_BY = {
    "published": "its totals are published by AWS Security, the split within a row is worked out",
    "modelled": "modelled, never published by AWS",
    "scope": "from the entity's own scope file; on the basis modelled it is our own model, never published by AWS",
}


def write(summary: Summary) -> str:
    """Return the library as YAML text. Raises `FormatError` if the day of the last change is no day."""
    return library(summary, "", {"framework": _framework(summary)}, description=_description(summary))


def _description(summary: Summary) -> str:
    """Return what the library is, with its title whole and the SHA-256 of its inputs."""
    tally, subject = summary.totals.whole, summary.subject
    counts = [f"{tally.customer} the customer's", f"{tally.aws} AWS's"]
    if subject.has_third_parties:
        counts.append(f"{tally.third_party} of other third parties")
    lines = [
        f"{prose(summary.title)}: {prose(summary.edition)}, {prose(subject.title)}.",
        f"{pluralize(tally.test_cases, 'test case')}: {', '.join(counts)}, {tally.na} not applicable.",
        f"Whose a test case is: {_KNOWN_BY[subject.origin]}.",
        f"Catalogue SHA-256: {summary.digest}",
    ]
    if summary.report:
        lines.insert(1, summary.report.remarks(summary.cells)[0])
    if subject.scoped:
        lines.append(f"Scope SHA-256: {subject.digest}")
    return "\n\n".join(lines)


def _framework(summary: Summary) -> dict[str, Any]:
    used = {group for cell in summary.cells for group in _groups(cell)}
    return {
        "urn": urn(summary, "framework"),
        "ref_id": key(summary)[:100],
        "name": title(summary),
        "description": _description(summary),
        "implementation_groups_definition": [
            {"ref_id": group, "name": called, "description": said, "default_selected": group in _OWN}
            for group, (called, said) in _GROUPS.items()
            if group in used
        ],
        "requirement_nodes": list(_nodes(summary, urn(summary, "req_node"))),
    }


def _nodes(summary: Summary, base: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of the tree, each parent before its children; test cases alone are assessable.

    Its users find a node by its `ref_id`, so each names one node: a requirement with the id of its only test case
    leaves it to the test case, and has it in its name.
    """
    taken = {cell.case.id for cell in summary.cells}
    for chapter in summary.chapters():
        principal = f"{base}:principal-{chapter.principal.id}"
        yield _inner(principal, None, 1, chapter.principal.id, chapter.principal.title)
        for part in chapter.parts:
            section = f"{base}:section-{part.section.id}"
            yield _inner(section, principal, 2, part.section.id, part.section.title)
            for requirement, cells in part.requirements:
                parent = f"{base}:requirement-{requirement.id}"
                yield _inner(parent, section, 3, *_named(requirement, taken))
                place = {"assessable": True, "depth": 4, "parent_urn": parent}
                for cell in cells:
                    own = {"ref_id": cell.case.id, "name": name(requirement.title)}
                    yield {"urn": f"{base}:{cell.case.id}"} | place | own | _assessed(summary, cell)


def _named(requirement: Requirement, taken: Collection[str]) -> tuple[str | None, str]:
    """Return the id and the text of a requirement's node; without an id if a test case has it."""
    if requirement.id in taken:
        return None, f"{requirement.id} {requirement.title}"
    return requirement.id, requirement.title


def _assessed(summary: Summary, cell: Cell) -> dict[str, Any]:
    """Return what a node says of a test case: what it looks at, whose it is, and what shows that it is met."""
    return {
        "description": prose(cell.case.summary),
        "annotation": _annotation(summary, cell),
        "typical_evidence": "\n".join(f"- {prose(each)}" for each in evidence(summary, cell)),
        "implementation_groups": _groups(cell),
    }


def _inner(node: str, parent: str | None, depth: int, identifier: str | None, text: str) -> dict[str, Any]:
    short = name(text)
    whole = {} if short == text else {"description": prose(text)}
    above = {"parent_urn": parent} if parent else {}
    reference = {"ref_id": identifier} if identifier else {}
    return {"urn": node, "assessable": False, "depth": depth, **above, **reference, "name": short, **whole}


def _groups(cell: Cell) -> list[str]:
    own = [cell.ownership.owner.value]
    return [*own, _RESIDUAL] if cell.ownership.owner is Owner.AWS and cell.ownership.residual else own


def _annotation(summary: Summary, cell: Cell) -> str:
    """Return whose the test case is and how that is known, a line each."""
    case, own = cell
    facts = {
        "Owner": _GROUPS[own.owner.value][0],
        "Third party": summary.party(cell),
        "Basis": own.basis.value,
        "Reason": own.reason,
        "Residual duty of the customer": own.residual or "",
        **{heading: said for _, heading, said in summary.lines(cell)},
        "By layers": cell.ownership.doubt,
        "Methods": ", ".join(method.value for method in case.methods),
        "Limited to": (case.limited_to or "").replace("_", " "),
        "Layers": ", ".join(case.layers),
    }
    return "\n".join(f"- {heading}: {prose(text)}" for heading, text in facts.items() if text)
