"""Summaries as binary documents (Excel, Word, PDF): their recipe, and how they differ from what their inputs give."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from pcimatrix.errors import InputError, Problem
from pcimatrix.office import OLE
from pcimatrix.reports.summary.stamp import Found, Recipe, find_recipe, recipe_of
from pcimatrix.reports.text_diff import first_differences
from pcimatrix.reports.workbook.stamp import stamp_of
from pcimatrix.source import in_utf8, text_of
from pcimatrix.text import one_line

KEYWORD = "pcimatrix "
"""What the keyword of a PDF that holds the recipe begins with."""
_FORMATS = "HTML, Markdown, JSON, Excel, Word or PDF"


class Compared(NamedTuple):
    """How a document was compared (`bytes`, `cells` or `text`), and the first differences."""

    by: str
    differences: tuple[str, ...] = ()


def find(data: bytes, name: str) -> Found:
    """Return the recipe of a summary in any format that states one; `name` names it in messages.

    Raises `InputError` if there is none, `FormatError` if the library that reads the format is missing.
    """
    if data.startswith(b"%PDF-"):
        from pcimatrix.reports.documents.pdf import read_pdf  # noqa: PLC0415 - needs a library

        keywords = read_pdf(data, name, text=False).keywords
        return Found("pdf", _recipe(keywords.partition(KEYWORD)[2], name))
    if data.startswith((b"PK", OLE)):
        return _in_package(data, name)
    return find_recipe(text_of(in_utf8(data), name).text, name)


def _in_package(data: bytes, name: str) -> Found:
    properties: Mapping[str, str]
    if _has_part(data, "word/document.xml"):
        from pcimatrix.reports.documents.word import read_word  # noqa: PLC0415 - needs a library

        properties = read_word(data, name).properties
    else:
        from pcimatrix.reports.workbook.opening import read_book  # noqa: PLC0415 - needs a library

        properties = read_book(data, name, lambda *_: False).properties
    recipe = recipe_of(stamp_of(properties).get("recipe"))
    if recipe is None:
        raise _refuse(name)
    return Found("docx" if _has_part(data, "word/document.xml") else "xlsx", recipe)


def _has_part(data: bytes, part: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return part in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False  # whoever opens it says why


def _recipe(text: str, name: str) -> Recipe:
    try:
        # Other keywords may follow.
        found = recipe_of(json.JSONDecoder().raw_decode(text)[0])
    except (ValueError, RecursionError):
        found = None
    if found is None:
        raise _refuse(name)
    return found


def compare(format_: str, data: bytes, wanted: bytes, name: str) -> Compared:
    """Return how a document in Excel, Word or PDF differs from the wanted one; `name` names it in messages.

    If not all bytes are the same, as when another version of a library or another program wrote it, a workbook is
    compared cell by cell but for what people fill in, and the others by their text. Raises `InputError`.
    """
    if data == wanted:
        return Compared("bytes")
    if format_ == "xlsx":
        from pcimatrix.reports.workbook.comparing import compare_workbooks  # noqa: PLC0415 - needs a library

        return Compared("cells", tuple(map(one_line, compare_workbooks(data, wanted, name))))
    if format_ == "docx":
        from pcimatrix.reports.documents.word import read_word  # noqa: PLC0415 - needs a library

        before, after = (read_word(each, name).lines for each in (data, wanted))
    else:
        from pcimatrix.reports.documents.pdf import read_pdf  # noqa: PLC0415 - needs a library

        before, after = (read_pdf(each, name).lines for each in (data, wanted))
    texts = ["".join(f"{one_line(line)}\n" for line in lines) for lines in (before, after)]
    return Compared("text", tuple(first_differences(texts[0].encode(), texts[1], name)))


def _refuse(name: str) -> InputError:
    found = "no summary with a record of its inputs"
    return InputError([Problem(name, 0, 0, found, f"expected {_FORMATS} as `pcimatrix render` writes it")])
