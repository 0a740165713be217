"""`pcimatrix render`: the responsibility summary as a document."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated
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
from pcimatrix.reports import details, format_names
from pcimatrix.reports.summary.stamp import AUDIENCES, Detail, Traces
from pcimatrix.source import in_utf8, name_of, read_bytes
from pcimatrix.text import one_line

if TYPE_CHECKING:
    from pcimatrix.cli.workbooks import Before
    from pcimatrix.reports.summary.model import Summary

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
    detail: Annotated[
        str | None,
        choice(
            choices_of(Detail),
            "--detail",
            "How much HTML, Markdown, PDF and Word say: a page or two, a line a requirement, or every test case.",
            show_default="requirement for PDF and Word, else case",
        ),
    ] = None,
    trace: Annotated[
        str | None,
        choice(
            choices_of(Traces),
            "--trace",
            "Which test cases of a scope carry the steps that led to their owner.",
            show_default="none for Markdown, PDF and Word, else all",
        ),
    ] = None,
    audience: Annotated[
        str,
        choice(AUDIENCES, "--audience", "Whom it is for: an assessor, or customers of the scope's service provider."),
    ] = "assessor",
    check: Annotated[
        str | None,
        typer.Option(
            "--check",
            metavar="FILE",
            help="Write nothing; show the first differing lines and exit with 1 if FILE is out of date.",
        ),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep what people filled in in the workbook that --output names (xlsx).")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite a workbook although it has filled cells, or more, that get lost.")
    ] = False,
    edition: EditionName = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Render the responsibility summary as a document.

    Totals, then every test case with owner, basis, reason and duty, or a line for each requirement.

    The same input gives the same bytes.

    A workbook (xlsx) has columns to fill in: --keep keeps what they say when it is made again.

    --audience customers turns a service provider's matrix round: what the customer does, what we do, and what AWS and
    others behind us do (12.9.2). It has none of the scope's accounts, workloads and reasons.

    \b
    Examples:
      pcimatrix render --output summary.md
      pcimatrix render --output summary.md && pcimatrix render --check summary.md
      pcimatrix render --scope scope.yaml --output matrix.html
      pcimatrix render --scope scope.yaml --output matrix.xlsx --keep
      pcimatrix render --detail summary --output board.pdf
      pcimatrix render --scope scope.yaml --audience customers --output customers.xlsx
      pcimatrix render --output summary.html --title "Example Shop, appendix to 12.8.5"
    """
    from pcimatrix.api.summaries import summary_of, written
    from pcimatrix.cli.handouts import handout_of
    from pcimatrix.cli.progress import progress
    from pcimatrix.cli.target import target
    from pcimatrix.cli.workbooks import before

    if output is not None and check is not None:
        raise typer.BadParameter("--check cannot be combined with --output", param_hint="--check")
    named = (output, "--output") if check is None else (check, "--check")
    for_customers = audience == "customers"
    if for_customers:
        from pcimatrix.cli.handouts import check_options

        check_options(
            scope, format_, {"--saq": saq, "--detail": detail, "--trace": trace, "--keep": keep, "--force": force}
        )
    name = chosen_format("handouts" if for_customers else "summaries", format_, "markdown", *named)
    if keep:
        _check_workbook(name, output)
    old = before(output, keep=keep, force=force) if name == "xlsx" and not for_customers else None
    found = target(catalogue, pattern, scope, reading, edition=edition, as_of=as_of)
    summary = summary_of(
        found,
        title=title,
        date=date or epoch_day(),
        report=found.report(saq),
        traces=Traces(trace) if trace else None,
        detail=_detail(name, detail),
    )
    if old is not None:
        with progress(f"Rendering {name}"):
            _write_again(summary, old)
        return
    with _format_warnings_noted(), progress(f"Rendering {name}"):
        made = handout_of(found.scope, summary) if for_customers and found.scope else summary
        content = written(made, name)
    if check is None:
        emit(content, output)
    else:
        _compare(check, content)


def _check_workbook(name: str, output: str | None) -> None:
    """Raise `typer.BadParameter` if the output is not a workbook in a file, which --keep needs."""
    if name != "xlsx":
        raise typer.BadParameter("only a workbook has columns to fill in; use --format xlsx", param_hint="--keep")
    if output is None or output == "-":
        raise typer.BadParameter("name the workbook with --output", param_hint="--keep")


@contextmanager
def _format_warnings_noted() -> Iterator[None]:
    """Say what a format warns of on standard error, once all of it is made."""
    with catch_warnings(record=True) as told:
        simplefilter("always", FormatWarning)
        yield
    for each in told:
        note(f"warning: {each.message}")


def _compare(file: str, content: str | bytes) -> None:
    """Show the first lines in which a file differs from its content of today. Raises `typer.Exit` if there are any."""
    from pcimatrix.reports.summary.stamp import MAX_BYTES
    from pcimatrix.reports.text_diff import first_differences

    kept = read_bytes(file, MAX_BYTES, "a summary")
    differing = first_differences(in_utf8(kept) if isinstance(content, str) else kept, content, name_of(file))
    if differing:
        with heard_or_not():
            emit("".join(f"{one_line(line)}\n" for line in differing))
        raise typer.Exit(EXIT_FINDINGS)


def _write_again(summary: "Summary", old: "Before") -> None:
    """Write a workbook anew with what is kept of its old self, and say what that is."""
    from pcimatrix.cli.workbooks import check_unchanged, say_kept
    from pcimatrix.reports.formats.summaries.xlsx import kept_in, write

    kept = kept_in(summary, old.filled)
    content = write(summary, kept)
    check_unchanged(old)
    emit(content, old.file)
    say_kept(old, kept)


def _detail(name: str, asked: str | None) -> Detail | None:
    """Return the detail that is asked of a format. Raises `typer.BadParameter` if the format cannot say less."""
    wanted = Detail(asked) if asked else None
    if wanted in {None, Detail.CASE, *details(name)}:
        return wanted
    able = ", ".join(each for each in format_names("summaries") if details(each))
    problem = f"{name} always has every test case; omit --detail, or name one of these formats: {able}"
    raise typer.BadParameter(problem, param_hint="--detail")
