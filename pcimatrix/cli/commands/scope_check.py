"""`pcimatrix scope check`: a scope file's faults and warnings, and its totals beside the expected ones."""

from typing import Annotated

import typer

from pcimatrix.cli.clock import today
from pcimatrix.cli.options import CatalogueFile, Quiet, Strict, check_day
from pcimatrix.cli.output import check_regular, emit, heard_or_not, note, note_comments, write_file


def check(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The scope file.")],
    *,
    record: Annotated[
        bool,
        typer.Option("--record", help="Record the current totals and owners in the file as expected, and exit."),
    ] = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DAY",
            help="The day (YYYY-MM-DD) to tell the age of AOCs by.",
            callback=check_day,
            show_default="today",
        ),
    ] = None,
    strict: Strict = False,
    quiet: Quiet = False,
    catalogue: CatalogueFile = None,
) -> None:
    """Check a scope file, and compare its totals with the expected ones.

    If the file records owners, they are compared too. Exit code 1 if anything differs. With --strict, warnings
    make it 1 too. Assumptions are on standard error.

    \b
    Examples:
      pcimatrix scope check scope.yaml
      pcimatrix scope check scope.yaml --record
    """
    if record:
        _record(file, catalogue)
        return
    from pcimatrix.cli.scope_check import drift_report
    from pcimatrix.reports import writer

    report = drift_report(file, catalogue, as_of=as_of or today(), strict=strict)
    with heard_or_not():
        emit(writer("findings", "text")(report.without_warnings() if quiet else report))
    if not report.ok:
        raise typer.Exit(report.exit_code)


def _record(file: str, catalogue: str | None) -> None:
    from pcimatrix.cli.target import target
    from pcimatrix.scope.expected import expectation
    from pcimatrix.scope.writer import edited_text

    check_regular(file)
    found = target(catalogue, None, file)
    if found.scope is not None:
        old = found.scope.document
        edited = edited_text(old, {**old.values, "expected": expectation(list(found.matrix.traces.values()))})
        if edited.text != old.text:
            write_file(file, old.encoded(edited.text))
        note(f"{file}: recorded the current totals and owners as expected")
        note_comments(file, edited.lost)
