"""Plain values as YAML text, in the layout of the examples."""

from collections.abc import Mapping
from typing import Any

import yaml

_ONE_LINE = 10_000
"""No text is folded: what people read and compare stays on one line."""


class _Dumper(yaml.SafeDumper):
    """Writes as the examples are written: list items indented, lists of words on a line."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002 - as in PyYAML
        super().increase_indent(flow, indentless=False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """Quote what begins like a number, so that ids and days look alike, and what YAML would take for a line's end."""
    quoted = value[:1].isdigit() or not value.isprintable()
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style='"' if quoted else None)


def _short(dumper: yaml.SafeDumper, value: list[Any]) -> yaml.SequenceNode:
    flat = all(isinstance(each, str) for each in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flat)


_Dumper.add_representer(list, _short)
_Dumper.add_representer(str, _text)


class _FlowDumper(_Dumper):
    """Writes mappings and lists on one line, in braces and brackets."""


_FlowDumper.add_representer(
    list, lambda dumper, value: dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)
)


def yaml_text(values: Mapping[str, Any]) -> str:
    """Return a mapping as YAML text, its keys in their order."""
    text: str = yaml.dump(values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_ONE_LINE)
    return text


def flow_text(value: Any) -> str:
    """Return a plain value as YAML text on one line, which can be within braces and brackets, too."""
    text: str = yaml.dump(
        [value], Dumper=_FlowDumper, default_flow_style=True, sort_keys=False, allow_unicode=True, width=_ONE_LINE
    )
    return text.rstrip("\n")[1:-1]
