"""YAML values → a pydantic model, with every error of the file worded for people and given its place."""

import re
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pcimatrix.errors import InputError, Problem
from pcimatrix.text import closest
from pcimatrix.yamlio.fields import FORMS
from pcimatrix.yamlio.parser import Document, Path_, Places

ModelT = TypeVar("ModelT", bound=BaseModel)


class Fault:
    """One broken rule of a file, by the path of the value concerned (of its key, where `key` is true)."""

    def __init__(self, path: Path_, found: str, expected: str = "", *, key: bool = False) -> None:
        self.path = path
        self.found = found
        self.expected = expected
        self.key = key

    def problem(self, source: str, places: Places) -> Problem:
        """Return this fault as a problem with its place in the file."""
        line, column = places.of(self.path, key=self.key)
        return Problem(source, line, column, self.found, self.expected)


def validate(document: Document, model: type[ModelT], faults: list[Fault]) -> ModelT:
    """Return the document's values as `model`.

    `faults` are those that the caller found already. Raises `InputError` with these and all that the model
    finds, in the order of their places.
    """
    try:
        result = model.model_validate(document.values)
    except ValidationError as error:
        schema, places = model.model_json_schema(), document.places()
        # A list whose items are all at fault is empty to pydantic as well: that says nothing new.
        found = [
            _fault(details, schema, document, places)
            for details in error.errors(include_url=False)
            if details["type"] != "too_short" or not details["input"]
        ]
        raise refuse(document, faults + found) from None
    if faults:
        raise refuse(document, faults)
    return result


def refuse(document: Document, faults: list[Fault]) -> InputError:
    """Return the error that reports all faults of a document in the order of their places."""
    places = document.places()
    problems = {fault.problem(document.source, places) for fault in faults}
    return InputError(sorted(problems, key=lambda problem: (problem.line, problem.column, problem.found)))


def show(value: Any) -> str:
    """Return a value as a message shows it: short, and by its YAML name where it is not text."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int | float):
        text = str(value) if abs(value) < 1e15 else "…"  # noqa: PLR2004 - longer numbers tell nobody anything
        return f"the number {text}"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "…")  # noqa: PLR2004 - what fits a line


def _fault(  # noqa: PLR0911 - a return for each kind
    details: ErrorDetails, schema: dict[str, Any], document: Document, places: Places
) -> Fault:
    path: Path_ = tuple(part for part in details["loc"] if part != "[key]")
    kind = details["type"]
    value = details.get("input")
    context = details.get("ctx", {})
    if kind == "missing":
        return Fault(path[:-1], f"the key {path[-1]!r} is missing", f"add {path[-1]}: …")
    if kind == "extra_forbidden":
        known = _keys(schema, path[:-1])
        near = closest(str(path[-1]), known)
        hint = f"did you mean {near[0]!r}?" if near else f"expected one of: {', '.join(known)}"
        return Fault(path, f"the key {path[-1]!r} is not known", hint, key=True)
    if kind in {"enum", "literal_error"}:
        expected = re.sub(r"<[\w.]+: ('\w+')>", r"\1", context["expected"])  # enum members by their values
        return Fault(path, f"found {show(value)}", f"expected {expected}")
    if kind == "bool_type":
        return Fault(path, f"found {show(value)}", "expected yes or no; leave it out if it is not known")
    if kind == "string_type":
        return _no_text(path, value, document.written(places.of(path)))
    if kind == "string_pattern_mismatch":
        form = FORMS.get(context["pattern"], f"text of the form {context['pattern']}")
        return Fault(path, f"found {show(value)}", f"expected {form}", key="[key]" in details["loc"])
    if kind in {"model_type", "dict_type", "mapping_type"}:
        return Fault(path, f"found {show(value)}", "expected a mapping (key: value)")
    if kind == "too_short":
        return Fault(path, "the list is empty", "add at least one item")
    if kind in {"tuple_type", "list_type"}:
        return Fault(path, f"found {show(value)}", "expected a list")
    message = details["msg"].removeprefix("Value error, ").removeprefix("Input ").removeprefix("String ")
    return Fault(path, f"found {show(value)}", f"it {message[:1].lower() + message[1:]}")


def _no_text(path: Path_, value: Any, written: str) -> Fault:
    """Return the fault of a value that should be text; a number is shown as it is written, since 8.10 is not 8.1."""
    if not isinstance(value, int | float):
        return Fault(path, f"found {show(value)}", "expected text")
    if isinstance(value, bool):
        return Fault(path, f"found {show(value)}", "expected text; put it in quotes")
    return Fault(path, f"found the number {written}", "expected text; put it in quotes")


def _keys(schema: dict[str, Any], path: Path_) -> list[str]:
    """Return the keys that a JSON Schema allows at `path`."""
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
    return list(node.get("properties", ()))
