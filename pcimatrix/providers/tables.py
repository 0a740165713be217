"""Tables of a sheet: its headers, the columns under each, and the rows that are in no table."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pcimatrix.providers.columns import PARTIES, Column, Role, role_by_values, role_of
from pcimatrix.providers.identifiers import Known, named
from pcimatrix.providers.sheet import Merge, Row, Sheet, is_blank, refusal
from pcimatrix.providers.words import Vocabulary, plain

_LONGEST_HEADING = 120
_SEVERAL = 3
"""So many ids make a column that is headed otherwise one of ids."""


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

    `inherited` are cells (row, column from 0) that have their value from the merged range that they are in.
    """

    sheet: Sheet
    before: tuple[Row, ...]
    headers: tuple[Row, ...]
    tables: tuple[Table, ...]
    inherited: frozenset[tuple[int, int]]


def divide(sheet: Sheet, known: Known, vocabulary: Vocabulary, source: str) -> Divided:
    """Return a sheet in parts. Raises `InputError` if two columns have ids, or mean the same."""
    rows, inherited = _unmerged(sheet)
    marks = [_is_header(row, known, vocabulary) for row in rows]
    if True not in marks:
        return Divided(sheet, tuple(rows), (), (), inherited)
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
    tables = _tables(segments, uppers, _Context(sheet, known, vocabulary, source))
    return Divided(sheet, tuple(before), tuple(headers), tables, inherited)


class _Context(NamedTuple):
    sheet: Sheet
    known: Known
    vocabulary: Vocabulary
    source: str

    def place(self, row: Row) -> str:
        sheet = f"sheet {self.sheet.name!r}, " if self.sheet.name else ""
        return f"{sheet}row {row.number}"


def _unmerged(sheet: Sheet) -> tuple[list[Row], frozenset[tuple[int, int]]]:
    """Return the rows with the value of each range that is merged downwards in all of its rows."""
    by_number = {row.number: list(row.cells) for row in sheet.rows}
    inherited = set()
    for merge in sheet.merges:
        top = by_number.get(merge.top, [])
        if merge.bottom == merge.top or merge.left > len(top) or is_blank(top[merge.left - 1]):
            continue
        for number in range(merge.top + 1, merge.bottom + 1):
            cells = by_number.get(number)
            if cells is not None:
                cells += [None] * (merge.left - len(cells))
                if is_blank(cells[merge.left - 1]):
                    cells[merge.left - 1] = top[merge.left - 1]
                    inherited.add((number, merge.left - 1))
    rows = [row._replace(cells=tuple(by_number[row.number])) for row in sheet.rows]
    return rows, frozenset(inherited)


def _is_header(row: Row, known: Known, vocabulary: Vocabulary) -> bool:
    texts = [row.at(each) for each in row.filled]
    if len(texts) < 2 or not all(isinstance(each, str) and len(each) <= _LONGEST_HEADING for each in texts):  # noqa: PLR2004 - an id and whose it is
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
        found.append("" if is_blank(value) else " ".join(str(value).split())[:_LONGEST_HEADING])
    return found


def _tables(segments: Sequence[tuple[Row, list[Row]]], uppers: dict[int, Row], context: _Context) -> tuple[Table, ...]:
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
            columns[heads] = _columns(heads, header, uppers.get(header.number), alike[heads], context)
        given, services = columns[heads]
        found.append(Table(header, given, tuple(rows), services))
    return tuple(found)


def _columns(
    heads: Sequence[str], header: Row, upper: Row | None, rows: Sequence[Row], context: _Context
) -> tuple[tuple[Column, ...], dict[str, tuple[Column, ...]]]:
    vocabulary = context.vocabulary
    roles = [role_of(each, vocabulary) if each else Role.TEXT for each in heads]
    identified = _id_column(heads, roles, rows, header, context)
    roles = [Role.TEXT if role is Role.ID and number != identified else role for number, role in enumerate(roles)]
    if identified is not None:
        roles[identified] = Role.ID
    # Where one column is headed Responsibility, an owner or the like beside it is somebody else.
    if sum(role is Role.RESPONSIBILITY for role in roles) > 1:
        exact = {"responsibility", "responsibilities"}
        keeping = [plain(each) in exact for each in heads]
        if sum(keeping) == 1:
            named_so = zip(roles, keeping, strict=True)
            roles = [Role.TEXT if role is Role.RESPONSIBILITY and not keep else role for role, keep in named_so]
    roles = _in_words(roles, heads, rows)
    told = PARTIES & set(roles)
    by_words = []
    for number, (heading, role) in enumerate(zip(heads, roles, strict=True)):
        if role is not Role.TEXT or not heading or plain(heading) in vocabulary.columns:
            continue
        by_values = role_by_values(heading, (row.at(number) for row in rows), vocabulary)
        if by_values is Role.OTHER:
            roles[number] = Role.OTHER
        elif by_values is Role.RESPONSIBILITY and not told:
            roles[number] = Role.RESPONSIBILITY
            by_words.append(number)
    several = by_words if len(by_words) > 1 else ()
    columns = [
        Column(number, heading, role, heading if number in several else "")
        for number, (heading, role) in enumerate(zip(heads, roles, strict=True))
        if heading or role is Role.ID
    ]
    return _grouped(columns, _groups(upper, context.sheet.merges), header, context)


def _in_words(roles: Sequence[Role], heads: Sequence[str], rows: Sequence[Row]) -> list[Role]:
    """Return roles after those that other columns decide: duties in words, and words in a column headed as shared."""
    found = list(roles)
    if {Role.PROVIDER, Role.CUSTOMER}.isdisjoint(found) and Role.RESPONSIBILITY not in found:
        found = [
            Role.RESPONSIBILITY if role is Role.SHARED and "responsib" in head.casefold() else role
            for role, head in zip(found, heads, strict=True)
        ]
    if Role.RESPONSIBILITY in found or {Role.PROVIDER_RACI, Role.CUSTOMER_RACI} <= set(found):
        duties = {Role.PROVIDER: Role.PROVIDER_DUTY, Role.CUSTOMER: Role.CUSTOMER_DUTY}
        for number, role in enumerate(found):
            texts = [str(row.at(number)) for row in rows if number in row.filled]
            if role in duties and texts and sum(" " in each for each in texts) * 2 >= len(texts):
                found[number] = duties[role]
    return found


def _id_column(
    heads: Sequence[str], roles: Sequence[Role], rows: Sequence[Row], header: Row, context: _Context
) -> int | None:
    """Return the column of ids: headed as one, or the only one without a heading, with the most of them."""
    mapped = [number for number, each in enumerate(heads) if context.vocabulary.columns.get(plain(each)) == Role.ID]
    choices = mapped or [number for number, role in enumerate(roles) if role is Role.ID or not heads[number]]
    counts = _ids(choices, rows, context)
    most = max(counts.values(), default=0)
    if not most:
        others = [number for number, role in enumerate(roles) if role is Role.TEXT and number not in choices]
        counts = _ids(others, rows, context)
        most = max(counts.values(), default=0)
        alike = [number for number in others if counts[number] * 2 >= most]
        return alike[0] if most >= _SEVERAL and len(alike) == 1 and not mapped else None
    best = [number for number in choices if counts[number] == most]
    for number in choices:
        if number == best[0] or counts[number] * 2 < most or counts[number] < 2:  # noqa: PLR2004 - one may be a slip
            continue
        finer = _finer(best[0], number, rows, context.known)
        if finer is None:
            two = f"{heads[best[0]]!r} and {heads[number]!r}"
            found = f"{context.place(header)}: two columns have ids, {two}"
            raise refusal(context.source, found, "name the right one in a map (--map), and the other as text")
        best = [finer]
    return best[0]


def _ids(columns: Iterable[int], rows: Sequence[Row], context: _Context) -> dict[int, int]:
    """Return how many rows have an id in each column."""
    return {
        number: sum(named(row.at(number), context.known, "1").is_id for row in rows if number in row.filled)
        for number in columns
    }


def _finer(one: int, other: int, rows: Sequence[Row], known: Known) -> int | None:
    """Return the column whose ids are always within those of the other, as test cases are; None if neither is."""
    pairs = [(named(row.at(one), known).ids, named(row.at(other), known).ids) for row in rows]
    pairs = [(first, second) for first, second in pairs if first and second]
    for wide, near, column in ((0, 1, other), (1, 0, one)):
        if pairs and all(
            any(each == above or each.startswith(f"{above}.") for above in pair[wide])
            for pair in pairs
            for each in pair[near]
        ):
            return column
    return None


def _groups(upper: Row | None, merges: Iterable[Merge]) -> dict[int, str]:
    """Return what stands above columns in the upper half of a header, over merged cells or one alone."""
    if upper is None:
        return {}
    found = {number: " ".join(str(upper.at(number)).split())[:_LONGEST_HEADING] for number in upper.filled}
    for merge in merges:
        if merge.top == merge.bottom == upper.number and merge.left - 1 in found:
            found |= dict.fromkeys(range(merge.left - 1, merge.right), found[merge.left - 1])
    return found


def _grouped(
    columns: Sequence[Column], above: dict[int, str], header: Row, context: _Context
) -> tuple[tuple[Column, ...], dict[str, tuple[Column, ...]]]:
    """Return the columns, and those that say whose something is by service: by what is above them, if they repeat."""
    telling = [each for each in columns if each.role in PARTIES]
    repeated = len({(each.role, each.service) for each in telling}) < len(telling)
    if repeated:
        columns = [
            each._replace(service=above.get(each.number, "")) if each.role in PARTIES else each for each in columns
        ]
        telling = [each for each in columns if each.role in PARTIES]
    services: dict[str, list[Column]] = {}
    for each in telling:
        services.setdefault(each.service, []).append(each)
    for group in services.values():
        for role in {each.role for each in group}:
            same = [each.heading for each in group if each.role is role]
            if len(same) > 1:
                named_ = " and ".join(map(repr, same))
                found = f"{context.place(header)}: two columns mean {role.value.replace('_', ' ')}, {named_}"
                raise refusal(context.source, found, "name one of them in a map (--map) as text")
    others = [each for each in columns if each.role in {Role.OTHER, Role.APPLICABLE}]
    complete = {name: (*group, *others) for name, group in services.items() if _tells({each.role for each in group})}
    return tuple(columns), complete


def _tells(roles: set[Role]) -> bool:
    """Tell whether columns of these roles can say whose something is."""
    both = ({Role.PROVIDER, Role.CUSTOMER}, {Role.PROVIDER_RACI, Role.CUSTOMER_RACI})
    return Role.RESPONSIBILITY in roles or any(each <= roles for each in both)


def is_banner(row: Row, table: Table, merges: Iterable[Merge]) -> bool:
    """Tell whether a row is merged across the columns that would say whose something is."""
    telling = [each.number + 1 for each in table.columns if each.role in PARTIES]
    return any(
        merge.top <= row.number <= merge.bottom and merge.left <= min(telling) and merge.right >= max(telling)
        for merge in merges
        if telling
    )
