"""Names of a provider: its id in words, and what the title of its matrix calls it."""

import re

from pcimatrix.providers.vocabulary import plain
from pcimatrix.providers.words import WORDS, word_set

_GENERIC = word_set(
    "pci dss the a of for and shared responsibility responsibilities matrix summary customer guide overview cover "
    "contents index readme definitions introduction about requirements v4 0 4 1 2024 2025 2026"
)
"""Words of titles that are no part of a provider's name."""
_CONNECTING = word_set("and or with between by to from in on our your their us we you is are who what does do as at")
_FEW_WORDS = 2


def names_of(party: str) -> frozenset[str]:
    """Return the names that a provider's id in a scope gives it: its words, and in short."""
    found = {party.replace("_", ""), *_short(plain(party.replace("_", " ")).split())}
    if party == "aws":
        found |= {"aws", "amazon web services", "amazon"}
    return _names(found)


def title_names(title: str) -> frozenset[str]:
    """Return the names that the title of a matrix gives its provider: what is before the first dash or colon."""
    first = re.split(r"\s[-\u2010-\u2015|]\s|[:,(|\n]", title, maxsplit=1)[0]
    words = [each for each in plain(first).split() if each[0].isalnum()]
    while words and words[-1] in _GENERIC:
        words.pop()
    while words and words[0] in _GENERIC:
        words.pop(0)
    return _names(_short(words))


def _short(words: list[str]) -> set[str]:
    """Return a name, and in short: the words of a name of two, and the initials of three or more."""
    found = {" ".join(words)}
    if len(words) == _FEW_WORDS and not _CONNECTING & set(words):
        found |= {words[0], words[-1]}
    if len(words) > _FEW_WORDS and not _CONNECTING & set(words):
        found.add("".join(each[0] for each in words))
    return found


def _names(found: set[str]) -> frozenset[str]:
    return frozenset(found - {""} - _GENERIC - _CONNECTING - set(WORDS))
