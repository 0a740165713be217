"""`pcimatrix totals`: test cases by owner."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from pcimatrix.catalogue.model import Reading
from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import (
    AsOf,
    CatalogueFile,
    EditionName,
    PatternName,
    SaqName,
    ScopeFile,
    TableFormat,
    as_typed,
    choice,
    choices_of,
)
from pcimatrix.cli.output import emit_table
from pcimatrix.cli.timing import FutureDated, MilestoneNumber, NewOnly, SupersededOnly
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.timing import Timing
from pcimatrix.ownership.totals import By
from pcimatrix.reports.content.totals import chosen_only, reading_table, totals_table, with_day
from pcimatrix.reports.table import Table

if TYPE_CHECKING:
    from pcimatrix.api.target import Target

app = command_app()

_WORKLOAD = "workload"
_BY = "What the rows are; rows by method and by workload overlap. By workload needs --scope."


@app.command()
def totals(
    *,
    pattern: PatternName = None,
    scope: ScopeFile = None,
    by: Annotated[str, choice([*choices_of(By), _WORKLOAD], "--by", _BY)] = "principal",
    reading: Annotated[
        str | None,
        typer.Option(
            "--reading",
            metavar="NAME",
            callback=as_typed,
            help="How abstracted is read: published (as AWS counted), layers (who operates what is examined), or as "
            "the post's prose says, beside its table: prose (9.1 stays the customer's) or prose_literal "
            "(Requirement 9 read literally).",
        ),
    ] = None,
    saq: SaqName = None,
    as_of: AsOf = None,
    format_: TableFormat = "table",
    future_dated: FutureDated = False,
    superseded: SupersededOnly = False,
    new: NewOnly = False,
    milestone: MilestoneNumber = None,
    edition: EditionName = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Count the test cases of each owner.

    \b
    Examples:
      pcimatrix totals
      pcimatrix totals --pattern infrastructure --by section
      pcimatrix totals --reading prose
      pcimatrix totals --scope scope.yaml
      pcimatrix totals --scope scope.yaml --by workload
      pcimatrix totals --saq A-EP
      pcimatrix totals --scope scope.yaml --by milestone
      pcimatrix totals --as-of 2025-03-31 --superseded
      pcimatrix totals --format json
    """
    from pcimatrix.api import matrices
    from pcimatrix.cli.target import target

    if by == _WORKLOAD and scope is None:
        raise typer.BadParameter("only a scope has workloads; name its file with --scope", param_hint="--by")
    prose = None if reading in {None, *Reading} else reading
    found = target(catalogue, pattern, scope, reading if prose is None else None, edition=edition, as_of=as_of)
    if prose is None and by == _WORKLOAD:
        emit_table(_by_workload(found), format_)
        return
    report = found.report(saq)
    timing = Timing(future_dated, superseded, new, milestone)
    chosen = any(timing)
    if prose is not None:
        if chosen or as_of is not None:
            raise typer.BadParameter("AWS's prose is read for the whole table and no day only", param_hint="--reading")
        if report:
            raise typer.BadParameter("AWS's prose is read for the whole table only; omit --saq", param_hint="--saq")
        emit_table(_prose_beside_published(found, prose, by), format_)
        return
    cells = matrices.select(found.reference, report.of(found.cells) if report else found.cells, timing=timing)
    counted = matrices.totals(found.reference, cells, by=by)
    table = _of_its_day(totals_table(counted, found.subject), found, cells)
    if chosen:
        table = chosen_only(table, len(cells), len(found.cells))
    if report:
        from pcimatrix.reports.content.report import counted_by

        table = counted_by(table, report, found.cells)
    emit_table(table, format_)


def _by_workload(found: "Target") -> Table:
    """Return the totals of each workload of a scope."""
    from pcimatrix.api import matrices
    from pcimatrix.reports.content.workload_totals import workload_totals_table
    from pcimatrix.scope.workload_totals import workload_totals

    whole = matrices.totals(found.reference, found.cells)
    table = workload_totals_table(workload_totals(found.matrix.traces), whole, found.subject)
    return _of_its_day(table, found, found.cells)


def _of_its_day(table: Table, found: "Target", cells: Sequence[Cell]) -> Table:
    """Return a table of totals with what the day that is asked about makes of its test cases, if there is a day."""
    marked = found.counts(cells)
    return with_day(table, marked) if marked else table


def _prose_beside_published(found: "Target", prose: str, by: str) -> Table:
    """Return the totals by a reading of AWS's prose beside the published ones.

    Raises `typer.BadParameter` for a matrix that AWS did not publish, `UnknownIdError` for an unknown reading.
    """
    from pcimatrix.api.matrices import totals as count
    from pcimatrix.ownership.readings import find_reading, read

    published = found.reference.published
    if found.subject.id != published.pattern:
        raise typer.BadParameter(f"readings exist for {published.pattern} only", param_hint="--reading")
    wanted = find_reading(published, prose)
    theirs, other = (count(found.reference, cells, by=by) for cells in (found.cells, read(found.cells, wanted)))
    return reading_table(theirs, other, wanted, found.subject)
