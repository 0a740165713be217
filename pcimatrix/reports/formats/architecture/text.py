"""Flows as plain text: the same bytes whatever the terminal."""

from textwrap import fill

from pcimatrix.reports.content.view import Hung, View
from pcimatrix.text import one_line

ENDINGS = (".txt",)
"""How the names of its files end; see `endings`."""

_WIDTH = 100


def write(view: View) -> str:
    """Return a view as text: its sections one after the other, in lines of at most 100 characters."""
    lines = [one_line(view.title)]
    for section in (*view.before, view.flows, *view.after):
        lines += ["", one_line(section.title), *map(_hang, section.paragraphs)]
    return "\n".join(lines) + "\n"


def _hang(paragraph: Hung) -> str:
    """Return a paragraph in lines, those after the first indented further."""
    after = paragraph.indent + 2 if paragraph.further is None else paragraph.further
    return fill(
        one_line(paragraph.text),
        _WIDTH,
        initial_indent=" " * paragraph.indent,
        subsequent_indent=" " * after,
        break_on_hyphens=False,
    )
