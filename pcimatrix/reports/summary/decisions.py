"""Owners that somebody chose in a scope's workbook, as decisions for its scope file."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pydantic import TypeAdapter, ValidationError

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Owner
from pcimatrix.errors import InputError, Problem
from pcimatrix.reports.content.columns import OWNERS
from pcimatrix.reports.summary.stamp import Recipe, recipe_of
from pcimatrix.reports.workbook.fill_in import NOTE
from pcimatrix.reports.workbook.filled import ChosenOwner, Filled
from pcimatrix.reports.workbook.stamp import stamp_of
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import LoadedScope, Scope
from pcimatrix.scope.over_workloads import SUBJECT
from pcimatrix.text import did_you_mean
from pcimatrix.yamlio.fields import Line

_LINE: TypeAdapter[str] = TypeAdapter(Line)
_TOO_WIDE = "choose it for these, too, or decide in the scope file: a decision on an id is on all within it"
_AGAIN = "make it again with `pcimatrix render --scope SCOPE --output FILE --keep`, which keeps owners that you chose"


class Choice(NamedTuple):
    """An owner that somebody chose for a test case: before and after as the workbook names them, and its id.

    `reason` is the row's note on one line; empty without one. `place` is the cell of the owner.
    """

    case: str
    before: str
    after: str
    owner: str
    reason: str
    place: str

    @property
    def says(self) -> str:
        """What changes, in words."""
        return f"{self.case}: {self.before} → {self.after}"


def choices(filled: Filled, reference: Reference, own: LoadedScope, name: str) -> tuple[Choice, ...]:
    """Return the owners that somebody chose in a workbook of a scope; `name` names the workbook in messages.

    `reference` is in the edition of the scope. Raises `InputError` if the workbook is not of this scope as it is, and
    for each choice that is no owner, or of a third party that is not named.
    """
    _check_stamp(filled, reference, own, name)
    notes = {cell.case: " ".join(str(cell.value).split()) for cell in reversed(filled.cells) if cell.column == NOTE}
    found: dict[str, Choice] = {}
    problems: list[Problem] = []
    for each in filled.owners:
        try:
            owner, label = _owner(each, own.scope)
        except ValueError as error:
            found_, _, expected = str(error).partition("; ")
            problems.append(Problem(name, 0, 0, f"{each.place}: {each.case}: {found_}", expected))
            continue
        choice = Choice(each.case, each.made, label, owner, notes.get(each.case, ""), each.place)
        other = found.setdefault(each.case, choice)
        if other.owner != choice.owner:
            said = f"{other.place} and {each.place}: two owners of {each.case}, {other.after} and {label}"
            problems.append(Problem(name, 0, 0, said, "choose one"))
    if problems:
        raise InputError(problems)
    # A decision on a longer id wins if it comes later.
    result = tuple(sorted(found.values(), key=lambda each: each.case.count(".")))
    if spread := _spread(result, reference, own):
        raise InputError(Problem(name, 0, 0, f"{choice.place}: {said}", _TOO_WIDE) for choice, said in spread)
    return result


def _spread(found: Sequence[Choice], reference: Reference, own: LoadedScope) -> list[tuple[Choice, str]]:
    """Return the choices that as decisions would change other test cases, too: those with longer ids.

    9.2.1 is the id of a test case, and that of a requirement that others such as 9.2.1.1.a are within.
    """
    cases = [each.id for each in reference.catalogue.test_cases()]
    below = {each: _longer(each.case, cases) for each in found}
    if not any(below.values()):
        return []
    chosen = {each.case for each in found}
    now = {case: each.cell.ownership.holder for case, each in scope_matrix(reference, own).traces.items()}
    moved = {
        choice: [case for case in others if case not in chosen and now[case] != choice.owner]
        for choice, others in below.items()
    }
    return [
        (choice, f"{choice.case}: {choice.after} would be the owner of {', '.join(others)} as well")
        for choice, others in moved.items()
        if others
    ]


def _longer(case: str, cases: Iterable[str]) -> list[str]:
    """Return the other test cases that an id names if it is read as a requirement's."""
    return [each for each in cases if each != case and ids.is_within(each, case)]


def _check_stamp(filled: Filled, reference: Reference, own: LoadedScope, name: str) -> None:
    recipe = recipe_of(stamp_of(filled.properties).get("recipe"))
    if recipe is None:
        found = "no record of its inputs: no workbook of this version of pcimatrix, or its properties are lost"
    elif recipe.pattern != SUBJECT:
        found = f"the workbook is of the pattern {recipe.pattern!r}, not of a scope"
        raise InputError([Problem(name, 0, 0, found, "a pattern's owners are no decisions of yours")])
    else:
        found = _other_inputs(recipe, reference, own)
    if found:
        raise InputError([Problem(name, 0, 0, found, _AGAIN)])


def _other_inputs(recipe: Recipe, reference: Reference, own: LoadedScope) -> str:
    """Return what a workbook was made from that is not what is given; empty if all is."""
    file = own.document.source
    if recipe.edition != reference.catalogue.edition:
        return f"it was made for {recipe.edition}, and {file} is for {reference.catalogue.edition}"
    if recipe.catalogue_sha256 != reference.digest:
        return "it was made from another catalogue"
    if recipe.scope_sha256 != own.digest:
        return f"it was made from another scope, or {file} has changed since"
    return ""


def _owner(chosen: ChosenOwner, scope: Scope) -> tuple[str, str]:
    """Return the id and the name of an owner that somebody chose. Raises `ValueError`."""
    by_label = {name.casefold(): owner for owner, name in OWNERS.items()}
    owner = by_label.get(chosen.owner.casefold())
    if owner is None:
        raise ValueError(f"{chosen.owner!r} is no owner; {did_you_mean(chosen.owner, tuple(OWNERS.values()))}")
    if owner is not Owner.THIRD_PARTY:
        return owner.value, owner.label
    parties = {each.id: each.name for each in scope.third_parties if each.id != Owner.AWS}
    named = [key for key, name in parties.items() if chosen.party.casefold() in {key, name.casefold()}]
    if not chosen.party:
        named = list(parties)
    if len(named) != 1:
        known = ", ".join(parties.values()) or "none; add it to the scope"
        raise ValueError(f"which third party?; name one in the column Third party: {known}")
    return named[0], parties[named[0]]


def reason_of(text: str) -> str | None:
    """Return a text as the reason of a decision, on one line; None if it is empty, too long or cannot be shown."""
    try:
        return _LINE.validate_python(" ".join(text.split()))
    except ValidationError:
        return None


def decided(
    values: Mapping[str, Any], choices_: Iterable[Choice], reasons: Mapping[str, str], by: str, date: str
) -> dict[str, Any]:
    """Return the values of a scope file with choices as decisions, by whom and of which day (YYYY-MM-DD).

    `reasons` are by test case. A decision on the same test case is replaced, unless a later one would override it:
    then it goes, and the new one comes last.
    """
    found: list[Any] = list(values.get("decisions", ()))
    for each in choices_:
        new = {"within": each.case, "owner": each.owner, "reason": reasons[each.case], "by": by, "date": date}
        same = [number for number, old in enumerate(found) if old["within"] == each.case]
        if same and not _overridden(found[same[-1] + 1 :], each.case):
            found[same[-1]] = new
        else:
            found = [old for old in found if old["within"] != each.case] + [new]
    return {**values, "decisions": found}


def _overridden(later: Sequence[Mapping[str, Any]], case: str) -> bool:
    return any(ids.is_within(case, each["within"]) for each in later)
