"""Forms of ids: the id, the words before it, signs that look alike, and texts after it that change what is named."""

import re

_TAIL = r"(?:\.(?:[1-9][0-9]?)){1,4}(?:\.?[a-zA-Z](?![0-9A-Za-z]))?"
ID = rf"(?:1[0-2]|[1-9]){_TAIL}(?![0-9])"
"""An id of a section, a requirement or a test case, as a regular expression."""
BEFORE = r"(?:from\s+)?(?:pci[\s-]*dss\b)?\s*(?:v\.?\s?4\.0(?:\.1)?\b)?\s*(?:req(?:uirement)?s?\b\.?)?\s*[:#]?\s*"
"""What may be before an id, in any case of letters."""
_ALIKE = str.maketrans(
    {
        **{chr(0xFF10 + each): str(each) for each in range(10)},
        "\uff0e": ".",
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000", " "),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
    }
)
"""Full-width signs, blanks, and what has no width. What turns the direction of text round stays, and is no id."""
_DASH = r"\u2010-\u2015-"
_CHANGES = tuple(
    re.compile(each)
    for each in (
        r"\.?\w",
        # A part of it, by a letter or a number: 1.2.1 b, 1.2.1 (ii), 1.2.1-3, 1.2.1/2/3, 1.2.1.a, b too
        r"\s+[a-zA-Z]\)?\s*$|\s*[(\[](?:i|ii|iii|iv|v|[0-9])[)\]]|\s*\([a-z]\)",
        rf"(?:\s*(?:[,/&{_DASH}]|\b(?:to|and)\b)\s*\.?[0-9]+(?:\.[0-9]+)*)+\s*$|[,/&{_DASH}]\.?[0-9]",
        rf"\s*(?:[,/&]|\band\b)\s*[a-z]\b|[{_DASH}][a-zA-Z]\b",
        r"(?i)\W*(?:partial|partly\b|in part\b)",
        # Not it at all: 1.2.1 (removed), 1.2.1?
        r"(?i)\s*\?|\W*(?:removed|deleted|withdrawn|retired|deprecated|superseded|obsolete|n/a|tb[acd]|draft)\b",
        r"(?i)\W*(?:not|no longer) (?:applicable|covered|in scope|included|assessed|required)\b",
        # Others beside it: 1.2.1 or 1.2.2, 1.2.1 (and 1.2.2), 1.2.1 ff., 1.2.1 and following
        rf"(?i)\W*(?:\b(?:and|or|plus|with|incl\w*)\b)?\W*{BEFORE}{ID}",
        r"(?i)\s*\+\s*$|\s*(?:\.{2,}|\u2026)|\W*(?:ff?\b|et seq\b|onwards?\b|etc\b|and so on\b)",
        r"(?i)\W*(?:and|or)\s+(?:up|above|all|following|below|later|higher|sub\w*)\b",
        rf"(?is).*\b(?:except|excluding|without|other than|apart from|but not)\b[^.]{{0,60}}?{ID}",
    )
)


def plain_id(text: str) -> str:
    """Return the text of an id cell with plain digits, full stops and blanks."""
    return text.translate(_ALIKE).strip().lstrip("'")


def goes_on(rest: str) -> bool:
    """Tell whether a text after an id changes what is named, rather than being its title."""
    return any(each.match(rest) for each in _CHANGES)
