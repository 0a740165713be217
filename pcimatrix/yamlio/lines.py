"""Lines of a YAML text, by the index of a character in them."""

import re

BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
"""What ends a line in YAML 1.1."""


def line_start(text: str, index: int) -> int:
    """Return the index at which the line of an index begins."""
    while index and not (BREAK.match(text, index - 1) and text[index - 1 : index + 1] != "\r\n"):
        index -= 1
    return index


def next_line(text: str, index: int) -> int:
    """Return the index at which the next line begins; the index itself if a line ends before it."""
    if index and BREAK.match(text, index - 1):
        return index
    found = BREAK.search(text, index)
    return found.end() if found else len(text)


def column_of(text: str, index: int) -> int:
    """Return the number of characters before an index on its line."""
    return index - line_start(text, index)


def before_on_line(text: str, index: int) -> str:
    """Return what is before an index on its line."""
    return text[line_start(text, index) : index]
