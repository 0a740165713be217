"""A workbook's sheets: text stays text, no part of it is lost silently, and each printed page says what it is."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import IO, Any, NamedTuple

from pcimatrix.errors import FormatError
from pcimatrix.reports.extras import extra
from pcimatrix.reports.formats.summaries._cell_text import distinct, lines, parts, short, visible
from pcimatrix.reports.workbook.fill_in import LONG_TEXTS
from pcimatrix.reports.workbook.opening import Value
from pcimatrix.sheet_columns import letters_of

_A4 = 9
_SIZE, _POINTS, _TALLEST = 11, 15, 409
"""The size of letters, the height of a line of them, and that of a row at most."""
_BUTTON = 3
"""What the button of a filter takes of a heading's width."""
_HEADED, _NAMED = 60, 250
"""Characters of each side of a page's header, and of a property, at most: the file format has 255 for either."""

_TEXT = {"text_wrap": True, "valign": "top"}
_HEAD = _TEXT | {"bold": True, "bg_color": "#E4E7EB", "bottom": 1}
_LINE = {"border": 1, "border_color": "#C9CED6"}
_NUMBER = {"valign": "top", "num_format": "0"}
_TOTAL = {"bold": True, "top": 1}
_STYLES: dict[str, dict[str, Any]] = {
    "text": _TEXT,
    "strong": _TEXT | {"bold": True},
    "soft": _TEXT | {"font_color": "#4D555F"},
    "title": _TEXT | {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 13, "valign": "top"},
    "head": _HEAD,
    "head right": _HEAD | {"align": "right"},
    "head after": _HEAD | {"align": "left", "indent": 1},
    "head yours": _HEAD | {"bg_color": "#FFF2CC"},
    "cell": _TEXT | _LINE,
    "cell strong": _TEXT | _LINE | {"bold": True},
    "cell after": _TEXT | _LINE | {"align": "left", "indent": 1},
    "number": _NUMBER | _LINE,
    "label": _NUMBER | _LINE | {"align": "left"},
    "total": _NUMBER | _TOTAL,
    "total text": _TEXT | _TOTAL,
    "total after": _TEXT | _TOTAL | {"align": "left", "indent": 1},
    "percent": _NUMBER | {"num_format": "0%"},
}
"""Formats by name; one `after` a column of numbers keeps its distance from them."""


class Column(NamedTuple):
    """A column of an Excel table: heading, width in characters, whether it holds numbers, whether people fill it in."""

    heading: str
    width: float
    numeric: bool = False
    yours: bool = False


class Book:
    """A workbook that is being written; `subject` stands in the header of each page beside its title."""

    def __init__(self, stream: IO[bytes], title: str, subject: str, day: str) -> None:
        """Begin a workbook of this day (YYYY-MM-DD). Raises `FormatError` if the library is missing."""
        with extra("xlsx"):
            import xlsxwriter  # type: ignore[import-untyped] # noqa: PLC0415 - an extra
        off = {f"strings_to_{each}": False for each in ("numbers", "formulas", "urls")}
        self.workbook: Any = xlsxwriter.Workbook(stream, {"in_memory": True} | off)
        created = datetime.fromisoformat(day).replace(tzinfo=UTC)
        self.workbook.set_properties(
            {"title": short(title, _NAMED), "subject": short(subject, _NAMED), "created": created}
        )
        # An ampersand begins a code in a header, and XlsxWriter takes even a doubled one before G for a picture's.
        left, right = (short(each, _HEADED).replace("&", "\uff06") for each in (title, subject))
        self._header = f"&L{left}&R{right}"
        self._formats: dict[tuple[str, bool, str], Any] = {}
        self.long: list[tuple[str, str, str]] = []

    def style(self, name: str, *, quoted: bool = False, form: str = "") -> Any:
        """Return a format of the workbook; a quoted one keeps a cell text even when somebody edits it.

        `form` is a number format, instead of the style's own.
        """
        key = (name, quoted, form)
        if key not in self._formats:
            numbers = {"num_format": form} if form else {}
            self._formats[key] = self.workbook.add_format(_STYLES[name] | {"quote_prefix": quoted} | numbers)
        return self._formats[key]

    def sheet(self, name: str, widths: Iterable[float]) -> "Sheet":
        """Add a sheet, set up for print: landscape, as wide as the page, with header, footer and page numbers."""
        worksheet = self.workbook.add_worksheet(name)
        worksheet.set_landscape()
        worksheet.set_paper(_A4)
        worksheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.7)
        worksheet.fit_to_pages(1, 0)
        worksheet.set_header(self._header)
        worksheet.set_footer("&L&A&RPage &P of &N")
        return Sheet(self, worksheet, name, tuple(widths))

    def close(self) -> None:
        """Finish the workbook: what was too long for a cell follows on a sheet of its own, in parts."""
        if self.long:
            columns = (Column("Sheet", 24), Column("Cell", 9), Column("The text, in parts", 130))
            sheet = self.sheet(LONG_TEXTS, [column.width for column in columns])
            sheet.table("LongTexts", columns, self.long)
        self.workbook.close()


class Sheet:
    """A sheet that is being written; rows and columns count from 0."""

    def __init__(self, book: Book, worksheet: Any, name: str, widths: tuple[float, ...]) -> None:
        self.book, self.worksheet, self.name, self.widths = book, worksheet, name, widths
        for column, width in enumerate(widths):
            worksheet.set_column(column, column, width)

    def text(self, row: int, column: int, text: str, style: str = "text") -> None:
        """Write text as text: nothing in it acts. What is too long for a cell is cut, and the cell says so.

        An empty text leaves the cell empty. Raises `FormatError` if a sheet cannot have so many rows.
        """
        shown, *rest = list(parts(visible(text))) or [""]
        if rest:
            self.book.long += [(self.name, f"{letters_of(column + 1)}{row + 1}", part) for part in (shown, *rest)]
            shown += f" … (cut here; the full text is on the sheet {LONG_TEXTS})"
        if shown.startswith("<r>") and shown.endswith("</r>"):
            shown += " "  # XlsxWriter takes such a string for its own markup and would not escape it
        form = self.book.style(style, quoted=shown.startswith(("=", "+", "-", "@", "'")))
        # Where the text is empty the cell must be, too: Excel counts one with an empty text as filled.
        write = self.worksheet.write_string if shown else self.worksheet.write_blank
        if write(row, column, shown, form):
            raise FormatError(
                f"the sheet {self.name}: more rows than a spreadsheet can hold (1,048,576); use --format csv"
            )

    def number(self, row: int, column: int, number: int, style: str = "number") -> None:
        """Write a number."""
        self.worksheet.write_number(row, column, number, self.book.style(style))

    def value(self, row: int, column: int, value: Value, form: str = "General") -> None:
        """Write what people filled in as it was: text with its lines and as text, a number in its number format.

        Raises `FormatError` for a text that no cell can hold.
        """
        if isinstance(value, str):
            shown = value + " " if value.startswith("<r>") and value.endswith("</r>") else value
            style = self.book.style("cell", quoted=shown.startswith(("=", "+", "-", "@", "'")))
            if self.worksheet.write_string(row, column, shown, style):
                place = f"{self.name}!{letters_of(column + 1)}{row + 1}"
                raise FormatError(f"{place}: a text longer than a cell can hold; cut it")
        elif isinstance(value, bool):
            self.worksheet.write_boolean(row, column, value, self.book.style("cell"))
        else:
            style = self.book.style("cell", form="" if form == "General" else short(form, _NAMED))
            self.worksheet.write_number(row, column, value, style)

    def formula(self, row: int, column: int, formula: str, value: float | str, style: str = "number") -> None:
        """Write a formula with its value, for programs that show a workbook without calculating."""
        self.worksheet.write_formula(row, column, formula, self.book.style(style), value)

    def wide(self, row: int, text: str, style: str = "text", *, first: int = 0) -> None:
        """Write text over all columns from `first` on."""
        last = len(self.widths) - 1
        self.worksheet.merge_range(row, first, row, last, "", self.book.style(style))
        self.text(row, first, text, style)
        self.height(row, [(text, sum(self.widths[first:]))], _STYLES[style].get("font_size", _SIZE))

    def height(self, row: int, texts: Iterable[tuple[str, float]], size: int = _SIZE) -> None:
        """Make a row as high as its wrapped texts of these widths need: few programs do so by themselves."""
        most = max(lines(text, width * _SIZE / size) for text, width in texts)
        self.worksheet.set_row(row, min(_TALLEST, most * _POINTS * size / _SIZE + 1))

    def rows(self, row: int, columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> int:
        """Write a heading row, and rows of text and numbers after it, from `row` on; return the row after them."""
        for number, column in enumerate(columns):
            self.text(row, number, column.heading, "head right" if column.numeric else "head")
        self.height(row, zip((column.heading for column in columns), self.widths, strict=False))
        return self._body(row + 1, columns, rows, "number")

    def _body(self, row: int, columns: Sequence[Column], rows: Iterable[Sequence[str]], numbers: str) -> int:
        """Write rows of text, and of numbers in a style, from `row` on; return the row after them."""
        for values in rows:
            for number, (column, value) in enumerate(zip(columns, values, strict=True)):
                if column.numeric:
                    self.number(row, number, int(value), numbers)
                else:
                    self.text(row, number, value, "cell")
            self.height(row, zip(values, self.widths, strict=False))
            row += 1
        return row

    def table(self, name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], *, row: int = 0) -> int:
        """Write an Excel table with filters from `row` on, its numbers as labels; return the row after it.

        Its head is repeated on each page, and frozen on the screen where it is the first row.
        """
        after = self._body(row + 1, columns, rows, "label")
        names = distinct(column.heading for column in columns)
        self.height(row, ((each, column.width - _BUTTON) for each, column in zip(names, columns, strict=True)))
        styles = [self.book.style("head yours" if column.yours else "head") for column in columns]
        headings = [{"header": each, "header_format": style} for each, style in zip(names, styles, strict=True)]
        options = {"name": name, "columns": headings, "style": "Table Style Light 1"}
        self.worksheet.add_table(row, 0, after - 1, len(columns) - 1, options)
        # Ids such as 1.2 are text that looks like a number, and that is no mistake.
        self.worksheet.ignore_errors({"number_stored_as_text": f"A1:{letters_of(len(columns))}{after}"})
        self.worksheet.repeat_rows(row)
        if row == 0:
            self.worksheet.freeze_panes(1, 1)
        return after
