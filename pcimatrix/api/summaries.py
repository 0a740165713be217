"""Summaries: made of a matrix, and rendered as documents."""

import datetime as dt

from pcimatrix import reports as registry
from pcimatrix.api.choices import one_of
from pcimatrix.api.target import Target, day_of, target
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Reading
from pcimatrix.errors import FormatError
from pcimatrix.ownership.asked import Report
from pcimatrix.reports.summary import making
from pcimatrix.reports.summary.handout import Handout
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.scope.model import LoadedScope
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate


def summarize(
    loaded: Reference,
    subject: str | LoadedScope = "abstracted",
    *,
    title: str = DEFAULT_TITLE,
    date: dt.date | None = None,
    reading: str | None = None,
    edition: str | None = None,
    saq: str | None = None,
    as_of: dt.date | None = None,
    trace: str | None = None,
    detail: str | None = None,
) -> Summary:
    """Return the responsibility summary of a pattern, or of an entity's own scope, for `render`.

    A day is printed only if one is given. `reading`, `edition` and `as_of` are as in `matrix`. `saq` is the
    questionnaire to count by, such as `A-EP`, in its edition of the day `as_of`; without them, what a scope says.
    `trace`, a value of `Traces`, says which
    test cases of a scope carry their trace: `none`, `changes` or `all`; `detail`, a value of `Detail`, how much HTML,
    Markdown, PDF and Word say: `summary`, `requirement` or `case`. Without them, what is usual for a
    format. Raises `UnknownIdError` for an unknown pattern, reading, edition or questionnaire.

    >>> import datetime
    >>> summary = pcimatrix.summarize(loaded, title="Example Shop", date=datetime.date(2026, 1, 31))
    >>> summary.title, summary.date, len(summary.cells)
    ('Example Shop', '2026-01-31', 464)
    """
    found = target(loaded, subject, one_of(Reading, reading), edition=edition, as_of=day_of(as_of))
    return summary_of(
        found,
        title=title,
        date=day_of(date),
        report=found.report(saq),
        traces=one_of(Traces, trace),
        detail=one_of(Detail, detail),
    )


def summary_of(
    found: Target,
    *,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
    report: Report | None = None,
    traces: Traces | None = None,
    detail: Detail | None = None,
) -> Summary:
    """Return the summary of a target; `date` is the day to print (YYYY-MM-DD), the rest as in `summarize`."""
    return making.summarize(
        found.reference,
        found.matrix,
        found.scope.scope if found.scope else None,
        title=title,
        date=date,
        report=report,
        traces=traces,
        as_of=found.as_of,
        detail=detail,
    )


def formats() -> tuple[str, ...]:
    """Return the names of the formats that `render` knows.

    >>> {"csv", "html", "json", "markdown"} <= set(pcimatrix.formats())
    True
    """
    return registry.format_names("summaries")


def render(summary: Summary | Handout, format: str = "markdown") -> bytes:  # noqa: A002 - as the option is called
    """Return a summary, or a matrix for customers, as a file's content, the same bytes each time. Text is in UTF-8.

    What a format cannot show is told by a `FormatWarning`. Raises `FormatError` if there is no such format, or what it
    needs is not installed.

    >>> pcimatrix.render(pcimatrix.summarize(loaded)).decode().splitlines()[0]
    '# PCI DSS responsibility summary'
    """
    known = registry.format_names("summaries" if isinstance(summary, Summary) else "handouts")
    if format not in known:
        raise FormatError(f"unknown format {truncate(format, MOST_SHOWN)!r}; {did_you_mean(format, known)}")
    content = written(summary, format)
    return content.encode() if isinstance(content, str) else content


def written(summary: Summary | Handout, format_: str) -> str | bytes:
    """Return a summary as a format has it: text, or the bytes of a binary one. Raises `FormatError`."""
    if isinstance(summary, Summary):
        return registry.writer("summaries", format_)(summary)
    return registry.writer("handouts", format_)(summary)
