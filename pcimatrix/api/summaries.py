"""Summaries: made of a matrix, rendered as documents, and verified."""

import datetime as dt

from pcimatrix import reports as registry
from pcimatrix.api.choices import one_of
from pcimatrix.api.target import Target, day_of, target
from pcimatrix.catalogue.editions import version_of
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Reading
from pcimatrix.errors import FormatError
from pcimatrix.ownership.asked import Report
from pcimatrix.reports.summary import model
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary
from pcimatrix.reports.summary.stamp import Detail, Recipe, Traces
from pcimatrix.reports.summary.verify import Verdict, verify_summary
from pcimatrix.scope.model import LoadedScope
from pcimatrix.scope.report import find_report
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
    return model.summarize(
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


def render(summary: Summary, format: str = "markdown") -> bytes:  # noqa: A002 - as the option is called
    """Return a summary as a file's content, the same bytes each time. Text formats are UTF-8.

    What a format cannot show is told by a `FormatWarning`. Raises `FormatError` if there is no such format, or what it
    needs is not installed.

    >>> pcimatrix.render(pcimatrix.summarize(loaded)).decode().splitlines()[0]
    '# PCI DSS responsibility summary'
    """
    if format not in formats():
        raise FormatError(f"unknown format {truncate(format, MOST_SHOWN)!r}; {did_you_mean(format, formats())}")
    content = written(summary, format)
    return content.encode() if isinstance(content, str) else content


def written(summary: Summary, format_: str) -> str | bytes:
    """Return a summary as a format has it: text, or the bytes of a binary one. Raises `FormatError`."""
    return registry.writer("summaries", format_)(summary)


def verify(data: bytes, loaded: Reference, own: LoadedScope | None = None, *, name: str = "summary") -> Verdict:
    """Return whether a summary is what these inputs give; `name` names it in messages.

    It may be HTML, Markdown, JSON, Excel, Word or PDF. The summary states what it was made from; it is made again and
    compared. A copy whose lines all end in CRLF passes. Excel is compared by cells, but for those that people fill in,
    and Word and PDF by their text, if their bytes differ: `compared` says so. Raises `InputError` if it is no summary,
    or where a scope is missing or given for a pattern's summary.

    >>> content = pcimatrix.render(pcimatrix.summarize(loaded))
    >>> pcimatrix.verify(content, loaded).ok
    True
    >>> verdict = pcimatrix.verify(content.replace(b"243 (52 %)", b"242 (52 %)"), loaded)
    >>> verdict.ok, verdict.differences[3]
    (False, "-Of 464 test cases, 242 (52 %) are the customer's,")
    """

    def again(recipe: Recipe, format_: str) -> str | bytes:
        found = _target_of(recipe, loaded, own)
        stamp = recipe.report
        summary = summary_of(
            found,
            title=recipe.title,
            date=day_of(recipe.date),
            report=find_report(stamp.questionnaire, stamp.since.isoformat()) if stamp else found.report(),
            traces=recipe.trace,
            detail=recipe.detail,
        )
        return written(summary, format_)

    return verify_summary(data, loaded, own, again, name=name)


def _target_of(recipe: Recipe, loaded: Reference, own: LoadedScope | None) -> Target:
    """Return what a recipe is of, in the edition that it states, if that is known here."""
    words = loaded.in_edition(own.scope.pci_dss) if own else loaded
    edition: str | None = None
    if recipe.edition and recipe.edition != words.catalogue.edition:
        stated = version_of(recipe.edition)
        edition = stated if version_of(loaded.in_edition(stated).catalogue.edition) == stated else None
    return target(loaded, own or recipe.pattern, recipe.reading, edition=edition, as_of=day_of(recipe.as_of))
