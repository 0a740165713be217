"""Ids of requirements as matrices write them: with words around them, in lists and ranges, as sections, as numbers."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Catalogue
from pcimatrix.providers.sheet import Gap, Value

_TAIL = r"(?:\.(?:[1-9][0-9]?)){1,4}(?:\.?[a-zA-Z](?![0-9A-Za-z]))?"
_ID = rf"(?:1[0-2]|[1-9]){_TAIL}(?![0-9])"
_BEFORE = r"(?:from\s+)?(?:pci[\s-]*dss\b)?\s*(?:v\.?\s?4\.0(?:\.1)?\b)?\s*(?:req(?:uirement)?s?\b\.?)?\s*[:#]?\s*"
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
_EXCEPT = re.compile(rf"(?i:\b(?:except|excluding|without|other than|apart from|but not)\b)[^.]*?{_ID}")
_NUMBERS = re.compile(r"\s*(?:[-\u2010-\u2015,/&]|\b(?:to|and)\b)\s*\.?[0-9]+(?:\.[0-9]+)*\s*")
_MONTHS = (None, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LETTER = re.compile(r"\s*\(([a-zA-Z])\)")
_UNCLEAR_REST = re.compile(r"\s+[a-zA-Z]\)?\s*$|\s*[(\[](?:i|ii|iii|iv|v|[0-9])[)\]]|\s*\([a-z]\)")
_DATES = re.compile(
    r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?"
    r"|[0-9]{1,2}-[A-Za-z]{3}(?:-[0-9]{2,4})?|[A-Za-z]{3}-[0-9]{1,4}|0[0-9][./][0-9]{2}[./][0-9]{2,4}"
)
_TYPED = 2014
"""No id has a number as high as the last digits of this year, and no matrix of v4 is as old."""
_SHORTENED = ("12.1", "12.10")
"""The only two sections that one number can stand for."""


class Named(NamedTuple):
    """What an id cell names.

    `how` is `exact`, `list`, `range`, `section` or `all`; empty if no requirement can be told, for the reason `why` of
    a `kind`. `level` is how near it is to its requirements: 3 names each, 2 a section or range, 1 all of a principal
    requirement. `candidates` are the ids that an unclear one may mean. `title` is what follows the id.
    """

    how: str = ""
    ids: tuple[str, ...] = ()
    level: int = 0
    kind: str = ""
    why: str = ""
    title: str = ""
    principal: str = ""
    footnote: bool = False
    candidates: tuple[str, ...] = ()

    @property
    def is_id(self) -> bool:
        """Whether the cell is in the column of ids, by what it holds: it names a requirement, or tries to."""
        return bool(self.how) or self.kind in {"unknown id", "bad range", "date", "number", "appendix"}


class Known:
    """The ids of an edition."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.edition = catalogue.edition
        self.requirements = tuple(each.id for each in catalogue.requirements())
        self.cases = frozenset(each.id for each in catalogue.test_cases())
        self.sections = {each.id: tuple(one.id for one in each.requirements) for each in catalogue.sections()}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each requirement in the standard."""
        return {each: number for number, each in enumerate(self.requirements)}

    def within(self, principal: str) -> tuple[str, ...]:
        """Return the requirements of a principal requirement."""
        return tuple(each for each in self.requirements if ids.principal_of(each) == principal)

    def meant(self, text: str) -> str | None:
        """Return the id that a text is, in the catalogue's form (`3.2.1a` is 3.2.1.a); None if there is none."""
        if text[-1].isalpha():
            case = f"{text[:-1].rstrip('.')}.{text[-1].lower()}"
            return case if case in self.cases else None
        return text if text in self.order or text in self.sections else None

    def below(self, identifier: str) -> tuple[str, ...]:
        """Return the requirements of a section; of anything else, itself."""
        return self.sections.get(identifier, (identifier,))


def named(value: Value, known: Known, principal: str = "") -> Named:
    """Return what an id cell names; `principal` is the principal requirement of the table, for `All`."""
    if isinstance(value, Gap):
        return Named(kind="formula", why=f"the id is {value.value}")
    if isinstance(value, date):
        return _dated(value, known)
    if isinstance(value, bool) or value is None:
        return Named()
    if isinstance(value, int | float):
        return _numbered(value, known)
    return _written(str(value).replace("\u00a0", " ").replace("\u200b", "").strip().lstrip("'"), known, principal)


def _written(text: str, known: Known, principal: str) -> Named:  # noqa: PLR0911 - a return for each form
    if not text:
        return Named()
    if found := _ALL.fullmatch(text):
        return _all(found[1] or principal, known)
    if _DATES.fullmatch(text):
        return _dated_text(text, known)
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


def _numbered(value: float, known: Known) -> Named:
    text = format(value, ".10g")
    if "." not in text:
        return Named(kind="banner", why="a number alone names no requirement", title=text)
    if text == _SHORTENED[0]:
        why = "the number 12.1 may be 12.10, which a spreadsheet shortens"
        return Named(kind="number", why=why, candidates=_SHORTENED)
    return _written(text, known, "")


def shortened(value: Value, found: Named) -> Named:
    """Return a section that is written 12.1 in CSV as unclear: a spreadsheet may have shortened it before."""
    if isinstance(value, str) and found.how == "section" and value.strip() == _SHORTENED[0]:
        why = "12.1 may be 12.10, which a spreadsheet shortens when it saves CSV"
        return Named(kind="number", why=why, candidates=_SHORTENED)
    return found


def _dated_text(text: str, known: Known) -> Named:
    """Return which ids a spreadsheet may have made a date of that it saved as text: 01.02.2003, 1-Feb-03, Feb-03."""
    words = re.findall("[0-9]+|[a-z]+", text.casefold().split(" ")[0])
    numbers = [str(_MONTHS.index(each)) if each in _MONTHS else each for each in words]
    parts = [str(int(each) % 100) if each.isdecimal() else each for each in numbers]
    if len(numbers[0]) == len("2003"):  # the year, the month, the day
        parts.reverse()
    first, second, *year = parts
    texts = [".".join(each) for each in ([first, second, *year], [second, first, *year], [*year, second, first])]
    candidates = tuple(dict.fromkeys(each for each in texts if known.meant(each)))
    why = f"{text!r} is a date, which a spreadsheet makes of an id"
    return Named(kind="date", why=why, candidates=candidates)


def _dated(day: date, known: Known) -> Named:
    """Return which ids a spreadsheet may have made a date of."""
    pairs = [f"{day.day}.{day.month}", f"{day.month}.{day.day}"]
    short = day.year % 100
    # Of an id of two numbers it makes a day of the year in which it was typed.
    texts = [*(f"{pair}.{short}" for pair in pairs), f"{short}.{pairs[1]}"] if day.year < _TYPED else pairs
    candidates = tuple(dict.fromkeys(each for each in texts if known.meant(each)))
    return Named(kind="date", why="a date, which a spreadsheet makes of an id", candidates=candidates)


def requirements_of(candidates: Iterable[str], known: Known) -> tuple[str, ...]:
    """Return the requirements that ids stand for."""
    return tuple(dict.fromkeys(one for each in candidates for one in known.below(each)))
