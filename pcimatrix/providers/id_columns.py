"""The column of ids of a table: headed as one, or with the most of them."""

from collections.abc import Collection, Iterable, Sequence

from pcimatrix.providers.columns import Role
from pcimatrix.providers.identifiers import named
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.sheet import Row

_SEVERAL = 3
"""So many ids make a column that is headed otherwise one of ids."""
_SLIP = 1
"""So many ids in another column are a slip."""


def id_column(
    heads: Sequence[str],
    roles: Sequence[Role],
    rows: Sequence[Row],
    known: Known,
    *,
    mapped: Collection[int],
    hidden: Collection[int],
) -> int | None:
    """Return the column of ids: headed as one, or the only one without a heading, with the most of them.

    `mapped` are the columns that the user's map names. Raises `ValueError` if two columns have ids.
    """
    seen = [number for number in range(len(heads)) if number not in hidden]
    choices = list(mapped) or [number for number in seen if roles[number] is Role.ID or not heads[number]]
    counts = _ids(choices, rows, known)
    if not any(counts.values()):
        others = [number for number in seen if roles[number] is Role.TEXT and number not in choices]
        return None if mapped else _headed_otherwise(_ids(others, rows, known))
    return _best(choices, counts, heads, rows, known)


def _best(
    choices: Sequence[int], counts: dict[int, int], heads: Sequence[str], rows: Sequence[Row], known: Known
) -> int:
    """Return the column with the most ids, or one with finer ids. Raises `ValueError` if another has others."""
    best = max(choices, key=lambda number: counts[number])
    rivals = [each for each in choices if counts[each] * 2 >= counts[best] and counts[each] > _SLIP and each != best]
    for number in rivals:
        finer = _finer(best, number, rows, known)
        if finer is None:
            first, second = sorted((best, number))
            raise ValueError(f"two columns have ids, {heads[first]!r} and {heads[second]!r}")
        best = finer
    return best


def _headed_otherwise(counts: dict[int, int]) -> int | None:
    """Return the only column with many ids, whatever its heading."""
    most = max(counts.values(), default=0)
    alike = [number for number, count in counts.items() if count * 2 >= most]
    return alike[0] if most >= _SEVERAL and len(alike) == 1 else None


def _ids(columns: Iterable[int], rows: Sequence[Row], known: Known) -> dict[int, int]:
    """Return how many rows have an id in each column."""
    return {
        number: sum(named(row.at(number), known, "1").is_id for row in rows if number in row.filled)
        for number in columns
    }


def _finer(one: int, other: int, rows: Sequence[Row], known: Known) -> int | None:
    """Return the column whose ids are always within those of the other, as test cases are; None if neither is."""
    pairs = [(named(row.at(one), known).ids, named(row.at(other), known).ids) for row in rows]
    pairs = [(first, second) for first, second in pairs if first and second]
    if not pairs:
        return None
    if all(_within(second, first) for first, second in pairs):
        return other
    return one if all(_within(first, second) for first, second in pairs) else None


def _within(near: Iterable[str], wide: Collection[str]) -> bool:
    """Tell whether each id is one of others, or part of one."""
    return all(any(each == above or each.startswith(f"{above}.") for above in wide) for each in near)
