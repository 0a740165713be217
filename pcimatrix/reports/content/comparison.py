"""A comparison of two matrices as a table: the test cases that change hands, and why, totals below."""

from collections import Counter
from typing import Any

from pcimatrix.catalogue.ids import principal_of
from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.comparison import Cause, Comparison
from pcimatrix.ownership.totals import Tally, Totals
from pcimatrix.reports.content.totals import counts
from pcimatrix.reports.table import Column, Table
from pcimatrix.scope.over_workloads import SUBJECT
from pcimatrix.text import inflect, pluralize


def comparison_table(comparison: Comparison) -> Table:
    """Return a row for each test case that changes hands; totals of both and causes are notes."""
    columns = (
        Column("id", "Test case"),
        Column("before", comparison.before),
        Column("after", comparison.after),
        Column("cause", "Cause"),
        Column("why", "Why"),
        Column("summary", "What it looks at"),
    )
    rows = tuple(
        (move.case.id, move.before.value, move.after.value, move.cause.value, move.why, move.case.summary)
        for move in comparison.moves
    )
    return Table(columns, rows, _data(comparison), notes=tuple(comparison_notes(comparison)))


def totals_comparison_table(comparison: Comparison) -> Table:
    """Return a row for each principal requirement: owners in both matrices, and the test cases that move."""
    owners = [Owner.CUSTOMER, Owner.AWS]
    if _scoped(comparison) or _third(comparison.totals_before) or _third(comparison.totals_after):
        owners += [Owner.THIRD_PARTY, Owner.NA]
    columns = (
        Column("id", "Requirement"),
        Column("title", "Title"),
        *(
            Column(f"{owner.value}_{where}", f"{owner.label}, {where}", numeric=True)
            for owner in owners
            for where in (comparison.before, comparison.after)
        ),
        Column("moved", "Change hands", numeric=True),
    )
    keys = [owner.value for owner in owners]
    moved = Counter(principal_of(move.case.id) for move in comparison.moves)
    pairs = zip(comparison.totals_before.rows, comparison.totals_after.rows, strict=True)
    rows = tuple((old.id, old.title, *_pairs(old.tally, new.tally, keys), str(moved[old.id])) for old, new in pairs)
    whole = _pairs(comparison.totals_before.whole, comparison.totals_after.whole, keys)
    footer = (("", "Total", *whole, str(len(comparison.moves))),)
    return Table(columns, rows, _data(comparison), footer=footer, notes=tuple(comparison_notes(comparison)))


def _pairs(old: Tally, new: Tally, keys: list[str]) -> tuple[str, ...]:
    return tuple(str(getattr(tally, key)) for key in keys for tally in (old, new))


def comparison_notes(comparison: Comparison) -> list[str]:
    """Return what the comparison comes to, in sentences: how many move, why, and how much of it is real."""
    old, new = comparison.totals_before.whole, comparison.totals_after.whole
    shed = comparison.requirements()
    third = f", {new.third_party} third party" if _scoped(comparison) or _third(comparison.totals_after) else ""
    hosted = f", {old.third_party} third party" if _third(comparison.totals_before) else ""
    first = f"{comparison.before}: {old.customer} customer, {old.aws} AWS{hosted}, {old.na} N/A"
    second = f"{comparison.after}: {new.customer} customer, {new.aws} AWS ({new.residual} leave a residual duty){third}"
    touched = len({move.case.requirement for move in comparison.moves})
    to = "the third party" if _third(comparison.totals_after) else "AWS"
    moved = len(comparison.moves)
    changed = (
        f"{pluralize(moved, 'test case')} of {pluralize(touched, 'requirement')} "
        f"{inflect(moved, 'changes', 'change')} hands"
    )
    return [
        f"{first}; {second}, {new.na} N/A.",
        f"{changed}; of {pluralize(len(shed), 'requirement')} something moves from the customer to {to}.",
        _causes(comparison),
        *(
            f"{name} is as AWS counted its example; by its layers: {whole.customer} customer, {whole.aws} AWS, "
            f"{whole.na} N/A."
            for name, whole in comparison.by_layers
        ),
    ]


def _causes(comparison: Comparison) -> str:
    """Return one sentence on how many test cases move for which cause."""
    if _scoped(comparison):
        every = Counter(move.cause for move in comparison.moves)
        return (
            f"Because of facts {every[Cause.FACT]}, of third parties {every[Cause.AGREEMENT]}, of decisions "
            f"{every[Cause.DECISION]}, of workloads under another pattern {every[Cause.WORKLOAD]}, superseded by the "
            f"scope's day {every[Cause.DATE]}."
        )
    providers = {Owner.AWS, Owner.THIRD_PARTY}
    to_aws = Counter(move.cause for move in comparison.moves if move.after in providers)
    to = "the third party" if _third(comparison.totals_after) else "AWS"
    of = "that decides" if _third(comparison.totals_after) else "of the customer's"
    return (
        f"To {to}: {to_aws[Cause.LAYERS]} because every layer {of} moves, {to_aws[Cause.PARTLY]} because "
        f"some do and the rest stays as a residual duty, {to_aws[Cause.COUNTED]} by the published count alone."
    )


def _third(totals: Totals) -> bool:
    """Tell whether a third party owns anything: a pattern that one hosts, or a scope."""
    return totals.whole.third_party > 0


def _scoped(comparison: Comparison) -> bool:
    return comparison.after == SUBJECT


def comparison_counts(comparison: Comparison) -> dict[str, Any]:
    """Return the totals of both matrices, and how many test cases change hands, as JSON has them."""
    return {
        "before": comparison.before,
        "after": comparison.after,
        "totals": {
            comparison.before: counts(comparison.totals_before.whole, third_party=_third(comparison.totals_before)),
            comparison.after: counts(
                comparison.totals_after.whole, third_party=_scoped(comparison) or _third(comparison.totals_after)
            ),
        },
        "by_layers": {name: counts(whole) for name, whole in comparison.by_layers},
        "change_hands": len(comparison.moves),
    }


def _data(comparison: Comparison) -> dict[str, Any]:
    return {
        "schema_version": 1,
        **{key: value for key, value in comparison_counts(comparison).items() if key != "change_hands"},
        "rows": [
            {
                "id": old.id,
                "title": old.title,
                comparison.before: counts(old.tally, third_party=_third(comparison.totals_before)),
                comparison.after: counts(new.tally, third_party=_scoped(comparison) or _third(comparison.totals_after)),
                "moved": [move.case.id for move in comparison.moves if principal_of(move.case.id) == old.id],
            }
            for old, new in zip(comparison.totals_before.rows, comparison.totals_after.rows, strict=True)
        ],
        "moves": [
            {
                "id": move.case.id,
                "requirement": move.case.requirement,
                "before": move.before.value,
                "after": move.after.value,
                "cause": move.cause.value,
                "layers": list(move.layers),
                "why": move.why,
                "summary": move.case.summary,
                "residual": move.case.residual_under(comparison.after) if move.after is Owner.AWS else None,
            }
            for move in comparison.moves
        ],
    }
