"""Questions of a session as frozen values, and the reading of answers."""

import csv
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple, TypeAlias

from pydantic import TypeAdapter, ValidationError

from pcimatrix.text import did_you_mean, typed
from pcimatrix.yamlio.day import is_day
from pcimatrix.yamlio.fields import Line, Name
from pcimatrix.yamlio.validation import show

Value: TypeAlias = str | bool | tuple[str, ...] | None
"""An answer: text, yes or no, several texts, or None if omitted or unknown."""
Answers: TypeAlias = Mapping[str, Value]
"""Answers by the ids of their questions, in the order in which they were given: a session's whole state."""

_LINE: TypeAdapter[str] = TypeAdapter(Line)
_NAME: TypeAdapter[str] = TypeAdapter(Name)
_LEFT_OUT = {"-", "don't know", "dont know", "do not know", "unknown"}
_NONE = {"no", "none"}
"""Typed as an answer that can be omitted, these mean none; a name such as these goes into an answers file."""
_YES = {"y", "yes", "true"}
_NO = {"n", "no", "false"}


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


class Option(NamedTuple):
    """One of the answers that a question offers, and what it means."""

    value: str
    means: str


class Question(NamedTuple):
    """One question of a session, with everything that reading its answer needs.

    `known` are the texts that a list may hold (empty: any), `taken` those that an answer must not be. `needed`
    says why it cannot be left out (empty: it can), `without` what leaving it out means where that is not none.
    `default` is what an empty answer means; `more` is what `?` adds.
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


class Refused(NamedTuple):
    """Why an answer is refused: what was found, and what was expected."""

    found: str
    expected: str


def read(question: Question, text: str) -> Value | Refused:
    """Return the answer that a typed text means, or why it means none. Nothing typed means the default."""
    text = text.strip() if question.kind in {Kind.TEXT, Kind.LIST} else typed(text)
    if not text and question.default is not None:
        return question.default
    word = text.casefold()
    says_none = word in _NONE and not (question.needed or question.without or question.kind is Kind.YES_NO)
    if not text or word in _LEFT_OUT or says_none:
        return _left_out(question)
    return _meant(question, text)


def accept(question: Question, value: Any) -> Value | Refused:
    """Return the answer that a value from a file means, or why it means none."""
    if value is None:
        return _left_out(question)
    if value == "-":  # as it is typed
        return _left_out(question)
    if question.kind is Kind.YES_NO and isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _meant(question, value)
    if question.kind is Kind.LIST and isinstance(value, list | tuple):
        if all(isinstance(each, str) for each in value):
            return _several(question, list(value))
        value = next(each for each in value if not isinstance(each, str))
    return Refused(f"found {show(value)}", f"expected {wanted(question)}")


def wanted(question: Question) -> str:
    """Return what a question wants to be answered, in words for a message."""
    match question.kind:
        case Kind.YES_NO:
            return "yes or no; omit it if unknown"
        case Kind.CHOICE:
            return f"one of: {', '.join(option.value for option in question.options)}"
        case Kind.LIST:
            return "a list of texts, with each number in quotes"
        case Kind.DAY:
            return "a date, YYYY-MM-DD"
        case Kind.NAME:
            return "a short name of small letters, digits and _, starting with a letter"
        case Kind.TEXT:
            return "one line of text, in quotes if it looks like a number or a truth value"


def _left_out(question: Question) -> Refused | None:
    return Refused("an answer is needed", question.needed) if question.needed else None


def _meant(question: Question, text: str) -> Value | Refused:
    match question.kind:
        case Kind.YES_NO:
            word = text.casefold()
            return (
                word in _YES if word in _YES | _NO else Refused(f"found {show(text)}", f"expected {wanted(question)}")
            )
        case Kind.CHOICE:
            return _chosen(question, text)
        case Kind.LIST:
            try:
                found = [each.strip() for each in next(csv.reader([text], skipinitialspace=True))]
            except csv.Error:
                return Refused(f"found {show(text)}", "expected values separated by commas, on one line")
            return _several(question, [each for each in found if each])
        case Kind.DAY:
            return _day(text)
        case Kind.TEXT | Kind.NAME:
            return _own(question, text)


def _chosen(question: Question, text: str) -> str | Refused:
    values = [option.value for option in question.options]
    word = re.sub(r"[\s-]+", "_", text.casefold())
    if word.isdecimal() and 0 < int(word[:4]) <= len(values):
        return values[int(word[:4]) - 1]
    meant = [value for value in values if value == word] or [value for value in values if value.startswith(word)]
    return meant[0] if len(meant) == 1 else Refused(f"found {show(text)}", f"expected {wanted(question)}")


def _several(question: Question, items: list[str]) -> Value | Refused:
    if not items:
        return _left_out(question)
    items = [each if each in question.known or not question.known else typed(each) for each in items]
    for each in items:
        if bad := _bad_line(each):
            return bad
        if question.known and each not in question.known:
            some = ", ".join(question.known[:5]) + (", …" if len(question.known) > 5 else "")  # noqa: PLR2004 - a hint
            return Refused(f"unknown value {show(each)}", did_you_mean(each, question.known, f"expected e.g. {some}"))
    return tuple(dict.fromkeys(items))


def _day(text: str) -> str | Refused:
    return text if is_day(text) else Refused(f"{show(text)} is not a date", "expected YYYY-MM-DD")


def _own(question: Question, text: str) -> str | Refused:
    if bad := _bad_line(text):
        return bad
    if question.kind is Kind.NAME:
        try:
            _NAME.validate_python(text)
        except ValidationError:
            return Refused(f"found {show(text)}", f"expected {wanted(question)}")
    if text in question.taken:
        return Refused(f"{show(text)} is already in use", "choose another")
    return text


def _bad_line(text: str) -> Refused | None:
    try:
        _LINE.validate_python(text)
    except ValidationError:
        return Refused(f"found {show(text)}", "expected one line of 1 to 400 characters, without control characters")
    return None
