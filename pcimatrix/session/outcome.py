"""Outcome of a session's answers so far: the matrix, and the values of the scope file."""

from typing import Any, NamedTuple

from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.traces import Effective
from pcimatrix.scope.expected import expectation
from pcimatrix.scope.model import Scope
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.session.given_facts import without_contradictions
from pcimatrix.session.question import Answers
from pcimatrix.session.scope_values import preview, scope_values
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING


def effective(session: Session, answers: Answers) -> list[Effective]:
    """Return the matrix that the answers make so far, with its traces; empty before a workload is in scope."""
    scope = preview(values_of(session, answers), session.attested)
    ground = session.ground
    return resolve(ground.catalogue, ground.patterns, ground.facts, scope) if scope else []


def matrix(session: Session, answers: Answers) -> list[Cell]:
    """Return the cells of the matrix that the answers make so far; empty before a workload is in scope."""
    return cells(effective(session, answers))


class Shown(NamedTuple):
    """The matrix shown after an answer, the part of the scope that decides its owners, and all answers that are new."""

    cells: tuple[Cell, ...] = ()
    follows_from: Scope | None = None
    said: Answers = NOTHING


def shown(session: Session, answers: Answers, before: Shown) -> Shown:
    """Return the matrix after an answer: the one shown before if no owner can have changed.

    Most answers move nothing, and with many workloads a matrix takes its time.
    """
    said = {name: value for name, value in answers.items() if value != session.present.get(name)}
    if before.follows_from is not None and said == before.said:
        return before
    scope = preview(values_of(session, answers), session.attested)
    if scope is None:
        return Shown()
    workloads = [each.model_copy(update={"account": "", "services": (), "reason": None}) for each in scope.workloads]
    parties = [
        each.model_copy(update={"name": "", "aoc": None, "services": each.services if each.matrix else ()})
        for each in scope.third_parties
    ]
    plain = dict.fromkeys(("entity", "pci_dss", "confirmed_by", "expected"))
    follows_from = scope.model_copy(update={**plain, "workloads": workloads, "third_parties": parties})
    if follows_from == before.follows_from:
        return before._replace(said=said)
    ground = session.ground
    found = cells(resolve(ground.catalogue, ground.patterns, ground.facts, scope))
    return Shown(tuple(found), follows_from, said)


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
