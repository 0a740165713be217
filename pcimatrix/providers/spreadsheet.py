"""Spreadsheets, CSV or XLSX by their content, as sheets."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from pcimatrix.providers.csv_sheet import csv_sheet
from pcimatrix.providers.file_kinds import refuse_other_types
from pcimatrix.providers.sheet import MAX_BYTES, Sheet, refusal
from pcimatrix.providers.workbook import read_workbook
from pcimatrix.source import name_of, read_bytes, text_of


class Spreadsheet(NamedTuple):
    """A spreadsheet: its name for messages, the name of its file, the SHA-256 (hex) of its bytes, and its sheets.

    `comments` is the number of comments on its cells, which are not read.
    """

    source: str
    file: str
    sha256: str
    sheets: tuple[Sheet, ...]
    comments: int = 0


def is_workbook(data: bytes) -> bool:
    """Tell whether bytes are an XLSX workbook rather than CSV, as far as their beginning says."""
    return data.startswith(b"PK")


def read_bounded(path: str) -> bytes:
    """Return the bytes of a spreadsheet. Raises `InputError`."""
    return read_bytes(path, MAX_BYTES, "a spreadsheet")


def spreadsheet_of(data: bytes, path: str) -> Spreadsheet:
    """Return the spreadsheet that bytes are; `path` names it. Raises `InputError`."""
    source = name_of(path)
    if not data.strip():
        raise refusal(source, "the file is empty", "expected CSV or XLSX")
    file, digest = "-" if path == "-" else Path(path).name, hashlib.sha256(data).hexdigest()
    if is_workbook(data):
        return Spreadsheet(source, file, digest, *read_workbook(data, source))
    refuse_other_types(data, source)
    return Spreadsheet(source, file, digest, (csv_sheet(text_of(data, source).text, source),))
