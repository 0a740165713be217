"""CSV text as a sheet."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator

from pcimatrix.providers.sheet import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Row, Sheet, refusal, too_many

_SEPARATORS = ",;\t"
_SAID = re.compile(r"sep=([,;\t|])\s*?(?:\r\n|\r|\n)")
"""The first line by which spreadsheet programs are told the separator."""
_TEXT = re.compile(r'^="([^"]*)"$')
"""A text as it is written to keep spreadsheet programs from changing it."""
_SAMPLE = 200
"""So many records are looked at to find the separator."""


def csv_sheet(text: str, source: str) -> Sheet:
    """Return the sheet of a CSV text: its rows count records, blank ones too, and know the line they begin at.

    The separator is what a first line such as `sep=;` says, else the comma, the semicolon or the tabulator that parts
    most records, and into the same number of cells. Raises `InputError`.
    """
    said = _SAID.match(text)
    separator = said[1] if said else max(_SEPARATORS, key=lambda each: _parted(text, each))
    rows, cells = [], 0
    for number, line, record in _records(text, separator, source):
        if number > MAX_ROWS:
            raise too_many(source, "rows", MAX_ROWS)
        if len(record) > MAX_COLUMNS:
            raise too_many(source, "columns", MAX_COLUMNS)
        cells += len(record)
        if cells > MAX_CELLS:
            raise too_many(source, "cells", MAX_CELLS)
        row = Row(number, line, tuple(_TEXT.sub(r"\1", each) for each in record))
        if row.filled:
            rows.append(row)
    return Sheet("", tuple(rows))


def _parted(text: str, separator: str) -> tuple[int, int, int]:
    """Return how many of the first records a separator parts alike, how many at all, and into how many cells."""
    widths: list[int] = []
    try:
        for number, record in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator)):
            if number == _SAMPLE:
                break
            widths.append(len(record))
    except csv.Error:  # said when all of it is read
        pass
    counted = Counter(each for each in widths if each > 1)
    [(width, most)] = counted.most_common(1) or [(0, 0)]
    return most, counted.total(), width


def _records(text: str, separator: str, source: str) -> Iterator[tuple[int, int, list[str]]]:
    # A quotation mark that is never closed would take all other rows into its cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number, line = 0, 1
    try:
        for number, record in enumerate(reader, 1):
            yield number, line, record
            line = reader.line_num + 1
    except csv.Error as error:
        found = f"record {number + 1}, from line {line}, is not CSV: {error}"
        raise refusal(source, found, "check its quotation marks") from None
