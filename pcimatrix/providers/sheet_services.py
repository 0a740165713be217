"""Sheets of a workbook that are each of one service: the same ids, and other answers."""

import re
from collections.abc import Mapping, Sequence
from itertools import combinations

from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.providers.entries import Entry, NotTaken

_NO_SERVICE = re.compile(
    r"(?i)(?:sheet|tabelle|feuil(?:le)?|hoja|table|page)? ?\d*|.*(?:\b|_)(?:matri\w+|responsib\w*|summary|overview|all|"
    r"v(?:ersion)? ?\d.*|old|new|draft|copy|final|archived?|previous|current|latest|backup|template|example|internal|"
    r"external|proposed|review\w*|req\w*|pci|dss|[12]\d{3}|q[1-4]|jan\w*|feb\w*|mar|march|apr\w*|may|june?|july?|aug\w*|"
    r"sept?\w*|oct\w*|nov\w*|dec\w*)(?:\b|_).*"
)
"""Names of sheets that are no service's: numbers, versions, dates, and what any matrix is called."""
_FEWEST = 2


def with_services(found: Sequence[Entry | NotTaken]) -> list[Entry | NotTaken]:
    """Return rows, those of sheets that contradict one another with the sheet's name as their service.

    Two sheets are of two services if one has at least half of the other's ids, and their names are no version, date
    or the like. A row that has a service keeps it.
    """
    said: dict[str, dict[str, Responsibility]] = {}
    for each in found:
        if isinstance(each, Entry) and each.reading.responsibility and each.named.how == "exact" and not each.service:
            said.setdefault(each.sheet, {})[each.named.ids[0]] = each.reading.responsibility
    services = {sheet for pair in combinations(said, 2) if _differ(said[pair[0]], said[pair[1]]) for sheet in pair}
    if not services or any(_NO_SERVICE.fullmatch(each.strip()) for each in services):
        return list(found)
    return [
        each._replace(service=each.sheet) if isinstance(each, Entry) and each.sheet in services and not each.service
        else each
        for each in found
    ]  # fmt: skip


def _differ(one: Mapping[str, Responsibility], other: Mapping[str, Responsibility]) -> bool:
    """Tell whether two sheets have the same ids in the main, and say different things of some."""
    both = one.keys() & other.keys()
    alike = len(both) >= _FEWEST and len(both) * 2 >= max(len(one), len(other))
    return alike and any(one[each] is not other[each] for each in both)
