"""Columns that people fill in, and the names by which a workbook is known again when it comes back."""

from typing import NamedTuple

TEST_CASE, OWNER, THIRD_PARTY, NOTE = "Test case", "Owner", "Third party", "Note"
"""Headings of the matrix; by the first two, a sheet is known to be one."""


class FillIn(NamedTuple):
    """A column that people fill in: heading, width in characters, and the choices that it offers, if any."""

    heading: str
    width: int
    choices: tuple[str, ...] = ()


STATUSES = (
    "Not started",
    "In progress",
    "Evidence ready",
    "In place",
    "Not in place",
    "Not applicable",
    "Not tested",
)
"""The choices of a status: steps of our own on the way, then the findings that a ROC knows."""
FILL_IN = (
    FillIn("Control owner", 18),
    FillIn("Status", 14, STATUSES),
    FillIn("Evidence", 30),
    FillIn(NOTE, 30),
    FillIn("Interviewee", 18),
    FillIn("Sign-off", 18),
)
"""The columns that people fill in, from the left."""
AS_MADE = "Owner as made"
"""The heading of the hidden column with the owners as the program wrote them: what differs, somebody has chosen."""
MATRIX = "Matrix"
"""The sheet of the matrix, as the program names it."""
LEFT = "No longer in the matrix"
"""The sheet of what people filled in for rows or columns that are gone."""
LEFT_HEADINGS = (TEST_CASE, "Column", "What was filled in", "Where it was")
"""The headings of that sheet."""
LONG_TEXTS = "Long texts"
"""The sheet that holds the whole of each text that is too long for a cell; it is there only if there is one."""
OWN_SHEETS = frozenset({"Summary", "Scope", MATRIX, "Trace", "Basis and discrepancies", "Comparison", LONG_TEXTS, LEFT})
"""The sheets that the program writes."""
STAMP = "pcimatrix"
"""The first part of the names of the document properties that hold the stamp, in numbered parts."""
PART = 250
"""How many characters a part of the stamp has at most: the file format allows 255."""
