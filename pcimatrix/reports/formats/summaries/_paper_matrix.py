"""Data of the matrix on paper: a line for each requirement, or every test case."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.totals import Tally
from pcimatrix.reports.content.requirement_lines import COLUMNS, RequirementLine, Told
from pcimatrix.reports.formats.summaries._widths import text_shares
from pcimatrix.reports.summary.chapters import Chapter, Part
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail
from pcimatrix.reports.table import Column
from pcimatrix.text import pluralize

WHOLE = 1800
"""The characters in a row that may still be kept on one page; a longer row could be higher than a page."""
_WHOLE_LINE = 400
"""The same for the line of a requirement: rows that break later would leave much of a page empty."""
_PARTS = {"customer": "Customer alone", "shared": "Shared", "provider": "Provider alone", "na": "Nobody"}
_CASES = tuple(
    Column(heading.lower(), heading)
    for heading in ("Test case", "Owner, basis", "What it looks at", "Who does what", "Why")
)
_LINES = tuple(Column(key, heading) for key, heading in COLUMNS.items())


def columns_data(columns: Sequence[Column]) -> list[dict[str, Any]]:
    """Return what the template is told of a table's columns."""
    return [{"heading": column.heading, "numeric": column.numeric} for column in columns]


def paper_matrix(summary: Summary) -> dict[str, Any]:
    """Return the principal requirements with their sections: of each requirement a line, or every test case."""
    found: dict[str, Any]
    if summary.detail is Detail.CASE:
        columns, make = _CASES, _cases_of
        found = {"by": "case", "title": "Test cases", "notes": ()}
    else:
        lines = summary.requirement_lines()
        columns, make = _LINES, partial(_lines_of, lines)
        found = {
            "by": "requirement",
            "title": "Requirements",
            "notes": summary.line_notes,
            "workloads": [column.label for column in summary.mark_columns],
            "shares": text_shares(lines.values()),
        }
    chapters = [_chapter(summary, chapter, make) for chapter in summary.chapters()]
    return {**found, "columns": columns_data(columns), "chapters": chapters}


def _chapter(summary: Summary, chapter: Chapter, make: Callable[[Summary, Part], list[Any]]) -> dict[str, Any]:
    principal = chapter.principal
    tally = next((row.tally for row in summary.totals.rows if row.id == principal.id), Tally(0, 0, 0, 0, 0))
    third = f"{tally.third_party} third party, " if summary.subject.has_third_parties else ""
    left = f" ({tally.residual} with a residual duty)" if tally.aws else ""
    led = f"{tally.customer} customer, {tally.aws} AWS{left}, {third}{tally.na} not applicable"
    sections = [
        {"title": f"{part.section.id} {part.section.title}", "rows": make(summary, part)} for part in chapter.parts
    ]
    rows = [row for section in sections for row in section["rows"]]
    others = any(row.get("others") for row in rows)
    if not others:
        for row in rows:
            row["others"] = None
    return {
        "id": principal.id,
        "title": f"{principal.id}. {principal.title}" + (" (modelled)" if summary.subject.modelled else ""),
        "tally": f"{pluralize(tally.test_cases, 'test case')}: {led}",
        "others": others,
        "sections": sections,
    }


def _lines_of(lines: Mapping[str, RequirementLine], _: Summary, part: Part) -> list[dict[str, Any]]:
    return [_line(lines[requirement.id]) for requirement, _ in part.requirements]


def _line(line: RequirementLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title,
        "owners": line.owners,
        "who": _told(line.who),
        "marks": line.marks,
        "others": _told(line.others),
        "you": _told(line.you),
        "notes": [(heading, _told(each)) for heading, each in line.notes_by_heading],
        "whole": line.length <= _WHOLE_LINE,
    }


def _told(all_: Iterable[Told]) -> list[tuple[str, str]]:
    return [(each.label, each.text) for each in all_]


def _cases_of(summary: Summary, part: Part) -> list[dict[str, Any]]:
    return [_case(summary, cell) for cell in part.cells]


def _case(summary: Summary, cell: Cell) -> dict[str, Any]:
    case, own = cell
    lines = [(label, said) for key, label, said in summary.lines(cell) if key != "responsibility"]
    if own.residual and own.residual not in {said for _, said in lines}:
        lines.append(("Residual duty", own.residual))
    why = [("By layers", own.doubt)] if own.doubt else []
    trace = summary.trace(cell)
    asked = "" if summary.report is None or summary.report.asks(case) else f"; not asked for by {summary.report.label}"
    reason = summary.reason(cell)
    texts = (case.summary, reason, own.doubt, *(said for _, said in lines))
    return {
        "id": case.id,
        "owner": own.owner.value,
        "leads": own.owner.label,
        "party": summary.party(cell),
        "basis": own.basis.value,
        "summary": case.summary,
        "how": ", ".join(method.value for method in case.methods).capitalize() + asked,
        "responsibility": _PARTS[own.responsibility.value],
        "duties": lines,
        "reason": reason,
        "why": why,
        "trace": trace,
        "whole": sum(map(len, texts)) <= WHOLE,
    }
