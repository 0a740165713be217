"""Flows as Markdown with pipe tables, and their picture as a Mermaid diagram in it."""

from collections.abc import Iterator

from pcimatrix.reports.content.view import Section, View
from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.reports.pictures.mermaid import mermaid

ENDINGS = (".md", ".markdown")
"""How the names of its files end; see `endings`."""


def write(view: View) -> str:
    """Return a view as Markdown: the picture is in the section of the flows, above their table."""
    picture = ["", "```mermaid", mermaid(view.picture).rstrip("\n"), "```"]
    lines = [f"# {markdown_cell(view.title)}"]
    for section in view.before:
        lines += [*_heading(section), *_table(section)]
    lines += [*_heading(view.flows), *picture, *_table(view.flows)]
    for section in view.after:
        lines += [*_heading(section), *_table(section)]
    return "\n".join(lines) + "\n"


def _heading(section: Section) -> Iterator[str]:
    yield from ("", f"## {markdown_cell(section.title)}")


def _table(section: Section) -> Iterator[str]:
    if section.headings:
        yield ""
        yield from ("| " + " | ".join(cells) + " |" for cells in (section.headings, ("---",) * len(section.headings)))
    for row in section.rows:
        yield "| " + " | ".join(markdown_cell(cell) for cell in row) + " |"
