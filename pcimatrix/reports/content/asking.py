"""Questionnaires that ask for some test cases, as data and as text."""

from collections.abc import Iterable
from typing import Any

from pcimatrix.catalogue.loader import shipped_questionnaires
from pcimatrix.catalogue.model import TestCase
from pcimatrix.ownership.asked import Report
from pcimatrix.text import pluralize


def asking_data(cases: Iterable[TestCase], day: str | None) -> list[dict[str, Any]]:
    """Return each questionnaire that asks for a test case, in its edition of a day (YYYY-MM-DD), with the ids.

    Without a day it is the newest edition. One without a known edition on that day is left out.
    """
    cases = tuple(cases)
    found = []
    for questionnaire in shipped_questionnaires().questionnaires:
        edition = questionnaire.on(day)
        report = Report(questionnaire, edition) if edition else None
        if report and (asked := [case.id for case in cases if report.asks(case)]):
            found.append({"questionnaire": questionnaire.id, "edition": report.edition.name, "test_cases": asked})
    return found


def asking_text(cases: Iterable[TestCase], day: str | None) -> str:
    """Return the same in a line; how many, if a questionnaire does not ask for all of several."""
    cases = tuple(cases)
    found = asking_data(cases, day)
    if not found:
        return "  asked for by no SAQ\n"
    said = []
    for each in found:
        some = f" ({len(each['test_cases'])} of {pluralize(len(cases), 'test case')})"
        said.append(f"{each['questionnaire']}{some if len(each['test_cases']) < len(cases) else ''}")
    return f"  asked for by SAQ {', '.join(said)}\n"
