"""Plain scalars of YAML 1.1 as values: numbers, truth values, nothing, and text."""

from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

_MAX_BITS = 4096
"""The longest whole number; Python refuses to print one of more than 4,300 decimal digits."""
_RESOLVERS = Resolver.yaml_implicit_resolvers
_CONSTRUCTOR = SafeConstructor()
_DATE_TAG = "tag:yaml.org,2002:timestamp"


def plain_value(text: str) -> Any:
    """Return the value of a plain scalar: a number, truth value or nothing where it is one, else its text.

    A date stays text: it is for the model that wants one to validate it. So does a number in base 60, and one
    that is too long to be printed.
    """
    # 1:30 is 90 to YAML 1.1, in time that grows with the square of its length: it stays text here.
    if ":" in text:
        return text
    tags = (tag for tag, pattern in _RESOLVERS.get(text[:1], ()) if tag != _DATE_TAG and pattern.match(text))
    tag = next(tags, None)
    if tag is None:
        return text
    try:
        value = _CONSTRUCTOR.construct_object(yaml.ScalarNode(tag, text))
    except (ValueError, yaml.YAMLError):
        return text
    return text if type(value) is int and value.bit_length() > _MAX_BITS else value
