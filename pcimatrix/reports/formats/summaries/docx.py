"""The responsibility summary as a Word document: headings, and tables whose header rows repeat on each page."""

from collections.abc import Mapping
from functools import partial
from itertools import count
from typing import NamedTuple

from pcimatrix.catalogue.model import PrincipalRequirement, Section
from pcimatrix.ownership.comparison import Comparison
from pcimatrix.reports.content.requirement_lines import COLUMNS, RequirementLine
from pcimatrix.reports.content.totals import totals_table
from pcimatrix.reports.extras import extra
from pcimatrix.reports.formats.summaries._widths import shares, text_shares
from pcimatrix.reports.summary.chapters import Chapter
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.reports.table import Column, Table
from pcimatrix.reports.templating import html
from pcimatrix.reports.workbook.stamp import stamp_properties

ENDINGS = (".docx",)
"""How the names of its files end; see `endings`."""
DETAILS = (Detail.REQUIREMENT, Detail.SUMMARY, Detail.CASE)
"""How much it can say, the usual first; see `details`."""

_CASES = (
    Column("id", "Test case"),
    Column("owner", "Owner"),
    Column("basis", "Basis"),
    Column("summary", "What it looks at"),
    Column("why", "Why"),
    Column("duties", "Who does what"),
)
_WIDTH = 15477
"""Between the margins, in twentieths of a point, as all widths are."""
_CASE_WIDTHS = (1100, 1150, 1250, 3700, 3777, 4500)
_TRACED_WIDTHS = (1100, 1150, 1250, 2800, 4877, 4300)
"""If each test case carries its trace, the reason is the longest text."""
_LINE_WIDTH, _WIDE_LINE, _WHO_WIDTH, _MARK_WIDTH = 2900, 5400, 1600, 780
"""The columns of a requirement's line: the requirement, wide where others do nothing; who; and each workload."""
_HEAD = "DCE3EC"
_SECTION = "F3F5F8"
_GROUNDS = {"customer": "FDF0DC", "aws": "E2EDFA", "third_party": "F3E8FA", "na": "EBEDF0"}
"""The ground of an owner's cell; the owner's name stands in it, so that nothing hangs on the colour."""
_WHOLE = 1800
"""The characters in a row that may still be kept on one page; a longer row could be higher than a page."""


class _Lines(NamedTuple):
    """The lines of a principal requirement as a table: `letters` are the numbers of the columns of workloads."""

    sections: list[tuple[Section, list[RequirementLine]]]
    columns: tuple[Column, ...]
    widths: list[int]
    letters: range
    others: bool


def write(summary: Summary) -> bytes:
    """Return the summary as a DOCX file; the same summary gives the same bytes.

    Page numbers of its table of contents are Word's, which works them out when it opens the file.

    Raises `FormatError` if the extra is not installed.
    """
    summary = summary.by_default(DETAILS[0], Traces.NONE)
    with extra("docx"):
        from pcimatrix.reports.formats.summaries._word import Front, document  # noqa: PLC0415 - an extra
    totals = _totals(summary)
    lines = summary.requirement_lines() if summary.detail is Detail.REQUIREMENT else {}
    body = (
        html()
        .get_template("summary.docx.xml.j2")
        .render(
            summary=summary,
            totals=totals,
            totals_widths=fit(totals),
            contents=_contents(summary) if summary.detail is not Detail.SUMMARY else (),
            reasons=_reasons(summary),
            case_columns=_CASES,
            case_widths=_CASE_WIDTHS if not summary.scope or summary.traces is Traces.NONE else _TRACED_WIDTHS,
            lines_of=partial(_lines_of, summary, lines, text_shares(lines.values())),
            head=_HEAD,
            section_ground=_SECTION,
            grounds=_GROUNDS,
            fit=fit,
            whole=lambda texts: sum(map(len, texts)) <= _WHOLE,
            next_number=count(1).__next__,
        )
    )
    front = Front(
        title=summary.title,
        subject=f"{summary.edition}, {summary.subject.title}",
        mark="Modelled: not published by AWS" if summary.subject.modelled else "",
        day=summary.date or summary.catalogue.updated,
    )
    return document(body, front, stamp_properties(summary.recipe))


def _contents(summary: Summary) -> tuple[tuple[str, str], ...]:
    """Return what the table of contents lists: the headings of the first level, each with its bookmark."""
    return (
        ("Totals", "h_totals"),
        *((table.title, f"h_{number}") for number, table in enumerate(summary.shown, 1)),
        *([(_change(summary.comparison), "h_changes")] if summary.comparison else []),
        ("How each owner is known", "h_basis"),
        *((_chapter(chapter.principal, summary), f"r_{chapter.principal.id}") for chapter in summary.chapters()),
        ("Notes", "h_notes"),
    )


def _change(comparison: Comparison) -> str:
    return f"What changes from {comparison.before} to {comparison.after}"


def _chapter(principal: PrincipalRequirement, summary: Summary) -> str:
    return f"{principal.id}. {principal.title}{' (modelled)' if summary.subject.modelled else ''}"


def _lines_of(
    summary: Summary, lines: Mapping[str, RequirementLine], shares: tuple[float, float], chapter: Chapter
) -> _Lines:
    """Return the lines of a principal requirement; `shares` are those of both texts in the width that is left."""
    marks = summary.mark_columns
    sections = [(part.section, [lines[each.id] for each, _ in part.requirements]) for part in chapter.parts]
    others = any(line.others for _, found in sections for line in found)
    requirement, who, *does = (Column(key, heading) for key, heading in COLUMNS.items())
    columns = (requirement, who, *(Column(each.label, each.label) for each in marks), *does[0 if others else 1 :])
    first = [_LINE_WIDTH if others else _WIDE_LINE, _WHO_WIDTH, *([_MARK_WIDTH] * len(marks))]
    left = _WIDTH - sum(first)
    texts = [int(left * shares[0]), left - int(left * shares[0])] if others else [left]
    return _Lines(sections, columns, [*first, *texts], range(2, 2 + len(marks)), others=others)


def _totals(summary: Summary) -> Table:
    table = totals_table(summary.totals, summary.subject)
    return table._replace(columns=(table.columns[0]._replace(heading="Requirement"), *table.columns[1:]))


def _reasons(summary: Summary) -> Table:
    """Return the test cases that change hands, by reason; no rows without a comparison."""
    found = summary.comparison.reasons() if summary.comparison else {}
    rows = tuple((why, ", ".join(move.case.id for move in moves)) for why, moves in found.items())
    return Table((Column("why", "Why"), Column("cases", "Test cases")), rows, None)


def fit(table: Table) -> list[int]:
    """Return the widths of a table's columns, which are the page's together."""
    weights = shares(table)
    widths = [int(_WIDTH * weight / sum(weights)) for weight in weights]
    return [*widths[:-1], _WIDTH - sum(widths[:-1])]
