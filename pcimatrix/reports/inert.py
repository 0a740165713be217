"""Text from people made inert in a format: it is shown as it is, and never acts."""

import re

from pcimatrix.plain import plain

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$^@]|:(?=//))")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def markdown_cell(text: str) -> str:
    """Return text that Markdown shows as it is, on one line, in a table or out of one."""
    return _MARKDOWN.sub(r"\\\1", plain(text))


def spreadsheet_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe goes before what would begin one.

    As the OWASP advice on CSV injection has it.
    """
    return "'" + text if text.startswith(_FORMULA) else text
