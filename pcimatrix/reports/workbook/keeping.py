"""Filled cells in a matrix that is made anew: what has its row and column again, and what has lost it."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.reports.workbook.fill_in import FILL_IN, OWNER
from pcimatrix.reports.workbook.filled import COMMENT, ChosenOwner, Filled, FilledCell, FilledComment


class Kept(NamedTuple):
    """What a new matrix takes over: cells and comments by test case and heading, and the columns that people added.

    `owners` are those that somebody chose, by test case. `left` is what has no row or column any more, or is at odds
    with what another copy of the matrix has in that cell.
    """

    cells: Mapping[tuple[str, str], FilledCell] = MappingProxyType({})
    comments: Mapping[tuple[str, str], FilledComment] = MappingProxyType({})
    added: tuple[str, ...] = ()
    owners: Mapping[str, ChosenOwner] = MappingProxyType({})
    left: tuple[FilledCell, ...] = ()


def keep(filled: Filled, cases: Mapping[str, str], headings: Collection[str], owners: Collection[str]) -> Kept:
    """Return what a matrix takes over of what was filled in.

    `cases` are its test cases with their owners, `headings` its own, and `owners` all that it can have, as it names
    them. An owner that somebody chose and that the matrix has by now is done with.

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
    chosen: dict[str, ChosenOwner] = {}
    for each in filled.owners:
        fits = each.case in cases and each.owner in owners
        if not fits or chosen.setdefault(each.case, each).owner != each.owner:
            left.append(FilledCell(each.case, OWNER, each.owner, "General", each.place))
    chosen = {case: each for case, each in chosen.items() if each.owner != cases[case]}
    return Kept(cells, comments, tuple(names.values()), chosen, tuple(_once(left)))


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
