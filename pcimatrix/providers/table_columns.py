"""Columns of one table: the one of ids, and those that say whose something is, by the service they are of."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pcimatrix.providers.columns import PARTIES, Column, Role, role_by_values, role_of
from pcimatrix.providers.identifiers import named
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.sheet import MAX_COLUMNS, Merge, Row, Sheet, refusal
from pcimatrix.providers.words import Vocabulary, plain

LONGEST_HEADING = 120
"""No heading is longer."""
_SEVERAL = 3
"""So many ids make a column that is headed otherwise one of ids."""


class Context(NamedTuple):
    """What the columns of a sheet are read with: its merged ranges, the ids, the words, and the file for messages."""

    sheet: Sheet
    known: Known
    vocabulary: Vocabulary
    source: str
    merges: Mapping[int, tuple[Merge, ...]]

    def place(self, row: Row) -> str:
        """Return where a row is, for messages."""
        sheet = f"sheet {self.sheet.name!r}, " if self.sheet.name else ""
        return f"{sheet}row {row.number}"


def columns_of(
    heads: Sequence[str], header: Row, upper: Row | None, rows: Sequence[Row], context: Context
) -> tuple[tuple[Column, ...], dict[str, tuple[Column, ...]]]:
    """Return the columns under a header, and those that say whose something is, by service ("" for all).

    `heads` are the headings of all columns, `upper` is the upper half of a header of two rows, and `rows` are all rows
    under such headers. Raises `InputError` if two columns have ids, or mean the same.
    """
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
    return _grouped(columns, _groups(upper, context.merges.get(upper.number, ()) if upper else ()), header, context)


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
    heads: Sequence[str], roles: Sequence[Role], rows: Sequence[Row], header: Row, context: Context
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


def _ids(columns: Iterable[int], rows: Sequence[Row], context: Context) -> dict[int, int]:
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
    found = {number: " ".join(str(upper.at(number)).split())[:LONGEST_HEADING] for number in upper.filled}
    for merge in merges:
        if merge.top == merge.bottom and merge.left - 1 in found:
            columns = range(merge.left - 1, min(merge.right, MAX_COLUMNS))
            found |= dict.fromkeys(columns, found[merge.left - 1])
    return found


def _grouped(
    columns: Sequence[Column], above: dict[int, str], header: Row, context: Context
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
