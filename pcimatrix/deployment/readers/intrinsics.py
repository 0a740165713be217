"""Intrinsic functions of templates: what they give as far as the template alone says it."""

from collections.abc import Mapping
from typing import Any

from pcimatrix.deployment.inventory import MAYBE, NOTHING, UNKNOWN, Choice, Unknown

NO_VALUE = "AWS::NoValue"
_BRANCHES = 3


def resolved(node: Any, known: Mapping[str, Any] = NOTHING) -> Any:
    """Return a value with each function replaced by what is known of it.

    `known` are values of parameters or resources by their names; another reference is set, to a value that is not
    known. `Fn::If` is known if both branches agree. `AWS::NoValue` is nothing.
    """
    if isinstance(node, list):
        return [resolved(each, known) for each in node]
    if not isinstance(node, Mapping):
        return node
    if len(node) == 1:
        [(name, argument)] = node.items()
        if str(name).startswith("Fn::") or name in {"Ref", "Condition"}:
            return _of_function(name, argument, known)
    return {str(key): resolved(value, known) for key, value in node.items()}


def _of_function(name: str, argument: Any, known: Mapping[str, Any]) -> Any:
    if name == "Fn::If":
        return _either(argument, known)
    if name == "Ref":
        return None if argument == NO_VALUE else known.get(str(argument), UNKNOWN)
    if name == "Fn::GetAtt":
        named = ".".join(map(str, argument)) if isinstance(argument, list) else str(argument)
        return known.get(named, known.get(named.partition(".")[0], UNKNOWN))
    return UNKNOWN


def _either(argument: Any, known: Mapping[str, Any]) -> Any:
    if not isinstance(argument, list) or len(argument) != _BRANCHES:
        return UNKNOWN
    first, second = (resolved(each, known) for each in argument[1:])
    if first == second:
        return first
    if first is None or second is None or isinstance(first, Unknown) or isinstance(second, Unknown):
        return MAYBE if first is None or second is None or MAYBE in (first, second) else UNKNOWN
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return {key: _agreed(first.get(key), second.get(key)) for key in {**first, **second}}
    return _agreed(first, second)


def _agreed(first: Any, second: Any) -> Any:
    if first == second:
        return first
    if first is None or second is None:
        return MAYBE
    if all(isinstance(each, str | int | float | Choice) for each in (first, second)):
        return Choice((*_values(first), *_values(second)))
    return UNKNOWN


def _values(value: Any) -> tuple[Any, ...]:
    return value.values if isinstance(value, Choice) else (value,)
