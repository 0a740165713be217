"""Tables as values, before any format."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Column(NamedTuple):
    """A column: its key for programs, its heading for people, and whether it holds numbers.

    A terminal without room for all columns leaves out a `spare` one: a note says what it holds.
    """

    key: str
    heading: str
    numeric: bool = False
    spare: bool = False


class Table(NamedTuple):
    """Rows of text under columns, then rows of totals, and notes for people.

    `data` is the same as values for programs: what `--format json` prints.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    data: Any
    footer: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    title: str = ""

    @property
    def filled(self) -> "Table":
        """The table without the columns that say nothing in any row."""
        if not self.rows:
            return self
        kept = [number for number, texts in enumerate(zip(*self.rows, *self.footer, strict=True)) if any(texts)]

        def of(row: tuple[Any, ...]) -> tuple[Any, ...]:
            return tuple(row[number] for number in kept)

        rows, footer = tuple(map(of, self.rows)), tuple(map(of, self.footer))
        return self._replace(columns=of(self.columns), rows=rows, footer=footer)


def text_table(title: str, headings: Sequence[str], rows: Sequence[tuple[str, ...]]) -> Table:
    """Return a table of texts alone: its columns have their headings' names as keys, and there is no data."""
    return Table(tuple(Column(each.lower(), each) for each in headings), tuple(rows), None, title=title)
