"""Lists and ranges of ids, of requirements and of the test cases of one."""

import re
from collections.abc import Sequence

from pcimatrix.providers.id_forms import BEFORE, ID, goes_on
from pcimatrix.providers.known_ids import Known, Named
from pcimatrix.text import truncate

_UP_TO = re.compile(
    rf"\s*(?:[-\u2010-\u2015]|\.{{2,3}}|\u2026|\b(?i:to|through|thru|until|up to)\b)\s*(?i:{BEFORE})({ID})"
)
_LISTED = re.compile(rf"\s*(?:,\s*and\b|[,;/&+\n]|\band\b)\s*(?i:{BEFORE})({ID})")
_LETTER = re.compile(r"\s*\(([a-zA-Z])\)")
_ENDS = r"(?=\s*(?:$|[,;:/&)\u2010-\u2015-]|\b(?:and|to)\b))"
_UP_TO_LETTER = re.compile(rf"\s*(?:[-\u2010-\u2015]|\bto\b)\s*([a-z]){_ENDS}")
_LISTED_LETTER = re.compile(rf"\s*(?:,\s*and\b|[,;/&+]|\band\b)\s*([a-z]){_ENDS}")
_FOOTNOTE = re.compile(r"\s*[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]")
_WIDE, _EXACT = 2, 3


def listed(text: str, first: re.Match[str], known: Known) -> Named:
    """Return what a text names that begins with an id: that id, or a list or range of them; then a title follows.

    `first` is the match of the first id, with the id as its only group.
    """
    groups, at = _groups(text, first)
    rest = text[at:]
    if not _FOOTNOTE.match(rest) and goes_on(rest):
        return Named(kind="unclear id", why=f"{truncate(text, 40)!r} can be read in several ways")
    unknown = [each for group in groups for each in group if known.meant(each) is None]
    if unknown:
        return unknown_ids(unknown, known)
    meant = [[str(known.meant(each)) for each in group] for group in groups]
    how = _how(meant, known)
    if how != "exact" and re.search(ID, rest):
        return Named(kind="unclear id", why=f"{truncate(text, 40)!r}: the ids after the first may be exceptions")
    return _found(how, meant, rest, known)


def _found(how: str, meant: Sequence[Sequence[str]], rest: str, known: Known) -> Named:
    """Return what the ids of a list stand for, with what follows them."""
    found = [_of_group(group, known) for group in meant]
    if not all(found):
        return Named(kind="bad range", why="the range runs backwards, or is of test cases of several requirements")
    wide = how in {"section", "range"} or any(len(ids) > 1 for ids in found)
    return Named(
        how,
        tuple(dict.fromkeys(each for ids in found for each in ids)),
        _WIDE if wide else _EXACT,
        title=rest.strip(" .:-\u2013\u2014"),
        footnote=bool(_FOOTNOTE.match(rest)),
    )


def unknown_ids(unknown: Sequence[str], known: Known) -> Named:
    """Return what ids name that the edition does not have: nothing."""
    what = "section" if all(each.count(".") == 1 for each in unknown) else "id"
    edition = known.edition.removeprefix("PCI DSS ")
    why = f"{edition} has no {what} {', '.join(unknown)}; earlier editions have other ids"
    return Named(kind="unknown id", why=why)


def _groups(text: str, first: re.Match[str]) -> tuple[list[list[str]], int]:
    """Return the ids of a list, with both ends of each range, and where the list ends in the text."""
    at, identifier = first.end(), first[1]
    if letter := _LETTER.match(text, at):  # of a testing procedure: 3.2.1 (a)
        at, identifier = letter.end(), f"{identifier}.{letter[1]}"
    groups: list[list[str]] = [[identifier]]
    while True:
        last = groups[-1]
        if (more := _UP_TO.match(text, at)) and len(last) == 1:
            last.append(more[1])
        elif more := _LISTED.match(text, at):
            groups.append([more[1]])
        elif last[-1][-1].isalpha() and len(last) == 1 and (more := _UP_TO_LETTER.match(text, at)):
            last.append(last[0][:-1] + more[1])
        elif last[-1][-1].isalpha() and (more := _LISTED_LETTER.match(text, at)):
            groups.append([last[-1][:-1] + more[1]])
        else:
            return groups, at
        at = more.end()


def _how(meant: Sequence[Sequence[str]], known: Known) -> str:
    if len(meant) > 1:
        return "list"
    if len(meant[0]) > 1:
        return "range"
    return "section" if meant[0][0] in known.sections else "exact"


def _of_group(ends: Sequence[str], known: Known) -> tuple[str, ...]:
    """Return the ids that one stands for, or those from one to another; none if that is no range."""
    first, last = ends[0], ends[-1]
    if len(ends) == 1:
        return known.below(first)
    if first[-1].isalpha() and last[-1].isalpha():
        cases = tuple(f"{first[:-1]}{chr(each)}" for each in range(ord(first[-1]), ord(last[-1]) + 1))
        return cases if first[:-1] == last[:-1] and known.cases.issuperset(cases) else ()
    begin, end = known.below(first)[0], known.below(last)[-1]
    if begin not in known.order or end not in known.order:
        return ()
    return known.requirements[known.order[begin] : known.order[end] + 1]
