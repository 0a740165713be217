"""Choices by their values: members of an enum that a caller names."""

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from pcimatrix.errors import UnknownIdError
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


def chosen(kind: type[ChoiceT], given: str | Iterable[str]) -> tuple[ChoiceT, ...]:
    """Return members of an enum by their values, one or several. Raises `UnknownIdError`."""
    known = [member.value for member in kind]
    found = []
    for value in [given] if isinstance(given, str) else given:
        if value not in known:
            problem = f"unknown {kind.__name__.lower()} {truncate(value, MOST_SHOWN)!r}"
            raise UnknownIdError(f"{problem}; {did_you_mean(value, known)}")
        found.append(kind(value))
    return tuple(found)


def one_of(kind: type[ChoiceT], given: str | None) -> ChoiceT | None:
    """Return a member of an enum by its value; None if none is named. Raises `UnknownIdError`."""
    return chosen(kind, given)[0] if given else None
