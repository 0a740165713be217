"""The catalogue, asked: one pattern's cells, the test cases that match, and how many each owner has."""

from collections import Counter
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from pcimatrix import ids
from pcimatrix.errors import UnknownIdError
from pcimatrix.model import Basis, Catalogue, Limited, Method, Owner, Ownership, TestCase
from pcimatrix.pattern import Patterns


class Cell(NamedTuple):
    """A test case and who owns it under one pattern."""

    case: TestCase
    ownership: Ownership


def matrix(catalogue: Catalogue, patterns: Patterns, pattern: str) -> list[Cell]:
    """Return every test case with its ownership under `pattern`, in the standard's order.

    Raises `UnknownIdError` for an unknown pattern.
    """
    modelled = patterns.get(pattern).column == "modelled"
    return [Cell(case, ownership(case, patterns, pattern, modelled=modelled)) for case in catalogue.test_cases()]


def ownership(case: TestCase, patterns: Patterns, pattern: str, *, modelled: bool) -> Ownership:
    """Return who owns the case under a pattern, on what basis, why, and what stays with the customer."""
    owner = case.owner[pattern]
    residual = case.residual if owner is Owner.AWS else None
    basis = Basis.MODELLED if modelled else case.basis
    reason = modelled_reason(case, patterns, pattern) if modelled else case.reason
    return Ownership(pattern, owner, basis, reason, residual)


def modelled_reason(case: TestCase, patterns: Patterns, pattern: str) -> str:
    """Return the reason for an owner under a modelled pattern: the layers, and who operates them."""
    if case.limited_to is Limited.SERVICE_PROVIDERS:
        return "Service-provider-only"
    operators = patterns.get(pattern).layers
    owner = case.owner[pattern]
    decisive = {layer for layer in case.layers if operators[layer].operator is owner}
    if not decisive:
        return "Departs from its layers' operators: " + "; ".join(case.exceptions.values())
    titles = {layer.id: layer.title for layer in patterns.layers if layer.id in decisive}
    named = ", ".join(titles[layer] for layer in case.layers if layer in decisive)
    return f"{named.capitalize()}: {owner.whose} in this pattern"


class Filter(NamedTuple):
    """What a selection asks for; an empty part asks for nothing, values within a part are alternatives."""

    within: tuple[str, ...] = ()
    owners: tuple[Owner, ...] = ()
    methods: tuple[Method, ...] = ()
    bases: tuple[Basis, ...] = ()
    text: str = ""


def select(cells: Iterable[Cell], wanted: Filter) -> list[Cell]:
    """Return the cells that match all parts of the filter, in order.

    `within` takes ids of any level; `text` is sought, whatever its case, in id, summary, reason and residual.
    """
    needle = wanted.text.casefold()
    return [
        cell
        for cell in cells
        if (not wanted.within or any(ids.is_within(cell.case.id, each) for each in wanted.within))
        and (not wanted.owners or cell.ownership.owner in wanted.owners)
        and (not wanted.methods or any(method in wanted.methods for method in cell.case.methods))
        and (not wanted.bases or cell.ownership.basis in wanted.bases)
        and (not needle or needle in _searchable(cell))
    ]


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


def check_ids(catalogue: Catalogue, wanted: Iterable[str]) -> None:
    """Raise `UnknownIdError`, with the nearest ids, if one of the wanted ids is not in the catalogue."""
    known = known_ids(catalogue)
    for identifier in wanted:
        if identifier not in known:
            near = ids.nearest(identifier, known)
            hint = f"; did you mean {', '.join(near)}?" if near else "; e.g. 8, 8.3, 8.3.2 or 8.3.2.a"
            if identifier[:1] in {"A", "a"}:
                hint = "; the appendices A1 to A3 are not in it"
            raise UnknownIdError(f"there is no {identifier[:60]!r} in the catalogue{hint}")


class Tally(NamedTuple):
    """How many test cases there are, by owner; `residual` are those of AWS that leave the customer a duty."""

    test_cases: int
    customer: int
    aws: int
    na: int
    residual: int
    third_party: int = 0

    def percent(self) -> dict[str, float]:
        """Return the owners' shares in percent, unrounded; all 0 where there are no test cases."""
        whole = self.test_cases or 1
        return {
            "customer": 100 * self.customer / whole,
            "aws": 100 * self.aws / whole,
            "na": 100 * self.na / whole,
            "third_party": 100 * self.third_party / whole,
        }


def tally(cells: Iterable[Cell]) -> Tally:
    """Count cells by owner."""
    owners: Counter[Owner] = Counter()
    residual = 0
    for cell in cells:
        owners[cell.ownership.owner] += 1
        residual += cell.ownership.residual is not None
    return Tally(
        test_cases=owners.total(),
        customer=owners[Owner.CUSTOMER],
        aws=owners[Owner.AWS],
        na=owners[Owner.NA],
        residual=residual,
        third_party=owners[Owner.THIRD_PARTY],
    )


class By(StrEnum):
    """What the rows of a table of totals are."""

    PRINCIPAL = "principal"
    SECTION = "section"
    REQUIREMENT = "requirement"
    METHOD = "method"
    BASIS = "basis"


class TotalsRow(NamedTuple):
    """One row of a table of totals."""

    id: str
    title: str
    tally: Tally


class Totals(NamedTuple):
    """Totals of a matrix: rows, and the whole. Rows by method overlap, so they add up to more than the whole."""

    by: By
    rows: tuple[TotalsRow, ...]
    whole: Tally


def totals(catalogue: Catalogue, cells: Iterable[Cell], by: By) -> Totals:
    """Count the cells in rows by principal requirement, section, requirement, method or basis."""
    cells = list(cells)
    groups: dict[str, list[Cell]] = {}
    titles = _titles(catalogue, by)
    keys = _keys(by)
    for cell in cells:
        for key in keys(cell):
            groups.setdefault(key, []).append(cell)
    rows = [TotalsRow(key, title, tally(groups.get(key, ()))) for key, title in titles.items() if key in groups]
    return Totals(by, tuple(rows), tally(cells))


def _titles(catalogue: Catalogue, by: By) -> dict[str, str]:
    match by:
        case By.PRINCIPAL:
            return {each.id: each.title for each in catalogue.principal_requirements}
        case By.SECTION:
            return {each.id: each.title for each in catalogue.sections()}
        case By.REQUIREMENT:
            return {each.id: each.title for each in catalogue.requirements()}
        case By.METHOD:
            return {each.value: each.value.capitalize() for each in Method}
        case By.BASIS:
            return {each.value: each.value.capitalize() for each in Basis}


def _keys(by: By) -> Callable[[Cell], tuple[str, ...]]:
    match by:
        case By.PRINCIPAL:
            return lambda cell: (ids.principal_of(cell.case.id),)
        case By.SECTION:
            return lambda cell: (ids.section_of(cell.case.id),)
        case By.REQUIREMENT:
            return lambda cell: (cell.case.requirement,)
        case By.METHOD:
            return lambda cell: tuple(method.value for method in cell.case.methods)
        case By.BASIS:
            return lambda cell: (cell.ownership.basis.value,)
