"""Letters by workload, in lines of requirements: who has a part in each."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pcimatrix.catalogue.model import Basis, Owner
from pcimatrix.ownership.duties import PUBLISHED_ALONE
from pcimatrix.ownership.responsibility import Ownership, Responsibility
from pcimatrix.ownership.traces import Part, listed
from pcimatrix.ownership.workloads import SideBySide
from pcimatrix.reports.content.columns import Row

MARKS = {
    Responsibility.CUSTOMER: "C",
    Responsibility.SHARED: "S",
    Responsibility.PROVIDER: "P",
    Responsibility.NA: "–",  # noqa: RUF001 - a dash, as a table has it for nothing
}
"""Who has a part in a workload, in a letter."""
MARKS_SAID = "By workload: C you alone, with all of it; S shared; P a provider alone; – not applicable."  # noqa: RUF001
COUNTED = "*"
"""What a letter has if AWS has a part by the published count alone."""
DECIDED = "†"
"""What a letter has if the owner of all workloads together is decided by hand."""
COUNTED_SAID = f"A letter with {COUNTED} counts a part of AWS that only its published count gives to it."
DECIDED_SAID = f"A letter with {DECIDED} is the one before a decision by hand, which is on all workloads together."
MOST_WORKLOADS = 8
"""So many columns of letters there are at most; if more were needed, there are none."""
_SIGNS_SAID = {COUNTED: COUNTED_SAID, DECIDED: DECIDED_SAID}


class MarkColumn(NamedTuple):
    """A column of letters: the workloads in words, and the number of the first of their groups."""

    label: str
    number: int


def mark_columns(workloads: SideBySide) -> tuple[MarkColumn, ...]:
    """Return the columns of letters: one for workloads that have the same letter in every test case.

    There are none if all have, or if there would be many.
    """
    alike: dict[tuple[tuple[Responsibility, bool], ...], list[int]] = {}
    for number in range(len(workloads.groups)):
        letters = tuple((parts[number].responsibility, _counted(parts[number])) for parts in workloads.parts.values())
        alike.setdefault(letters, []).append(number)
    found = tuple(
        MarkColumn(listed([workloads.groups[number].workloads for number in numbers]), numbers[0])
        for numbers in alike.values()
    )
    return found if 1 < len(found) <= MOST_WORKLOADS else ()


def marks_of(rows: Sequence[Row], columns: Iterable[MarkColumn]) -> tuple[str, ...]:
    """Return the letters of a requirement's test cases by workload."""
    return tuple(_mark(column, rows) for column in columns)


def signs_said(marks: Iterable[str]) -> tuple[str, ...]:
    """Return what the signs in these marks mean."""
    marked = "".join(marks)
    return tuple(said for sign, said in _SIGNS_SAID.items() if sign in marked)


def _mark(column: MarkColumn, rows: Sequence[Row]) -> str:
    """Return the letter of workloads; several if the test cases differ in them."""
    return "/".join(dict.fromkeys(_letter(row.workloads[column.number][1], row.cell.ownership) for row in rows))


def _letter(part: Part, own: Ownership) -> str:
    """Return who has a part in a workload, with a sign if the line tells otherwise of all workloads together."""
    counted = own.owner is not Owner.AWS and _counted(part)
    decided = own.basis is Basis.DECISION
    return f"{MARKS[part.responsibility]}{COUNTED * counted}{DECIDED * decided}"


def _counted(part: Part) -> bool:
    """Tell whether AWS has a part in a workload by the published count alone."""
    return any(duty.source == PUBLISHED_ALONE for duty in part.duties)
