"""Text for people: made safe for one line, counted, cut to a length, and the closest known spelling."""

import re
from collections.abc import Collection, Sequence

_LONGEST = 100
"""No suggestion is sought for a longer name."""
MOST_SHOWN = 60
"""So much of a name that is not known is shown in a message."""
_BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""What changes the direction of text."""
_UNSEEN = re.compile(f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_BIDIRECTIONAL}]")
"""These, control characters, ends of lines and of paragraphs, and halves of surrogate pairs (Cc, Zl, Zp, Cs)."""


def one_line(text: str) -> str:
    """Return text on one line as it can be shown anywhere; what cannot be encoded becomes U+FFFD."""
    return _UNSEEN.sub(_visible, text)


def _visible(found: re.Match[str]) -> str:
    if found[0] in _BIDIRECTIONAL:
        return ""
    return "\ufffd" if "\ud800" <= found[0] <= "\udfff" else " "


_DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-")


def typed(text: str) -> str:
    """Return an id, a name, a date or a choice as it is meant: what a word processor makes of plain text is undone.

    Blanks around it go, no-break spaces and what has no width; full-width signs, digits of other scripts and dashes
    become plain ones. Text for people is not for this.
    """
    if text.isascii():
        return text.strip()
    import unicodedata  # noqa: PLC0415 - most text does not need it

    plain = (
        str(unicodedata.digit(each, each))
        for each in unicodedata.normalize("NFKC", text.translate(_DASHES))
        if unicodedata.category(each) != "Cf"
    )
    return "".join(plain).strip()


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for each wide character, as of Chinese."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len  # noqa: PLC0415 - most text does not need it

    return cell_len(text)


def pluralize(number: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun, in the plural unless it is 1: `1 test case`, `2 breaches`, `3 discrepancies`.

    An irregular noun has its `plural` given.
    """
    return f"{number} {inflect(number, noun, plural)}"


def inflect(number: int, singular: str, plural: str = "") -> str:
    """Return the form of a word that goes with a number, such as a noun without it, or a verb: `is` with 1, else `are`.

    Without a `plural`, the word is a regular noun.
    """
    if number == 1:
        return singular
    if plural:
        return plural
    if singular.endswith("y") and singular[-2:-1] not in set("aeiou"):
        return f"{singular[:-1]}ies"
    return f"{singular}es" if singular.endswith(("ch", "sh", "s", "x")) else f"{singular}s"


def closest(identifier: str, known: Collection[str]) -> list[str]:
    """Return up to three known ids, the nearest in spelling first, to suggest for an unknown one."""
    from difflib import get_close_matches  # noqa: PLC0415 - only errors suggest

    # Comparing takes time in the length of both, and no known name is long.
    return [] if len(identifier) > _LONGEST or not known else get_close_matches(identifier, known, n=3, cutoff=0.5)


def did_you_mean(name: str, known: Collection[str], otherwise: str = "") -> str:
    """Return a hint for an unknown name: the nearest known one, else `otherwise` (by default all known ones)."""
    near = closest(name, known)
    return f"did you mean {near[0]!r}?" if near else otherwise or f"expected one of: {', '.join(known)}"


def some_of(names: Sequence[str], most: int) -> str:
    """Return names on one line, of many only the first `most`, with how many more there are."""
    left = len(names) - most
    return f"{', '.join(names[:most])} and {left} more" if left > 0 else ", ".join(names)


def truncate(text: str, most: int) -> str:
    """Return text of at most `most` characters; what is cut ends in an ellipsis."""
    return text if len(text) <= most else text[: most - 1] + "…"
