"""Spreadsheets of invented providers, made by tests, and what is read of them."""

import csv
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import openpyxl  # type: ignore[import-untyped]

from pcimatrix.catalogue.loader import load
from pcimatrix.catalogue.model import Catalogue
from pcimatrix.providers.mapping import MatrixMap
from pcimatrix.providers.reading import Imported, read_matrix
from pcimatrix.providers.spreadsheet import read_bounded, spreadsheet_of


def workbook(path: Path, rows: Iterable[Sequence[Any]], merges: Iterable[str] = (), **others: Any) -> Path:
    """Write an XLSX file: a sheet named Matrix, with merged ranges (`A2:A4`), and others by name."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Matrix"
    for row in rows:
        sheet.append(list(row))
    for each in merges:
        sheet.merge_cells(each)
    for name, more in others.items():
        other = book.create_sheet(name)
        for row in more:
            other.append(list(row))
    book.save(path)
    return path


def repacked(path: Path, changes: Mapping[str, str], more: Mapping[str, str] = MappingProxyType({})) -> None:
    """Write a workbook again with texts of its XML replaced, each of which must be there, and with more parts."""
    with zipfile.ZipFile(path) as old:
        parts = {each: old.read(each).decode() for each in old.namelist()}
    for before, after in changes.items():
        assert any(before in content for content in parts.values()), before
        parts = {name: content.replace(before, after) for name, content in parts.items()}
    with zipfile.ZipFile(path, "w") as new:
        for name, content in (parts | dict(more)).items():
            new.writestr(name, content)


def table(path: Path, rows: Iterable[Sequence[str]], separator: str = ",") -> Path:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=separator).writerows(rows)
    return path


@cache
def _catalogue() -> Catalogue:
    return load().in_edition("4.0.1").catalogue


def read(path: Path, **given: Any) -> Imported:
    """Return a spreadsheet of the provider `acme` as it is read; `given` is the map."""
    sheet = spreadsheet_of(read_bounded(str(path)), str(path))
    return read_matrix(sheet, "acme", _catalogue(), MatrixMap.model_validate(given))


def taken(found: Imported) -> dict[str, str]:
    """Return whose each requirement is, by its id, and its service if it is of one: `8.3.6 (WAF)`."""
    return {each.id + (f" ({each.service})" if each.service else ""): each.responsibility.value for each in found.taken}


def refused(found: Imported) -> dict[int, str]:
    """Return the kind of each row that is not taken, by its number."""
    return {each.row: each.kind for each in found.not_taken}
