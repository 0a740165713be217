"""Comparison of two matrices, of patterns or of a scope: the test cases that change hands, and why."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple, TypeAlias

from pcimatrix.catalogue.model import Basis, Catalogue, Owner, Reading, TestCase
from pcimatrix.catalogue.patterns import Patterns
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


def _move(old: Cell, new: Cell, patterns: Patterns) -> Move:
    case = old.case
    first, second = old.ownership.pattern, new.ownership.pattern
    here, there = patterns.get(first).layers, patterns.get(second).layers
    titles = {layer.id: layer.title.lower() for layer in patterns.layers}
    customers_here = {layer for layer in case.layers if here[layer].operator is Owner.CUSTOMER}
    customers_there = {layer for layer in case.layers if there[layer].operator is Owner.CUSTOMER}
    hosted = {layer for layer in case.layers if Owner.THIRD_PARTY in {here[layer].operator, there[layer].operator}}
    moved = tuple(
        layer
        for layer in case.layers
        if (layer in customers_here) != (layer in customers_there)
        or (layer in hosted and here[layer].operator is not there[layer].operator)
    )
    named = ", ".join(titles[layer] for layer in moved)
    staying = ", ".join(titles[layer] for layer in case.layers if layer in customers_here & customers_there)
    change = f"{old.ownership.owner.whose} under {first}, {new.ownership.owner.whose} under {second}"
    if not moved:
        why = f"No layer changes hands ({staying or 'the customer operates none'}): only the published count differs"
        return Move(case, old.ownership.owner, new.ownership.owner, moved, Cause.COUNTED, why)
    if staying:
        why = f"{named.capitalize()}: {change}; left to the customer: {staying}"
        return Move(case, old.ownership.owner, new.ownership.owner, moved, Cause.PARTLY, why)
    why = f"{named.capitalize()}: {change}"
    return Move(case, old.ownership.owner, new.ownership.owner, moved, Cause.LAYERS, why)
