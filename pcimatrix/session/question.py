"""Questions of a session, as frozen values."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple, TypeAlias

Value: TypeAlias = str | bool | tuple[str, ...] | None
"""An answer: text, yes or no, several texts, or None if omitted or unknown."""
Answers: TypeAlias = Mapping[str, Value]
"""Answers by the ids of their questions, in the order in which they were given: a session's whole state."""


class Kind(StrEnum):
    """What kind of answer a question wants."""

    TEXT = "text"
    """One line of text."""
    NAME = "name"
    """A short name: small letters, digits and _."""
    DAY = "day"
    """A date, YYYY-MM-DD."""
    YES_NO = "yes_no"
    """Yes or no."""
    CHOICE = "choice"
    """One of the options, by its value, its number or its beginning."""
    LIST = "list"
    """Several texts, separated by commas; quotes around one with a comma of its own."""
    TICKS = "ticks"
    """Those of the options that are true, by their values, their numbers or their beginnings."""
    REASON = "reason"
    """A sentence that says why."""
    ACCOUNT = "account"
    """The twelve digits of an AWS account, or its name."""


class Option(NamedTuple):
    """One of the answers that a question offers: what it means, and usual names for it, in small letters."""

    value: str
    means: str
    known_as: tuple[str, ...] = ()


class Question(NamedTuple):
    """One question of a session, with everything that reading its answer needs.

    `known` are the texts that a list may hold (empty: any), `taken` those that an answer must not be. `needed`
    says why it cannot be left out (empty: it can), `without` what leaving it out means where that is not none.
    `default` is what an empty answer means; `more` is what `?` adds. `clashes` are options that cannot be ticked
    together; `unsure` says whether an option can be ticked as not known: `name?`.
    """

    id: str
    text: str
    explains: str
    kind: Kind
    options: tuple[Option, ...] = ()
    known: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    needed: str = ""
    without: str = ""
    default: Value = None
    more: tuple[str, ...] = ()
    clashes: tuple[tuple[str, str], ...] = ()
    unsure: bool = False


class Refused(NamedTuple):
    """Why an answer is refused: what was found, and what was expected."""

    found: str
    expected: str
