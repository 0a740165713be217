"""`pcimatrix list`: selected test cases."""

from typing import Annotated

import typer

from pcimatrix.catalogue.model import Basis, Method, Owner
from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import (
    AsOf,
    CatalogueFile,
    EditionName,
    PatternName,
    ReadingName,
    SaqName,
    ScopeFile,
    TableFormat,
    as_typed,
    choice,
    choices_of,
    complete_ids,
)
from pcimatrix.cli.output import emit_table, note
from pcimatrix.cli.timing import FutureDated, MilestoneNumber, NewOnly, Recurring, SupersededOnly
from pcimatrix.ownership.timing import Timing
from pcimatrix.ownership.workloads import cells_in, side_by_side
from pcimatrix.reports.content.listing import listing_table
from pcimatrix.text import pluralize

app = command_app()


@app.command()
def list_(
    *,
    requirement: Annotated[
        list[str] | None,
        typer.Option(
            "--requirement",
            "-r",
            metavar="ID",
            help="Only this id and all below it: 8, 8.3, 8.3.2 or 8.3.2.a. May be repeated.",
            autocompletion=complete_ids,
            callback=as_typed,
        ),
    ] = None,
    owner: Annotated[
        list[str] | None, choice(choices_of(Owner), "--owner", "Only this owner's. May be repeated.")
    ] = None,
    method: Annotated[
        list[str] | None, choice(choices_of(Method), "--method", "Only with this method. May be repeated.")
    ] = None,
    basis: Annotated[
        list[str] | None, choice(choices_of(Basis), "--basis", "Only on this basis. May be repeated.")
    ] = None,
    pattern: PatternName = None,
    scope: ScopeFile = None,
    reading: ReadingName = None,
    saq: SaqName = None,
    as_of: AsOf = None,
    workload: Annotated[
        str | None,
        typer.Option(
            "--workload", metavar="NAME", help="Only this workload of the scope: its owners, not the whole's."
        ),
    ] = None,
    search: Annotated[
        str,
        typer.Option(
            "--search",
            "-s",
            metavar="TEXT",
            help="Only with this word or phrase in id, summary, reason or duty, whatever its case: whole words; "
            "`encrypt*` finds words that begin with it.",
        ),
    ] = "",
    format_: TableFormat = "table",
    future_dated: FutureDated = False,
    superseded: SupersededOnly = False,
    new: NewOnly = False,
    milestone: MilestoneNumber = None,
    recurring: Recurring = False,
    edition: EditionName = None,
    catalogue: CatalogueFile = None,
) -> None:
    """List the test cases that match all filters.

    The number of matches is on standard error.

    \b
    Examples:
      pcimatrix list -r 8.3 --owner aws
      pcimatrix list --method interview --basis reconciled --format csv
      pcimatrix list --saq A --owner customer
      pcimatrix list --scope scope.yaml --workload payments --owner aws
      pcimatrix list --recurring -r 11
      pcimatrix list --future-dated --as-of 2025-01-31
      pcimatrix list --search cloudtrail
      pcimatrix list --search "account data"
      pcimatrix list --search "encrypt*"
    """
    from pcimatrix.api.matrices import select
    from pcimatrix.cli.target import target

    if workload is not None and scope is None:
        raise typer.BadParameter("only a scope has workloads; name its file with --scope", param_hint="--workload")
    found = target(catalogue, pattern, scope, reading, edition=edition, as_of=as_of)
    cells = found.cells if workload is None else cells_in(found.matrix.traces.values(), workload)
    report = found.report(saq)
    matching = select(
        found.reference,
        report.of(cells) if report else cells,
        within=requirement or (),
        owners=owner or (),
        methods=method or (),
        bases=basis or (),
        text=search,
        timing=Timing(future_dated, superseded, new, milestone, recurring),
    )
    table = listing_table(
        matching,
        scoped=found.scope is not None,
        day=found.day is not None,
        recurring=recurring,
        workloads=side_by_side(found.matrix.traces) if workload is None else None,
    )
    emit_table(table, format_)
    whose = found.subject.id if workload is None else f"{found.subject.id}, workload {workload}"
    note(f"{len(matching)} of {pluralize(len(cells), 'test case')} ({whose})")
    marked = found.counts(matching)
    if marked and marked.says:
        note(marked.says)
    for remark in report.remarks(cells) if report else ():
        note(remark)
