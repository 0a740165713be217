"""Columns of one table: the one of ids, and those that say whose something is, by the service they are of."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pcimatrix.providers.columns import PARTIES, Column, Role, role_of
from pcimatrix.providers.dependent_columns import after_others
from pcimatrix.providers.id_columns import id_column
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.services import Services, by_service
from pcimatrix.providers.sheet import Merge, Row, Sheet, refusal
from pcimatrix.providers.value_columns import NO_SERVICE, role_by_values
from pcimatrix.providers.vocabulary import Vocabulary, plain


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
    roles = after_others(roles, heads, rows, context.vocabulary)
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


def _by_values(
    roles: Sequence[Role], heads: Sequence[str], rows: Sequence[Row], vocabulary: Vocabulary, *, hidden: frozenset[int]
) -> tuple[list[Role], list[int]]:
    """Return roles with those that only the values of a column tell, and the columns that are of a service each.

    Parties beside a column that says whose it is are others: they may have a part.
    """
    told = PARTIES & set(roles)
    found = list(roles)
    by_words = []
    for number, (heading, role) in enumerate(zip(heads, roles, strict=True)):
        if role is not Role.TEXT or not heading or number in hidden or plain(heading) in vocabulary.columns:
            continue
        by_values = role_by_values(heading, (row.at(number) for row in rows), vocabulary)
        if by_values is Role.OTHER:
            found[number] = Role.OTHER
        elif by_values is Role.RESPONSIBILITY:
            found[number] = Role.OTHER if told else Role.RESPONSIBILITY
            by_words.append(number)
    return found, [] if told or any(NO_SERVICE.search(heads[each]) for each in by_words) else by_words
