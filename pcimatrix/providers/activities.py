"""Several rows of one id that are its activities: what they make of it together."""

from collections.abc import Iterable, Sequence

from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.providers.entries import Entry, NotTaken, refused
from pcimatrix.providers.marks import Reading, together

Merged = tuple[Entry, tuple[int, ...]]
"""A row that stands for all rows of its id, and their numbers; none if it stands for itself."""
_NAMES_EACH = 3


def joined(entries: Iterable[Entry]) -> tuple[list[Merged], list[NotTaken]]:
    """Return rows, the activities of one id together, and those of them that cannot be read.

    They are told apart by a column of activities, by an id cell merged over its rows, or by what follows the id.
    """
    grouped: dict[tuple[str, tuple[str, ...], str, str], list[Entry]] = {}
    for each in entries:
        is_exact = each.named.how == "exact" and each.named.level == _NAMES_EACH
        key = each.named.ids if is_exact else (f"row {each.row}",)
        grouped.setdefault((each.sheet, key, each.service, each.condition), []).append(each)
    found: list[Merged] = []
    not_taken: list[NotTaken] = []
    for group in grouped.values():
        if len(group) == 1:
            found.append((group[0], (group[0].row,) if group[0].raci else ()))
        elif not _are_activities(group):
            found += [(each, ()) for each in group]
        else:
            one, others = _of_group(group)
            found.append(one)
            not_taken += others
    return found, not_taken


def _are_activities(group: Sequence[Entry]) -> bool:
    titles = {each.named.title for each in group} - {""}
    return all(each.raci or each.activity for each in group) or len(titles) == len(group)


def _of_group(group: Sequence[Entry]) -> tuple[Merged, list[NotTaken]]:
    """Return what activities make of their id; if they make nothing, why, and all but the first as not taken."""
    first = group[0]
    said = _together(group)
    if said is not None:
        return (_with_duties(first, group)._replace(reading=Reading(said)), tuple(each.row for each in group)), []
    unread = [each for each in group if each.reading.responsibility is None]
    blamed = unread[0] if unread else first
    reason = blamed.reading if unread else Reading(None, "contradiction", "its rows contradict one another")
    other = Reading(None, reason.kind, f"row {blamed.row} of the same id: {reason.why}")
    mine = first.reading if first in unread else reason
    left = [refused(each, each.reading if each in unread else other) for each in group[1:]]
    return (first._replace(reading=mine), ()), left


def _together(group: Sequence[Entry]) -> Responsibility | None:
    """Return what activities make of their id; None if they contradict one another, or one that counts is unclear."""
    readings = [each.reading.responsibility for each in group]
    said = together(each for each in readings if each)
    # What is shared stays so, whatever an unclear activity says.
    return said if said is Responsibility.SHARED or all(readings) else None


def _with_duties(first: Entry, group: Sequence[Entry]) -> Entry:
    """Return the first of several activities with what the parties do in all of them."""
    return first._replace(
        provider_does="; ".join(dict.fromkeys(each.provider_does for each in group if each.provider_does)),
        customer_does="; ".join(dict.fromkeys(each.customer_does for each in group if each.customer_does)),
    )
