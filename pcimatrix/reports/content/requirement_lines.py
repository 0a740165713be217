"""A line for each requirement: who does what in it, and in which of its test cases and workloads that differs."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.catalogue.editions import BETWEEN
from pcimatrix.catalogue.model import Owner, Requirement
from pcimatrix.ownership.duties import PUBLISHED_ALONE, procedure_beside, procedure_of
from pcimatrix.ownership.responsibility import Duty, Ownership, Responsibility
from pcimatrix.ownership.traces import Alike, Effective, listed
from pcimatrix.reports.content.columns import Row, Shown, fields, text
from pcimatrix.reports.content.marks import MARKS_SAID, MarkColumn, marks_of, signs_said
from pcimatrix.reports.content.operated import TITLE, Layer, named

COLUMNS = {"requirement": "Requirement", "who": "Who", "others": "AWS and others do", "you": "You do"}
"""The headings of a line's columns; those of workloads come after `who`."""
ALL_OF_IT = "All of it, shown to the assessor"
"""The entity's duty if the procedure is its own, whose words only the test cases have."""
OWN_PART = "Your own part, shown to the assessor"
"""The same where a provider has a part, too."""
BESIDE_A_HOST = "Your own part, and the provider's evidence for its part"
"""The same beside a third party that hosts a part of what is examined."""
DOUBT_SAID = "* By the published count alone: by what is examined, somebody else would lead."
LETTERS_SAID = "Letters before a text are the test cases that it is of; a text without one is of all of them."
LAYERS_SAID = f"“AWS: key store” means that AWS operates this layer; “{TITLE}” says what it does there."
_CONDITION = re.compile(r"If [^,(]+(\([^)]+\))?, ")
"""What a duty depends on."""
_SAID_ELSEWHERE = frozenset({"responsibility", "aws_does", "you_do", "others_do"})


class Told(NamedTuple):
    """A text, and what it is told of: the last letters of test cases, and workloads; empty for all of them."""

    cases: str
    where: str
    text: str

    @property
    def label(self) -> str:
        """What it is told of, in words; empty for all."""
        return " in ".join(each for each in (self.cases, self.where) if each)


class RequirementLine(NamedTuple):
    """One requirement: who has a part and leads, what others and the entity do, and what else is to be known.

    `marks` are letters by workload. `owners` are the values of those who lead, in the order of the test cases. `notes`
    are what the columns of documents say besides, under their headings.
    """

    id: str
    title: str
    owners: tuple[str, ...]
    who: tuple[Told, ...]
    marks: tuple[str, ...]
    others: tuple[Told, ...]
    you: tuple[Told, ...]
    notes: tuple[tuple[str, Told], ...]

    @property
    def length(self) -> int:
        """The number of characters of what is told."""
        told = [*self.who, *self.others, *self.you, *(each for _, each in self.notes)]
        return len(self.title) + sum(len(each.text) for each in told)

    @property
    def notes_by_heading(self) -> tuple[tuple[str, tuple[Told, ...]], ...]:
        """What else is to be known, with each heading once."""
        found: dict[str, list[Told]] = {}
        for heading, each in self.notes:
            found.setdefault(heading, []).append(each)
        return tuple((heading, tuple(all_)) for heading, all_ in found.items())


def requirement_line(
    requirement: Requirement,
    rows: Sequence[Row],
    columns: Sequence[MarkColumn] = (),
    traces: Mapping[str, Effective] = MappingProxyType({}),
    layers: Mapping[str, Layer] = MappingProxyType({}),
    *,
    names: Mapping[str, str] = MappingProxyType({}),
) -> RequirementLine:
    """Return the line of a requirement.

    `rows` are its test cases, `columns` those of letters by workload, `traces` those of a scope by test case id.
    `layers` are statements, of which a provider's duty has the names of the layers only; `names` those of third
    parties by their ids.
    """
    letters = [row.cell.case.id.removeprefix(requirement.id).lstrip(".") for row in rows]

    def told(said: Callable[[Row], Iterable[tuple[str, str]]]) -> tuple[Told, ...]:
        return _told(letters, [said(row) for row in rows])

    applies = any(row.cell.ownership.owner is not Owner.NA for row in rows)
    besides = [field for field in fields(Shown.DOCUMENT) if applies and field.key not in _SAID_ELSEWHERE]
    return RequirementLine(
        requirement.id,
        requirement.title,
        tuple(dict.fromkeys(row.cell.ownership.owner.value for row in rows)),
        told(lambda row: [("", _who(row))]),
        marks_of(rows, columns),
        told(lambda row: _duties(row, traces, lambda party: party != Owner.CUSTOMER, layers, names)),
        _yours(told(lambda row: _yours_of(row, traces)), columns),
        tuple(
            (field.heading, each)
            for field in besides
            for each in _together(told(lambda row, field=field: _each(text(field.value(row)))))  # type: ignore[misc]
        ),
    )


def line_notes(columns: Sequence[MarkColumn], cells: Iterable[Ownership], marks: Iterable[str] = ()) -> tuple[str, ...]:
    """Return what a reader of lines has to know: what letters mean, and the signs that there are.

    `marks` are the letters of all lines.
    """
    doubtful = any(each.doubt for each in cells)
    said = [LETTERS_SAID, *([MARKS_SAID, LAYERS_SAID] if columns else []), *([DOUBT_SAID] if doubtful else [])]
    return (*said, *signs_said(marks))


def _told(letters: Sequence[str], texts: Iterable[Iterable[tuple[str, str]]]) -> tuple[Told, ...]:
    """Return each text of workloads once, in order, with the test cases that it is told of."""
    found: dict[tuple[str, str], list[str]] = {}
    for letter, said in zip(letters, texts, strict=True):
        for each in said:
            found.setdefault(each, []).append(letter)
    return tuple(
        Told("" if len(cases) == len(letters) else _listed(cases, letters), where, said)
        for (where, said), cases in found.items()
        if said
    )


def _listed(cases: Sequence[str], letters: Sequence[str]) -> str:
    """Return letters of test cases in words: three and more that follow one another as a range."""
    runs: list[list[str]] = []
    for case in cases:
        if runs and letters.index(case) == letters.index(runs[-1][-1]) + 1:
            runs[-1].append(case)
        else:
            runs.append([case])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs)  # noqa: RUF001, PLR2004


def _who(row: Row) -> str:
    own = row.cell.ownership
    leader = row.parties or own.owner.label
    said = {
        Responsibility.CUSTOMER: "Customer alone",
        Responsibility.SHARED: f"Shared, {leader} leads" if own.owner is not Owner.CUSTOMER else "Shared, you lead",
        Responsibility.PROVIDER: f"{leader} alone",
        Responsibility.NA: "Not applicable",
    }[own.responsibility]
    return f"{said}*" if own.doubt else said


def _each(said: str) -> list[tuple[str, str]]:
    """Return the texts that a column has in one, so that those of several test cases are told once."""
    return [("", each) for each in said.split(BETWEEN)]


def _together(told: Iterable[Told]) -> list[Told]:
    """Return texts of the same test cases as one again."""
    found: dict[tuple[str, str], list[str]] = {}
    for cases, where, said in told:
        found.setdefault((cases, where), []).append(said)
    return [Told(*of, BETWEEN.join(texts)) for of, texts in found.items()]


def _duties(
    row: Row,
    traces: Mapping[str, Effective],
    wanted: Callable[[str], bool],
    layers: Mapping[str, Layer] = MappingProxyType({}),
    names: Mapping[str, str] = MappingProxyType({}),
) -> Iterable[tuple[str, str]]:
    """Return workloads and what is done in them by the parties that are wanted; no workloads if in all of them.

    What only the published count gives to AWS is told only if it makes AWS the owner.
    """
    case, own = row.cell
    parties = {duty.party for duty in own.duties if wanted(duty.party)}
    alike = traces[case.id].alike if case.id in traces else ()
    found = _done_in(alike, parties, layers, names)
    for duty in own.duties:
        unsaid = duty.party in parties and not any(party == duty.party for party, _ in found)
        if unsaid:
            found[_said(duty, layers, names)] = [()] * len(alike)
    for (_, said), groups in found.items():
        yield "" if len(groups) == len(alike) else listed(groups), said


def _done_in(
    alike: Iterable[Alike], parties: Collection[str], layers: Mapping[str, Layer], names: Mapping[str, str]
) -> dict[tuple[str, str], list[tuple[str, ...]]]:
    """Return what some parties do, with the groups of workloads in which they do it."""
    found: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for part, workloads in alike:
        for duty in part.duties:
            if duty.party in parties and duty.source != PUBLISHED_ALONE:
                found.setdefault(_said(duty, layers, names), []).append(workloads)
    return found


def _said(duty: Duty, layers: Mapping[str, Layer], names: Mapping[str, str]) -> tuple[str, str]:
    """Return a party, and what it does in words that name it, but for the entity's."""
    return duty.party, duty.does if duty.party == Owner.CUSTOMER else named(duty.party, duty.does, layers, names)


def _yours(told: tuple[Told, ...], columns: Sequence[MarkColumn]) -> tuple[Told, ...]:
    """Return the entity's duties in short: none that letters say already, and a common condition once."""
    return _with_condition_once(_without_said(told) if columns else told)


def _with_condition_once(told: tuple[Told, ...]) -> tuple[Told, ...]:
    """Return duties after their condition, if all of several have the same: "If …, ..."."""
    found = {match[0] if (match := _CONDITION.match(each.text)) else "" for each in told}
    if len(told) == 1 or len(found) != 1 or "" in found:
        return told
    [condition] = found
    rest = (each._replace(text=each.text.removeprefix(condition)) for each in told)
    return (Told("", "", condition.removesuffix(", ") + ":"), *rest)


def _yours_of(row: Row, traces: Mapping[str, Effective]) -> Iterable[tuple[str, str]]:
    own, case = row.cell.ownership, row.cell.case
    beside = own.responsibility is Responsibility.SHARED
    short = {procedure_of(case): ALL_OF_IT, procedure_beside(case): BESIDE_A_HOST}
    everywhere = short | ({procedure_of(case): OWN_PART} if beside else {})
    found = [
        (where, (short if where else everywhere).get(said, said))
        for where, said in _duties(row, traces, lambda party: party == Owner.CUSTOMER)
    ]
    return found or [("", own.residual or "")]


def _without_said(you: tuple[Told, ...]) -> tuple[Told, ...]:
    """Return duties without those of workloads that their letters say already: all of it."""
    return tuple(each for each in you if each.text != ALL_OF_IT or not each.where) or you[:1]
