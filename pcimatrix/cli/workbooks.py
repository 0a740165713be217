"""Workbooks that are overwritten: what people filled in is kept, or the command says how to go on."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pcimatrix.cli.output import note
from pcimatrix.errors import InputError, OutputError
from pcimatrix.source import name_of, read_bytes
from pcimatrix.text import one_line, pluralize, some_of

if TYPE_CHECKING:
    from pcimatrix.reports.workbook.filled import Filled, FilledCell
    from pcimatrix.reports.workbook.keeping import Kept

_MOST_NAMED = 5
"""So many cells or test cases are named in a message."""


class Before(NamedTuple):
    """A workbook before it is overwritten: its file, its bytes, and what people filled in."""

    file: str
    data: bytes
    filled: "Filled"


def before(file: str | None, *, keep: bool, force: bool) -> Before | None:
    """Return the workbook that an output file is, to keep what is filled in in it; None if nothing is kept.

    Raises `OutputError` if it has filled cells, which neither are to be kept nor may be overwritten (`force`), or if
    something in it cannot be kept; `InputError` if it cannot be read.
    """
    from pcimatrix.reports.workbook.filled import read_filled
    from pcimatrix.reports.workbook.opening import MAX_BYTES

    if file is None or file == "-" or (force and not keep) or not Path(file).is_file():
        return None
    data = read_bytes(file, MAX_BYTES, "a workbook")
    if not data:
        return None
    name = name_of(file)
    try:
        filled = read_filled(data, name)
    except InputError as error:
        hint = "; or use --force without --keep to overwrite it"
        raise InputError(each._replace(expected=each.expected + hint) for each in error.problems) from None
    if not keep:
        _refuse_filled(name, filled)
        return None
    lost = [f"the sheet {one_line(sheet)!r}" for sheet in filled.sheets] + list(filled.unread)
    if lost and not force:
        problem = f"cannot be kept: {', '.join(lost)}; move this to another workbook, or add --force to lose it"
        raise OutputError(f"{name}: {problem}")
    return Before(file, data, filled)


def _refuse_filled(name: str, filled: "Filled") -> None:
    if filled.all:
        named = ", ".join(one_line(each.place) for each in filled.all[:_MOST_NAMED])
        more = ", …" if len(filled.all) > _MOST_NAMED else ""
        problem = f"{pluralize(len(filled.all), 'cell')} filled in ({named}{more})"
        raise OutputError(f"{name}: {problem}; use --keep to keep what they say, or --force to overwrite it")


def check_unchanged(old: Before) -> None:
    """Raise `OutputError` if the workbook has been saved since it was read."""
    if not Path(old.file).is_file() or read_bytes(old.file, len(old.data) + 1, "a workbook") != old.data:
        raise OutputError(f"{name_of(old.file)}: it was saved while its successor was made; run the command again")


def say_kept(old: Before, kept: "Kept") -> None:
    """Say on standard error what was kept, and what no longer has a row."""
    from pcimatrix.reports.workbook.fill_in import LEFT

    name = name_of(old.file)
    cells, cases = len(kept.cells) + len(kept.comments), len({case for case, _ in (*kept.cells, *kept.comments)})
    note(f"{name}: kept {pluralize(cells, 'filled cell')} of {pluralize(cases, 'test case')}")
    if kept.owners:
        note(f"{name}: kept {pluralize(len(kept.owners), 'owner')} that somebody chose: {_named(list(kept.owners))}")
    if kept.added:
        note(f"{name}: columns that you added come last: {', '.join(map(one_line, kept.added))}")
    formulas = [cell.place for cell in (*kept.cells.values(), *kept.left) if cell.formula]
    if formulas:
        note(f"{name}: formulas are text now: {_named(formulas)}")
    if kept.left:
        note(
            f"{name}: {pluralize(len(kept.left), 'filled cell')} without a place in the matrix, on the sheet {LEFT!r}:"
        )
        for line in _left(kept.left):
            note(f"  {line}")


def _left(left: "tuple[FilledCell, ...]") -> list[str]:
    columns: dict[str, list[str]] = {}
    for cell in left:
        columns.setdefault(cell.case, []).append(cell.column if cell.case else cell.place)
    return [f"{case or 'no test case'}: {_named(list(Counter(named)))}" for case, named in columns.items()]


def _named(names: list[str]) -> str:
    return some_of([*map(one_line, names)], _MOST_NAMED)
