"""Outcome of a session's answers so far: the matrix, and the values of the scope file."""

from collections.abc import Hashable
from typing import Any, NamedTuple

from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.traces import Effective
from pcimatrix.scope.answers import plain
from pcimatrix.scope.expected import expectation
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.session.given_facts import without_contradictions
from pcimatrix.session.impact import owners_follow_from
from pcimatrix.session.question import Answers
from pcimatrix.session.scope_values import preview, scope_values
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING
from pcimatrix.session.wording import WORKLOADS, place

_DESCRIBING = frozenset(("account", "services", "reason"))
"""Questions on a workload that decide no owner."""


def effective(session: Session, answers: Answers) -> list[Effective]:
    """Return the matrix that the answers make so far, with its traces; empty before a workload is in scope."""
    scope = preview(values_of(session, answers), session.attested)
    ground = session.ground
    return resolve(ground.catalogue, ground.patterns, ground.facts, scope) if scope else []


def matrix(session: Session, answers: Answers) -> list[Cell]:
    """Return the cells of the matrix that the answers make so far; empty before a workload is in scope."""
    return cells(effective(session, answers))


class Shown(NamedTuple):
    """The matrix shown after an answer, what its owners follow from, and all answers that are new."""

    cells: tuple[Cell, ...] = ()
    follows_from: Hashable = None
    said: Answers = NOTHING


def shown(session: Session, answers: Answers, before: Shown) -> Shown:
    """Return the matrix after an answer: the one shown before if no owner can have changed.

    Most answers move nothing, and with many workloads a matrix takes its time.
    """
    said = {name: value for name, value in answers.items() if value != session.present.get(name)}
    if before.follows_from is not None and all(
        _moves_nothing(session, answers, name) for name in _changed(before.said, said)
    ):
        return before._replace(said=said)
    scope = preview(values_of(session, answers), session.attested)
    if scope is None:
        return Shown()
    follows_from = (owners_follow_from(scope), tuple(plain(scope.facts).items()), scope.assessment)
    if follows_from == before.follows_from:
        return before._replace(said=said)
    ground = session.ground
    found = cells(resolve(ground.catalogue, ground.patterns, ground.facts, scope))
    return Shown(tuple(found), follows_from, said)


def _changed(before: Answers, after: Answers) -> set[str]:
    """Return the names of the answers that are not the same in both."""
    return {
        name for name in {*before, *after} if (name in before, before.get(name)) != (name in after, after.get(name))
    }


def _moves_nothing(session: Session, answers: Answers, name: str) -> bool:
    """Tell whether no owner follows from an answer, whatever it is: it describes a workload, or begins a new one."""
    group, number, field = place(name) or ("", 0, "")
    if group != WORKLOADS:
        return False
    pattern = f"{group}.{number}.pattern"
    return field in _DESCRIBING or answers.get(pattern, session.present.get(pattern)) is None


def to_values(session: Session, answers: Answers) -> dict[str, Any]:
    """Return the values of the scope file, with the totals of its matrix as the expected ones, and the owners.

    `next_question` must be None. An edited file that expects totals without owners keeps it so. If nothing else
    changed, the file's own values are returned.
    """
    values = values_of(session, answers)
    if values == session.base:
        return values
    expected = expectation(effective(session, answers))
    if "expected" in session.base and "owners" not in session.base["expected"]:
        del expected["owners"]
    return {**values, "expected": expected}


def values_of(session: Session, answers: Answers) -> dict[str, Any]:
    """Return the values of the scope so far."""
    return scope_values(without_contradictions(session.base, answers, session.ground.facts), answers)
