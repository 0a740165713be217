"""Check of the catalogue against the published table: totals by row, and the suspects for a difference."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.loader import Reference, load, shipped_published
from pcimatrix.catalogue.model import Catalogue, Limited, Owner
from pcimatrix.catalogue.published import Counts, Kind, Published
from pcimatrix.catalogue.rules import Breach, breaches
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.difference import owner_changes, owners
from pcimatrix.ownership.totals import By, Tally, tally, totals


class Suspect(NamedTuple):
    """A test case that a row's difference may lie in, and why it is named."""

    case: str
    why: str


class RowResult(NamedTuple):
    """One row compared: published and counted numbers, and suspects where they differ."""

    id: str
    title: str
    expected: Counts
    found: Counts
    suspects: tuple[Suspect, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether the counted numbers are the published ones."""
        return self.expected == self.found


class CheckResult(NamedTuple):
    """The whole comparison: the rows, their total, and the breaches of the catalogue's rules."""

    rows: tuple[RowResult, ...]
    total: RowResult
    breaches: tuple[Breach, ...]

    @property
    def ok(self) -> bool:
        """Whether every row and the total are as published, and no rule is broken."""
        return all(row.ok for row in (*self.rows, self.total)) and not self.breaches


def check_catalogue(loaded: Reference) -> CheckResult:
    """Compare the catalogue's totals with the table that AWS published, and look for broken rules.

    Where a row differs, its `suspects` are the test cases that the difference may lie in.

    >>> pcimatrix.check_catalogue(loaded).ok
    True
    """
    published = shipped_published()
    cells = matrix(loaded.catalogue, loaded.patterns, published.pattern)
    broken = breaches(loaded.catalogue, loaded.patterns)
    result = compare(loaded.catalogue, cells, published, {}, broken)
    if result.ok:
        return result
    shipped = {case.id: case.owner[published.pattern] for case in load().catalogue.test_cases()}
    return compare(loaded.catalogue, cells, published, shipped, broken)


def compare(
    catalogue: Catalogue,
    cells: list[Cell],
    published: Published,
    reference: Mapping[str, Owner],
    broken: Iterable[Breach] = (),
) -> CheckResult:
    """Compare the totals of `cells` (the published pattern's) with the published table.

    `reference` gives owners by id to compare a differing row with, e.g. the shipped catalogue's.
    """
    found = {row.id: row.tally for row in totals(catalogue, cells, By.PRINCIPAL).rows}
    titles = {principal.id: principal.title for principal in catalogue.principal_requirements}
    expected = {row.id: Counts(**row.model_dump(exclude={"id"})) for row in published.table}
    nothing = tally(())
    rows = []
    for identifier in sorted(expected | found, key=ids.sort_key):
        counted = _counts(found.get(identifier, nothing))
        wanted = expected.get(identifier, _counts(nothing))
        row = RowResult(identifier, titles.get(identifier, "(not in the catalogue)"), wanted, counted)
        if not row.ok:
            row = row._replace(suspects=tuple(_suspects(identifier, cells, published, reference)))
        rows.append(row)
    total = RowResult("total", "Total", published.total, _counts(tally(cells)))
    return CheckResult(tuple(rows), total, tuple(broken))


def _counts(tallied: Tally) -> Counts:
    return Counts(test_cases=tallied.test_cases, customer=tallied.customer, aws=tallied.aws, na=tallied.na)


def _suspects(row: str, cells: list[Cell], published: Published, reference: Mapping[str, Owner]) -> Iterable[Suspect]:
    """Yield the cases of a row that differ from the reference, else those that contradict what is published."""
    here = {cell.case.id: cell for cell in cells if ids.is_within(cell.case.id, row)}
    there = {identifier: owner.value for identifier, owner in reference.items() if ids.is_within(identifier, row)}
    differing = [
        Suspect(case, f"{found or 'missing'} here, {shipped or 'missing'} in the shipped catalogue")
        for case, shipped, found in owner_changes(there, owners(here.values()))
    ]
    if reference and differing:
        return differing
    claimed = [
        covered
        for claim in published.claims
        if claim.kind in {Kind.AWS, Kind.NOT_APPLICABLE, Kind.SUPPORTS} and not claim.discrepancy
        for covered in claim.covers
    ]
    return [
        Suspect(identifier, why)
        for identifier, cell in here.items()
        if (why := _contradiction(cell, any(ids.is_within(identifier, covered) for covered in claimed)))
    ]


def _contradiction(cell: Cell, claimed: bool) -> str:
    owner = cell.ownership.owner
    limited = cell.case.limited_to is Limited.SERVICE_PROVIDERS
    if limited != (owner is Owner.NA):
        return f"{owner.value}, though it is {'' if limited else 'not '}limited to service providers"
    if claimed and owner is Owner.CUSTOMER:
        return "customer, though the post counts it under AWS"
    if ids.section_of(cell.case.id).endswith(".1") and owner is not Owner.CUSTOMER:
        return f"{owner.value}, though section x.1 is the customer's"
    return ""
