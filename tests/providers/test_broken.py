"""Broken and hostile spreadsheets: one clear message each, in bounded time and memory, and nothing written."""

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from subprocess import CompletedProcess
from time import process_time

import pytest

from pcimatrix.catalogue.loader import load
from pcimatrix.errors import InputError
from pcimatrix.providers.mapping import MatrixMap
from pcimatrix.providers.reading import read_matrix
from pcimatrix.providers.sheet import Merge, Row, Sheet
from pcimatrix.providers.spreadsheet import Spreadsheet
from provider_sheets import table, workbook

ROWS = [("Requirement", "Owner"), ("8.3.6", "Acme"), ("1.2.1", "Customer")]
Call = Callable[..., "CompletedProcess[str]"]


def _repacked(path: Path, changes: dict[str, bytes | None]) -> Path:
    """Write a workbook again, with parts replaced, added, or (None) removed."""
    workbook(path, ROWS)
    with zipfile.ZipFile(path) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in (parts | changes).items():
            if content is not None:
                new.writestr(name, content, compresslevel=1)  # a bomb of zeros takes long to pack
    path.write_bytes(data.getvalue())
    return path


def _part(name: str) -> bytes:
    data = io.BytesIO()
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415

    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(data)
    with zipfile.ZipFile(data) as archive:
        return archive.read(name)


def _encrypted(folder: Path) -> Path:
    path = folder / "m.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    return path


def _old(folder: Path) -> Path:
    path = folder / "m.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    return path


def _macros(folder: Path) -> Path:
    return _repacked(folder / "m.xlsm", {"xl/vbaProject.bin": b"\0\1\2"})


def _formulas(folder: Path) -> Path:
    return workbook(folder / "m.xlsx", [("Requirement", "Owner"), ("8.3.6", "=B9"), ("1.2.1", "=B9")])


def _many_rows(folder: Path) -> Path:
    row = b"<row><c><v>1</v></c><c><v>2</v></c></row>"
    sheet = _part("xl/worksheets/sheet1.xml").split(b"<sheetData>")[0] + b"<sheetData>" + row * 100_000
    return _repacked(folder / "m.xlsx", {"xl/worksheets/sheet1.xml": sheet + b"</sheetData></worksheet>"})


def _many_records(folder: Path) -> Path:
    path = folder / "m.csv"
    path.write_text("Requirement,Owner\n" + "8.3.6,Acme\n" * 100_000, encoding="utf-8")
    return path


def _bomb(folder: Path) -> Path:
    return _repacked(folder / "m.xlsx", {"xl/media/image1.png": b"\0" * 80 * 1024**2})


def _wide_bomb(folder: Path) -> Path:
    sheet = b"<worksheet><sheetData><row>" + b"<c/>" * 300_000 + b"</row></sheetData></worksheet>"
    return _repacked(folder / "m.xlsx", {"xl/worksheets/sheet1.xml": sheet})


def _wrong_type(folder: Path) -> Path:
    path = folder / "m.xlsx"
    path.write_bytes(b"%PDF-1.7\n%\xe2\xe3")
    return path


def _picture(folder: Path) -> Path:
    path = folder / "m.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    return path


def _archive(folder: Path) -> Path:
    return _repacked(folder / "m.zip", {"xl/workbook.xml": None})


def _cut_off(folder: Path) -> Path:
    path = workbook(folder / "m.xlsx", ROWS)
    path.write_bytes(path.read_bytes()[:2000])
    return path


def _no_ids(folder: Path) -> Path:
    return table(folder / "m.csv", [("Requirement", "Owner"), ("Firewalls", "Acme"), ("Passwords", "Customer")])


def _two_id_columns(folder: Path) -> Path:
    rows = [("PCI DSS v3.2.1", "PCI DSS v4.0.1", "Owner"), ("8.2.3", "8.3.6", "Acme"), ("1.2.1", "1.3.1", "Customer")]
    return workbook(folder / "m.xlsx", rows)


def _external_links(folder: Path) -> Path:
    return _repacked(folder / "m.xlsx", {"xl/externalLinks/externalLink1.xml": b"<externalLink/>"})


def _document_type(folder: Path) -> Path:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = _part("xl/worksheets/sheet1.xml")
    return _repacked(folder / "m.xlsx", {"xl/worksheets/sheet1.xml": bomb + sheet})


def _document_type_elsewhere(folder: Path) -> Path:
    return _repacked(folder / "m.xlsx", {"xl/styles.xml": b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><styleSheet/>'})


def _no_xml(folder: Path) -> Path:
    return _repacked(folder / "m.xlsx", {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData>"})


def _empty(folder: Path) -> Path:
    path = folder / "m.csv"
    path.write_bytes(b"\r\n\r\n")
    return path


def _no_relations(folder: Path) -> Path:
    return _repacked(folder / "m.xlsx", {"xl/_rels/workbook.xml.rels": None})


BROKEN = [
    (_encrypted, "the workbook is encrypted; open it with its password, and save it without one"),
    (_old, "an Excel 97-2003 workbook (.xls)"),
    (_macros, "the workbook has macros; save it as XLSX, without macros"),
    (_formulas, "its formulas have no saved values; open it in a spreadsheet program, and save it"),
    (_many_rows, "the spreadsheet has more than 10,000 rows"),
    (_many_records, "the spreadsheet has more than 10,000 rows"),
    (_bomb, "it unpacks to more than 64 MiB or 5,000 parts; keep the matrix alone in it"),
    (_wide_bomb, "the spreadsheet has more than 100,000 cells"),
    (_wrong_type, "this is a PDF; expected CSV or XLSX"),
    (_picture, "this is neither CSV nor XLSX"),
    (_archive, "this is a ZIP archive without a workbook"),
    (_cut_off, "no workbook, or an incomplete one; expected an .xlsx file"),
    (_no_ids, "no column has ids of requirements; its headings are Requirement, Owner"),
    (_two_id_columns, "two columns have ids, 'PCI DSS v3.2.1' and 'PCI DSS v4.0.1'"),
    (_external_links, "the workbook takes values from other workbooks (external links); break the links"),
    (_document_type, "xl/worksheets/sheet1.xml in it has a document type (DTD); save it anew"),
    (_document_type_elsewhere, "xl/styles.xml in it has a document type (DTD)"),
    (_no_xml, "xl/worksheets/sheet1.xml in the workbook is not XML"),
    (_empty, "the file is empty"),
    (_no_relations, "no workbook that can be read"),
]


@pytest.mark.parametrize(("make", "said"), BROKEN, ids=[make.__name__ for make, _ in BROKEN])
def test_a_broken_spreadsheet_is_told_in_one_message(
    make: Callable[[Path], Path], said: str, call: Call, tmp_path: Path
) -> None:
    file = make(tmp_path)
    begun, before = process_time(), getrusage(RUSAGE_SELF).ru_maxrss
    done = call("matrix", "import", file.name, "--party", "acme", "--output", "matrix.yaml", cwd=tmp_path)
    took, more = process_time() - begun, getrusage(RUSAGE_SELF).ru_maxrss - before
    assert (done.returncode, done.stdout) == (2, "")
    [line] = done.stderr.splitlines()
    assert line.startswith(f"pcimatrix: {file.name}: ")
    assert said in line
    assert [each.name for each in tmp_path.iterdir()] == [file.name]
    assert took < 5  # on a busy machine: a few tenths are usual
    assert more < 100 * 1024  # in KiB


def _sheet(rows: list[tuple[object, ...]], merges: tuple[Merge, ...] = ()) -> Spreadsheet:
    sheet = Sheet("S", tuple(Row(number, 0, row) for number, row in enumerate(rows, 1)), merges)  # type: ignore[arg-type]
    return Spreadsheet("m.xlsx", "m.xlsx", "0" * 64, (sheet,))


HEADER = ("Requirement", "Acme", "Customer")
SLOW = {
    "dates": (_sheet([HEADER, *[(date(2003, 2, 1), "X", "")] * 4500]), "a date"),
    "long texts": (
        _sheet([HEADER, *[("1.2.1 " + "except other are " * 1900, "x, " * 9000, "x = y " * 5000)] * 100]),
        "prose",
    ),
    "merged ranges": (_sheet([HEADER, *[("1.2.1", "X", "")] * 9000], (Merge(1, 1, 10_000, 3),) * 20_000), "merged"),
    "ids": (_sheet([HEADER, *[("1.1 to 12.10", "X", "")] * 1000]), "more than 100,000 ids"),
}


@pytest.mark.parametrize("name", SLOW)
def test_what_would_take_long_is_bounded(name: str) -> None:
    sheet, said = SLOW[name]
    begun = process_time()
    with pytest.raises(InputError, match=said):
        read_matrix(sheet, "acme", load().in_edition("4.0.1").catalogue, MatrixMap.model_validate({}))
    assert process_time() - begun < 2.5  # on a busy machine: one at most
