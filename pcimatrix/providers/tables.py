"""Tables of a sheet: its headers, the columns under each, and the rows that are in no table."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.providers.columns import PARTIES, Column, Role, role_of
from pcimatrix.providers.identifiers import named
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.sheet import Merge, Row, Sheet, is_blank, merges_by_row
from pcimatrix.providers.table_columns import LONGEST_HEADING, Context, columns_of
from pcimatrix.providers.words import Vocabulary


class Table(NamedTuple):
    """A table: the row of its header, its columns, and its rows.

    `services` are the columns that say whose something is, by the service they are of ("" for all).
    """

    header: Row
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    services: dict[str, tuple[Column, ...]]

    @property
    def ids(self) -> Column | None:
        """The column of ids."""
        return next((each for each in self.columns if each.role is Role.ID), None)

    @property
    def usable(self) -> bool:
        """Whether it has ids, and says whose each is."""
        return self.ids is not None and bool(self.services)

    def column(self, role: Role) -> Column | None:
        """Return the column of a role."""
        return next((each for each in self.columns if each.role is role), None)


class Divided(NamedTuple):
    """A sheet in parts: the rows before its first header, its header rows, and its tables.

    `inherited` are cells (row, column from 0) that have their value from the merged range that they are in, `merges`
    these ranges by row.
    """

    sheet: Sheet
    before: tuple[Row, ...]
    headers: tuple[Row, ...]
    tables: tuple[Table, ...]
    inherited: frozenset[tuple[int, int]]
    merges: Mapping[int, tuple[Merge, ...]] = MappingProxyType({})


def divide(sheet: Sheet, known: Known, vocabulary: Vocabulary, source: str) -> Divided:
    """Return a sheet in parts. Raises `InputError` if two columns have ids, or mean the same."""
    merges = merges_by_row(sheet, source)
    rows, inherited = _unmerged(sheet, merges)
    marks = [_is_header(row, known, vocabulary) for row in rows]
    if True not in marks:
        return Divided(sheet, tuple(rows), (), (), inherited, merges)
    first = marks.index(True)
    headers: list[Row] = []
    uppers: dict[int, Row] = {}
    segments: list[tuple[Row, list[Row]]] = []
    before = list(rows[:first])
    for number, (row, is_header) in enumerate(zip(rows, marks, strict=True)):
        if not is_header:
            if number >= first:
                segments[-1][1].append(row)
            continue
        above = segments[-1][1] if segments else before
        last = above[-1] if above else None
        if last is not None and last.number == row.number - 1 and _is_upper_half(last, row):
            uppers[row.number] = above.pop()
            headers.append(last)
        elif segments and not above and segments[-1][0].number == row.number - 1:
            uppers[row.number] = segments[-1][0]
        headers.append(row)
        segments.append((row, []))
    tables = _tables(segments, uppers, Context(sheet, known, vocabulary, source, merges))
    return Divided(sheet, tuple(before), tuple(headers), tables, inherited, merges)


def _unmerged(sheet: Sheet, merges: Mapping[int, tuple[Merge, ...]]) -> tuple[list[Row], frozenset[tuple[int, int]]]:
    """Return the rows with the value of each range that is merged downwards in all of its rows."""
    by_number = {row.number: row for row in sheet.rows}
    found = []
    inherited = set()
    for row in sheet.rows:
        cells = list(row.cells)
        for merge in merges.get(row.number, ()):
            column = merge.left - 1
            top = by_number.get(merge.top)
            if merge.top == row.number or top is None or is_blank(top.at(column)):
                continue
            cells += [None] * (merge.left - len(cells))
            if is_blank(cells[column]):
                cells[column] = top.at(column)
                inherited.add((row.number, column))
        found.append(row._replace(cells=tuple(cells)))
    return found, frozenset(inherited)


def _is_header(row: Row, known: Known, vocabulary: Vocabulary) -> bool:
    texts = [row.at(each) for each in row.filled]
    if len(texts) < 2 or not all(isinstance(each, str) and len(each) <= LONGEST_HEADING for each in texts):  # noqa: PLR2004 - an id and whose it is
        return False
    if any(named(each, known).is_id for each in texts):
        return False
    roles = {role_of(str(each), vocabulary) for each in texts}
    return Role.ID in roles or {Role.PROVIDER, Role.CUSTOMER} <= roles


def _is_upper_half(row: Row, header: Row) -> bool:
    """Tell whether a row above a header belongs to it: nothing is above the header's first column."""
    return bool(row.filled) and bool(header.filled) and row.filled[0] > header.filled[0]


def _headings(header: Row, upper: Row | None) -> list[str]:
    width = max(len(header.cells), len(upper.cells) if upper else 0)
    found = []
    for number in range(width):
        value = header.at(number)
        if is_blank(value) and upper is not None:
            value = upper.at(number)
        found.append("" if is_blank(value) else " ".join(str(value).split())[:LONGEST_HEADING])
    return found


def _tables(segments: Sequence[tuple[Row, list[Row]]], uppers: dict[int, Row], context: Context) -> tuple[Table, ...]:
    """Return the tables; those with the same header have the same columns."""
    headings = {header.number: tuple(_headings(header, uppers.get(header.number))) for header, _ in segments}
    alike: dict[tuple[str, ...], list[Row]] = {}
    for header, rows in segments:
        alike.setdefault(headings[header.number], []).extend(rows)
    columns: dict[tuple[str, ...], tuple[tuple[Column, ...], dict[str, tuple[Column, ...]]]] = {}
    found = []
    for header, rows in segments:
        if not rows and any(more for _, more in segments):  # the upper half of another
            continue
        heads = headings[header.number]
        if heads not in columns:
            columns[heads] = columns_of(heads, header, uppers.get(header.number), alike[heads], context)
        given, services = columns[heads]
        found.append(Table(header, given, tuple(rows), services))
    return tuple(found)


def is_banner(table: Table, merges: Iterable[Merge]) -> bool:
    """Tell whether a row is merged across the columns that would say whose something is; `merges` are the row's."""
    telling = [each.number + 1 for each in table.columns if each.role in PARTIES]
    return bool(telling) and any(merge.left <= min(telling) and merge.right >= max(telling) for merge in merges)
