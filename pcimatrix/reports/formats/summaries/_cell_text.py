"""Text as a spreadsheet's cell can hold it: what can be shown of it, in parts if it is long, and its lines."""

import re
import textwrap
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pcimatrix.text import one_line, truncate

MOST = 32_000
"""UTF-16 units that a cell is given at most: the 32,767 of the file format, less what says that it was cut."""
_HEADING = 240
"""Characters of a table's heading at most: the file format has 255, and a number may follow."""
_CODE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINES, _WEIGHED = 27, 4_000
"""The lines that the highest row has room for, and the characters that can fill them at most."""


def visible(text: str) -> str:
    """Return text on one line that an XML document can hold; one of which nothing can be shown is still not empty."""
    shown = one_line(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    return shown or ("\ufffd" if text else "")


def short(text: str, most: int) -> str:
    """Return at most so many characters of text, for a place where it is only repeated."""
    return truncate(visible(text), most)


def distinct(headings: Iterable[str]) -> list[str]:
    """Return headings of a table as Excel opens it: short, and none like another but for its case.

    What Excel would read as the code of a character is parted by a full-width underscore: in a table's own list of
    its columns nothing escapes it.
    """
    found: dict[str, str] = {}
    for heading in headings:
        plain = _CODE.sub("\uff3f", short(heading, _HEADING))
        name, number = plain, 1
        while name.casefold() in found:
            number += 1
            name = f"{plain} ({number})"
        found[name.casefold()] = name
    return list(found.values())


def parts(text: str) -> Iterator[str]:
    """Yield visible text in parts that a cell can hold each; one part where it fits as it is."""
    while text:
        part = text[:MOST]
        if len(part.encode("utf-16-le")) > 2 * MOST:
            part = part[: MOST // 2]
        yield part
        text = text[len(part) :]


@lru_cache(maxsize=4_096)  # reasons, steps and duties are the same in many rows
def lines(text: str, width: float) -> int:
    """Return how many lines wrapped text takes, rather one more than too few: fonts differ between programs."""
    most = max(1, int(width * 1.05))
    if len(text) <= most and "\n" not in text:
        return 1
    text = text[:_WEIGHED]
    if sum(map(len, text.split())) > most * (_LINES - 1):  # it fills more lines whatever its words
        return _LINES
    return min(_LINES, sum(max(1, len(textwrap.wrap(line, most))) for line in text.split("\n")))
