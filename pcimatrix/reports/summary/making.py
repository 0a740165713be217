"""Making of a summary: a matrix with its totals, its comparison and the tables of a scope, put together once."""

from pcimatrix.catalogue.loader import Reference
from pcimatrix.ownership.asked import Report
from pcimatrix.ownership.comparison import Comparison, compare
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.ownership.totals import By, totals
from pcimatrix.ownership.workloads import side_by_side
from pcimatrix.reports.content.scope_tables import scope_tables
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.reports.table import Table
from pcimatrix.scope.model import Scope
from pcimatrix.scope.report import report_by


def summarize(
    reference: Reference,
    matrix: Matrix,
    scope: Scope | None = None,
    *,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
    report: Report | None = None,
    traces: Traces | None = None,
    as_of: str | None = None,
    detail: Detail | None = None,
) -> Summary:
    """Return the summary of a matrix; `scope` is the entity's own that it was worked out from, if it was.

    It is counted by a questionnaire: the one that is given, else the one that the scope says, if any. `traces` says
    which test cases of a scope carry their trace, `detail` how much a document says: None for what is usual.
    """
    if scope is not None:
        reference = reference.in_edition(scope.pci_dss)
    catalogue, patterns = reference.catalogue, reference.patterns
    comparison: Comparison | None = None
    front: tuple[Table, ...] = ()
    if scope is None:
        first = patterns.patterns[0].id
        other = reference.published.pattern if matrix.subject.id == first else matrix.subject.id
        comparison = compare(catalogue, patterns, first, other, reading=matrix.subject.reading)
    else:
        title = f"{DEFAULT_TITLE}: {scope.entity}" if title == DEFAULT_TITLE else title
        front = scope_tables(reference, scope, matrix)
    report = report or (report_by(scope) if scope else None)
    counted = report.of(matrix.cells) if report else matrix.cells
    # A row that the questionnaire asks nothing of says so.
    rows = totals(catalogue, counted, By.PRINCIPAL, empty=report is not None)
    workloads = side_by_side(matrix.traces)
    return Summary(
        title, reference, matrix, rows, comparison, scope, front, date, report, traces, as_of, workloads, detail
    )
