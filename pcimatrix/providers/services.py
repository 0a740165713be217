"""Columns that say whose something is, by the service they are of: columns of one heading each, or pairs under one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from pcimatrix.providers.columns import LONGEST_HEADING, PARTIES, Column, Role
from pcimatrix.providers.sheet import MAX_COLUMNS, Merge, Row

Services: TypeAlias = dict[str, tuple[Column, ...]]
"""Columns by service; "" is all services."""
_OF_ALL = frozenset({Role.OTHER, Role.APPLICABLE})
"""Roles of columns that say something of each service."""


def by_service(
    columns: Sequence[Column], upper: Row | None, merges: Iterable[Merge]
) -> tuple[tuple[Column, ...], Services]:
    """Return the columns, and those that say whose something is by service: by what is above them, if they repeat.

    `upper` is the upper half of a header of two rows, `merges` are its merged ranges. Raises `ValueError` if two
    columns of a service mean the same.
    """
    named = _named(columns, upper, merges)
    telling = [each for each in named if each.role in PARTIES]
    others = tuple(each for each in named if each.role in _OF_ALL)
    services: Services = {}
    for name in dict.fromkeys(each.service for each in telling):
        group = tuple(each for each in telling if each.service == name)
        _refuse_repeated(group)
        if _tells(group):
            services[name] = group + others
    return named, services


def _named(columns: Sequence[Column], upper: Row | None, merges: Iterable[Merge]) -> tuple[Column, ...]:
    """Return the columns, those of parties with what is above them as their service, if they repeat."""
    telling = [each for each in columns if each.role in PARTIES]
    if len({(each.role, each.service) for each in telling}) == len(telling):
        return tuple(columns)
    above = _above(upper, merges)
    return tuple(
        each._replace(service=above.get(each.number, "")) if each.role in PARTIES else each for each in columns
    )


def _above(upper: Row | None, merges: Iterable[Merge]) -> Mapping[int, str]:
    """Return what is above columns in the upper half of a header, over merged cells or one alone."""
    if upper is None:
        return {}
    found = {number: " ".join(str(upper.at(number)).split())[:LONGEST_HEADING] for number in upper.filled}
    for merge in merges:
        if merge.top == merge.bottom and merge.left - 1 in found:
            columns = range(merge.left - 1, min(merge.right, MAX_COLUMNS))
            found |= dict.fromkeys(columns, found[merge.left - 1])
    return found


def _refuse_repeated(group: Sequence[Column]) -> None:
    """Raise `ValueError` if two columns of a service mean the same."""
    for role in {each.role for each in group}:
        same = [each.heading for each in group if each.role is role]
        if len(same) > 1:
            raise ValueError(f"two columns mean {role.value.replace('_', ' ')}, {' and '.join(map(repr, same))}")


def _tells(group: Iterable[Column]) -> bool:
    """Tell whether columns can say whose something is."""
    roles = {each.role for each in group}
    both = ({Role.PROVIDER, Role.CUSTOMER}, {Role.PROVIDER_RACI, Role.CUSTOMER_RACI})
    return Role.RESPONSIBILITY in roles or any(each <= roles for each in both)
