"""Overwriting a workbook: `render --keep`, `--force`, and what is refused; the old file is whole whatever happens."""

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest

from hostile import SMALL, brief
from pcimatrix import office
from pcimatrix.reports import writer
from pcimatrix.reports.workbook import opening
from summaries import pattern_summary

Call = Callable[..., CompletedProcess[str]]
Edit = Callable[[Any], None]


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have workbooks list one of AWS's discrepancies, which are six of seven texts in those of a small catalogue."""
    published = brief().published
    monkeypatch.setattr("pcimatrix.catalogue.loader.shipped_published", lambda: published)


def rendered(call: Call, file: Path, *options: str | Path) -> CompletedProcess[str]:
    return call("render", "--output", file, "--catalogue", SMALL, *options)


def column(sheet: Any, heading: str) -> int:
    [found] = [int(cell.column) for cell in sheet[1] if cell.value == heading]
    return found


@cache
def blank() -> bytes:
    """Return the workbook of the small catalogue, which nobody has filled in."""
    return bytes(writer("summaries", "xlsx")(pattern_summary(brief(), "abstracted")))


@cache
def filled() -> bytes:
    """Return it with two cells filled in."""

    def edit(book: Any) -> None:
        sheet = book["Matrix"]
        sheet.cell(2, column(sheet, "Status")).value = "In place"
        sheet.cell(3, column(sheet, "Note")).value = "=1+1"

    return saved(blank(), edit)


def fill(file: Path, edit: Edit | None = None) -> bytes:
    file.write_bytes(saved(filled(), edit) if edit else filled())
    return file.read_bytes()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "matrix.xlsx"
    file.write_bytes(blank())
    return file


def test_an_empty_workbook_is_overwritten_and_a_filled_one_is_not(call: Call, book: Path) -> None:
    done = rendered(call, book)
    assert (done.returncode, done.stderr) == (0, "")
    assert book.read_bytes() == blank()
    old = fill(book)
    done = rendered(call, book)
    assert done.returncode == 2
    assert done.stderr == (
        f"pcimatrix: {book}: 2 cells filled in (Matrix!R2, Matrix!T3); use --keep to keep what they say, or --force to "
        "overwrite it\n"
    )
    assert book.read_bytes() == old
    assert rendered(call, book, "--force").returncode == 0
    assert openpyxl.load_workbook(book)["Matrix"]["R2"].value is None


def test_what_is_kept_is_said_and_so_is_what_has_no_row_any_more(call: Call, book: Path, tmp_path: Path) -> None:
    fill(book)
    done = rendered(call, book, "--keep")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        f"{book}: kept 2 filled cells of 2 test cases",
        f"{book}: formulas are text now: Matrix!T3",
    ]
    assert openpyxl.load_workbook(book)["Matrix"]["T3"].value == "=1+1"
    text = Path(SMALL).read_text(encoding="utf-8")
    fewer = tmp_path / "fewer.yaml"
    fewer.write_text(text[: text.index('              - id: "3.2.1.b"')], encoding="utf-8")
    done = call("render", "--output", book, "--keep", "--catalogue", fewer)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"{book}: kept 1 filled cell of 1 test case",
        f"{book}: 1 filled cell without a place in the matrix, on the sheet 'No longer in the matrix':",
        "  3.2.1.b: Note",
    ]


def test_a_sheet_of_ones_own_is_not_lost_unless_that_is_said(call: Call, book: Path) -> None:
    old = fill(book, lambda book: book.create_sheet("Interviews"))
    done = rendered(call, book, "--keep")
    assert done.returncode == 2
    assert "cannot be kept: the sheet 'Interviews'; move this to another workbook, or add --force" in done.stderr
    assert book.read_bytes() == old
    assert rendered(call, book, "--keep", "--force").returncode == 0
    assert openpyxl.load_workbook(book)["Matrix"]["R2"].value == "In place"


def test_a_workbook_that_is_saved_meanwhile_is_not_overwritten(
    call: Call, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(book)
    monkeypatch.setattr(
        "pcimatrix.reports.formats.summaries.xlsx.write", lambda *_: book.write_bytes(b"saved by somebody") and b""
    )
    done = rendered(call, book, "--keep")
    assert done.returncode == 2
    assert "it was saved while its successor was made; run the command again" in done.stderr
    assert book.read_bytes() == b"saved by somebody"


def test_there_is_nothing_to_keep_yet(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "new.xlsx"
    assert rendered(call, file, "--keep").stderr == ""
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    assert rendered(call, empty, "--keep").returncode == 0
    assert empty.read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--format", "html"), "only a workbook has columns to fill in; use --format xlsx"),
        (("--format", "xlsx"), "name the workbook with --output"),
        (("--format", "xlsx", "--output", "-"), "name the workbook with --output"),
    ],
)
def test_keep_is_for_workbooks_that_are_files(call: Call, options: tuple[str, ...], said: str) -> None:
    done = call("render", "--keep", *options)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", "").split())


# Broken workbooks


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with another part in the place of one, or with one more."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return stream.getvalue()


def saved(data: bytes, edit: Edit) -> bytes:
    book, stream = openpyxl.load_workbook(io.BytesIO(data)), io.BytesIO()
    edit(book)
    book.save(stream)
    return stream.getvalue()


def flagged(data: bytes) -> bytes:
    """Return a workbook of which an entry says that it is encrypted."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 8] + b"\x01" + data[at + 9 :]


def no_ids(book: Any) -> None:
    book["Matrix"]["A1"].value = "Control"


def two_ids(book: Any) -> None:
    book["Matrix"]["A3"].value = book["Matrix"]["A2"].value


def two_columns(book: Any) -> None:
    book["Matrix"].cell(1, book["Matrix"].max_column + 1).value = "Status"


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
NO_WORKBOOK = "no workbook, or an incomplete one; expected an .xlsx file"
BROKEN: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "text": (
        lambda _: b"Test case,Status\n3.2.1.a,done\n",
        NO_WORKBOOK,
    ),
    "encrypted": (
        lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
        "it is encrypted, or of Excel before 2007; save it as .xlsx without a password",
    ),
    "encrypted entry": (flagged, "it is encrypted; save it without a password"),
    "cut": (lambda data: data[: len(data) // 2], NO_WORKBOOK),
    "another archive": (lambda _: with_part(b"PK\x05\x06" + bytes(18), "a.txt", b"a"), "no workbook that can be read"),
    "broken XML": (lambda data: with_part(data, "xl/workbook.xml", b"<workbook"), "no workbook that can be read"),
    "document type": (lambda data: with_part(data, "xl/styles.xml", DTD), "xl/styles.xml in it has a document type"),
    "UTF-16 document type": (
        lambda data: with_part(data, "xl/styles.xml", DTD.decode().encode("utf-16")),
        "xl/styles.xml in it has a document type",
    ),
    "bomb": (lambda data: with_part(data, "xl/x.xml", bytes(3_000_000)), "it unpacks to more than 2 MiB"),
    "tags": (lambda data: with_part(data, "xl/x.xml", b"<a/>" * 5_000), "its XML has more than 5,000 tags"),
    "wide": (
        lambda data: saved(data, lambda book: book["Matrix"].cell(1, 4_000, "x")),
        "the rows of the sheet 'Matrix' are too many and too wide",
    ),
    "long": (lambda data: saved(data, lambda book: book["Matrix"].cell(50, 1, "x")), "has more than 40 rows"),
    "no ids": (lambda data: saved(data, no_ids), "no sheet has a column 'Test case' beside one 'Owner'"),
    "two ids": (lambda data: saved(data, two_ids), "the sheet 'Matrix' has the test case '3.2.1.a' in rows 2 and 3"),
    "two columns": (lambda data: saved(data, two_columns), "the sheet 'Matrix' has two columns 'Status'"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_workbook_is_one_message_and_stays(
    kind: str, call: Call, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_UNPACKED", 2 * 1024 * 1024)
    monkeypatch.setattr(office, "_TAGS", 5_000)
    monkeypatch.setattr(opening, "_ROWS", 40)
    monkeypatch.setattr(opening, "_PLACES", 3_000)
    breaks, said = BROKEN[kind]
    broken = breaks(fill(book))
    book.write_bytes(broken)
    done = rendered(call, book, "--keep")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert line.startswith(f"pcimatrix: {book}: ")
    assert said in line
    assert line.endswith("; or use --force without --keep to overwrite it")
    assert book.read_bytes() == broken
    assert list(book.parent.iterdir()) == [book]
    if kind == "text":
        assert rendered(call, book).returncode == 2
        assert rendered(call, book, "--force").returncode == 0
