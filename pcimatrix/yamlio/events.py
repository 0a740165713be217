"""Events of the YAML parser, the C one if PyYAML has it."""

from collections.abc import Callable
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def events(text: str) -> Callable[[], Any]:
    """Return a function that returns the next event of a text at each call, from the start of the stream.

    `yaml.parse` asks twice for each event; here the loader itself is asked once. Calls raise `yaml.YAMLError`.
    """
    following: Callable[[], Any] = _LOADER(text).get_event
    return following
