"""Columns of when a test case counts: by questionnaire, by edition, on a day, and how often."""

from pcimatrix.catalogue.loader import shipped_timeframes
from pcimatrix.reports.content.columns.field import CSV, DETAIL, DOCUMENT, JSON, LIST, SHEET, SUMMARY, Field, optional
from pcimatrix.reports.content.timeframes import TIMEFRAME, timeframe_data

ASKED_FOR = "asked_for"
"""The key of the column that says what the entity's questionnaire asks for."""


WHEN: tuple[Field, ...] = (
    Field(
        ASKED_FOR,
        "Asked for",
        lambda row: None if row.asked is None else "yes" if row.asked else "no",
        {SUMMARY: 3, CSV: 19, SHEET: 13, DOCUMENT: 5},
        {
            "enum": ["yes", "no", None],
            "description": "Whether the questionnaire asks for it by which the entity validates; null without one",
        },
        only="report",
    ),
    Field(
        "edition_change",
        "Changed by this edition",
        lambda row: row.edition_change or None,
        {SUMMARY: 4, CSV: 20, SHEET: 14, DOCUMENT: 6},
        optional("What the edition of the standard changes in the test case against the one before, and what follows"),
        only="edition",
        width=36,
    ),
    Field(
        "in_force",
        "In force",
        lambda row: row.cell.ownership.in_force or None,
        {JSON: 17, LIST: 7, CSV: 21, SHEET: 15, DOCUMENT: 7, DETAIL: 1},
        optional("What it is on the day that counts, if it is not simply required: a best practice, or superseded"),
        only="day",
        width=18,
    ),
    Field(
        "timeframes",
        "Timeframes",
        lambda row: [timeframe_data(each) for each in shipped_timeframes().by_case.get(row.cell.case.id, ())],
        {JSON: 18},
        {"type": "array", "items": TIMEFRAME, "description": "What is due how often or when, and when it is late"},
    ),
    Field(
        "how_often",
        "How often",
        lambda row: shipped_timeframes().says_of(row.cell.case.id) or None,
        {LIST: 9, CSV: 22, SHEET: 16, DOCUMENT: 8},
        only="recurring",
        width=30,
    ),
)
"""When a test case counts."""
