"""Tables on a terminal, drawn by rich; rich honours NO_COLOR and the width."""

from collections.abc import Sequence
from typing import TypeAlias

from rich import box
from rich.console import Console, JustifyMethod
from rich.table import Table as Drawing
from rich.text import Text

from pcimatrix.reports.table import Table
from pcimatrix.text import one_line, width_of

_LONG = 60
"""More rows than this are printed plainly: drawing them takes longer than all the rest."""
_COLOURS = {"customer": "yellow", "aws": "cyan", "na": "bright_black", "third_party": "magenta"}
_NARROW = 60
"""On a terminal of fewer columns than this, long tables are blocks of lines, too, and no heading is broken."""
_GAP = 3
"""What the drawing takes beside the text of a column."""
_NAMED = 12
"""So many columns without room are named."""
_HEADING = 7
"""If there is too little room for a table otherwise, longer words are broken in the headings of numbers."""

_Widths: TypeAlias = list[int | None]
"""Widths of columns; None for each that takes what is left."""


def draw(table: Table) -> None:
    """Draw a table on standard output.

    A long one is printed plainly; if ids, numbers or words would be broken, each row is a block of lines.
    """
    console = Console(highlight=False)
    shown, widths = _fitted(table, console.width)
    if widths is not None:
        console.print(_drawing(shown, widths))
        for each in shown.notes:
            lines = "\n".join(_wrapped(one_line(each), console.width))
            console.print(Text(lines, style="dim"), overflow="ignore", crop=False)
    elif len(shown.rows) > _LONG and console.width >= _NARROW:
        from pcimatrix.reports.formats.tables.table import write

        console.out(write(shown), end="")
    else:
        _blocks(shown, console)


def _fitted(table: Table, room: int) -> tuple[Table, _Widths | None]:
    """Return a table, without its spare columns if it has too little room, and its columns' widths if it is drawn."""
    long = len(table.rows) > _LONG
    widths = None if long else _widths(table, room)
    if widths is not None or not any(column.spare for column in table.columns):
        return table, widths
    fewer = _without_spare(table)
    if long:
        return fewer if _plain_width(table) > room else table, None
    widths = _widths(fewer, room)
    return fewer if widths else table, widths


def _drawing(table: Table, widths: _Widths) -> Drawing:
    """Return a table as rich draws it, without its notes."""
    drawing = Drawing(box=box.SIMPLE_HEAD, title=table.title or None, title_justify="left", pad_edge=False)
    for column, width in zip(table.columns, widths, strict=True):
        side: JustifyMethod = "right" if column.numeric else "left"
        drawing.add_column(Text(one_line(column.heading)), justify=side, width=width, overflow="fold")
    for row in table.rows:
        drawing.add_row(*map(_text, row))
    if table.footer:
        drawing.add_section()
    for row in table.footer:
        drawing.add_row(*map(_text, row), style="bold")
    return drawing


def _without_spare(table: Table) -> Table:
    """Return a table without its spare columns, with a note that names them."""
    kept = [index for index, column in enumerate(table.columns) if not column.spare]
    rows, footer = (tuple(tuple(row[index] for index in kept) for row in part) for part in (table.rows, table.footer))
    left_out = [one_line(column.heading) for column in table.columns if column.spare]
    spare = ", ".join(left_out) if len(left_out) <= _NAMED else f"{', '.join(left_out[:_NAMED])} and more"
    notes = (f"Left out for lack of room: {spare}. A wider terminal or --format csv shows them.", *table.notes)
    columns = tuple(table.columns[index] for index in kept)
    return table._replace(columns=columns, rows=rows, footer=footer, notes=notes)


def _plain_width(table: Table) -> int:
    """Return how many columns of a terminal the plain table takes."""
    cells = zip((column.heading for column in table.columns), *table.rows, strict=True)
    return sum(max(map(width_of, map(one_line, each))) + 2 for each in cells) - 2


def _blocks(table: Table, console: Console) -> None:
    """Print each row as lines of heading and value; a word that is wider than the terminal has a line of its own."""
    lines = [*_wrapped(table.title, console.width), ""] if table.title else []
    for row in (*table.rows, *table.footer):
        for column, cell in zip(table.columns, row, strict=True):
            if cell:
                lines += _wrapped(f"{one_line(column.heading)}: {one_line(cell)}", console.width, indent="  ")
        lines.append("")
    for each in table.notes:
        lines += _wrapped(one_line(each), console.width)
    console.out("\n".join(lines))


def _wrapped(text: str, width: int, *, indent: str = "") -> list[str]:
    # textwrap counts characters, not the columns that they take; rich breaks words or does not wrap.
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(lines[-1]) + 1 + width_of(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append((indent if lines else "") + word)
    return lines


def _widths(table: Table, room: int) -> _Widths | None:
    """Return the columns' widths; None if there is no room.

    What has no spaces, as ids and numbers, has the width that it needs.
    """
    fixed = [not any(" " in row[index] for row in table.rows) for index in range(len(table.columns))]
    for longest in (room, _HEADING) if room >= _NARROW else (room,):
        least = [_least(table, index, longest) for index in range(len(fixed))]
        if _needed(least, fixed) <= room:
            return [width if is_fixed else None for width, is_fixed in zip(least, fixed, strict=True)]
    return None


def _needed(least: Sequence[int], fixed: Sequence[bool]) -> int:
    """Return the room that columns need, each with its least width.

    Text columns are made alike narrow, so each has to be wide enough for the longest word of any of them.
    """
    widest = max((width for width, is_fixed in zip(least, fixed, strict=True) if not is_fixed), default=0)
    return sum(width if is_fixed else widest for width, is_fixed in zip(least, fixed, strict=True)) + _GAP * len(fixed)


def _least(table: Table, index: int, longest: int) -> int:
    """Return the width of a column's longest word; words of a number's heading count up to `longest`."""
    column = table.columns[index]
    words = [word for row in (*table.rows, *table.footer) for word in row[index].split()]
    heading = max(map(width_of, column.heading.split()), default=0)
    return max([min(heading, longest) if column.numeric else heading, *map(width_of, words)])


def _text(cell: str) -> Text:
    return Text(one_line(cell), style=_COLOURS.get(cell, ""))
