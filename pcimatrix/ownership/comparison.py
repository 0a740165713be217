"""Comparison of two matrices, of patterns or of a scope: the test cases that change hands, and why."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from pcimatrix.catalogue.model import Basis, Catalogue, Owner, Reading, TestCase
from pcimatrix.catalogue.patterns import Pattern, Patterns
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.difference import owner_changes, owners
from pcimatrix.ownership.totals import By, Tally, Totals, tally, totals


class Cause(StrEnum):
    """Why a test case changes hands."""

    LAYERS = "layers"
    """Every layer that decided the owner changes its operator."""
    PARTLY = "partly"
    """Some layers change their operator; others stay with the customer, as its residual duty."""
    COUNTED = "counted"
    """No layer changes its operator: only the published count makes the difference."""
    FACT = "fact"
    """A fact of the entity's scope decides."""
    AGREEMENT = "agreement"
    """A third party of the entity's scope has taken it over."""
    ATTESTED = "attested"
    """A provider's own responsibility matrix, which the entity's scope names."""
    DECISION = "decision"
    """A decision of the entity's scope."""
    WORKLOAD = "workload"
    """Another pattern of one of the scope's workloads."""
    DATE = "date"
    """Another requirement has replaced it by the day of one of the two, and so it does not apply."""


_PROVIDERS = frozenset({Owner.AWS, Owner.THIRD_PARTY})
View: TypeAlias = Callable[[list[Cell]], list[Cell]]
"""What is compared of a matrix: its cells as of a day, or those that a questionnaire asks for."""


def whole(cells: list[Cell]) -> list[Cell]:
    """Return all cells, as they are on no day."""
    return cells


class Move(NamedTuple):
    """A test case with different owners in two matrices, and why; `layers` are those that change their operator."""

    case: TestCase
    before: Owner
    after: Owner
    layers: tuple[str, ...]
    cause: Cause
    why: str


class Comparison(NamedTuple):
    """Two matrices compared: their names, the totals of each, and the moves from the first to the second.

    `by_layers` are the owners by its layers of a pattern that is compared as AWS counted it, by its name.
    """

    before: str
    after: str
    totals_before: Totals
    totals_after: Totals
    moves: tuple[Move, ...]
    by_layers: tuple[tuple[str, Tally], ...] = ()

    def reasons(self) -> dict[str, list[Move]]:
        """Return the moves by their reason, in the order in which the reasons first occur."""
        found: dict[str, list[Move]] = {}
        for move in self.moves:
            found.setdefault(move.why, []).append(move)
        return found

    def requirements(self, cause: Cause | None = None) -> tuple[str, ...]:
        """Return the requirements of which a test case moves from the customer to a provider (for this cause only)."""
        shed = (
            move.case.requirement
            for move in self.moves
            if move.before is Owner.CUSTOMER and move.after in _PROVIDERS and cause in {None, move.cause}
        )
        return tuple(dict.fromkeys(shed))


def compare(
    catalogue: Catalogue,
    patterns: Patterns,
    before: str,
    after: str,
    *,
    reading: Reading = Reading.PUBLISHED,
    view: View = whole,
) -> Comparison:
    """Compare two patterns, by a reading: what `view` leaves of each. Raises `UnknownIdError` for an unknown one."""
    first = view(matrix(catalogue, patterns, before, reading))
    second = view(matrix(catalogue, patterns, after, reading))
    by = By.PRINCIPAL
    moves = tuple(_move(old, new, patterns) for old, new in _changed(first, second))
    other = _by_layers(catalogue, patterns, (before, after), reading, view)
    return Comparison(before, after, totals(catalogue, first, by), totals(catalogue, second, by), moves, other)


def _by_layers(
    catalogue: Catalogue, patterns: Patterns, names: Iterable[str], reading: Reading, view: View
) -> tuple[tuple[str, Tally], ...]:
    """Return the owners by layers of the patterns that are read as AWS counted."""
    counted = [name for name in names if patterns.get(name).read(reading).column == "published"]
    return tuple((name, tally(view(matrix(catalogue, patterns, name, Reading.LAYERS)))) for name in counted)


_CAUSES = {
    Basis.FACT: Cause.FACT,
    Basis.AGREEMENT: Cause.AGREEMENT,
    Basis.ATTESTED: Cause.ATTESTED,
    Basis.DECISION: Cause.DECISION,
    Basis.SUPERSEDED: Cause.DATE,
}
"""Why a test case changes hands, by what its owner in a scope rests on; else it is a workload's pattern."""


def compare_scope(
    catalogue: Catalogue,
    patterns: Patterns,
    pattern: str,
    cells: Iterable[Cell],
    *,
    reading: Reading = Reading.PUBLISHED,
    view: View = whole,
) -> Comparison:
    """Compare a pattern with an entity's own cells, by a reading: what `view` leaves of the pattern.

    A test case that the pattern's side does not have is left out. Raises `UnknownIdError` for an unknown pattern.
    """
    first = view(matrix(catalogue, patterns, pattern, reading))
    kept = {cell.case.id for cell in first}
    second = [cell for cell in cells if cell.case.id in kept]
    moves = tuple(
        Move(case, old.owner, new.owner, (), _CAUSES.get(new.basis, Cause.WORKLOAD), new.reason)
        for (case, old), (_, new) in _changed(first, second)
    )
    before, after = totals(catalogue, first, By.PRINCIPAL), totals(catalogue, second, By.PRINCIPAL)
    other = _by_layers(catalogue, patterns, (pattern,), reading, view)
    return Comparison(pattern, second[0].ownership.pattern, before, after, moves, other)


def _changed(first: list[Cell], second: list[Cell]) -> list[tuple[Cell, Cell]]:
    """Return the cells of two matrices of one catalogue whose owner differs, in pairs."""
    old, new = ({cell.case.id: cell for cell in cells} for cells in (first, second))
    return [(old[change.case], new[change.case]) for change in owner_changes(owners(first), owners(second))]


class _Layers(NamedTuple):
    """The layers of a test case that change hands between two patterns, and those that stay with the customer."""

    moved: tuple[str, ...]
    staying: tuple[str, ...]


def _layers(case: TestCase, first: Pattern, second: Pattern) -> _Layers:
    """Return what becomes of a test case's layers between two patterns, each in the test case's order."""
    operators = {layer: (first.layers[layer].operator, second.layers[layer].operator) for layer in case.layers}
    return _Layers(
        tuple(layer for layer, (here, there) in operators.items() if _changes_hands(here, there)),
        tuple(layer for layer, both in operators.items() if set(both) == {Owner.CUSTOMER}),
    )


def _changes_hands(here: Owner, there: Owner) -> bool:
    """Tell whether a layer goes from or to the customer or a host; AWS or no such layer is the same to both."""
    return here is not there and not {here, there}.isdisjoint({Owner.CUSTOMER, Owner.THIRD_PARTY})


def _cause_by(layers: _Layers) -> Cause:
    if not layers.moved:
        return Cause.COUNTED
    return Cause.PARTLY if layers.staying else Cause.LAYERS


def _move(old: Cell, new: Cell, patterns: Patterns) -> Move:
    case = old.case
    first, second = old.ownership, new.ownership
    layers = _layers(case, patterns.get(first.pattern), patterns.get(second.pattern))
    named, staying = (", ".join(patterns.titles[layer].lower() for layer in each) for each in layers)
    cause = _cause_by(layers)
    if cause is Cause.COUNTED:
        why = f"No layer changes hands ({staying or 'the customer operates none'}): only the published count differs"
    else:
        left = f"; left to the customer: {staying}" if staying else ""
        change = f"{first.owner.whose} under {first.pattern}, {second.owner.whose} under {second.pattern}"
        why = f"{named.capitalize()}: {change}{left}"
    return Move(case, first.owner, second.owner, layers.moved, cause, why)
