"""Precedence of rows: which of them is nearest to an id, and what those as near make of it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.providers.activities import Merged, joined
from pcimatrix.providers.doubts import without_doubtful
from pcimatrix.providers.entries import Entry, NotTaken, refused
from pcimatrix.providers.known_ids import Known, requirements_of
from pcimatrix.providers.marks import Reading

_Key: TypeAlias = tuple[str, str, str]
"""An id, the service it is of, and the condition."""
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
    merged, more = joined(entries)
    not_taken += more
    claims = _Claims.of([entry for entry, _ in merged], left, known)
    taken: list[Taken] = []
    done: set[_Key] = set()
    for each in merged:
        found, why = _share(each, claims, done)
        done.update(_key(one.id, each[0]) for one in found)
        taken += found
        not_taken += why
    return taken, not_taken


def _key(identifier: str, entry: Entry) -> _Key:
    return identifier, entry.service, entry.condition


class _Claims(NamedTuple):
    """What rows say of each id: the level of the nearest, by service; what those say; and the widest row's text."""

    best: Mapping[tuple[str, str], int]
    said: Mapping[_Key, Mapping[Responsibility | None, Entry]]
    wide: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, entries: Sequence[Entry], left: Sequence[NotTaken], known: Known) -> "_Claims":
        pairs = [(each, entry) for entry in entries for each in entry.named.ids]
        best: dict[tuple[str, str], int] = {}
        for each, entry in pairs:
            best[each, entry.service] = max(best.get((each, entry.service), 0), entry.named.level)
        # A row with an unclear id may be about any that it can mean: a wider row does not speak for these.
        doubtful = set(requirements_of((one for each in left for one in each.candidates), known))
        best.update({key: _NAMES_EACH for key in best if key[0] in doubtful})
        said: dict[_Key, dict[Responsibility | None, Entry]] = {}
        for each, entry in pairs:
            if best[each, entry.service] == entry.named.level:
                said.setdefault(_key(each, entry), {}).setdefault(entry.reading.responsibility, entry)
        wide = {(each, entry.service): entry.text for each, entry in pairs if entry.named.level == 1}
        return cls(best, said, wide)


def _share(merged: Merged, claims: _Claims, done: set[_Key]) -> tuple[list[Taken], list[NotTaken]]:
    """Return what a row has of its ids: those that it is nearest to, unless rows as near say otherwise; or why not."""
    entry, rows = merged
    if entry.reading.responsibility is None:
        return [], [refused(entry, entry.reading)]
    nearest = [each for each in entry.named.ids if claims.best[each, entry.service] == entry.named.level]
    disputed = tuple(each for each in nearest if len(claims.said[_key(each, entry)]) > 1)
    fresh = [each for each in nearest if each not in disputed and _key(each, entry) not in done]
    taken = [_taken(each, entry, rows, claims.wide) for each in fresh]
    if disputed:
        return taken, [refused(entry, _dispute(entry, claims.said[_key(disputed[0], entry)]))._replace(ids=disputed)]
    if not nearest:
        return taken, [refused(entry, Reading(None, "overridden", "nearer rows have all of its requirements"))]
    if not fresh:
        return taken, [refused(entry, Reading(None, "duplicate", "another row says the same of the same id"))]
    return taken, []


def _dispute(entry: Entry, said: Mapping[Responsibility | None, Entry]) -> Reading:
    """Return which other row contradicts one: the first that says otherwise, else one that cannot be read."""
    others = [each for what, each in said.items() if what is not entry.reading.responsibility]
    other = min(others, key=lambda each: each.reading.responsibility is None)
    where = f"{other.sheet}, row {other.row}" if other.sheet != entry.sheet else f"row {other.row}"
    unread = other.reading.responsibility is None
    what = "is of the same id, and cannot be read" if unread else "says otherwise of the same id"
    return Reading(None, "contradiction", f"{where} {what}")


def _taken(each: str, entry: Entry, rows: tuple[int, ...], wide: Mapping[tuple[str, str], str]) -> Taken:
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
