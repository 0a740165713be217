"""The questionnaire by which an entity validates: as an option names it, else as the scope file says."""

from typing import TYPE_CHECKING

from pcimatrix.catalogue.loader import shipped_questionnaires
from pcimatrix.catalogue.validation import SAQS
from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.asked import Report
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pcimatrix.ownership.cells import Cell
    from pcimatrix.scope.model import Scope


def report_by(scope: "Scope | None", saq: str | None = None, as_of: str | None = None) -> Report | None:
    """Return the questionnaire that a matrix is counted by; None if all of it counts, as for a ROC.

    `saq` is a questionnaire's id, such as `A-EP`, instead of what the scope says. Its edition is that of the day
    `as_of` (YYYY-MM-DD), else of the scope's date, else the newest. Raises `UnknownIdError` for an unknown
    questionnaire, one that cannot be counted, and a day before the oldest known edition.
    """
    name = saq
    if name is None and scope is not None and scope.validation is not None:
        name = scope.validation.questionnaire
    if name is None:
        return None
    return find_report(name, as_of or (scope.date if scope is not None else None))


def asked_for(scope: "Scope", cells: "Sequence[Cell]") -> str | None:
    """Return how many of its matrix's test cases an entity's questionnaire asks for, in a sentence.

    None for a ROC, and for a questionnaire of which no edition is known for the scope's date.
    """
    name = scope.validation.questionnaire if scope.validation else None
    if name is None or shipped_questionnaires().get(name).on(scope.date) is None:
        return None
    return find_report(name, scope.date).remarks(cells)[0]


def find_report(name: str, day: str | None) -> Report:
    """Return a questionnaire in the edition of a day, the newest without one. Raises `UnknownIdError`."""
    known = shipped_questionnaires()
    if name in known.refused:
        raise UnknownIdError(f"SAQ {name}: {known.refused[name]}; name another questionnaire")
    if name not in SAQS.values():
        hint = did_you_mean(name, SAQS.values())
        raise UnknownIdError(f"unknown questionnaire {truncate(name, MOST_SHOWN)!r}; {hint}")
    questionnaire = known.get(name)
    edition = questionnaire.on(day)
    if edition is None:
        oldest = questionnaire.editions[0]
        raise UnknownIdError(
            f"SAQ {name}: its edition of {day} is not known; the oldest known is {oldest.name}, for {oldest.since} and "
            "later: name a later day with --as-of"
        )
    return Report(questionnaire, edition)
