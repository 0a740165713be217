"""Precedence of rows: what several make of one id together, and which of them is nearest to it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pcimatrix.catalogue.model import Responsibility
from pcimatrix.providers.doubts import without_doubtful
from pcimatrix.providers.entries import Entry, NotTaken
from pcimatrix.providers.known_ids import Known, requirements_of
from pcimatrix.providers.marks import Reading, together

_NAMES_EACH = 3
"""The level of a row that names each of its ids."""


class Taken(NamedTuple):
    """A requirement or test case, and whose it is by a row.

    `how` says how the row names it: `exact`, `list`, `range`, `section` or `all`. `rows` are all of its rows, if it can
    have several. `over` is the wider row that it is nearer than; `principal` the principal requirement of an `all`.
    What the parties do is in the words of the spreadsheet.
    """

    id: str
    responsibility: Responsibility
    sheet: str
    row: int
    line: int
    how: str
    service: str = ""
    condition: str = ""
    rows: tuple[int, ...] = ()
    principal: str = ""
    over: str = ""
    provider_does: str = ""
    customer_does: str = ""


def resolved(entries: Sequence[Entry], left: Sequence[NotTaken], known: Known) -> tuple[list[Taken], list[NotTaken]]:
    """Return what rows make of each id together, and those that make nothing of it.

    A row that names an id wins over a section or range, and these over all of a principal requirement, also if it
    cannot be read itself.
    """
    entries, not_taken = without_doubtful(entries, left), []
    merged, more = _activities(entries)
    not_taken += more
    best: dict[tuple[str, str], int] = {}
    for entry, _ in merged:
        for each in entry.named.ids:
            key = (each, entry.service)
            best[key] = max(best.get(key, 0), entry.named.level)
    # A row with an unclear id may be about any that it can mean: a wider row does not speak for these.
    doubtful = set(requirements_of((one for each in left for one in each.candidates), known))
    best.update({key: _NAMES_EACH for key in best if key[0] in doubtful})
    claims: dict[tuple[str, str, str], set[Responsibility | None]] = {}
    for entry, _ in merged:
        for each in entry.named.ids:
            if best[each, entry.service] == entry.named.level:
                claims.setdefault((each, entry.service, entry.condition), set()).add(entry.reading.responsibility)
    return _shared_out(merged, best, claims, not_taken)


def _shared_out(
    merged: Sequence[tuple[Entry, tuple[int, ...]]],
    best: Mapping[tuple[str, str], int],
    claims: Mapping[tuple[str, str, str], set[Responsibility | None]],
    not_taken: list[NotTaken],
) -> tuple[list[Taken], list[NotTaken]]:
    """Return what each row has of its ids: those that it is nearest to, unless rows as near say otherwise."""
    wide = {
        (each, entry.service): entry.text for entry, _ in merged if entry.named.level == 1 for each in entry.named.ids
    }
    taken: list[Taken] = []
    done: set[tuple[str, str, str]] = set()
    for entry, rows in merged:
        if entry.reading.responsibility is None:
            not_taken.append(_refused(entry, entry.reading))
            continue
        nearest = [each for each in entry.named.ids if best[each, entry.service] == entry.named.level]
        agreed = [each for each in nearest if len(claims[each, entry.service, entry.condition]) == 1]
        fresh = [each for each in agreed if (each, entry.service, entry.condition) not in done]
        done.update((each, entry.service, entry.condition) for each in fresh)
        taken += [_taken(each, entry, rows, wide) for each in fresh]
        disputed = tuple(each for each in nearest if each not in agreed)
        if disputed:
            reason = Reading(None, "contradiction", "another row says otherwise of the same id, or cannot be read")
            not_taken.append(_refused(entry, reason)._replace(ids=disputed))
        elif not nearest:
            not_taken.append(_refused(entry, Reading(None, "overridden", "nearer rows have all of its requirements")))
        elif not fresh:
            not_taken.append(_refused(entry, Reading(None, "duplicate", "another row says the same of the same id")))
    return taken, not_taken


def _taken(each: str, entry: Entry, rows: tuple[int, ...], wide: dict[tuple[str, str], str]) -> Taken:
    section = entry.named.how == "section"
    return Taken(
        each,
        entry.reading.responsibility or Responsibility.NA,
        entry.sheet,
        entry.row,
        entry.line,
        entry.named.how,
        entry.service,
        entry.condition,
        rows,
        entry.named.principal if entry.named.how == "all" else "",
        wide.get((each, entry.service), "") if section else "",
        entry.provider_does,
        entry.customer_does,
    )


def _refused(entry: Entry, why: Reading) -> NotTaken:
    return NotTaken(entry.sheet, entry.row, entry.line, why.kind, why.why, entry.named.ids, "", entry.service)


def _joined(first: Entry, group: Iterable[Entry]) -> Entry:
    """Return the first of several activities with what the parties do in all of them."""
    group = list(group)
    return first._replace(
        provider_does="; ".join(dict.fromkeys(each.provider_does for each in group if each.provider_does)),
        customer_does="; ".join(dict.fromkeys(each.customer_does for each in group if each.customer_does)),
    )


def _activities(entries: Iterable[Entry]) -> tuple[list[tuple[Entry, tuple[int, ...]]], list[NotTaken]]:
    """Return entries with their rows: the activities of one id together, if they are told apart.

    They are by a column of activities, by an id cell that is merged over its rows, or by what follows the id.
    """
    grouped: dict[tuple[str, str, tuple[str, ...], str, str], list[Entry]] = {}
    for each in entries:
        exact = each.named.how == "exact" and each.named.level > 2  # noqa: PLR2004 - each id is named
        key = each.named.ids if exact else (f"row {each.row}",)
        grouped.setdefault((each.sheet, "", key, each.service, each.condition), []).append(each)
    found: list[tuple[Entry, tuple[int, ...]]] = []
    not_taken: list[NotTaken] = []
    for group in grouped.values():
        first = group[0]
        if len(group) == 1:
            found.append((first, (first.row,) if first.raci else ()))
            continue
        titles = {each.named.title for each in group} - {""}
        if not all(each.raci or each.activity for each in group) and len(titles) < len(group):
            found += [(each, ()) for each in group]
            continue
        rows = tuple(each.row for each in group)
        readings = [each.reading.responsibility for each in group if each.reading.responsibility]
        said = together(readings) if readings else None
        unread = [each for each in group if each.reading.responsibility is None]
        if said is not None and (not unread or said is Responsibility.SHARED):
            found.append((_joined(first, group)._replace(reading=Reading(said)), rows))
            continue
        reason = unread[0].reading if unread else Reading(None, "contradiction", "its rows contradict one another")
        found.append((first._replace(reading=first.reading if first in unread else reason), ()))
        other = Reading(None, reason.kind, f"row {unread[0].row if unread else first.row} of the same id: {reason.why}")
        not_taken += [_refused(each, each.reading if each in unread else other) for each in group[1:]]
    return found, not_taken
