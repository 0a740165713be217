"""The responsibility summary as one self-contained HTML page: nothing is fetched, and only its own script runs."""

from base64 import b64encode
from hashlib import sha256

from markupsafe import Markup

from pcimatrix.query import Tally
from pcimatrix.reports.summary import Summary
from pcimatrix.reports.templating import html, template_text

_MODELLED = '@page { @top-right { content: "Modelled: not published by AWS"; font: 8pt sans-serif; } }\n'
"""What marks every printed page of a modelled pattern."""
_WIDTH = 1000
"""The width of a bar in units of its own coordinate system."""


def write(summary: Summary) -> str:
    """Return the summary as an HTML page."""
    style = template_text("summary.css.j2")
    if summary.pattern.column == "modelled":
        style += _MODELLED
    script = template_text("summary.js.j2")
    policy = (
        "default-src 'none'; "
        f"style-src '{_source(style)}'; script-src '{_source(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = html().get_template("summary.html.j2")
    # Style and script are the project's own files, and the policy lets only these very texts run.
    return page.render(
        summary=summary,
        policy=policy,
        style=Markup(style),  # noqa: S704
        script=Markup(script),  # noqa: S704
        bar=bar,
    )


def _source(text: str) -> str:
    """Return a Content-Security-Policy source that allows exactly this inline text."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


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
