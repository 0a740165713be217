"""Plain values of a YAML text, or one error in words that says why it has none."""

from collections.abc import Mapping
from typing import Any

import yaml

from pcimatrix.errors import InputError
from pcimatrix.source import place_after
from pcimatrix.yamlio.builder import Builder, refused, too_deep
from pcimatrix.yamlio.places import Place


def values_of(text: str, source: str, tags: Mapping[str, str], max_depth: int) -> Any:
    """Return the values of a text as `parser.parse_yaml` has them. Raises `InputError`."""
    try:
        builder = Builder(text, source, tags, max_depth)
        values = builder.build()
    except yaml.reader.ReaderError as error:
        raise _odd_character(error, text, source) from None
    except yaml.MarkedYAMLError as error:
        raise _not_yaml(error, text, source, max_depth) from None
    if builder.problems:
        raise InputError(builder.problems)
    return values


def _odd_character(error: yaml.reader.ReaderError, text: str, source: str) -> InputError:
    character = error.character
    number = character if isinstance(character, int) else ord(character)
    what = f"there is a character that YAML does not allow (U+{number:04X})"
    return refused(source, what, "remove it", Place(*place_after(text[: error.position])))


def _not_yaml(error: yaml.MarkedYAMLError, text: str, source: str, max_depth: int) -> InputError:
    mark = error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    # libyaml 0.2.6 and later look ahead through 1,000 levels, then give up before the first event.
    if error.problem == "exceeded maximum nesting depth":
        return refused(source, *too_deep(max_depth), place)
    what = " ".join(part for part in (error.context, error.problem) if part)
    tab = text[place.offset_in(text) :].startswith("\t")
    hint = "this is a tab: indent with spaces" if tab else ""
    return refused(source, f"this is not YAML: {what}", hint, place)
