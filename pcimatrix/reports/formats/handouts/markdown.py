"""The matrix for customers as Markdown with pipe tables."""

from collections.abc import Iterable, Iterator, Sequence

from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.reports.summary.handout import COLUMNS, Handout

ENDINGS = (".md", ".markdown")
"""How the names of its files end; see `endings`."""


def write(handout: Handout) -> str:
    """Return the matrix as Markdown text."""
    summary = handout.summary
    day = f", {summary.date}" if summary.date else ""
    lines = [f"# {markdown_cell(handout.title)}", "", markdown_cell(f"{summary.edition}, {handout.provider}{day}")]
    for note in handout.notes:
        lines += ["", markdown_cell(note)]
    totals = handout.totals
    lines += ["", f"## {markdown_cell(totals.title)}", ""]
    lines += _table([each.heading for each in totals.columns], (*totals.rows, *totals.footer), numbers=True)
    shown = [each for each in COLUMNS if each.key != "requirement"]
    for chapter in handout.chapters:
        lines += ["", f"## {markdown_cell(f'{chapter.id}. {chapter.title}')}", ""]
        rows = ([each.value(row) for each in shown] for row in chapter.rows)
        lines += _table([each.heading for each in shown], rows)
    lines.append("")
    lines += [f"- {markdown_cell(name)}: `{digest}`" for name, digest in handout.digests.items()]
    lines += ["", f"<!-- pcimatrix {handout.recipe} -->"]
    return "\n".join(lines) + "\n"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: bool = False) -> Iterator[str]:
    rule = ["---"] + ["---:" if numbers else "---"] * (len(headings) - 1)
    yield f"| {' | '.join(map(markdown_cell, headings))} |"
    yield f"| {' | '.join(rule)} |"
    for row in rows:
        yield f"| {' | '.join(map(markdown_cell, row))} |"
