"""Tables as values, before any format."""

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
