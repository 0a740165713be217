"""Escaping of text from people for each format: shown as it is, and never active."""

import re

from pcimatrix.text import one_line

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$^@]|:(?=//))")
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_MERMAID = re.compile(r"[^\w .,:'()/-]|(?<=:)/(?=/)")
_CSS = re.compile(r"[^\w .,:()-]", re.ASCII)
_OUTSIDE_COMMENTS = re.compile(r"[^ -~]|[<>&-]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def markdown_cell(text: str) -> str:
    """Return text that Markdown shows as it is, on one line, in a table or out of one."""
    return _MARKDOWN.sub(r"\\\1", one_line(text))


def spreadsheet_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe goes before what would begin one.

    As the OWASP advice on CSV injection has it.
    """
    return "'" + text if text.startswith(_FORMULA) else text


def json_text(text: str) -> str:
    """Return JSON text that shows what it holds: control characters and marks of direction become escapes.

    It parses to the same values, but for what cannot be encoded, which becomes U+FFFD.
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", _UNPAIRED.sub("\ufffd", text))


def json_comment(text: str) -> str:
    """Return JSON text of one line that can stand in an HTML comment: printable ASCII without `<`, `>`, `&`, `-`.

    It parses to the same values, but for what cannot be encoded, which becomes U+FFFD.
    """
    return _OUTSIDE_COMMENTS.sub(_escaped, _UNPAIRED.sub("\ufffd", text))


def _escaped(found: re.Match[str]) -> str:
    return re.sub("....", r"\\u\g<0>", found[0].encode("utf-16-be").hex())


def mermaid_label(text: str) -> str:
    """Return text that Mermaid shows as it is between quotes: whatever could mean something becomes its number."""
    return _MERMAID.sub(lambda found: f"#{ord(found[0])};", one_line(text))


def dot_string(*rows: str) -> str:
    """Return rows of text as one quoted DOT string: no escape, entity or end of the string comes from the text."""
    safe = (one_line(row).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"') for row in rows)
    return '"' + "\\n".join(safe) + '"'


def css_string(text: str) -> str:
    """Return text as a quoted CSS string that ends neither itself nor a style element: all but plain signs escaped."""
    return '"' + _CSS.sub(lambda found: f"\\{ord(found[0]):x} ", one_line(text)) + '"'
