"""Columns whose heading says nothing: what their values say of them."""

import re
from collections.abc import Iterable

from pcimatrix.providers.columns import Role
from pcimatrix.providers.sheet import Value
from pcimatrix.providers.vocabulary import Vocabulary
from pcimatrix.providers.words import Meaning

_WORDS = frozenset({Meaning.PROVIDER, Meaning.CUSTOMER, Meaning.SHARED, Meaning.NA})
_OF_ANOTHER_KIND = re.compile(
    r"(?i)\b(?:evidence|contact|review|assess|test|audit|approv|sign|comment|note|source|vendor|supplier|name|escalat|"
    r"inform|consult|report|document|previous|old|former|draft|proposed|v3|version|\d{4})"
)
"""Headings of parties, but not of who is responsible now."""
NO_SERVICE = re.compile(
    r"(?i)\b(?:owner|responsib|accountab|primary|secondary|lead|support|delegat|backup|also|design|build|implement|"
    r"configur|operat|run|monitor|manag|maint|perform|execut|own|do(?:es)?)"
)
"""Headings of parts that somebody has, rather than of a service."""
_HARMLESS = re.compile(
    r"(?i)\b(?:new|future|evidence|saq|tested|chang|updat|best practice|in place|status|reviewed|v3)"
)
"""Headings of marks that say nothing of whose something is."""
_LONGEST = 40
"""No text in a column of words is longer."""
_MARKS = frozenset({Meaning.MARK, Meaning.YES, Meaning.NO, Meaning.PARTIAL})


def role_by_values(heading: str, values: Iterable[Value], vocabulary: Vocabulary) -> Role:
    """Return what a column means by its values if its heading says nothing: words, or marks, for whose it is."""
    given = [(str(each), meaning) for each in values if (meaning := vocabulary.meaning(each)) is not Meaning.BLANK]
    found = {meaning for _, meaning in given}
    words = sum(meaning in _WORDS for _, meaning in given)
    if _OF_ANOTHER_KIND.search(heading):
        words = 0
    if words * 2 > len(given) and found & _WORDS - {Meaning.NA} and all(len(text) <= _LONGEST for text, _ in given):
        return Role.RESPONSIBILITY
    return Role.OTHER if found and found <= _MARKS and not _HARMLESS.search(heading) else Role.TEXT
