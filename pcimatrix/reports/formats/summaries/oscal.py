"""The test cases as an OSCAL catalog: a control for each, with its owner, in groups as the standard has them."""

from typing import Any

from pcimatrix.catalogue.model import Requirement
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.formats.summaries._oscal import control_id, labels, markup, own, statement_id
from pcimatrix.reports.formats.summaries._oscal_cell import item_parts, ownership
from pcimatrix.reports.formats.summaries._oscal_document import back_matter, document, document_uuid, metadata
from pcimatrix.reports.summary.chapters import Chapter, Part
from pcimatrix.reports.summary.model import Summary

ENDINGS = (".json",)
"""How the names of its files end; see `endings`."""


def write(summary: Summary) -> str:
    """Return the catalog as JSON text.

    Controls are test cases and nothing else, so that counting controls counts test cases; principal requirements,
    sections and requirements are groups. Raises `FormatError` if the catalogue's date is no day.
    """
    return document(
        "catalog",
        {
            "uuid": document_uuid(summary, "catalog"),
            "metadata": metadata(summary, "Each control is a test case: a testing procedure of the defined approach."),
            "groups": [_principal(summary, chapter) for chapter in summary.chapters()],
            "back-matter": back_matter(summary),
        },
    )


def _principal(summary: Summary, chapter: Chapter) -> dict[str, Any]:
    groups = [_section(summary, part) for part in chapter.parts]
    return _group("principal-requirement", chapter.principal.id, chapter.principal.title) | {"groups": groups}


def _section(summary: Summary, part: Part) -> dict[str, Any]:
    groups = [_requirement(summary, requirement, cells) for requirement, cells in part.requirements]
    return _group("section", part.section.id, part.section.title) | {"groups": groups}


def _requirement(summary: Summary, requirement: Requirement, cells: tuple[Cell, ...]) -> dict[str, Any]:
    controls = [_control(summary, cell) for cell in cells]
    return _group("requirement", requirement.id, requirement.title) | {"controls": controls}


def _group(kind: str, identifier: str, title: str) -> dict[str, Any]:
    return {"id": f"{kind}-{identifier}", "class": kind, "title": markup(title), "props": labels(identifier)}


def _control(summary: Summary, cell: Cell) -> dict[str, Any]:
    case = cell.case
    parts = item_parts(cell)
    statement = {
        "id": statement_id(case.id),
        "name": "statement",
        "props": labels(case.id)[:1],
        "prose": markup(case.summary),
        **({"parts": parts} if parts else {}),
    }
    return {
        "id": control_id(case.id),
        "class": "test-case",
        "title": markup(case.summary),
        "props": [
            *labels(case.id),
            *own("method", *(method.value for method in case.methods)),
            *own("limited-to", *filter(None, [case.limited_to])),
            *own("layer", *case.layers),
            *ownership(summary, cell),
        ],
        "parts": [statement],
    }
