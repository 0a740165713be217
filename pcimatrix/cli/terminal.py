"""Tables as a person sees them in a terminal, drawn by rich; NO_COLOR and the width are rich's to honour."""

from rich import box
from rich.console import Console
from rich.table import Table as Drawing
from rich.text import Text

from pcimatrix.plain import plain
from pcimatrix.reports.table import Table

_LONG = 60
"""More rows than this are printed plainly: drawing them takes longer than all the rest."""
_COLOURS = {"customer": "yellow", "aws": "cyan", "na": "bright_black", "third_party": "magenta"}


def draw(table: Table) -> None:
    """Draw a table on standard output."""
    console = Console(highlight=False)
    if len(table.rows) > _LONG:
        from pcimatrix.reports.tables.table import write

        console.out(write(table), end="")
        return
    drawing = Drawing(box=box.SIMPLE_HEAD, title=table.title or None, title_justify="left", pad_edge=False)
    for column in table.columns:
        drawing.add_column(column.heading, justify="right" if column.numeric else "left")
    for row in table.rows:
        drawing.add_row(*map(_text, row))
    if table.footer:
        drawing.add_section()
    for row in table.footer:
        drawing.add_row(*map(_text, row), style="bold")
    console.print(drawing)
    for each in table.notes:
        console.print(Text(plain(each), style="dim"))


def _text(cell: str) -> Text:
    return Text(plain(cell), style=_COLOURS.get(cell, ""))
