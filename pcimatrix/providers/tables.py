"""Tables of a sheet: its headers, the columns under each, and the rows that are in no table."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.providers.columns import LONGEST_HEADING, PARTIES, Column, Role, role_of
from pcimatrix.providers.identifiers import named
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.services import Services
from pcimatrix.providers.sheet import Merge, Row, Sheet, is_blank, merges_by_row
from pcimatrix.providers.table_columns import Context, columns_of
from pcimatrix.providers.vocabulary import Vocabulary, plain
from pcimatrix.providers.words import Meaning, word_set

_HISTORY = word_set("date change changes version revision author")
"""Headings of a list of versions, which has two of them at least."""


class Table(NamedTuple):
    """A table: the row of its header, its columns, and its rows.

    `services` are the columns that say whose something is, by the service they are of ("" for all).
    """

    header: Row
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    services: Services

    @property
    def ids(self) -> Column | None:
        """The column of ids."""
        return next((each for each in self.columns if each.role is Role.ID), None)

    @property
    def usable(self) -> bool:
        """Whether it has ids, and says whose each is."""
        return self.ids is not None and bool(self.services) and not self.is_history

    @property
    def is_history(self) -> bool:
        """Whether it lists the versions of a document, the numbers of which look like those of sections."""
        return len(_HISTORY & {plain(each.heading) for each in self.columns}) > 1

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
    segments = _segments(rows, marks)
    headers = [each for segment in segments for each in (segment.upper, segment.header) if each is not None]
    tables = _tables(segments, Context(sheet, known, vocabulary, source, merges))
    return Divided(sheet, segments[0].above, tuple(dict.fromkeys(headers)), tables, inherited, merges)


class _Segment(NamedTuple):
    """A header with the rows under it: its lower half if it has two, its upper half, and what is above the first."""

    header: Row
    upper: Row | None
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()


def _segments(rows: Sequence[Row], marks: Sequence[bool]) -> list[_Segment]:
    """Return the headers of a sheet with their rows; `marks` tells which rows are headers, one at least."""
    starts = [number for number, is_header in enumerate(marks) if is_header]
    found: list[_Segment] = []
    above = list(rows[: starts[0]])
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        header, upper = rows[start], None
        if above and above[-1].number == header.number - 1 and _is_upper_half(above[-1], header):
            upper = above.pop()
        elif found and not above and found[-1].header.number == header.number - 1:
            upper = found[-1].header
        if found:
            found[-1] = found[-1]._replace(rows=tuple(above))
        first = tuple(above) if not found else ()
        above = list(rows[start + 1 : end])
        found.append(_Segment(header, upper, tuple(above), first))
    return found


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
    ids = [named(each, known) for each in texts]
    if any(each.is_id or each.kind == "unclear id" for each in ids):
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


def _tables(segments: Sequence[_Segment], context: Context) -> tuple[Table, ...]:
    """Return the tables; those with the same header have the same columns."""
    headings = [tuple(_headings(each.header, each.upper)) for each in segments]
    alike: dict[tuple[str, ...], list[Row]] = {}
    for heads, each in zip(headings, segments, strict=True):
        alike.setdefault(heads, []).extend(each.rows)
    columns: dict[tuple[str, ...], tuple[tuple[Column, ...], Services]] = {}
    found = []
    for heads, each in zip(headings, segments, strict=True):
        if not each.rows and any(more.rows for more in segments):  # the upper half of another
            continue
        if heads not in columns:
            columns[heads] = columns_of(heads, each.header, each.upper, alike[heads], context)
        given, services = columns[heads]
        found.append(Table(each.header, given, each.rows, services))
    return tuple(found)


def is_banner(table: Table, merges: Iterable[Merge]) -> bool:
    """Tell whether a row is merged across the columns that would say whose something is; `merges` are the row's."""
    telling = [each.number + 1 for each in table.columns if each.role in PARTIES]
    return bool(telling) and any(merge.left <= min(telling) and merge.right >= max(telling) for merge in merges)


def names_provider(part: Divided, vocabulary: Vocabulary) -> bool:
    """Tell whether the tables of a sheet name the provider in words of this vocabulary: in a heading, or in a cell."""
    return any(
        role_of(column.heading, vocabulary) in {Role.PROVIDER, Role.PROVIDER_RACI}
        or (column.role in PARTIES and _has_provider(column, table.rows, vocabulary))
        for table in part.tables
        for column in table.columns
    )


def _has_provider(column: Column, rows: Iterable[Row], vocabulary: Vocabulary) -> bool:
    return any(vocabulary.meaning(row.at(column.number)) is Meaning.PROVIDER for row in rows)
