"""`pcimatrix render`: the responsibility summary as a document."""

from typing import Annotated
from warnings import catch_warnings, simplefilter

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.clock import epoch_day
from pcimatrix.cli.options import (
    AsOf,
    CatalogueFile,
    EditionName,
    OutputFile,
    PatternName,
    ReadingName,
    SaqName,
    ScopeFile,
    check_day,
    choice,
    choices_of,
    chosen_format,
    format_or_ending_option,
)
from pcimatrix.cli.output import emit, heard_or_not, note
from pcimatrix.errors import EXIT_FINDINGS, FormatWarning
from pcimatrix.reports import writer
from pcimatrix.reports.summary.stamp import Traces
from pcimatrix.source import in_utf8, name_of, read_bytes
from pcimatrix.text import one_line

app = command_app()


@app.command()
def render(
    *,
    format_: Annotated[str | None, format_or_ending_option("summaries", "markdown")] = None,
    output: OutputFile = None,
    pattern: PatternName = None,
    scope: ScopeFile = None,
    reading: ReadingName = None,
    saq: SaqName = None,
    as_of: AsOf = None,
    title: Annotated[
        str, typer.Option("--title", metavar="TEXT", help="The document's title.")
    ] = "PCI DSS responsibility summary",
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            callback=check_day,
            help="The date to print; without it, the date of SOURCE_DATE_EPOCH, else none.",
        ),
    ] = None,
    trace: Annotated[
        str,
        choice(choices_of(Traces), "--trace", "Which test cases of a scope carry the steps that led to their owner."),
    ] = "all",
    check: Annotated[
        str | None,
        typer.Option(
            "--check",
            metavar="FILE",
            help="Write nothing; show the first differing lines and exit with 1 if FILE is out of date.",
        ),
    ] = None,
    edition: EditionName = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Render the responsibility summary as a document.

    Totals, then every test case with owner, basis, reason and duty.

    The same input gives the same bytes.

    \b
    Examples:
      pcimatrix render --output summary.md
      pcimatrix render --output summary.md && pcimatrix render --check summary.md
      pcimatrix render --scope scope.yaml --output matrix.html
      pcimatrix render --output summary.html --title "Example Shop, appendix to 12.8.5"
    """
    from pcimatrix.cli.progress import progress
    from pcimatrix.cli.report import report_of
    from pcimatrix.cli.target import target
    from pcimatrix.reports.summary.model import summarize
    from pcimatrix.reports.summary.stamp import MAX_BYTES
    from pcimatrix.reports.text_diff import first_differences

    if output is not None and check is not None:
        raise typer.BadParameter("--check cannot be combined with --output", param_hint="--check")
    written = (output, "--output") if check is None else (check, "--check")
    name = chosen_format("summaries", format_, "markdown", *written)
    found = target(catalogue, pattern, scope, reading, edition=edition, as_of=as_of)
    own, day = found.scope.scope if found.scope else None, date or epoch_day()
    report = report_of(found, saq, as_of)
    summary = summarize(
        found.reference, found.matrix, own, title=title, date=day, report=report, traces=Traces(trace), as_of=as_of
    )
    with progress(f"Rendering {name}"), catch_warnings(record=True) as told:
        simplefilter("always", FormatWarning)
        content = writer("summaries", name)(summary)
    for each in told:
        note(f"warning: {each.message}")
    if check is None:
        emit(content, output)
        return
    old = read_bytes(check, MAX_BYTES, "a summary")
    differing = first_differences(in_utf8(old) if isinstance(content, str) else old, content, name_of(check))
    if differing:
        with heard_or_not():
            emit("".join(f"{one_line(line)}\n" for line in differing))
        raise typer.Exit(EXIT_FINDINGS)
