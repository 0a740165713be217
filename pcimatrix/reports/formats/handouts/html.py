"""The matrix for customers as one self-contained HTML page without a script."""

from markupsafe import Markup

from pcimatrix.reports.formats.summaries.html import source_of
from pcimatrix.reports.summary.handout import COLUMNS, Handout
from pcimatrix.reports.templating import html, template_text

ENDINGS = (".html", ".htm")
"""How the names of its files end; see `endings`."""


def write(handout: Handout) -> str:
    """Return the matrix as an HTML page; its policy lets nothing be fetched or run."""
    style = template_text("summary.css.j2")
    policy = f"default-src 'none'; style-src '{source_of(style)}'; base-uri 'none'; form-action 'none'"
    return (
        html()
        .get_template("handout.html.j2")
        .render(
            handout=handout,
            columns=[each for each in COLUMNS if each.key != "requirement"],
            policy=policy,
            style=Markup(style),  # noqa: S704 - the project's own text
        )
    )
