"""The responsibility summary as a Word document: headings, and tables whose header rows repeat on each page."""

from itertools import count

from pcimatrix.reports.content.totals import totals_table
from pcimatrix.reports.extras import extra
from pcimatrix.reports.formats.summaries._widths import shares
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.table import Column, Table
from pcimatrix.reports.templating import html
from pcimatrix.reports.workbook.stamp import stamp_properties

ENDINGS = (".docx",)
"""How the names of its files end; see `endings`."""

_CASES = (
    Column("id", "Test case"),
    Column("owner", "Owner"),
    Column("basis", "Basis"),
    Column("summary", "What it looks at"),
    Column("why", "Why"),
    Column("duties", "Who does what"),
)
_WIDTH = 15137
"""Between the margins, in twentieths of a point, as all widths are."""
_CASE_WIDTHS = (1100, 1150, 1250, 3600, 3637, 4400)
_TRACED_WIDTHS = (1100, 1150, 1250, 2700, 4737, 4200)
"""If each test case carries its trace, the reason is the longest text."""
_HEAD = "DCE3EC"
_GROUNDS = {"customer": "FDF0DC", "aws": "E2EDFA", "third_party": "F3E8FA", "na": "EBEDF0"}
"""The ground of an owner's cell; the owner's name stands in it, so that nothing hangs on the colour."""
_WHOLE = 1800
"""The characters in a row that may still be kept on one page; a longer row could be higher than a page."""


def write(summary: Summary) -> bytes:
    """Return the summary as a DOCX file; the same summary gives the same bytes.

    Raises `FormatError` if the extra is not installed.
    """
    with extra("docx"):
        from pcimatrix.reports.formats.summaries._word import Front, document  # noqa: PLC0415 - an extra
    totals = _totals(summary)
    body = (
        html()
        .get_template("summary.docx.xml.j2")
        .render(
            summary=summary,
            totals=totals,
            totals_widths=fit(totals),
            legend=Table(
                (Column("basis", "Basis"), Column("meaning", "What it means")),
                tuple((basis.value, meaning) for basis, meaning in summary.legend.items()),
                None,
            ),
            reasons=_reasons(summary),
            case_columns=_CASES,
            case_widths=_TRACED_WIDTHS if summary.subject.scoped else _CASE_WIDTHS,
            head=_HEAD,
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
