"""The responsibility summary as Markdown with pipe tables, as code hosts and pandoc read it."""

import re

from markupsafe import Markup

from pcimatrix.reports.content.requirement_lines import COLUMNS
from pcimatrix.reports.pictures.mermaid import mermaid
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.reports.templating import markdown

ENDINGS = (".md", ".markdown")
"""How the names of its files end; see `endings`."""

DETAILS = (Detail.CASE, Detail.REQUIREMENT, Detail.SUMMARY)
"""How much it can say, the usual first; see `details`."""

_EMPTY_CELL = re.compile(r"\|  (?=\|)")


def write(summary: Summary) -> str:
    """Return the summary as Markdown text; its tables are compact, as markdownlint calls it (MD060)."""
    summary = summary.by_default(DETAILS[0], Traces.NONE)
    text = (
        markdown()
        .get_template("summary.md.j2")
        .render(
            summary=summary,
            # Mermaid's text has its own escaping.
            picture=Markup(mermaid(picture)) if (picture := summary.picture) else None,  # noqa: S704
            line_columns=COLUMNS,
            mark_columns=summary.mark_columns,
            recipe=Markup(summary.recipe),  # noqa: S704 - it holds nothing that could end the comment
        )
    )
    return _EMPTY_CELL.sub("| ", text)
