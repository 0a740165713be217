"""Reading of answers, typed or from a file, as a question means them."""

import csv
import re
from collections.abc import Callable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from pcimatrix.catalogue.patterns import usual
from pcimatrix.session.question import Kind, Question, Refused, Value
from pcimatrix.text import did_you_mean, pluralize, typed
from pcimatrix.yamlio.day import is_day
from pcimatrix.yamlio.fields import Line, Name
from pcimatrix.yamlio.validation import show

_LINE: TypeAdapter[str] = TypeAdapter(Line)
_NAME: TypeAdapter[str] = TypeAdapter(Name)
_DIGITS = 12
_FEWEST_WORDS = 2
_LEFT_OUT = {"-", "don't know", "dont know", "do not know", "unknown"}
_NONE = {"no", "none"}
"""Typed as an answer that can be omitted, these mean none; a name such as these goes into an answers file."""
_YES = {"y", "yes", "true"}
_NO = {"n", "no", "false", "none"}
_WANTED = {
    Kind.YES_NO: "yes or no; omit it if unknown",
    Kind.LIST: "a list of texts, with each number in quotes",
    Kind.DAY: "a date, YYYY-MM-DD",
    Kind.NAME: "a short name of small letters, digits and _, starting with a letter",
    Kind.REASON: "a sentence that an assessor can check",
    Kind.ACCOUNT: "an account's twelve digits or its name, in quotes",
    Kind.TEXT: "one line of text, in quotes if it looks like a number or a truth value",
}
_OWN_WORDS = {Kind.TEXT, Kind.LIST, Kind.REASON}
"""These are taken as they are typed; the others are names, numbers and dates."""
_OWN_NONE = {Kind.YES_NO, Kind.TICKS}
"""For these, "no" and "none" are answers of their own."""


def read(question: Question, text: str) -> Value | Refused:
    """Return the answer that a typed text means, or why it means none. Nothing typed means the default."""
    own = question.kind in _OWN_WORDS or (question.kind is Kind.TICKS and not question.unsure)
    text = text.strip() if own else typed(text)
    if not text and question.default is not None:
        return question.default
    word = text.casefold()
    says_none = word in _NONE and not (question.needed or question.without or question.kind in _OWN_NONE)
    if not text or word in _LEFT_OUT or says_none:
        return _left_out(question)
    return _meant(question, text)


def accept(question: Question, value: Any) -> Value | Refused:
    """Return the answer that a value from a file means, or why it means none."""
    if value is None or value == "-":  # as it is typed
        return _left_out(question)
    if question.kind is Kind.YES_NO and isinstance(value, bool):
        return value
    if isinstance(value, str):
        return _meant(question, value)
    if question.kind in {Kind.LIST, Kind.TICKS} and isinstance(value, list | tuple):
        return _all_meant(question, list(value))
    return _not_wanted(question, value)


def _all_meant(question: Question, items: list[Any]) -> Value | Refused:
    """Return what the items of a list from a file mean; all have to be texts."""
    others = [each for each in items if not isinstance(each, str)]
    if others:
        return _not_wanted(question, others[0])
    return _several(question, items) if question.kind is Kind.LIST else _ticked(question, items)


def wanted(question: Question) -> str:
    """Return what a question wants to be answered, in words for a message."""
    if question.kind in {Kind.CHOICE, Kind.TICKS}:
        which = "one of" if question.kind is Kind.CHOICE else "a list of"
        return f"{which}: {', '.join(option.value for option in question.options)}"
    return _WANTED[question.kind]


def _not_wanted(question: Question, value: Any) -> Refused:
    return Refused(f"found {show(value)}", f"expected {wanted(question)}")


def _left_out(question: Question) -> Refused | None:
    return Refused("an answer is needed", question.needed) if question.needed else None


def _meant(question: Question, text: str) -> Value | Refused:
    """Return what a text means at a question of its kind."""
    return _READERS[question.kind](question, text)


def _yes_or_no(question: Question, text: str) -> bool | Refused:
    word = text.casefold()
    return word in _YES if word in _YES | _NO else _not_wanted(question, text)


def _listed(question: Question, text: str) -> Value | Refused:
    try:
        found = [each.strip() for each in next(csv.reader([text], skipinitialspace=True))]
    except csv.Error:
        return Refused(f"found {show(text)}", "expected values separated by commas, on one line")
    return _several(question, [each for each in found if each])


def _ticks(question: Question, text: str) -> Value | Refused:
    words: list[str] = []
    for each in (part.strip() for part in re.split("[,;]", text)):
        words += [each] if _option(question, each.removesuffix("?")) else each.split()
    return _ticked(question, words)


def _reason(question: Question, text: str) -> str | Refused:
    if len(text.split()) < _FEWEST_WORDS:
        return Refused(f"{show(text)} is too short for a reason", f"expected {wanted(question)}")
    return _own(question, text)


def _chosen(question: Question, text: str) -> str | Refused:
    meant = _option(question, text)
    return _not_wanted(question, text) if meant is None else meant


def _option(question: Question, text: str) -> str | None:
    """Return the option that a text means: by its number, its name, a usual name or its first letters."""
    values = [option.value for option in question.options]
    if text.isdecimal():
        return values[int(text[:4]) - 1] if 0 < int(text[:4]) <= len(values) else None
    word = usual(text)
    named = [each.value for each in question.options if word in {usual(each.value), *map(usual, each.known_as)}]
    meant = named or [value for value in values if word and usual(value).startswith(word)]
    return meant[0] if len(meant) == 1 else None


def _ticked(question: Question, words: list[str]) -> Value | Refused:
    """Return the ticked options; `name?` for those that are not known to be true."""
    found: dict[str, str] = {}
    for word in _unfolded(question, words):
        mark = "?" if question.unsure and word.endswith("?") else ""
        meant = _option(question, word.removesuffix(mark))
        if meant is None:
            return Refused(f"found {show(word)}", f"expected numbers from 1 to {len(question.options)}, all or none")
        found[meant] = mark
    for one, other in question.clashes:
        if one in found and other in found:
            return Refused(f"{one} and {other} cannot both be ticked", "one settles the other")
    return tuple(option.value + found[option.value] for option in question.options if option.value in found)


def _unfolded(question: Question, words: list[str]) -> list[str]:
    """Return what is ticked one by one; `all` and `none` stand for all options and for none of them."""
    only = words[0].casefold() if len(words) == 1 else ""
    if only == "all":
        return [option.value for option in question.options]
    return [] if only in _NONE else words


def _account(question: Question, text: str) -> str | Refused:
    digits = re.sub(r"[\s-]", "", text)
    if not (digits.isascii() and digits.isdecimal()):
        return _own(question, text)
    if len(digits) != _DIGITS:
        found = f"{show(text)} has {pluralize(len(digits), 'digit')}, but an account number has {_DIGITS}"
        return Refused(found, "correct it, or give the account's name")
    return digits


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


def _day(_: Question, text: str) -> str | Refused:
    return text if is_day(text) else Refused(f"{show(text)} is not a date", "expected YYYY-MM-DD")


def _own(question: Question, text: str) -> str | Refused:
    if bad := _bad_line(text):
        return bad
    if question.kind is Kind.NAME:
        try:
            _NAME.validate_python(text)
        except ValidationError:
            return _not_wanted(question, text)
    if text in question.taken:
        return Refused(f"{show(text)} is already in use", "choose another")
    return text


def _bad_line(text: str) -> Refused | None:
    try:
        _LINE.validate_python(text)
    except ValidationError:
        return Refused(f"found {show(text)}", "expected one line of 1 to 400 characters, without control characters")
    return None


_READERS: dict[Kind, Callable[[Question, str], Value | Refused]] = {
    Kind.TEXT: _own,
    Kind.NAME: _own,
    Kind.REASON: _reason,
    Kind.ACCOUNT: _account,
    Kind.DAY: _day,
    Kind.YES_NO: _yes_or_no,
    Kind.CHOICE: _chosen,
    Kind.LIST: _listed,
    Kind.TICKS: _ticks,
}
