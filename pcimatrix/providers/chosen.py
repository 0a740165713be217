"""Sheets that are read: those that a person sees, or that the user's map names; and unknown names in it."""

from collections.abc import Sequence

from pcimatrix.providers.entries import NotTaken
from pcimatrix.providers.mapping import MatrixMap
from pcimatrix.providers.sheet import Sheet, refusal
from pcimatrix.providers.spreadsheet import Spreadsheet
from pcimatrix.providers.tables import Divided
from pcimatrix.providers.vocabulary import plain
from pcimatrix.text import did_you_mean

_NOT_NAMED = "the map names other sheets"
_HIDDEN = "the sheet is hidden; name it in a map (--map) to read it"


def chosen_sheets(sheet: Spreadsheet, given: MatrixMap) -> list[Sheet]:
    """Return the sheets to read. Raises `InputError` if the map names an unknown one."""
    names = [each.name for each in sheet.sheets]
    for name in given.sheets:
        if name not in names:
            raise refusal(sheet.source, f"the map names an unknown sheet {name!r}", did_you_mean(name, names))
    if given.sheets:
        return [each for each in sheet.sheets if each.name in given.sheets]
    return [each for each in sheet.sheets if not each.hidden]


def of_skipped(skipped: Sequence[Sheet], given: MatrixMap) -> list[NotTaken]:
    """Return the rows of sheets that are not read, as not taken."""
    why = _NOT_NAMED if given.sheets else _HIDDEN
    return [NotTaken(each.name, row.number, row.line, "text", why) for each in skipped for row in each.rows]


def refuse_unknown(sheet: Spreadsheet, given: MatrixMap, divided: Sequence[Divided]) -> None:
    """Raise `InputError` if the map names a column or a row that there is not."""
    headings = {
        plain(each.heading): each.heading for part in divided for table in part.tables for each in table.columns
    }
    for name in given.columns:
        if headings and plain(name) not in headings:
            problem = f"the map names an unknown column {name!r}"
            raise refusal(sheet.source, problem, did_you_mean(name, list(filter(None, headings.values()))))
    rows = {(each.name, row.number) for each in sheet.sheets for row in each.rows}
    for each in given.rows:
        if (each.sheet, each.row) not in rows:
            problem = f"the map names row {each.row} of sheet {each.sheet!r}, which is not there or blank"
            raise refusal(sheet.source, problem, "sheets have their names as in the file; CSV has an empty one")
