"""Filled cells in a matrix that is made anew: what has its row and column again, and what has lost it."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.reports.workbook.fill_in import FILL_IN
from pcimatrix.reports.workbook.filled import COMMENT, Filled, FilledCell, FilledComment


class Kept(NamedTuple):
    """What a new matrix takes over: cells and comments by test case and heading, and the columns that people added.

    `left` is what has no row or column any more, or is at odds with what another copy of the matrix has in that cell.
    """

    cells: Mapping[tuple[str, str], FilledCell] = MappingProxyType({})
    comments: Mapping[tuple[str, str], FilledComment] = MappingProxyType({})
    added: tuple[str, ...] = ()
    left: tuple[FilledCell, ...] = ()


def keep(filled: Filled, cases: Collection[str], headings: Collection[str]) -> Kept:
    """Return what the matrix with these test cases and headings of its own takes over of what was filled in.

    What had lost its row earlier has it again if the test case is back. A heading that people added and that now is one
    of the program's gets another name.
    """
    own = {heading.casefold() for heading in headings} | {each.heading.casefold() for each in FILL_IN}
    names = {name: f"{name} (added)" if name.casefold() in own else name for name in filled.added}
    fill_in = {*(each.heading for each in FILL_IN), *names.values()}
    cells: dict[tuple[str, str], FilledCell] = {}
    left: list[FilledCell] = []
    for cell in (*filled.cells, *filled.loose):
        named = cell._replace(column=names.get(cell.column, cell.column))
        key = (named.case, named.column)
        placed = named.case in cases and named.column in fill_in
        if not placed or cells.setdefault(key, named).value != named.value:
            left.append(cell)
    comments: dict[tuple[str, str], FilledComment] = {}
    commented = {*headings, *fill_in}
    for comment in filled.comments:
        key = (comment.case, names.get(comment.column, comment.column))
        placed = comment.case in cases and key[1] in commented
        if not placed or comments.setdefault(key, comment).text != comment.text:
            left.append(_as_cell(comment))
    return Kept(cells, comments, tuple(names.values()), tuple(_once((*filled.owners, *left))))


def _as_cell(comment: FilledComment) -> FilledCell:
    column = f"{COMMENT}{comment.column or comment.place}"
    return FilledCell(comment.case, column, comment.text, "General", comment.place)


def _once(cells: Iterable[FilledCell]) -> Iterable[FilledCell]:
    """Return cells in their order, those of one test case together, without what is there twice."""
    found: dict[tuple[str, str, str], FilledCell] = {}
    for cell in cells:
        found.setdefault((cell.case, cell.column, repr(cell.value)), cell)
    order = {case: number for number, case in enumerate(dict.fromkeys(cell.case for cell in found.values()))}
    return sorted(found.values(), key=lambda cell: order[cell.case])
