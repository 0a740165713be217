"""Tables on a terminal of any width: no word is broken, and wide characters count as the two columns they take."""

import pytest
from rich.cells import cell_len

from pcimatrix.cli.table_view import draw
from pcimatrix.reports.table import Column, Table

LONG = ("authentication-related", "administratively")
TEXT = Table(
    columns=(Column("id", "Test case"), Column("what", "Summary"), Column("count", "Test cases", numeric=True)),
    rows=(("8.3.10.1.a", f"{LONG[1]} enforced {LONG[0]} settings", "1234"), ("1.1.2", "short", "7")),
    data=[],
    footer=(("Total", "", "1241"),),
    notes=(f"A note on {LONG[0]} settings",),
    title="Of configurations",
)
WIDE = Table(
    columns=(Column("id", "Test case"), Column("what", "Summary")),
    rows=(("1.1.1", "日本語 の とても 長い 文章 です から 折り返し ます"), ("1.1.2", "문장 을 여러 줄 로 나눈다")),
    data=[],
)


def shown(table: Table, width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the lines of a table on a terminal of a width."""
    monkeypatch.setenv("COLUMNS", str(width))
    draw(table)
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("width", [10, 16, 20, 24, 28, 30, 36, 40, 44, 48, 52, 60, 80, 120])
def test_no_word_is_broken(width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    lines = shown(TEXT, width, monkeypatch, capsys)
    words = {word for row in (*TEXT.rows, *TEXT.footer) for cell in row for word in cell.split()}
    words |= {word for text in (*TEXT.notes, TEXT.title) for word in text.split()}
    words |= {word for column in TEXT.columns for word in column.heading.split()}
    found = {word.removesuffix(":") for line in lines for word in line.split()}
    assert words - found == set()
    # A line is wider than the terminal only if it is one word, which would have to be broken otherwise.
    assert [line for line in lines if len(line) > width and len(line.split()) > 1] == []


@pytest.mark.parametrize("width", [16, 20, 24, 30, 40, 60, 80])
def test_no_line_of_wide_characters_is_wider_than_the_terminal(
    width: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = shown(WIDE, width, monkeypatch, capsys)
    assert max(map(cell_len, lines)) <= width
    found = {word for line in lines for word in line.split()}
    assert {word for row in WIDE.rows for cell in row for word in cell.split()} <= found


def test_a_table_without_room_is_blocks_of_heading_and_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(TEXT, 30, monkeypatch, capsys) == [
        "Of configurations",
        "",
        "Test case: 8.3.10.1.a",
        "Summary: administratively",
        "  enforced",
        "  authentication-related",
        "  settings",
        "Test cases: 1234",
        "",
        "Test case: 1.1.2",
        "Summary: short",
        "Test cases: 7",
        "",
        "Test case: Total",
        "Test cases: 1241",
        "",
        "A note on",
        "authentication-related",
        "settings",
    ]


@pytest.mark.parametrize(("width", "kept"), [(400, True), (64, False)])
def test_a_long_table_leaves_out_spare_columns_that_a_terminal_has_no_room_for(
    width: int, kept: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    columns = (Column("id", "Test case"), Column("one", "In payments", spare=True))
    table = Table(columns=columns, rows=(("1.1.1", "x" * 60),) * 100, data=[])
    lines = shown(table, width, monkeypatch, capsys)
    assert any("x" * 60 in line for line in lines) is kept
    assert any(line.startswith("Left out for lack of room: In payments.") for line in lines) is not kept
