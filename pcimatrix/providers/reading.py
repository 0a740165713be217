"""Reading of a provider's spreadsheet: the rows that are taken, those that are not, and what was understood."""

from collections.abc import Sequence
from typing import NamedTuple

from pcimatrix.catalogue.model import Catalogue
from pcimatrix.providers.ambiguity import unclear_words, unlike_marks
from pcimatrix.providers.chosen import chosen_sheets, of_skipped, refuse_unknown
from pcimatrix.providers.doubts import suggested, sure_by_order
from pcimatrix.providers.editions import edition_of, refuse_other_editions, refuse_other_standards
from pcimatrix.providers.entries import Confirmed, Entry, NotTaken
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.mapping import MatrixMap
from pcimatrix.providers.names import names_of, title_names
from pcimatrix.providers.precedence import Taken, resolved
from pcimatrix.providers.refusals import nothing_taken, refuse_likely_other_edition
from pcimatrix.providers.rows import rows_of
from pcimatrix.providers.sheet import MAX_CELLS, Sheet, too_many
from pcimatrix.providers.sheet_services import with_services
from pcimatrix.providers.spreadsheet import Spreadsheet
from pcimatrix.providers.tables import Divided, divide, names_provider
from pcimatrix.providers.vocabulary import Vocabulary, plain


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
    sheets = chosen_sheets(sheet, given)
    edition = given.edition or edition_of(sheet)
    refuse_other_editions(sheet.source, edition)
    refuse_other_standards(sheet, edition)
    vocabulary, divided = _divided(sheet, sheets, party, known, given)
    refuse_unknown(sheet, given, divided)
    skipped = [each for each in sheet.sheets if each not in sheets]
    vocabulary = vocabulary._replace(unclear=unlike_marks(divided, skipped, known))
    found = _rows(divided, known, vocabulary, {(each.sheet, each.row): each.id for each in given.rows})
    refuse_likely_other_edition(sheet.source, found, edition)
    entries = [each for each in found if isinstance(each, Entry)]
    left = [each for each in found if isinstance(each, NotTaken)]
    if sum(len(each.named.ids) for each in entries) > MAX_CELLS:
        raise too_many(sheet.source, "ids in its rows", MAX_CELLS)
    taken, more = resolved(entries, left, known)
    not_taken = [*left, *more, *of_skipped(skipped, given)]
    if not taken:
        raise nothing_taken(sheet.source, divided, not_taken)
    order = {each.name: number for number, each in enumerate(sheet.sheets)}
    return Imported(
        tuple(sorted(taken, key=lambda each: (order[each.sheet], each.row))),
        tuple(sorted(not_taken, key=lambda each: (order[each.sheet], each.row))),
        edition or ids_edition(catalogue),
        vocabulary,
        divided,
    )


def ids_edition(catalogue: Catalogue) -> str:
    """Return the number of a catalogue's edition."""
    return catalogue.edition.rpartition("v")[2]


def _divided(
    sheet: Spreadsheet, sheets: Sequence[Sheet], party: str, known: Known, given: MatrixMap
) -> tuple[Vocabulary, tuple[Divided, ...]]:
    """Return the words of a spreadsheet, and its sheets in parts.

    What its title says first is the provider's name, unless the matrix calls the provider otherwise.
    """
    own = Vocabulary(
        names_of(party),
        {plain(word): each.value for word, each in given.words.items()},
        {plain(word): each.value for word, each in given.columns.items()},
    )
    titled = own._replace(names=own.names | title_names(_title(sheet)))
    divided = tuple(divide(each, known, titled, sheet.source) for each in sheets)
    if titled == own or not any(names_provider(part, own) for part in divided):
        return titled, divided
    return own, tuple(divide(each, known, own, sheet.source) for each in sheets)


def _title(sheet: Spreadsheet) -> str:
    """Return the text of the first row if it is alone in it; else nothing, since that row is a header."""
    rows = [row for each in sheet.sheets[:1] for row in each.rows[:1] if len(row.filled) == 1]
    return str(rows[0].at(rows[0].filled[0])) if rows else ""


def _rows(
    divided: Sequence[Divided], known: Known, vocabulary: Vocabulary, named: dict[tuple[str, int], str]
) -> list[Entry | NotTaken]:
    """Return what each row of each sheet says; `named` are the ids that the map gives to rows."""
    words = [vocabulary._replace(unclear=vocabulary.unclear | unclear_words(part, vocabulary)) for part in divided]

    def read(confirmed: Confirmed) -> list[Entry | NotTaken]:
        parts = zip(divided, words, strict=True)
        return [each for part, own in parts for each in rows_of(part, known, own, confirmed)]

    found = read(Confirmed(named))
    if sure := sure_by_order(found):
        found = read(Confirmed({**sure, **named}))
    return with_services(suggested(found))
