"""YAML values → a pydantic model, with every error of the file worded for people and given its place."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pcimatrix.errors import InputError, Problem
from pcimatrix.text import did_you_mean, truncate, typed
from pcimatrix.yamlio.fields import DAY_FORM, DUPLICATES, FORMS, IDENTIFIER_FORM, LINE_FORM, plain_id
from pcimatrix.yamlio.parser import Document
from pcimatrix.yamlio.places import Path_, Place, Places

ModelT = TypeVar("ModelT", bound=BaseModel)
_MOST_SUGGESTIONS = 20
"""A file's first unknown names get a suggestion: seeking one compares the name with every known one."""
_MOST_OF_A_KIND = 5
"""So do the first that should be one of the same known names; who has read these knows what the others lack."""
_FEW = 12
"""So many known names can be listed again and again."""
_SHOWN = 58
"""This much of a text fits a message's line."""
_TRUTH = frozenset({"yes", "no", "true", "false", "on", "off"})

_INTEGER = re.compile("[0-9]{1,9}")
_BOUNDS = {
    "greater_than_equal": "expected at least {ge}",
    "less_than_equal": "expected at most {le}",
    "string_too_short": "expected text",
    "string_too_long": "shorten it to {max_length} characters",
}
"""What is expected of a value out of bounds, by pydantic's type of the error."""


class Hint(NamedTuple):
    """What to say of an unknown name: the nearest known one, else `otherwise`, else all known ones."""

    name: str
    known: Collection[str]
    otherwise: str = ""

    def text(self, *, suggest: bool = True) -> str:
        """Return the hint in words; without `suggest`, no near name is sought, and few known ones are listed only."""
        if suggest:
            return did_you_mean(self.name, self.known, self.otherwise)
        if self.otherwise or len(self.known) > _FEW:
            return self.otherwise
        return f"expected one of: {', '.join(self.known)}"


class Fault:
    """One broken rule of a file, by the path of the value concerned (of its key, where `key` is true)."""

    def __init__(self, path: Path_, found: str, expected: str | Hint = "", *, key: bool = False) -> None:
        self.path = path
        self.found = found
        self.hint = expected if isinstance(expected, Hint) else None
        self._expected = "" if isinstance(expected, Hint) else expected
        self.key = key

    @property
    def expected(self) -> str:
        """What was expected or what to do; may be empty."""
        return self.told(suggest=True)

    def told(self, *, suggest: bool) -> str:
        """Return what was expected; without `suggest`, no near name is sought."""
        return self.hint.text(suggest=suggest) if self.hint else self._expected


def validate(document: Document, model: type[ModelT], faults: list[Fault]) -> ModelT:
    """Return the document's values as `model`.

    `faults` are those that the caller found already. Raises `InputError` with these and all that the model
    finds, in the order of their places.
    """
    try:
        result = model.model_validate(document.values)
    except ValidationError as error:
        schema, places = schema_of(model), document.places
        # A list whose items are all at fault is empty to pydantic as well: that says nothing new.
        found = [
            fault
            for details in error.errors(include_url=False)
            if details["type"] != "too_short" or not details["input"]
            for fault in _faults(details, schema, document, places)
        ]
        raise refuse(document, _one_of_each(faults, found)) from None
    if faults:
        raise refuse(document, faults)
    return result


@cache
def schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    """Return the JSON Schema of a model, worked out once in a process."""
    return MappingProxyType(model.model_json_schema())


def _one_of_each(named: list[Fault], of_form: list[Fault]) -> list[Fault]:
    """Return the faults of names that are not known and those of form, one of them where a value has both.

    That is the one of form if it says how the value is spelled right, else the other.
    """
    spelled = {each.path for each in of_form if each.expected.startswith("expected '")}
    kept = [each for each in named if each.hint is None or each.path not in spelled]
    told = {each.path for each in kept if each.hint}
    return kept + [each for each in of_form if each.path not in told]


def refuse(document: Document, faults: list[Fault]) -> InputError:
    """Return the error that reports all faults of a document in the order of their places."""
    places = document.places
    placed = sorted(((places.of(fault.path, key=fault.key), fault) for fault in faults), key=_place_and_words)
    problems: dict[Problem, None] = {}
    kinds: Counter[int] = Counter()
    suggestions = 0
    for (line, column), fault in placed:
        suggest = fault.hint is not None and suggestions < _MOST_SUGGESTIONS
        if suggest and fault.hint:
            kinds[id(fault.hint.known)] += 1
            suggest = kinds[id(fault.hint.known)] <= _MOST_OF_A_KIND
            suggestions += suggest
        expected = fault.told(suggest=suggest)
        problems[Problem(document.source, line, column, fault.found, expected)] = None
    return InputError(problems)


def _place_and_words(placed: tuple[Place, Fault]) -> tuple[Place, str]:
    return placed[0], placed[1].found


def show(value: Any) -> str:
    """Return a value as a message shows it: short, and by its YAML name where it is not text."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return repr(truncate(str(value), _SHOWN))


def _number(value: float) -> str:
    """Return a number as a message shows it: infinite ones as YAML has them, very long ones in words."""
    if abs(value) < 1e15:  # noqa: PLR2004 - longer numbers tell nobody anything
        return f"the number {value}"
    return "a very large number" if isinstance(value, int) or isfinite(value) else f"the number .{str(value)[-3:]}"


def _faults(details: ErrorDetails, schema: Mapping[str, Any], document: Document, places: Places) -> Iterator[Fault]:
    """Yield the faults of one error: one for each duplicate of a list, one of any other error."""
    if details["type"] != DUPLICATES:
        yield _fault(details, schema, document, places)
        return
    for at, first in details["ctx"]["pairs"]:
        line, column = places.of((*details["loc"], first))
        item = details["input"][at]
        named = "" if isinstance(item, dict | list) else f" {show(item)}"
        found = f"duplicate item{named}, first at {line}:{column}"
        yield Fault((*details["loc"], at), found, "keep one of them")


def _fault(  # noqa: PLR0911 - a return for each kind
    details: ErrorDetails, schema: Mapping[str, Any], document: Document, places: Places
) -> Fault:
    path: Path_ = tuple(part for part in details["loc"] if part != "[key]")
    kind = details["type"]
    value = details.get("input")
    context = details.get("ctx", {})
    if kind == "missing":
        return Fault(path[:-1], f"the key {path[-1]!r} is missing", f"add {path[-1]}: …")
    if kind == "extra_forbidden":
        known = _keys(schema, path[:-1])
        return Fault(path, f"the key {path[-1]!r} is not known", Hint(str(path[-1]), known), key=True)
    if kind in {"enum", "literal_error"}:
        expected = re.sub(r"<[\w.]+: ('\w+')>", r"\1", context["expected"])  # enum members by their values
        return Fault(path, f"found {show(value)}", f"expected {expected}")
    if kind in {"bool_type", "int_type"}:
        return _no_scalar(path, kind, value)
    if kind == "string_type":
        return _no_text(path, value, document.scalar(places.of(path)), _node(schema, path).get("pattern", ""))
    if kind == "string_pattern_mismatch":
        expected = f"expected {_form(context['pattern'], str(value))}"
        return Fault(path, f"found {show(value)}", expected, key="[key]" in details["loc"])
    if kind in {"model_type", "dict_type", "mapping_type"}:
        return Fault(path, f"found {show(value)}", "expected a mapping (key: value)")
    if kind == "too_short":
        return Fault(path, "the list is empty", "add at least one item")
    if kind in {"tuple_type", "list_type"}:
        return Fault(path, f"found {show(value)}", "expected a list")
    return Fault(path, f"found {show(value)}", _bound(details))


def _bound(details: ErrorDetails) -> str:
    """Return what is expected of a value out of bounds, or what pydantic says of any other."""
    if details["type"] in _BOUNDS:
        return _BOUNDS[details["type"]].format(**details["ctx"])
    message = details["msg"].removeprefix("Value error, ").removeprefix("Input ").removeprefix("String ")
    return f"it {message[:1].lower() + message[1:]}"


def _no_scalar(path: Path_, kind: str, value: Any) -> Fault:
    """Return the fault of a value that should be a truth value or a number; a quoted one only has quotes too many."""
    expected = "expected yes or no" if kind == "bool_type" else "expected a whole number"
    if isinstance(value, str) and (value.lower() in _TRUTH if kind == "bool_type" else _INTEGER.fullmatch(value)):
        return Fault(path, f"found the text {show(value)}", f"{expected}; remove the quotes")
    if kind == "bool_type":
        expected += "; omit it if it is not known"
    return Fault(path, f"found {show(value)}", expected)


def _form(pattern: str, text: str) -> str:
    """Return the form that a text should have in words; of an id that is nearly one, as it should be."""
    if pattern == IDENTIFIER_FORM and (right := plain_id(text)) is not None:
        return f"{right!r}: an id has no leading zeros, and only the digits 0 to 9"
    # A line is text for people: their blanks and their letters are their own.
    if pattern != LINE_FORM and (right := typed(text)) != text and re.fullmatch(pattern, right):
        return f"{right!r}: without blanks around it, in plain digits, letters and signs"
    return FORMS.get(pattern, f"text of the form {pattern}")


def _no_text(path: Path_, value: Any, written: str, pattern: str) -> Fault:
    """Return the fault of a value that should be text of a form (may be empty).

    A number is shown as it is written, since 8.10 is not 8.1.
    """
    if not isinstance(value, int | float):
        return Fault(path, f"found {show(value)}", "expected text")
    if isinstance(value, bool):
        return Fault(path, f"found {show(value)}", "expected text; put it in quotes")
    if pattern == DAY_FORM:
        return Fault(path, f"found the number {written}", f"expected {FORMS[pattern]}")
    return Fault(path, f"found the number {written}", "expected text; put it in quotes")


def _keys(schema: Mapping[str, Any], path: Path_) -> list[str]:
    """Return the keys that a JSON Schema allows at `path`."""
    return list(_node(schema, path).get("properties", ()))


def _node(schema: Mapping[str, Any], path: Path_) -> Mapping[str, Any]:
    """Return what a JSON Schema says of the value at `path`."""
    node = schema
    for part in (*path, None):
        while True:
            if "$ref" in node:
                node = schema["$defs"][node["$ref"].rpartition("/")[2]]
            elif "anyOf" in node:
                node = node["anyOf"][0]
            else:
                break
        if isinstance(part, int):
            node = node.get("items", {})
        elif part is not None:
            named = node.get("properties", {}).get(part) or node.get("additionalProperties")
            node = named or next(iter(node.get("patternProperties", {}).values()), {})
    return node
