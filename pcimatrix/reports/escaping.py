"""Escaping of text from people for each format: shown as it is, and never active."""

import json
import re
from functools import lru_cache
from typing import Any

from pydantic_core import PydanticSerializationError, to_json

from pcimatrix.text import one_line

_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>#|~&$^@]|:(?=//)")
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_UNPAIRED = re.compile("[\ud800-\udfff]")
_MERMAID = re.compile(r"[^\w .,:'()/-]|(?<=:)/(?=/)")
_CSS = re.compile(r"[^\w .,:()-]", re.ASCII)
_OUTSIDE_COMMENTS = re.compile(r"(?:[^ -~]|[<>&-])+")
_FORMULA = re.compile("'*(?:[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]|[0-9]+[.][0-9]+$)")

BYTE_ORDER_MARK = "\ufeff"
"""What Excel on Windows needs before a CSV to read it as UTF-8; other programs may take it for text."""


@lru_cache(maxsize=4_096)  # reasons and duties are the same in many places of a document
def markdown_cell(text: str) -> str:
    """Return text that Markdown shows as it is, on one line, in a table or out of one."""
    return _MARKDOWN.sub(lambda found: "\\" + found[0], one_line(text))


def spreadsheet_cell(text: str) -> str:
    """Return text that no spreadsheet takes for a formula or a number: an apostrophe goes before it.

    As the OWASP advice on CSV injection has it; full-width signs begin a formula too. As a number, section 12.10 would
    become 12.1. Text that has its own apostrophe there gets another, so that whoever takes one away has the text again.
    """
    return "'" + text if _FORMULA.match(text) else text


def json_text(text: str) -> str:
    """Return JSON text that shows what it holds: control characters and marks of direction become escapes.

    It parses to the same values, but for what cannot be encoded, which becomes U+FFFD.
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", _UNPAIRED.sub("\ufffd", text))


def json_document(values: Any) -> str:
    """Return plain values as a JSON document: indented, as `json_text` has it, with a final newline."""
    return json_text(indented_json(values)) + "\n"


def indented_json(values: Any) -> str:
    """Return plain values as JSON text, indented, with each text in it as it is.

    As `json.dumps` writes it in ten times the time: it indents in Python.
    """
    try:
        return to_json(values, indent=2).decode()
    except PydanticSerializationError:  # half a surrogate pair, which this does not encode
        return json.dumps(values, ensure_ascii=False, indent=2)


def json_comment(text: str) -> str:
    """Return JSON text of one line that can stand in an HTML comment: printable ASCII without `<`, `>`, `&`, `-`.

    It parses to the same values, but for what cannot be encoded, which becomes U+FFFD.
    """
    return _OUTSIDE_COMMENTS.sub(_escaped, _UNPAIRED.sub("\ufffd", text))


def _escaped(found: re.Match[str]) -> str:
    return "\\u" + found[0].encode("utf-16-be").hex(" ", 2).replace(" ", "\\u")


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
