"""Filled cells in a matrix that is made anew: what has its row and column again, and what has lost it."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeVar

from pcimatrix.reports.workbook.fill_in import FILL_IN, OWNER
from pcimatrix.reports.workbook.filled import COMMENT, ChosenOwner, Filled, FilledCell, FilledComment

_Place = TypeVar("_Place", bound=Hashable)
_T = TypeVar("_T")


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

    def place(case: str, column: str, columns: Collection[str]) -> tuple[str, str] | None:
        now = names.get(column, column)
        return (case, now) if case in cases and now in columns else None

    cells, lost = _placed(
        ((place(each.case, each.column, fill_in), each) for each in (*filled.cells, *filled.loose)),
        lambda cell: cell.value,
    )
    comments, unplaced = _placed(
        ((place(each.case, each.column, {*headings, *fill_in}), each) for each in filled.comments),
        lambda comment: comment.text,
    )
    chosen, outdated = _placed(
        ((each.case if each.case in cases and each.owner in owners else None, each) for each in filled.owners),
        lambda choice: choice.owner,
    )
    return Kept(
        {(case, column): cell._replace(column=column) for (case, column), cell in cells.items()},
        comments,
        tuple(names.values()),
        {case: each for case, each in chosen.items() if each.owner != cases[case]},
        tuple(_once([*lost, *map(_as_cell, unplaced), *map(_as_owner, outdated)])),
    )


def _placed(
    found: Iterable[tuple[_Place | None, _T]], said: Callable[[_T], object]
) -> tuple[dict[_Place, _T], list[_T]]:
    """Return what has a place, by it, and what has none (None) or is at odds there with what came first."""
    placed: dict[_Place, _T] = {}
    left: list[_T] = []
    for place, each in found:
        if place is None or said(placed.setdefault(place, each)) != said(each):
            left.append(each)
    return placed, left


def _as_cell(comment: FilledComment) -> FilledCell:
    column = f"{COMMENT}{comment.column or comment.place}"
    return FilledCell(comment.case, column, comment.text, "General", comment.place)


def _as_owner(chosen: ChosenOwner) -> FilledCell:
    return FilledCell(chosen.case, OWNER, chosen.owner, "General", chosen.place)


def _once(cells: Iterable[FilledCell]) -> Iterable[FilledCell]:
    """Return cells in their order, those of one test case together, without what is there twice."""
    found: dict[tuple[str, str, str], FilledCell] = {}
    for cell in cells:
        found.setdefault((cell.case, cell.column, repr(cell.value)), cell)
    order = {case: number for number, case in enumerate(dict.fromkeys(cell.case for cell in found.values()))}
    return sorted(found.values(), key=lambda cell: order[cell.case])
