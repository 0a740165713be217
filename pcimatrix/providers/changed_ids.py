"""Ids that a spreadsheet program has changed: into dates, and into numbers that have lost a zero."""

import re
from datetime import date

from pcimatrix.providers.known_ids import Known, Named
from pcimatrix.providers.sheet import Value

_DATES = re.compile(
    r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?: 00:00:00)?"
    r"|[0-9]{1,2}-[A-Za-z]{3}(?:-[0-9]{2,4})?|[A-Za-z]{3}-[0-9]{1,4}|0[0-9][./][0-9]{2}[./][0-9]{2,4}"
)
_MONTHS = (None, "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPED = 2014
"""No id has a number as high as the last digits of this year, and no matrix of v4 is as old."""
_SHORTENED = ("12.1", "12.10")
"""The only two sections that one number can stand for."""


def of_number(text: str) -> Named | None:
    """Return what a number (as text) names if it is no section; None if it is read as an id is."""
    if "." not in text:
        return Named(kind="banner", why="a number alone names no requirement", title=text)
    if text == _SHORTENED[0]:
        why = "the number 12.1 may be 12.10, which a spreadsheet shortens"
        return Named(kind="number", why=why, candidates=_SHORTENED)
    return None


def shortened(value: Value, found: Named) -> Named:
    """Return a section that is written 12.1 in CSV as unclear: a spreadsheet may have shortened it before."""
    if isinstance(value, str) and found.how == "section" and value.strip() == _SHORTENED[0]:
        why = "12.1 may be 12.10, which a spreadsheet shortens when it saves CSV"
        return Named(kind="number", why=why, candidates=_SHORTENED)
    return found


def is_date(text: str) -> bool:
    """Tell whether a text is a date in a form that spreadsheet programs save."""
    return _DATES.fullmatch(text) is not None


def dated_text(text: str, known: Known) -> Named:
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


def dated(day: date, known: Known) -> Named:
    """Return which ids a spreadsheet may have made a date of."""
    pairs = [f"{day.day}.{day.month}", f"{day.month}.{day.day}"]
    short = day.year % 100
    # Of an id of two numbers it makes a day of the year in which it was typed.
    texts = [*(f"{pair}.{short}" for pair in pairs), f"{short}.{pairs[1]}"] if day.year < _TYPED else pairs
    candidates = tuple(dict.fromkeys(each for each in texts if known.meant(each)))
    return Named(kind="date", why="a date, which a spreadsheet makes of an id", candidates=candidates)
