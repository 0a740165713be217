"""Stamp of a workbook or Word document in its properties: the record of its inputs, and a matrix's own headings."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pcimatrix.reports.escaping import json_comment
from pcimatrix.reports.workbook.fill_in import PART, STAMP


def stamp_properties(recipe: str, headings: Sequence[str] = ()) -> dict[str, str]:
    """Return a stamp as document properties: JSON of printable ASCII, in numbered parts.

    `recipe` is the summary's, as JSON; `headings` are those of the matrix that people do not fill in.
    """
    text = json_comment(json.dumps({"recipe": json.loads(recipe), "headings": list(headings)}, ensure_ascii=False))
    parts = [text[at : at + PART] for at in range(0, len(text), PART)]
    return {f"{STAMP}_{number:03}": part for number, part in enumerate(parts, 1)}


def stamp_of(properties: Mapping[str, str]) -> dict[str, Any]:
    """Return the stamp that document properties hold; an empty one if they hold none that can be read."""
    names = sorted(name for name in properties if name.startswith(f"{STAMP}_"))
    try:
        found = json.loads("".join(properties[name] for name in names))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def headings_of(properties: Mapping[str, str]) -> tuple[str, ...]:
    """Return the headings that the program wrote, as the stamp says; none without a stamp."""
    found = stamp_of(properties).get("headings")
    return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()
