"""Templates of CloudFormation as plain values: JSON, or YAML with its short forms."""

import json
from pathlib import Path
from typing import Any

from pcimatrix.deployment.inventory import refuse, shown
from pcimatrix.deployment.source import whole
from pcimatrix.yamlio.parser import parse_yaml

MAX_DEPTH = 100
"""The deepest nesting of a template; CloudFormation's own limits keep far below it."""
_FUNCTIONS = (
    *("And", "Base64", "Cidr", "Equals", "FindInMap", "GetAtt", "GetAZs", "If", "ImportValue"),
    *("Join", "Length", "Not", "Or", "Select", "Split", "Sub", "ToJsonString", "Transform"),
    *("Contains", "EachMemberEquals", "EachMemberIn", "RefAll", "ValueOf", "ValueOfAll"),
)
SHORT_FORMS = {
    "!Ref": "Ref",
    "!Condition": "Condition",
    **dict.fromkeys(("!", *(f"tag:yaml.org,2002:{each}" for each in ("str", "int", "float", "bool"))), ""),
    **{f"!{name}": f"Fn::{name}" for name in _FUNCTIONS},
}
"""The short forms of YAML templates, each with its long form."""


class _DuplicateKeyError(Exception):
    """A key is in an object twice."""


def read_template(path: Path, name: str) -> Any:
    """Return the values of a JSON or YAML file. Raises `InputError`."""
    return parse_template(whole(path, name), name)


def parse_template(data: bytes, name: str) -> Any:
    """Return the values of a template's UTF-8 text. Raises `InputError` for what is neither JSON nor YAML."""
    if not data.lstrip().startswith((b"{", b"[")):
        return parse_yaml(data, name, tags=SHORT_FORMS, max_depth=MAX_DEPTH).values
    try:
        return json.loads(data, object_pairs_hook=_unique)
    except _DuplicateKeyError as error:
        raise refuse(name, f"duplicate key {shown(str(error))!r}", "keep one of them") from None
    except json.JSONDecodeError as error:
        ends = error.pos >= len(error.doc.rstrip())
        found = "the JSON ends early" if ends else f"this is not JSON: {error.msg}"
        raise refuse(name, found, "make the file anew from its source", error.lineno, error.colno) from None
    except UnicodeDecodeError:
        raise refuse(name, "this is not UTF-8 text", "save the file as UTF-8") from None
    except (RecursionError, ValueError):  # a number of more digits than Python reads is a ValueError
        raise refuse(name, "nesting is too deep, or a number too long", "make the file anew from its source") from None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _DuplicateKeyError(key)
            seen.add(key)
    return found
