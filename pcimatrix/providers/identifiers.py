"""Ids of requirements as matrices write them: with words around them, in lists and ranges, as sections, as numbers."""

import re
from datetime import date
from functools import lru_cache

from pcimatrix.providers.changed_ids import dated, dated_text, is_date, of_number
from pcimatrix.providers.id_forms import BEFORE, ID, plain_id
from pcimatrix.providers.id_lists import listed, unknown_ids
from pcimatrix.providers.known_ids import Known, Named
from pcimatrix.providers.sheet import Gap, Struck, Value

_LONGEST = 1_000
"""So much of a cell is looked at: the text of a requirement may follow its id."""
_FIRST = re.compile(rf"(?i:{BEFORE})({ID})")
_ALL = re.compile(
    r"(?i:all|entire|whole|every)\b"
    r"(?:\s+(?i:of|the|in|under|requirements?|req\.?|principal|section|controls?|sub-?requirements?))*"
    rf"\s*({ID}|1[0-2]|[1-9])?(?:\.x)?\s*"
)
_PRINCIPAL = re.compile(
    r"(?i:(?:pci[\s-]*dss\s+)?(?:principal\s+)?req(?:uirement)?s?\b\.?)\s*(1[0-2]|[1-9])\b(?![.]\d)"
)
_NUMBERED = re.compile(r"(1[0-2]|[1-9])(?:\.?\s+[^\W\d]|\.?$)")
_APPENDIX = re.compile(
    r"(?i:pci[\s-]*dss\s+)?(?:(?i:req(?:uirement)?\b\.?\s*)|(?i:appendix)\s+)?[Aa][1-3](?:\.[0-9]+)*\b"
)
_WILDCARD = re.compile(r"(?i:req(?:uirement)?s?\b\.?\s*)?(?:1[0-2]|[1-9])(?:\.[0-9]+)*\.[xX*](?![a-zA-Z0-9])")


def named(value: Value, known: Known, principal: str = "") -> Named:
    """Return what an id cell names; `principal` is the principal requirement of the table, for `All`."""
    if isinstance(value, Gap):
        return Named(kind="formula", why=f"the id is {value.value}")
    if isinstance(value, date):
        return dated(value, known)
    if isinstance(value, bool) or value is None:
        return Named()
    if isinstance(value, int | float):
        text = format(value, ".10g")
        return of_number(text) or _written(text, known, "")
    found = _written(plain_id(str(value)[:_LONGEST]), known, principal)
    if isinstance(value, Struck) and found.is_id:
        return Named(kind="struck", why="its id is struck through, at least in part", candidates=found.ids)
    return found


@lru_cache(maxsize=10_000)  # each cell is looked at many times
def _written(text: str, known: Known, principal: str) -> Named:  # noqa: PLR0911 - a return for each form
    if not text:
        return Named()
    if found := _ALL.fullmatch(text):
        return _all(found[1] or principal, known)
    if is_date(text):
        return dated_text(text, known)
    if _WILDCARD.match(text):
        return Named(kind="unclear id", why=f'"{text.split(maxsplit=1)[0]}" names no requirement')
    if found := _FIRST.match(text):
        return listed(text, found, known)
    if _APPENDIX.match(text):
        return Named(kind="appendix", why=f"{text.split(maxsplit=1)[0]}: appendices are not in the catalogue")
    if found := _PRINCIPAL.match(text):
        if re.search(ID, text[found.end() :]):
            return Named(kind="unclear id", why=f"{text[:40]!r}: the ids in it may be exceptions")
        return Named("principal", (), 1, principal=found[1], title=text[found.end() :].strip(" .:-\u2013\u2014"))
    if found := _NUMBERED.match(text):
        return Named(kind="banner", why="a number alone names no requirement", principal=found[1], title=text)
    return Named(title=text)


def _all(of: str, known: Known) -> Named:
    if not of:
        return Named(kind="unclear id", why="all of what is not said")
    if of == "appendix":
        return Named(kind="appendix", why='the appendix is not in the catalogue; "All" here is not all of the standard')
    if of in known.sections:
        return Named("section", known.sections[of], 2)
    found = known.within(of)
    return Named("all", found, 1, principal=of) if found else unknown_ids([of], known)
