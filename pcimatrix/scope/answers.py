"""Answers to facts as a scope file has them: true or false alone, or with why, by whom and where it is shown."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, StrictBool

from pcimatrix.yamlio.fields import FREEZE, THAW, Line, Model, Name


class Answer(Model):
    """The answer to a fact, and what an assessor asks next: why it is so, who says so, and what shows it."""

    answer: StrictBool
    because: Line | None = None
    confirmed_by: Annotated[
        Line | None, Field(description="Who confirms this answer, if it is not who confirms all of them")
    ] = None
    evidence: Annotated[Line | None, Field(description="What shows it: a document, a record, a place to look")] = None


def _in_full(value: object) -> object:
    """Return an answer with its key where the short form has the answer alone."""
    return value if isinstance(value, dict | Answer) else {"answer": value}


Answers = Annotated[Mapping[Name, Annotated[Answer, BeforeValidator(_in_full)]], FREEZE, THAW]
"""Facts that are answered: true (yes), false (no), or a mapping with the answer; what is not named is not answered."""


def unanswered() -> Mapping[str, Answer]:
    """Return no answers."""
    return MappingProxyType({})


def plain(answers: Mapping[str, Answer]) -> dict[str, bool]:
    """Return the answers alone."""
    return {name: each.answer for name, each in answers.items()}


def answers_of(answers: Any) -> dict[str, bool]:
    """Return the answers of a file's `facts` alone, whether in short or in full, without those that are none."""
    if not isinstance(answers, dict):
        return {}
    found = {name: each.get("answer") if isinstance(each, dict) else each for name, each in answers.items()}
    return {name: each for name, each in found.items() if isinstance(each, bool)}
