"""Matrices asked: every test case with its owner, selections of them, and totals."""

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from pcimatrix.api.choices import chosen, one_of
from pcimatrix.api.target import day_of, target
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Basis, Method, Owner, Reading
from pcimatrix.ownership import selection
from pcimatrix.ownership import totals as totals_module
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.selection import Filter
from pcimatrix.ownership.timing import Timing, timed
from pcimatrix.ownership.totals import By, Totals

if TYPE_CHECKING:
    from pcimatrix.ownership.traces import Effective
    from pcimatrix.scope.model import LoadedScope

ANY_TIME = Timing()
"""Nothing asked of time."""


def load_scope(path: str, loaded: Reference) -> "LoadedScope":
    """Read the scope file at `path`, whose ids and patterns are those of the catalogue.

    Its model is at `.scope`, the SHA-256 of its content at `.digest`. Raises `InputError` with all errors of the file.

    >>> own = pcimatrix.load_scope("examples/mixed.yaml", loaded)
    >>> [workload.name for workload in own.scope.in_scope()]
    ['payments', 'scheduler', 'settlement']
    """
    from pcimatrix.scope import model

    return model.load_scope(path, loaded.catalogue, loaded.patterns, loaded.facts)


def matrix(
    loaded: Reference,
    subject: "str | LoadedScope" = "abstracted",
    *,
    reading: str | None = None,
    edition: str | None = None,
    as_of: dt.date | None = None,
) -> list[Cell]:
    """Return every test case with its owner, in the standard's order: under a pattern, or in an entity's own scope.

    `reading` is a value of `Reading`: `layers` reads the published pattern as the modelled ones. `edition` is the
    number of an edition of the standard, such as `4.0.1`. As of a day, what is superseded by then does not apply. A
    scope states its own reading, edition and date, which hold if nothing is asked for; a pattern is read as published,
    in the catalogue's edition, and has no date.
    Raises `UnknownIdError` for an unknown pattern, reading or edition.

    >>> case, ownership = pcimatrix.matrix(loaded, "infrastructure")[0]
    >>> case.id, ownership.owner.value, ownership.reason
    ('1.1.1', 'customer', "People and policies: the customer's in this pattern")
    """
    return list(target(loaded, subject, one_of(Reading, reading), edition=edition, as_of=day_of(as_of)).cells)


def resolve(
    loaded: Reference,
    own: "LoadedScope",
    *,
    reading: str | None = None,
    edition: str | None = None,
    as_of: dt.date | None = None,
) -> "list[Effective]":
    """Return a scope's matrix with every step that made each owner what it is; what is asked for is as in `matrix`.

    >>> found = pcimatrix.resolve(loaded, own)
    >>> found[0].cell.case.id, found[0].steps
    ('1.1.1', ("Over 3 workloads in scope: the entity's, as in payments",))
    >>> [each.cell.case.id for each in found if each.cell.ownership.party == "idp"]
    ['8.3.4.a', '8.3.6', '8.3.7']
    """
    found = target(loaded, own, one_of(Reading, reading), edition=edition, as_of=day_of(as_of))
    return list(found.matrix.traces.values())


def select(
    loaded: Reference,
    cells: Iterable[Cell],
    *,
    within: str | Iterable[str] = (),
    owners: str | Iterable[str] = (),
    methods: str | Iterable[str] = (),
    bases: str | Iterable[str] = (),
    text: str = "",
    timing: Timing = ANY_TIME,
) -> list[Cell]:
    """Return the cells that match all that is asked for, in order; what is left empty asks for nothing.

    Each part takes one value or several alternatives: `within` ids of any level, `owners`, `methods` and `bases` the
    values of `Owner`, `Method` and `Basis`. `text`, a word or a phrase, is sought in id, summary, reason and residual,
    as whole words, whatever its case; `encrypt*` finds words that begin so. `timing` asks for what is future-dated,
    superseded, new, of a milestone or recurring.
    Raises `UnknownIdError` for an id or a value that there is not.

    >>> found = pcimatrix.select(loaded, cells, within="12.8", owners="aws")
    >>> [(cell.case.id, cell.ownership.basis.value) for cell in found]
    [('12.8.5.a', 'supported'), ('12.8.5.b', 'supported')]
    >>> len(pcimatrix.select(loaded, cells, within=["1", "9"], methods=pcimatrix.Method.OBSERVE, text="visitor*"))
    7
    >>> [cell.case.requirement for cell in pcimatrix.select(loaded, cells, timing=pcimatrix.Timing(superseded=True))][0]
    '6.4.1'
    """
    wanted = Filter(
        within=tuple([within] if isinstance(within, str) else within),
        owners=chosen(Owner, owners),
        methods=chosen(Method, methods),
        bases=chosen(Basis, bases),
        text=text,
    )
    selection.check_ids(loaded.catalogue, wanted.within)
    return timed(selection.select(cells, wanted), timing)


def totals(loaded: Reference, cells: Iterable[Cell], *, by: str = By.PRINCIPAL) -> Totals:
    """Count cells by owner: a row for each principal requirement (or what `by` says, a value of `By`), and the whole.

    Raises `UnknownIdError` for another `by`.

    >>> rows = pcimatrix.totals(loaded, cells).rows
    >>> rows[2].id, rows[2].tally.customer, rows[2].tally.aws, rows[2].tally.na
    ('3', 24, 29, 2)
    >>> [(row.id, row.tally.test_cases) for row in pcimatrix.totals(loaded, cells, by="method").rows]
    [('examine', 390), ('observe', 61), ('interview', 167)]
    """
    [kind] = chosen(By, by)
    return totals_module.totals(loaded.catalogue, cells, kind)
