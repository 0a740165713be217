"""Doubts that other rows settle or raise: ids that a spreadsheet program has changed, and rows without an id."""

from collections.abc import Iterator, Sequence

from pcimatrix.catalogue.ids import sort_key
from pcimatrix.providers.entries import Entry, NotTaken
from pcimatrix.providers.marks import Reading


def suggested(found: Sequence[Entry | NotTaken]) -> list[Entry | NotTaken]:
    """Return rows, those with an unclear id with the one that fits the order of rows, if one alone does.

    A row without an id below one that names an id is likely a part of it.
    """
    fitting = dict(_fitting(found))
    above = ""
    result: list[Entry | NotTaken] = []
    for number, each in enumerate(found):
        if isinstance(each, Entry):
            above = each.named.ids[0] if each.named.how == "exact" else ""
            result.append(each)
        elif len(fits := fitting.get(number, ())) == 1:
            result.append(each._replace(suggest=fits[0]))
        elif each.kind == "no id" and above:
            result.append(each._replace(suggest=above))
        else:
            above = ""
            result.append(each)
    return result


def sure_by_order(found: Sequence[Entry | NotTaken]) -> dict[tuple[str, int], str]:
    """Return the id of rows in CSV that say 12.1 and can be nothing else.

    They are if 12.10 does not fit the order of rows, or if the file has 12.10 as well, so that no zero was
    lost. (12.10.1 is no number, and keeps its zero.)
    """
    kept = any(each.text == "12.10" for each in found if isinstance(each, Entry) and not each.sheet)
    return {
        (each.sheet, each.row): each.candidates[0]
        for number, fits in _fitting(found)
        if isinstance(each := found[number], NotTaken) and each.kind == "number" and not each.sheet
        if kept or fits == each.candidates[:1]
    }


def _fitting(found: Sequence[Entry | NotTaken]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row with an unclear id, by its place, and which of its candidates are between its neighbours."""
    following: list[str] = []
    after = ""
    for each in reversed(found):
        following.append(after)
        after = each.named.ids[0] if isinstance(each, Entry) and each.named.ids else after
    following.reverse()
    before = ""
    for number, each in enumerate(found):
        if isinstance(each, Entry) and each.named.ids:
            before = each.named.ids[-1]
        elif isinstance(each, NotTaken) and each.candidates:
            after = following[number]
            yield (
                number,
                tuple(
                    candidate
                    for candidate in each.candidates
                    if (not before or sort_key(before) < sort_key(candidate))
                    and (not after or sort_key(candidate) < sort_key(after))
                ),
            )


def without_doubtful(entries: Sequence[Entry], left: Sequence[NotTaken]) -> list[Entry]:
    """Return entries, but those that a row without an id follows: it may belong to them, so they are not taken."""
    orphans = {(each.sheet, each.row) for each in left if each.kind == "no id"}
    starts: dict[tuple[str, int], tuple[str, int]] = {}
    last: tuple[str, int] | None = None
    places = sorted({(each.sheet, each.row) for each in entries} | {(each.sheet, each.row) for each in left})
    named = {(each.sheet, each.row) for each in entries}
    for place in places:
        if place in named:
            last = place
        elif place in orphans and last is not None and last[0] == place[0]:
            starts.setdefault(last, place)
        elif place not in orphans:
            last = None
    doubt = Reading(None, "unclear id", "the next row has a mark and no id: it may belong to this one")
    return [
        each._replace(reading=doubt) if (each.sheet, each.row) in starts and each.reading.responsibility else each
        for each in entries
    ]
