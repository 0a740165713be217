"""Ids of requirements as matrices write them: with words around them, in lists and ranges, as sections, as numbers."""

import re
from collections.abc import Sequence
from datetime import date

from pcimatrix.providers.changed_ids import dated, dated_text, is_date, of_number
from pcimatrix.providers.known_ids import Known, Named
from pcimatrix.providers.sheet import Gap, Value

_TAIL = r"(?:\.(?:[1-9][0-9]?)){1,4}(?:\.?[a-zA-Z](?![0-9A-Za-z]))?"
_ID = rf"(?:1[0-2]|[1-9]){_TAIL}(?![0-9])"
_BEFORE = r"(?:from\s+)?(?:pci[\s-]*dss\b)?\s*(?:v\.?\s?4\.0(?:\.1)?\b)?\s*(?:req(?:uirement)?s?\b\.?)?\s*[:#]?\s*"
_LONGEST = 1_000
"""So much of a cell is looked at: the text of a requirement may follow its id."""
_FIRST = re.compile(rf"(?i:{_BEFORE})({_ID})")
_LISTED = re.compile(rf"\s*(?:,\s*and\b|[,;/&+\n]|\band\b)\s*(?i:{_BEFORE})({_ID})")
_UP_TO = re.compile(
    rf"\s*(?:[-\u2010-\u2015]|\.{{2,3}}|\u2026|\b(?i:to|through|thru|until|up to)\b)\s*(?i:{_BEFORE})({_ID})"
)
_ALL = re.compile(
    r"(?i:all|entire|whole|every)\b"
    r"(?:\s+(?i:of|the|in|under|requirements?|req\.?|principal|section|controls?|sub-?requirements?))*"
    rf"\s*({_ID}|1[0-2]|[1-9])?(?:\.x)?\s*"
)
_PRINCIPAL = re.compile(
    r"(?i:(?:pci[\s-]*dss\s+)?(?:principal\s+)?req(?:uirement)?s?\b\.?)\s*(1[0-2]|[1-9])\b(?![.]\d)"
)
_NUMBERED = re.compile(r"(1[0-2]|[1-9])(?:\.?\s+[^\W\d]|\.?$)")
_APPENDIX = re.compile(
    r"(?i:pci[\s-]*dss\s+)?(?:(?i:req(?:uirement)?\b\.?\s*)|(?i:appendix)\s+)?[Aa][1-3](?:\.[0-9]+)*\b"
)
_WILDCARD = re.compile(r"(?i:req(?:uirement)?s?\b\.?\s*)?(?:1[0-2]|[1-9])(?:\.[0-9]+)*\.[xX*](?![a-zA-Z0-9])")
_FOOTNOTE = re.compile(r"\s*[*†‡§¹²³]")
_EXCEPT = re.compile(rf"(?i:\b(?:except|excluding|without|other than|apart from|but not)\b)[^.]{{0,60}}?{_ID}")
_NUMBERS = re.compile(r"\s*(?:[-\u2010-\u2015,/&]|\b(?:to|and)\b)\s*\.?[0-9]+(?:\.[0-9]+)*\s*")
_LETTER = re.compile(r"\s*\(([a-zA-Z])\)")
_UNCLEAR_REST = re.compile(r"\s+[a-zA-Z]\)?\s*$|\s*[(\[](?:i|ii|iii|iv|v|[0-9])[)\]]|\s*\([a-z]\)")


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
    return _written(
        str(value)[:_LONGEST].replace("\u00a0", " ").replace("\u200b", "").strip().lstrip("'"), known, principal
    )


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
        return _listed(text, found, known)
    if _APPENDIX.match(text):
        return Named(kind="appendix", why=f"{text.split(maxsplit=1)[0]}: appendices are not in the catalogue")
    if found := _PRINCIPAL.match(text):
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
    return Named("all", found, 1, principal=of) if found else _unknown([of], known)


def _listed(text: str, first: re.Match[str], known: Known) -> Named:
    """Return what a text names that begins with an id: that id, or a list or range of them; then a title follows."""
    at, identifier = first.end(), first[1]
    if letter := _LETTER.match(text, at):  # of a testing procedure: 3.2.1 (a)
        at, identifier = letter.end(), f"{identifier}.{letter[1]}"
    groups: list[list[str]] = [[identifier]]
    while True:
        if (more := _UP_TO.match(text, at)) and len(groups[-1]) == 1:
            groups[-1].append(more[1])
        elif more := _LISTED.match(text, at):
            groups.append([more[1]])
        else:
            break
        at = more.end()
    rest = text[at:]
    if (
        _UNCLEAR_REST.match(rest)
        or _NUMBERS.fullmatch(rest)
        or re.match(r"\.?\w", rest)
        or _FIRST.match(rest.strip())
        or _EXCEPT.search(rest)
    ):
        return Named(kind="unclear id", why=f"{text[:40]!r} can be read in several ways")
    unknown = [each for group in groups for each in group if known.meant(each) is None]
    if unknown:
        return _unknown(unknown, known)
    found: list[str] = []
    for group in groups:
        meant = [str(known.meant(each)) for each in group]
        of_group = _range(meant[0], meant[-1], known) if len(group) > 1 else known.below(meant[0])
        if not of_group:
            return Named(kind="bad range", why="the range runs backwards, or is of test cases")
        found += of_group
    single = len(groups) == len(groups[0]) == 1
    sections = any(str(known.meant(each)) in known.sections for group in groups for each in group)
    wide = sections or any(len(group) > 1 for group in groups)
    how = "list" if len(groups) > 1 else "range" if not single else "section" if sections else "exact"
    return Named(
        how,
        tuple(dict.fromkeys(found)),
        2 if wide else 3,
        title=rest.strip(" .:-\u2013\u2014"),
        footnote=bool(_FOOTNOTE.match(rest)),
    )


def _range(first: str, last: str, known: Known) -> tuple[str, ...]:
    """Return each requirement from the first of one id to the last of another; none if that is none."""
    begin, end = known.below(first)[0], known.below(last)[-1]
    if begin not in known.order or end not in known.order:
        return ()
    return known.requirements[known.order[begin] : known.order[end] + 1]


def _unknown(unknown: Sequence[str], known: Known) -> Named:
    what = "section" if all(each.count(".") == 1 for each in unknown) else "id"
    edition = known.edition.removeprefix("PCI DSS ")
    why = f"{edition} has no {what} {', '.join(unknown)}; earlier editions have other ids"
    return Named(kind="unknown id", why=why)
