"""Selections from a matrix: by id, owner, method, basis and text."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Basis, Catalogue, Method, Owner, TestCase
from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.cells import Cell
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate


class Filter(NamedTuple):
    """What a selection asks for; an empty part asks for nothing, values within a part are alternatives."""

    within: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()
    methods: tuple[Method, ...] = ()
    bases: tuple[Basis, ...] = ()
    text: str = ""


def select(cells: Iterable[Cell], wanted: Filter) -> list[Cell]:
    """Return the cells that match all parts of the filter, in order.

    `within` takes ids of any level; `text` is sought in id, summary, reason and residual, see `sought`.
    """
    needle = sought(wanted.text)
    return [
        cell
        for cell in cells
        if (not wanted.within or any(ids.is_within(cell.case.id, each) for each in wanted.within))
        and (not wanted.owners or cell.ownership.owner in wanted.owners)
        and (not wanted.methods or any(method in wanted.methods for method in cell.case.methods))
        and (not wanted.bases or cell.ownership.basis in wanted.bases)
        and (needle is None or needle.search(_searchable(cell)))
    ]


def sought(text: str) -> re.Pattern[str] | None:
    """Return what finds a text as whole words in casefolded text, whatever its case; None if it asks for nothing.

    Several words are sought as a phrase. A word with `*` at its end is sought as the beginning of one.
    """
    words = text.casefold().split()
    return re.compile(r"[^\S\n]+".join(map(_word, words))) if words else None


def _word(word: str) -> str:
    stem = word.rstrip("*")
    if not stem:  # stars alone: there is no word in them
        return re.escape(word)
    begin = r"\b" if re.match(r"\w", stem) else ""
    end = r"\w*" if stem != word else r"\b" if re.search(r"\w\Z", stem) else ""
    return begin + re.escape(stem) + end


def _searchable(cell: Cell) -> str:
    parts = (cell.case.id, cell.case.summary, cell.ownership.reason, cell.ownership.residual or "")
    return "\n".join(parts).casefold()


def known_ids(catalogue: Catalogue) -> list[str]:
    """Return every id of the catalogue, of all four levels, each once."""
    found = [principal.id for principal in catalogue.principal_requirements]
    found += [section.id for section in catalogue.sections()]
    found += [requirement.id for requirement in catalogue.requirements()]
    found += [case.id for case in catalogue.test_cases()]
    return list(dict.fromkeys(found))


def cases_within(catalogue: Catalogue, identifier: str) -> list[TestCase]:
    """Return the test cases within an id of any level, in the standard's order."""
    return [case for case in catalogue.test_cases() if ids.is_within(case.id, identifier)]


def check_ids(catalogue: Catalogue, wanted: Iterable[str]) -> None:
    """Raise `UnknownIdError`, with the nearest ids, if one of the wanted ids is not in the catalogue."""
    known = dict.fromkeys(known_ids(catalogue))
    for identifier in wanted:
        if identifier not in known:
            hint = did_you_mean(identifier, known, "expected e.g. 8, 8.3, 8.3.2 or 8.3.2.a")
            if identifier[:1] in {"A", "a"}:
                hint = "the appendices A1 to A3 are not in it"
            raise UnknownIdError(f"unknown id {truncate(identifier, MOST_SHOWN)!r}; {hint}")
