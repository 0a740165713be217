"""Intrinsic functions of templates: what they give as far as the template alone says it."""

from collections.abc import Mapping
from typing import Any

from pcimatrix.deployment.inventory import MAYBE, UNKNOWN, Unknown

NO_VALUE = "AWS::NoValue"
_BRANCHES = 3


def resolved(node: Any, depth: int = 0) -> Any:
    """Return a value with each function replaced by what is known of it.

    A reference is set, to a value that is not known: a parameter's default is no fact. `Fn::If` is known if both
    branches agree. `AWS::NoValue` is nothing.
    """
    if isinstance(node, list):
        return [resolved(each, depth + 1) for each in node]
    if not isinstance(node, Mapping):
        return node
    if len(node) == 1:
        [(name, argument)] = node.items()
        if str(name).startswith("Fn::") or name in {"Ref", "Condition"}:
            return _of_function(name, argument, depth)
    return {str(key): resolved(value, depth + 1) for key, value in node.items()}


def _of_function(name: str, argument: Any, depth: int) -> Any:
    if name == "Fn::If":
        return _either(argument, depth)
    return None if name == "Ref" and argument == NO_VALUE else UNKNOWN


def _either(argument: Any, depth: int) -> Any:
    if not isinstance(argument, list) or len(argument) != _BRANCHES:
        return UNKNOWN
    first, second = (resolved(each, depth + 1) for each in argument[1:])
    if first == second:
        return first
    if first is None or second is None or isinstance(first, Unknown) or isinstance(second, Unknown):
        return MAYBE if first is None or second is None or MAYBE in (first, second) else UNKNOWN
    if isinstance(first, Mapping) and isinstance(second, Mapping):
        return {key: _agreed(first.get(key), second.get(key)) for key in {**first, **second}}
    return UNKNOWN


def _agreed(first: Any, second: Any) -> Any:
    if first == second:
        return first
    return MAYBE if first is None or second is None else UNKNOWN
