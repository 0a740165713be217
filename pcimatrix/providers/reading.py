"""Reading of a provider's spreadsheet: the rows that are taken, those that are not, and what was understood."""

from typing import NamedTuple

from pcimatrix.catalogue.model import Catalogue
from pcimatrix.providers.doubts import suggested, sure_by_order
from pcimatrix.providers.editions import edition_of, refuse_other_editions
from pcimatrix.providers.entries import STRUCTURE, Confirmed, Entry, NotTaken
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.mapping import MatrixMap
from pcimatrix.providers.precedence import Taken, resolved
from pcimatrix.providers.rows import rows_of
from pcimatrix.providers.sheet import MAX_CELLS, Sheet, refusal, too_many
from pcimatrix.providers.spreadsheet import Spreadsheet
from pcimatrix.providers.tables import Divided, divide
from pcimatrix.providers.words import Vocabulary, names_of, plain
from pcimatrix.text import did_you_mean, pluralize

_NOT_NAMED = "the map names other sheets"
_HIDDEN = "the sheet is hidden; name it in a map (--map) to read it"


class Imported(NamedTuple):
    """A spreadsheet as it was read, with the edition of the standard (`4.0.1`) and what of it was understood."""

    taken: tuple[Taken, ...]
    not_taken: tuple[NotTaken, ...]
    edition: str
    vocabulary: Vocabulary
    divided: tuple[Divided, ...]


def read_matrix(sheet: Spreadsheet, party: str, catalogue: Catalogue, given: MatrixMap) -> Imported:
    """Return a spreadsheet as it was read. Raises `InputError` if none of it can be, with what to do.

    `party` is the provider's id, `given` what the user's map says.
    """
    known = Known(catalogue)
    vocabulary = Vocabulary(
        names_of(party, _title(sheet)),
        {plain(word): each.value for word, each in given.words.items()},
        {plain(word): each.value for word, each in given.columns.items()},
    )
    sheets = _chosen(sheet, given)
    edition = given.edition or edition_of(sheet)
    refuse_other_editions(sheet.source, edition)
    divided = tuple(divide(each, known, vocabulary, sheet.source) for each in sheets)
    _refuse_unknown(sheet, given, divided)
    confirmed = Confirmed({(each.sheet, each.row): each.id for each in given.rows})
    found = [each for part in divided for each in rows_of(part, known, vocabulary, confirmed)]
    if sure := sure_by_order(found):
        confirmed = Confirmed({**sure, **confirmed.ids})
        found = [each for part in divided for each in rows_of(part, known, vocabulary, confirmed)]
    found = suggested(found)
    entries = [each for each in found if isinstance(each, Entry)]
    left = [each for each in found if isinstance(each, NotTaken)]
    if sum(len(each.named.ids) for each in entries) > MAX_CELLS:
        raise too_many(sheet.source, "ids in its rows", MAX_CELLS)
    taken, more = resolved(entries, left, known)
    order = {each.name: number for number, each in enumerate(sheet.sheets)}
    skipped = [each for each in sheet.sheets if each not in sheets]
    left += more
    left += [
        NotTaken(each.name, row.number, row.line, "text", _NOT_NAMED if given.sheets else _HIDDEN)
        for each in skipped
        for row in each.rows
    ]
    result = Imported(
        tuple(sorted(taken, key=lambda each: (order[each.sheet], each.row))),
        tuple(sorted(left, key=lambda each: (order[each.sheet], each.row))),
        edition or ids_edition(catalogue),
        vocabulary,
        divided,
    )
    _refuse_nothing(sheet, result)
    return result


def _title(sheet: Spreadsheet) -> str:
    """Return the text of the first row if it is alone in it; else nothing, since that row is a header."""
    rows = [row for each in sheet.sheets[:1] for row in each.rows[:1] if len(row.filled) == 1]
    return str(rows[0].at(rows[0].filled[0])) if rows else ""


def ids_edition(catalogue: Catalogue) -> str:
    """Return the number of a catalogue's edition."""
    return catalogue.edition.rpartition("v")[2]


def _chosen(sheet: Spreadsheet, given: MatrixMap) -> list[Sheet]:
    names = [each.name for each in sheet.sheets]
    for name in given.sheets:
        if name not in names:
            raise refusal(sheet.source, f"the map names an unknown sheet {name!r}", did_you_mean(name, names))
    if given.sheets:
        return [each for each in sheet.sheets if each.name in given.sheets]
    return [each for each in sheet.sheets if not each.hidden]


def _refuse_unknown(sheet: Spreadsheet, given: MatrixMap, divided: tuple[Divided, ...]) -> None:
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


def _refuse_nothing(sheet: Spreadsheet, found: Imported) -> None:
    """Raise `InputError` if no row was taken, with what was understood of the columns."""
    if found.taken:
        return
    usable = [table for part in found.divided for table in part.tables if table.usable]
    reasons = [each for each in found.not_taken if each.kind not in STRUCTURE]
    if any(each.kind == "formula" for each in reasons):
        problem = "its formulas have no saved values"
        raise refusal(sheet.source, problem, "open it in a spreadsheet program, and save it")
    if usable and reasons:
        first = reasons[0]
        problem = f"none of its {pluralize(len(reasons), 'row')} can be taken: row {first.row}: {first.why}"
        raise refusal(sheet.source, problem, "say what its columns and words mean in a map (--map)")
    tables = [table for part in found.divided for table in part.tables]
    headings = [each.heading for each in tables[0].columns if each.heading] if tables else []
    if not tables:
        problem = "no row has headings that are known, such as Requirement, Provider, Customer or Responsibility"
    elif all(table.ids is None for table in tables):
        problem = f"no column has ids of requirements; its headings are {', '.join(headings)}"
    else:
        problem = f"no column says whose each requirement is; its headings are {', '.join(headings)}"
    raise refusal(sheet.source, problem[:300], "say what its columns mean in a map (--map)")
