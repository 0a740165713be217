"""Columns whose meaning other columns of the table decide: owners, names of providers, duties in words."""

from collections.abc import Sequence

from pcimatrix.providers.columns import Column, Role, is_id_heading
from pcimatrix.providers.sheet import Row, is_blank
from pcimatrix.providers.vocabulary import Vocabulary, plain
from pcimatrix.providers.words import WORDS, Meaning

_EXACTLY = frozenset({"responsibility", "responsibilities"})
_DUTIES = {Role.PROVIDER: Role.PROVIDER_DUTY, Role.CUSTOMER: Role.CUSTOMER_DUTY}
_LONGEST_NAME = 4
"""No name of a provider has more words."""
_NAMES = frozenset({Meaning.PROVIDER, Meaning.PROSE, Meaning.UNCLEAR, Meaning.BLANK})


def after_others(
    roles: Sequence[Role], heads: Sequence[str], rows: Sequence[Row], vocabulary: Vocabulary
) -> list[Role]:
    """Return the roles that headings give columns, but for those that other columns decide."""
    found = _under_shared(_one_owner(roles, heads), heads)
    has_letters = {Role.PROVIDER_RACI, Role.CUSTOMER_RACI} <= set(found)
    if Role.RESPONSIBILITY in found:
        names = [role is Role.PROVIDER and _is_names(at, heads, rows, vocabulary) for at, role in enumerate(found)]
        found = [Role.PROVIDER_NAME if is_name else role for role, is_name in zip(found, names, strict=True)]
    return _duties(found, rows) if Role.RESPONSIBILITY in found or has_letters else found


def _duties(roles: Sequence[Role], rows: Sequence[Row]) -> list[Role]:
    """Return roles with duties in the columns of parties that have prose."""
    return [_DUTIES[role] if role in _DUTIES and _is_prose(at, rows) else role for at, role in enumerate(roles)]


def _under_shared(roles: Sequence[Role], heads: Sequence[str]) -> list[Role]:
    """Return roles with words in a column that is headed as shared responsibility, if no other says whose it is."""
    if not {Role.PROVIDER, Role.CUSTOMER, Role.RESPONSIBILITY}.isdisjoint(roles):
        return list(roles)
    return [
        Role.RESPONSIBILITY if role is Role.SHARED and "responsib" in head.casefold() else role
        for role, head in zip(roles, heads, strict=True)
    ]


def _one_owner(roles: Sequence[Role], heads: Sequence[str]) -> list[Role]:
    """Return roles without owners beside a column that is headed Responsibility: they are somebody else."""
    exact = [number for number, each in enumerate(heads) if plain(each) in _EXACTLY]
    owners = [number for number, role in enumerate(roles) if role is Role.RESPONSIBILITY]
    if len(owners) < len(exact) + 1 or len(exact) != 1:
        return list(roles)
    return [Role.TEXT if number in owners and number not in exact else role for number, role in enumerate(roles)]


def _is_names(column: int, heads: Sequence[str], rows: Sequence[Row], vocabulary: Vocabulary) -> bool:
    """Tell whether a column that is headed as the provider's has names: short, the provider's own or repeated."""
    texts = [str(row.at(column)) for row in rows if column in row.filled]
    if plain(heads[column]) not in WORDS or any(len(each.split()) > _LONGEST_NAME for each in texts):
        return False
    own = any(each.casefold() not in WORDS and vocabulary.meaning(each) is Meaning.PROVIDER for each in texts)
    marked = any(vocabulary.meaning(each) not in _NAMES for each in texts)
    return not marked and (own or len(set(texts)) * 2 <= len(texts))


def _is_prose(column: int, rows: Sequence[Row]) -> bool:
    """Tell whether half of a column's cells, at least, have several words."""
    texts = [str(row.at(column)) for row in rows if column in row.filled]
    return bool(texts) and sum(" " in each for each in texts) * 2 >= len(texts)


def beside_ids(columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the columns after the one of ids that are headed as ids too: an id may go on in them."""
    at = next((each.number for each in columns if each.role is Role.ID), 0)
    return tuple(each.number for each in columns if each.number > at and is_id_heading(each.heading))


def filled_roles(columns: Sequence[Column], rows: Sequence[Row]) -> frozenset[Role]:
    """Return the roles of the columns that have something in any row."""
    return frozenset(each.role for each in columns if any(not is_blank(row.at(each.number)) for row in rows))
