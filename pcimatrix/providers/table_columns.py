"""Columns of one table: the one of ids, and those that say whose something is, by the service they are of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pcimatrix.providers.columns import PARTIES, Column, Role, role_by_values, role_of
from pcimatrix.providers.id_columns import id_column
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.services import Services, by_service
from pcimatrix.providers.sheet import Merge, Row, Sheet, refusal
from pcimatrix.providers.vocabulary import Vocabulary, plain

_EXACTLY = frozenset({"responsibility", "responsibilities"})


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
) -> tuple[tuple[Column, ...], Services]:
    """Return the columns under a header, and those that say whose something is, by service ("" for all).

    `heads` are the headings of all columns, `upper` is the upper half of a header of two rows, and `rows` are all rows
    under such headers. Raises `InputError` if two columns have ids, or mean the same.
    """
    hidden = _hidden(heads, context)
    roles = [
        Role.TEXT if number in hidden or not each else role_of(each, context.vocabulary)
        for number, each in enumerate(heads)
    ]
    roles = _identified(roles, heads, header, rows, context, hidden=hidden)
    roles = _in_words(_one_owner(roles, heads), heads, rows)
    roles, by_words = _by_values(roles, heads, rows, context.vocabulary, hidden=hidden)
    several = by_words if len(by_words) > 1 else ()
    columns = [
        Column(number, heading, role, heading if number in several else "", number in hidden)
        for number, (heading, role) in enumerate(zip(heads, roles, strict=True))
        if heading or role is Role.ID
    ]
    try:
        merges = context.merges.get(upper.number, ()) if upper else ()
        return by_service(columns, upper, merges)
    except ValueError as error:
        found = f"{context.place(header)}: {error}"
        raise refusal(context.source, found, "name one of them in a map (--map) as text") from None


def _hidden(heads: Sequence[str], context: Context) -> frozenset[int]:
    """Return the columns that a person does not see, but for those that the user's map names."""
    named = context.vocabulary.columns
    return frozenset(
        number for number in context.sheet.hidden_columns if number >= len(heads) or plain(heads[number]) not in named
    )


def _identified(
    roles: Sequence[Role],
    heads: Sequence[str],
    header: Row,
    rows: Sequence[Row],
    context: Context,
    *,
    hidden: frozenset[int],
) -> list[Role]:
    """Return roles with one column of ids at most. Raises `InputError` if two have ids."""
    mapped = {number for number, each in enumerate(heads) if context.vocabulary.columns.get(plain(each)) == Role.ID}
    try:
        found = id_column(heads, roles, rows, context.known, mapped=mapped, hidden=hidden)
    except ValueError as error:
        hint = "name the right one in a map (--map), and the other as text"
        raise refusal(context.source, f"{context.place(header)}: {error}", hint) from None
    return [Role.ID if number == found else Role.TEXT if role is Role.ID else role for number, role in enumerate(roles)]


def _one_owner(roles: Sequence[Role], heads: Sequence[str]) -> list[Role]:
    """Return roles without owners beside a column that is headed Responsibility: they are somebody else."""
    exact = [number for number, each in enumerate(heads) if plain(each) in _EXACTLY]
    owners = [number for number, role in enumerate(roles) if role is Role.RESPONSIBILITY]
    if len(owners) < len(exact) + 1 or len(exact) != 1:
        return list(roles)
    return [Role.TEXT if number in owners and number not in exact else role for number, role in enumerate(roles)]


def _in_words(roles: Sequence[Role], heads: Sequence[str], rows: Sequence[Row]) -> list[Role]:
    """Return roles after those that other columns decide: duties in words, and words in a column headed as shared."""
    found = list(roles)
    if {Role.PROVIDER, Role.CUSTOMER, Role.RESPONSIBILITY}.isdisjoint(found):
        found = [
            Role.RESPONSIBILITY if role is Role.SHARED and "responsib" in head.casefold() else role
            for role, head in zip(found, heads, strict=True)
        ]
    if Role.RESPONSIBILITY in found or {Role.PROVIDER_RACI, Role.CUSTOMER_RACI} <= set(found):
        duties = {Role.PROVIDER: Role.PROVIDER_DUTY, Role.CUSTOMER: Role.CUSTOMER_DUTY}
        found = [
            duties[role] if role in duties and _is_prose(number, rows) else role for number, role in enumerate(found)
        ]
    return found


def _is_prose(column: int, rows: Sequence[Row]) -> bool:
    """Tell whether half of a column's cells, at least, have several words."""
    texts = [str(row.at(column)) for row in rows if column in row.filled]
    return bool(texts) and sum(" " in each for each in texts) * 2 >= len(texts)


def _by_values(
    roles: Sequence[Role], heads: Sequence[str], rows: Sequence[Row], vocabulary: Vocabulary, *, hidden: frozenset[int]
) -> tuple[list[Role], list[int]]:
    """Return roles with those that only the values of a column tell, and the columns of words among these."""
    told = PARTIES & set(roles)
    found = list(roles)
    by_words = []
    for number, (heading, role) in enumerate(zip(heads, roles, strict=True)):
        if role is not Role.TEXT or not heading or number in hidden or plain(heading) in vocabulary.columns:
            continue
        by_values = role_by_values(heading, (row.at(number) for row in rows), vocabulary)
        if by_values is Role.OTHER:
            found[number] = Role.OTHER
        elif by_values is Role.RESPONSIBILITY and not told:
            found[number] = Role.RESPONSIBILITY
            by_words.append(number)
    return found, by_words
