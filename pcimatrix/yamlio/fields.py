"""What every model of a YAML file shares: frozen models, and texts of a form: days, lines, ids, names."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    SerializerFunctionWrapHandler,
    StringConstraints,
    WrapSerializer,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from pcimatrix.yamlio.day import is_day


class Model(BaseModel):
    """What all models share: unknown keys are refused, and a value never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class Keyed(Model):
    """A model that is a key by what it is, not by what is in it, so that what follows from one is worked out once.

    Equal ones that were read apart are two keys.
    """

    def __hash__(self) -> int:
        return id(self)


def _thaw(value: Mapping[str, Any], serialize: SerializerFunctionWrapHandler) -> Any:
    return serialize(dict(value))


FREEZE = AfterValidator(MappingProxyType)
"""Makes a mapping of a frozen model read-only; `THAW` lets it be serialized."""
THAW = WrapSerializer(_thaw)


DUPLICATES = "duplicate_items"
"""The type of the error that an item is in a list that is a set more than once."""


def _distinct(items: tuple[Any, ...]) -> tuple[Any, ...]:
    if len(set(items)) == len(items):
        return items
    first: dict[Any, int] = {}
    pairs = [(at, first[item]) for at, item in enumerate(items) if first.setdefault(item, at) != at]
    raise PydanticCustomError(DUPLICATES, "duplicate items", {"pairs": pairs})


class _Distinct:
    """Metadata of a list that is a set: an item that is in it twice is refused, with both places."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(_distinct, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"uniqueItems": True}


DISTINCT = _Distinct()
"""Makes a list of a model a set, in the order of the file; it comes last in an `Annotated`."""


def _day(text: str) -> str:
    if not is_day(text):
        raise ValueError("is no day of the calendar; expected YYYY-MM-DD")
    return text


_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
# Something to read: neither white space nor one of the characters that have no width.
_SEEN = "[^\\s\\x00-\\x1f\\x7f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
_LINE = rf"^[^\x00-\x1f\x7f]*{_SEEN}[^\x00-\x1f\x7f]*$"
_NUMBER = "(0|[1-9][0-9]?)"
_IDENTIFIER = rf"^{_NUMBER}(\.{_NUMBER}){{0,4}}(\.[a-z])?$"
_NAME = r"^[a-z][a-z0-9_]{0,39}$"
FORMS = {
    _DAY: "a day, YYYY-MM-DD",
    _LINE: "one line of text that says something, without control characters",
    _IDENTIFIER: "an id such as '8.3.6'",
    _NAME: "a short name: a small letter, then small letters, digits and _",
}
"""What text of each form is in words, by the form's pattern: for messages."""

Day = Annotated[str, StringConstraints(pattern=_DAY), AfterValidator(_day)]
"""A day of the calendar, YYYY-MM-DD."""
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=_LINE)]
"""One line of text for people, never empty."""
Identifier = Annotated[str, StringConstraints(pattern=_IDENTIFIER)]
"""The id of a principal requirement, section, requirement or test case, always in quotes in YAML."""
Name = Annotated[str, StringConstraints(pattern=_NAME)]
"""The short name of a pattern, layer or rule."""


IDENTIFIER_FORM, DAY_FORM, LINE_FORM = _IDENTIFIER, _DAY, _LINE
"""The patterns of an id, of a day and of a line of text."""


def plain_id(text: str) -> str | None:
    """Return an id that is written with leading zeros or other digits as it should be; None if it is no id."""
    if not re.fullmatch(r"\d{1,3}(\.\d{1,3}){0,4}(\.[a-z])?", text):
        return None
    right = ".".join(str(int(part)) if part.isdecimal() else part for part in text.split("."))
    return right if right != text and re.fullmatch(_IDENTIFIER, right) else None
