"""A service provider's responsibility matrix for its customers (12.8.5, 12.9.2), turned round from its own summary.

It speaks to the customer: you are the customer, we are the entity, and behind us are AWS and other third parties.
What is the entity's own business is not in it: workloads, accounts, reasons, facts and decisions.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.duties import PUBLISHED_ALONE
from pcimatrix.ownership.responsibility import Duty, Responsibility, responsibility_of
from pcimatrix.ownership.traces import Effective
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary
from pcimatrix.reports.table import Column, Table
from pcimatrix.scope.customers import can_have, nearest_duty
from pcimatrix.scope.in_workload import SCOPE_FILE
from pcimatrix.scope.model import Scope
from pcimatrix.text import pluralize

WHO = {
    Responsibility.CUSTOMER: "You",
    Responsibility.SHARED: "You and we",
    Responsibility.PROVIDER: "We",
    Responsibility.NA: "Not applicable to our service",
}
"""Who is responsible, as a customer reads it."""
_US = "us"
"""The party that stands for the entity and all behind it."""


_OURS = {
    r"(?<=from |with |give )you": "us",
    r"(?<=by )you": "us",
    r"\byou": "we",
    r"\bYou": "We",
    r"\byour": "our",
    r"\bYour": "Our",
    r"\byours": "ours",
    r"\byourself": "ourselves",
}
"""Words that speak to the entity, and how it says them of itself."""


class Handed(NamedTuple):
    """A test case as a customer is told of it: who has it, and what you, we and others behind us do."""

    cell: Cell
    responsibility: Responsibility
    you_do: tuple[str, ...] = ()
    we_do: tuple[str, ...] = ()
    others_do: tuple[tuple[str, str], ...] = ()


class HandedColumn(NamedTuple):
    """A column of the test cases: its key for programs, its heading for people, and its value."""

    key: str
    heading: str
    value: Callable[[Handed], str]


COLUMNS = (
    HandedColumn("test_case", "Test case", lambda row: row.cell.case.id),
    HandedColumn("requirement", "Requirement", lambda row: row.cell.case.requirement),
    HandedColumn("looks_at", "What it looks at", lambda row: row.cell.case.summary),
    HandedColumn("responsible", "Responsible", lambda row: WHO[row.responsibility]),
    HandedColumn("you_do", "You do", lambda row: "; ".join(row.you_do)),
    HandedColumn("we_do", "We do", lambda row: "; ".join(row.we_do)),
    HandedColumn("others_do", "Others behind us do", lambda row: "; ".join(map(": ".join, row.others_do))),
)
"""The columns of a test case, from the left; a document may leave out the requirement, which the id says."""


class Chapter(NamedTuple):
    """The test cases of a principal requirement under its id and title."""

    id: str
    title: str
    rows: tuple[Handed, ...]


class Handout(NamedTuple):
    """The matrix that customers get: the summary that it is made from, and what it says.

    `totals` count test cases by who is responsible, by principal requirement.
    """

    summary: Summary
    provider: str
    title: str
    notes: tuple[str, ...]
    totals: Table
    chapters: tuple[Chapter, ...]

    @property
    def rows(self) -> tuple[Handed, ...]:
        """All test cases, in the standard's order."""
        return tuple(row for chapter in self.chapters for row in chapter.rows)

    @property
    def day(self) -> str:
        """The day (YYYY-MM-DD) that the matrix is of."""
        return self.summary.day or ""

    @property
    def recipe(self) -> str:
        """What makes this matrix again from the same inputs, as text that `verify` reads back."""
        return self.summary.recipe_for("customers", self.title)

    @property
    def digests(self) -> dict[str, str]:
        """The SHA-256 (hex) of the catalogue's content, and of the scope's."""
        return {"catalogue_sha256": self.summary.digest, "scope_sha256": self.summary.subject.digest or ""}


def handout(summary: Summary, scope: Scope) -> Handout:
    """Return the matrix for the customers of the service provider that a scope is of; `summary` is of that scope."""
    names = {Owner.AWS.value: Owner.AWS.label} | {each.id: each.name for each in scope.third_parties}
    traces = summary.matrix.traces
    chapters = tuple(
        Chapter(
            each.principal.id,
            each.principal.title,
            tuple(_handed(cell, scope, names, traces[cell.case.id]) for cell in each.cells),
        )
        for each in summary.chapters()
    )
    title = summary.title
    if title in {DEFAULT_TITLE, f"{DEFAULT_TITLE}: {scope.entity}"}:
        title = f"PCI DSS responsibility matrix for customers of {scope.entity}"
    behind = dict.fromkeys(name for chapter in chapters for row in chapter.rows for name, _ in row.others_do)
    return Handout(summary, scope.entity, title, _notes(summary, scope, list(behind)), _totals(chapters), chapters)


def _handed(cell: Cell, scope: Scope, names: dict[str, str], trace: Effective) -> Handed:
    own = cell.ownership
    if own.owner is Owner.NA:
        return Handed(cell, Responsibility.NA)
    duty = nearest_duty(scope.customers, cell.case.id)
    duty = duty if duty and can_have(cell, duty) else None
    does = {each.party: _does(each.party, cell, trace) for each in own.duties}
    we = () if duty and duty.wholly else does.get(Owner.CUSTOMER.value, ())
    others = tuple(
        (names.get(party, party), "; ".join(said)) for party, said in does.items() if party != Owner.CUSTOMER
    )
    you = (duty.does,) if duty else ()
    parties = [Owner.CUSTOMER.value] * bool(you) + [_US] * bool(we or others)
    return Handed(cell, responsibility_of(parties), you, we, others)


def _does(party: str, cell: Cell, trace: Effective) -> tuple[str, ...]:
    """Return what a party does in any workload, without the workloads' names: these are the entity's own business."""
    own = cell.ownership
    leads = party == (own.party or own.owner.value)
    duties = [
        each
        for part, _ in trace.alike
        for each in part.duties
        if each.party == party and (leads or each.source != PUBLISHED_ALONE)
    ] or [each for each in own.duties if each.party == party]
    return tuple(dict.fromkeys(_ours(each) if party == Owner.CUSTOMER else each.does for each in duties))


def _ours(duty: Duty) -> str:
    """Return a duty of the catalogue, which speaks to the entity, as the entity says it of itself."""
    if SCOPE_FILE in duty.source:
        return duty.does
    text = duty.does
    for words, instead in _OURS.items():
        text = re.sub(rf"{words}\b", instead, text)
    return text


def _notes(summary: Summary, scope: Scope, behind: list[str]) -> tuple[str, ...]:
    others = f" Others behind us are {', '.join(behind)}." if behind else ""
    purpose = (
        f"This matrix says who is responsible for each test case of {summary.edition}, as far as our service goes, as "
        f"of {summary.day} (12.8.5, 12.9.2). Your own systems stay yours: what does not apply to our service can apply "
        "to you."
    )
    notes = [
        f"You are a customer of {scope.entity}; we are {scope.entity}.{others}",
        purpose,
        "It is no agreement: the written acknowledgement that 12.8.2 and 12.9.1 ask for is a document of its own.",
    ]
    if summary.matrix.assumptions:
        facts = pluralize(len(summary.matrix.assumptions), "fact")
        notes.append(f"We have not settled {facts} about our service yet; what rests on them can still change.")
    return tuple(notes)


def _totals(chapters: tuple[Chapter, ...]) -> Table:
    headings = ("Requirement", "Test cases", "You", "You and we", "We", "Not applicable")
    keys = ("requirement", "test_cases", *(each.value for each in WHO))
    counts = [Counter(row.responsibility for row in chapter.rows) for chapter in chapters]

    def row(title: str, count: Counter[Responsibility]) -> tuple[str, ...]:
        return (title, str(count.total()), *(str(count[each]) for each in WHO))

    rows = tuple(row(f"{chapter.id}. {chapter.title}", count) for chapter, count in zip(chapters, counts, strict=True))
    whole = sum(counts, Counter[Responsibility]())
    data: dict[str, Any] = {"test_cases": whole.total(), **{each.value: whole[each] for each in WHO}}
    columns = tuple(
        Column(key, heading, numeric=at > 0) for at, (key, heading) in enumerate(zip(keys, headings, strict=True))
    )
    return Table(columns, rows, data, (row("Total", whole),), title="Who is responsible")
