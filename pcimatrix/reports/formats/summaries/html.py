"""The responsibility summary as one self-contained HTML page: nothing is fetched, and only its own script runs."""

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

from pcimatrix.ownership.totals import By, Tally, totals
from pcimatrix.reports.content.columns import OWNERS
from pcimatrix.reports.content.requirement_lines import COLUMNS
from pcimatrix.reports.escaping import css_string
from pcimatrix.reports.formats.summaries._html_time import times
from pcimatrix.reports.formats.summaries._html_workloads import apart, choices
from pcimatrix.reports.pictures.svg import svg
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.reports.templating import html, template_text
from pcimatrix.text import truncate

ENDINGS = (".html", ".htm")
"""How the names of its files end; see `endings`."""

DETAILS = (Detail.CASE, Detail.REQUIREMENT, Detail.SUMMARY)
"""How much it can say, the usual first; see `details`."""

_WIDTH = 1000
"""The width of a bar in units of its own coordinate system."""
_RUNNING = 70
"""How many characters of a text fit beside another into a printed page's margin."""


def write(summary: Summary) -> str:
    """Return the summary as an HTML page; one without test cases needs no script."""
    summary = summary.by_default(DETAILS[0], Traces.ALL)
    style = template_text("summary.css.j2") + running_style(summary)
    script = template_text("summary.js.j2") if summary.detail is Detail.CASE else ""
    scripts = f"script-src '{source_of(script)}'; " if script else ""
    policy = f"default-src 'none'; style-src '{source_of(style)}'; {scripts}base-uri 'none'; form-action 'none'"
    page = html().get_template("summary.html.j2")
    # Script and style are the project's own texts, all that people wrote in the latter is in inert strings; and the
    # policy lets only these very texts run.
    return page.render(
        summary=summary,
        policy=policy,
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        bar=bar,
        # The library that writes the picture has escaped all text in it.
        picture=Markup(svg(picture, alone=False)) if (picture := summary.picture) else None,  # noqa: S704
        bases=totals(summary.catalogue, summary.counted, By.BASIS).rows,
        meanings={basis.value: meaning for basis, meaning in summary.legend.items()},
        owners=OWNERS,
        workloads=choices(summary),
        times=times(summary),
        apart=apart,
        line_columns=COLUMNS,
        mark_columns=summary.mark_columns,
        moved={move.case.id: move for move in summary.comparison.moves} if summary.comparison else {},
    )


def source_of(text: str) -> str:
    """Return a Content-Security-Policy source that allows exactly this inline text."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def running_style(summary: Summary) -> str:
    """Return the style of this summary's printed pages: what runs in the margins, by principal requirement.

    Each principal requirement has a named page, since chromium has no running strings (css-gcpm-3).
    """
    whose = summary.subject.title
    if summary.subject.scoped:
        whose += f", {summary.subject.date}"
    mark = f"Modelled: not published by AWS. {whose}" if summary.subject.modelled else whose
    rules = [f"@page {{ {_box('top-left', summary.title)} {_box('bottom-left', mark)} }}"]
    for number, principal in enumerate(summary.catalogue.principal_requirements, 1):
        rules.append(f"@page p{number} {{ {_box('top-right', f'{principal.id}. {principal.title}')} }}")
        place = f"#r-{principal.id}" if number > 1 else f"#cases, #r-{principal.id}"
        rules.append(f"@media print {{ {place} {{ page: p{number}; }} }}")
    return "\n".join(rules) + "\n"


def _box(place: str, text: str) -> str:
    """Return the rule for a margin box of a page, with as much of a text as fits beside another."""
    return f"@{place} {{ content: {css_string(truncate(text, _RUNNING))}; }}"


def bar(tally: Tally) -> list[tuple[str, int, float, float]]:
    """Return the pieces of a bar: owner, count, start and width; AWS's residual duties are a piece of their own."""
    pieces = (
        ("customer", tally.customer),
        ("residual", tally.residual),
        ("aws", tally.aws - tally.residual),
        ("third_party", tally.third_party),
        ("na", tally.na),
    )
    whole = tally.test_cases or 1
    start = 0.0
    result = []
    for owner, count in pieces:
        width = _WIDTH * count / whole
        if count:
            result.append((owner, count, round(start, 2), round(width, 2)))
        start += width
    return result
