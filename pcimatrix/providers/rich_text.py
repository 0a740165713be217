"""Texts of cells in several formats: footnote marks in superscript, and what is struck through."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from pcimatrix.providers.sheet import Struck, Value

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


class Run(NamedTuple):
    """A part of a text in one format: in superscript (`raised`), struck through, or neither."""

    text: str = ""
    raised: bool = False
    struck: bool = False

    def styled(self, tag: str, value: str | None) -> "Run":
        """Return it with a format as the XML of a workbook has it: `strike` with `1` or nothing, or `vertAlign`."""
        if tag == "strike":
            return self._replace(struck=value not in {"0", "false"})
        return self._replace(raised=value == "superscript")


def shown(runs: Sequence[Run]) -> Value:
    """Return a text in several formats as a plain one: digits in superscript as such, other footnote marks as `*`."""
    text = "".join(map(_piece, runs))
    return Struck(text) if any(each.struck and each.text.strip() for each in runs) else text


def _piece(run: Run) -> str:
    if not run.raised or not run.text.strip():
        return run.text
    return run.text.translate(_RAISED) if run.text.strip().isdecimal() else "*"


def as_shown(value: Any) -> Value:
    """Return a cell's value as openpyxl reads it; a list of texts, some with a font, as a plain text."""
    if not isinstance(value, list):
        plain: Value = value
        return plain
    return shown(
        [Run(str(each), _font(each, "vertAlign") == "superscript", bool(_font(each, "strike"))) for each in value]
    )


def _font(piece: Any, what: str) -> Any:
    return getattr(getattr(piece, "font", None), what, None)
