"""The vocabulary of one spreadsheet: what its words mean, with the provider's names and the user's map."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.providers.sheet import Gap, Struck, Value, is_blank
from pcimatrix.providers.words import BOX, TICKS, WORDS, Meaning, word_set

_FOOTNOTE = re.compile(r"(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹⁰]|[\[(][0-9*]{1,2}[\])])+$")
_ENDINGS = re.compile(r" (?:only|responsible|(?:s )?responsibilit(?:y|ies))$")
_CLEAN = re.compile(r"[\w\s.,'\u2018\u2019\"\u201c\u201d&/()\[\]:;\u00ae\u2122\u00a9\u2010-\u2015-]*(?<!\.\.)")
"""Texts in which punctuation changes nothing."""
_JOINED = re.compile(r"\s*(?:[/&+,;]|\band\b)\s*")
_COMPANY = word_set("cloud inc ltd limited llc gmbh corp corporation group platform services sa ag bv")
"""Words that may follow a provider's id in its name."""
_LONGEST_WORD = 40
_LONGEST_TEXT = 200


class Vocabulary(NamedTuple):
    """The provider's own names, and what words and columns mean by the user's map; all in the form of `plain`.

    `unclear` are words and marks that say nothing in this spreadsheet, whatever they mean in others.
    """

    names: frozenset[str]
    words: Mapping[str, str] = MappingProxyType({})
    columns: Mapping[str, str] = MappingProxyType({})
    unclear: frozenset[str] = frozenset()

    def meaning(self, value: Value) -> Meaning:
        """Return what a cell's value means."""
        if is_blank(value):
            return Meaning.BLANK
        if isinstance(value, str) and not isinstance(value, Struck):
            return self._of_text(value.replace("\ufe0f", "").strip()) if len(value) <= _LONGEST_TEXT else Meaning.PROSE
        if isinstance(value, bool):
            return Meaning.YES if value else Meaning.NO
        if isinstance(value, int | float):
            return Meaning(self.words.get(plain(format(value, ".10g")), Meaning.UNCLEAR))
        return Meaning.FORMULA if value is Gap.FORMULA else Meaning.UNCLEAR

    def words_of(self, value: Value) -> frozenset[str]:
        """Return the words of a cell that names one party or several, without what follows each name."""
        if not isinstance(value, str) or len(value) > _LONGEST_TEXT:
            return frozenset()
        return frozenset(_ENDINGS.sub("", plain(each)) for each in (value, *_JOINED.split(value.strip())))

    def _of_text(self, text: str) -> Meaning:
        if (sign := self._given(text) or _sign(text)) is not None:
            return sign
        if (mark := _FOOTNOTE.search(text)) and (bare := text[: mark.start()].strip()):
            without = self._of_text(bare)
            return without if without in {Meaning.UNCLEAR, Meaning.PROSE} else Meaning.FOOTNOTE
        if (known := self._word(text)) is not None:
            return known
        parties = {self._word(each) for each in _JOINED.split(text)}
        if parties == {Meaning.PROVIDER, Meaning.CUSTOMER}:
            return Meaning.SHARED
        return Meaning.PROSE if len(text) > _LONGEST_WORD or len(text.split()) > 1 else Meaning.UNCLEAR

    def _given(self, text: str) -> Meaning | None:
        """Return what the map says of a mark, or that it is unclear here; None if there is nothing to say."""
        word = plain(text)
        if word in self.words:
            return Meaning(self.words[word])
        return Meaning.UNCLEAR if word in self.unclear else None

    def _word(self, text: str) -> Meaning | None:
        """Return what a text means that is one word or name, perhaps with more that changes nothing; else None."""
        word = plain(text)
        if (given := self._given(word)) is not None:
            return given
        if not _CLEAN.fullmatch(text):  # "*Customer" and "Acme…" say more than the word
            return None
        if WORDS.get(word) is Meaning.MARK and len(word) == 1:
            # A mark is a mark as it is: "(x)" says more or less than that.
            return Meaning.MARK if text.strip() in {"x", "X"} else None
        return self._of_word(word) or self._of_word(_ENDINGS.sub("", word))

    def _of_word(self, word: str) -> Meaning | None:
        if (given := self._given(word)) is not None:
            return given
        if word in self.names or self._begins_with_name(word):
            return Meaning.PROVIDER
        return WORDS.get(word)

    def _begins_with_name(self, word: str) -> bool:
        first, _, rest = word.partition(" ")
        return first in self.names and bool(rest) and set(rest.split()) <= _COMPANY


def _sign(text: str) -> Meaning | None:
    """Return what ticks, boxes, dashes and errors mean; None if a text is something else."""
    if len(set(text)) == 1 and text[0] in TICKS:
        return Meaning.MARK
    if text.startswith("#"):  # an error value, such as #N/A
        return Meaning.UNCLEAR
    return Meaning.BLANK if text == BOX or not text.strip("-\u2010\u2011\u2012\u2013\u2014 ") else None


def plain(text: str) -> str:
    """Return a text in the form in which words are compared: small letters and digits, parted by single blanks.

    A text without any, such as a tick, and a question stay as they are.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().strip()
    return folded if folded.endswith("?") else " ".join(re.findall(r"\w+", folded)) or folded
