"""Words and marks by which matrices say whose something is."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.providers.sheet import Gap, Value, is_blank


class Meaning(StrEnum):
    """What a word or mark in a cell means."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    SHARED = "shared"
    NA = "na"
    MARK = "mark"
    """An X or a tick."""
    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    BLANK = "blank"
    FOOTNOTE = "footnote"
    """A word with a footnote mark, which makes it conditional."""
    PROSE = "prose"
    """A text that is no single word."""
    UNCLEAR = "unclear"
    FORMULA = "formula"


_WORDS: Mapping[str, Meaning] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "customer",
                "customers",
                "client",
                "clients",
                "merchant",
                "merchants",
                "you",
                "your",
                "subscriber",
                "tenant",
            ),
            Meaning.CUSTOMER,
        ),
        **dict.fromkeys(
            (
                "provider",
                "service provider",
                "tpsp",
                "third party service provider",
                "vendor",
                "supplier",
                "us",
                "we",
                "our",
            ),
            Meaning.PROVIDER,
        ),
        **dict.fromkeys(("shared", "both", "joint", "jointly", "both parties", "joint responsibility"), Meaning.SHARED),
        **dict.fromkeys(("n a", "na", "not applicable"), Meaning.NA),
        **dict.fromkeys(("x", "true", "responsible"), Meaning.MARK),
        **dict.fromkeys(("yes", "y"), Meaning.YES),
        **dict.fromkeys(("no", "n", "false", "not responsible"), Meaning.NO),
        **dict.fromkeys(("partial", "partially", "partly", "in part"), Meaning.PARTIAL),
    }
)
_TICKS = frozenset("✓✔☑●•■√⬤✅")
_FOOTNOTE = re.compile(r"(?:[*†‡§¹²³⁴⁵]|[\[(][0-9*]{1,2}[\])])+$")
_ENDINGS = re.compile(r" (?:only|responsible|(?:s )?responsibilit(?:y|ies))$")
_JOINED = re.compile(r"\s*(?:[/&+,;]|\band\b)\s*")


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


_GENERIC = word_set(
    "pci dss the a of for and shared responsibility responsibilities matrix summary customer guide overview cover "
    "contents index readme definitions introduction about requirements v4 0 4 1 2024 2025 2026"
)
"""Words of titles that are no part of a provider's name."""
_CONNECTING = word_set("and or with between by to from in on our your their us we you is are who what does do as at")
_COMPANY = word_set("cloud inc ltd limited llc gmbh corp corporation group platform services sa ag bv")
"""Words that may follow a provider's id in its name."""
_LONGEST_WORD = 40
_LONGEST_TEXT = 200
_FEW_WORDS = 2


class Vocabulary(NamedTuple):
    """The provider's own names, and what words and columns mean by the user's map; all in the form of `plain`."""

    names: frozenset[str]
    words: Mapping[str, str] = MappingProxyType({})
    columns: Mapping[str, str] = MappingProxyType({})

    def meaning(self, value: Value) -> Meaning:
        """Return what a cell's value means."""
        if isinstance(value, bool):
            return Meaning.MARK if value else Meaning.NO
        if isinstance(value, Gap):
            return Meaning.FORMULA if value is Gap.FORMULA else Meaning.UNCLEAR
        if is_blank(value):
            return Meaning.BLANK
        if not isinstance(value, str):
            return Meaning.UNCLEAR
        return self._of_text(value.strip()) if len(value) <= _LONGEST_TEXT else Meaning.PROSE

    def _of_text(self, text: str) -> Meaning:
        if set(text) <= _TICKS and len(set(text)) == 1:
            return Meaning.MARK
        if text.strip("-\u2010\u2011\u2012\u2013\u2014 ") == "":
            return Meaning.BLANK
        if (mark := _FOOTNOTE.search(text)) and (bare := text[: mark.start()].strip()):
            without = self._of_text(bare)
            return without if without in {Meaning.UNCLEAR, Meaning.PROSE} else Meaning.FOOTNOTE
        if (known := self._word(text)) is not None:
            return known
        parties = {self._word(each) for each in _JOINED.split(text)}
        if parties == {Meaning.PROVIDER, Meaning.CUSTOMER}:
            return Meaning.SHARED
        return Meaning.PROSE if len(text) > _LONGEST_WORD or len(text.split()) > 1 else Meaning.UNCLEAR

    def _word(self, text: str) -> Meaning | None:
        word = plain(text)
        for each in (word, _ENDINGS.sub("", word)):
            if each in self.words:
                return Meaning(self.words[each])
            if each in self.names or self._begins_with_name(each):
                return Meaning.PROVIDER
            if each in _WORDS:
                # A mark is a mark as it is: "X?" and "(x)" say more or less than that.
                is_mark = _WORDS[each] is Meaning.MARK and len(each) == 1
                return None if is_mark and text.strip() not in {"x", "X"} else _WORDS[each]
        return None

    def _begins_with_name(self, word: str) -> bool:
        first, _, rest = word.partition(" ")
        return first in self.names and bool(rest) and set(rest.split()) <= _COMPANY


def plain(text: str) -> str:
    """Return a text in the form in which words are compared: small letters and digits, parted by single blanks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.findall(r"\w+", folded)) if not folded.rstrip().endswith("?") else folded


def names_of(party: str, title: str) -> frozenset[str]:
    """Return the names of a provider: its id in words, what a title says before the first dash or colon, and in short.

    Short are the words of a name of two, and the initials of three or more.
    """
    first = re.split(r"\s[-\u2010-\u2015|]\s|[:,(|\n]", title, maxsplit=1)[0]
    words = plain(first).split()
    while words and words[-1] in _GENERIC:
        words.pop()
    while words and words[0] in _GENERIC:
        words.pop(0)
    found = {party.replace("_", "")}
    for name in (plain(party.replace("_", " ")).split(), words):
        found.add(" ".join(name))
        if len(name) == _FEW_WORDS and not _CONNECTING & set(name):
            found |= {name[0], name[-1]}
        if len(name) > _FEW_WORDS and not _CONNECTING & set(name):
            found.add("".join(each[0] for each in name))
    if party == "aws":
        found |= {"aws", "amazon web services", "amazon"}
    return frozenset(found - {""} - _GENERIC - _CONNECTING - set(_WORDS))
