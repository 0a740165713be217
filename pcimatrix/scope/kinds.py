"""Kinds of workloads: those of a kind have the same owner for the same reason, and a scope can have many of few."""

from typing import TypeAlias

from pcimatrix.scope.answers import plain
from pcimatrix.scope.model import Scope, Workload

Kind: TypeAlias = tuple[str, str | None, frozenset[tuple[str, bool]], tuple[bool, ...]]
"""A workload's pattern and provider, its own answers, and which takeovers and matrices are for it."""


def kind_of(scope: Scope, workload: Workload) -> Kind:
    """Return all of a workload that its parts of the matrix follow from."""
    taken = [takeover.concerns(workload.name) for party in scope.third_parties for takeover in party.owns]
    return (
        workload.pattern,
        workload.provider,
        frozenset(plain(workload.facts).items()),
        (*taken, *matrices_for(scope, workload)),
    )


def matrices_for(scope: Scope, workload: Workload) -> tuple[bool, ...]:
    """Return which of the third parties' matrices are for a workload."""
    return tuple(party.matrix.concerns(workload.name) for party in scope.third_parties if party.matrix is not None)


def one_of_each_kind(scope: Scope) -> Scope:
    """Return the scope with one workload in scope of each kind: its owners are the same, and are found sooner."""
    kinds = {kind_of(scope, workload): workload for workload in scope.in_scope()}
    return scope.model_copy(update={"workloads": tuple(kinds.values())})
