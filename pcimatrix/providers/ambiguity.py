"""Words and marks that say nothing in one spreadsheet, since they may mean two things there."""

import re
from collections.abc import Iterable, Iterator, Sequence

from pcimatrix.providers.columns import PARTIES, Role
from pcimatrix.providers.identifiers import named
from pcimatrix.providers.known_ids import Known
from pcimatrix.providers.sheet import Row, Sheet
from pcimatrix.providers.tables import Divided, Table
from pcimatrix.providers.vocabulary import Vocabulary, plain
from pcimatrix.providers.words import CUSTOMERS, MERCHANTS, OURSELVES, TICKS, Meaning

_MARK = "".join(sorted(TICKS)) + "xX"
_LEGEND = re.compile(
    rf"(?<!\w)[\"'\u201c(]?([{_MARK}])[\"'\u201d)]?\s*(?:[=:\u2192\u2010-\u2015-]|\b(?:means|marks|indicates)\b)"
    r"\s*([^;,|\n.]{1,80})"
)
_A_PART = re.compile(
    r"(?i)\b(?:responsib\w*|accountab\w*|appli\w*|in scope|owns?|owner\w*|yes|perform\w*|part(?:y|ies)|duty|duties|"
    r"provider|customer|who|provided|covered|required)\b"
)
_NO_PART = re.compile(
    r"(?i)\b(?:not?|non|none|without|except\w*|exclu\w*|partial\w*|partly|optional\w*|if|only|may|depend\w*|n/a|out of|"
    r"formerly|planned|future|until|from)\b"
)
_LONGEST = 400
_MARKED = frozenset({Role.PROVIDER, Role.CUSTOMER, Role.SHARED, Role.NA})


def unlike_marks(divided: Sequence[Divided], others: Sequence[Sheet], known: Known) -> frozenset[str]:
    """Return the marks that a legend explains as something else than a part, in the form of `plain`.

    `others` are sheets that are not read, such as hidden ones.
    """
    rows = [row for part in divided for row in _outside(part, known)]
    rows += [row for each in others for row in each.rows]
    return frozenset(
        plain(mark) for mark, said in _explained(rows) if not _A_PART.search(said) or _NO_PART.search(said)
    )


def _outside(part: Divided, known: Known) -> Iterator[Row]:
    """Yield the rows of a sheet that name no id: those outside of its tables, and those between."""
    yield from part.before
    for table in part.tables:
        column = table.ids
        for row in table.rows:
            found = named(row.at(column.number), known, "1") if column else None
            if found is None or not (found.how or found.is_id):
                yield row


def _explained(rows: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """Yield marks with what rows say of them, in one cell or in two side by side."""
    for row in rows:
        texts = [value[:_LONGEST] for number in row.filled if isinstance(value := row.at(number), str)]
        for text in texts:
            yield from ((found[1], found[2]) for found in _LEGEND.finditer(text))
        if len(texts) > 1 and len(mark := texts[0].strip()) == 1 and mark in _MARK and texts[1].strip() not in _MARK:
            yield mark, texts[1]


def unclear_words(part: Divided, vocabulary: Vocabulary) -> frozenset[str]:
    """Return the words and marks of a sheet that may mean two things in it, in the form of `plain`.

    A cross beside a tick in one row is likely the want of a part; `us` may be the customer if the provider has a name
    too; merchants and customers may be two parties.
    """
    words = {
        word
        for table in part.tables
        for column in table.columns
        if column.role in PARTIES
        for row in table.rows
        for word in vocabulary.words_of(row.at(column.number))
    }
    found: set[str] = {"x"} if any(_opposed(row, table) for table in part.tables for row in table.rows) else set()
    others = words - OURSELVES - {""}
    if OURSELVES & words and any(vocabulary.meaning(each) is Meaning.PROVIDER for each in others):
        found |= OURSELVES
    if MERCHANTS & words and CUSTOMERS & words:
        found |= MERCHANTS | CUSTOMERS
    return frozenset(found)


def _opposed(row: Row, table: Table) -> bool:
    """Tell whether a row has a tick for one party and a cross for another."""
    values = [row.at(each.number) for each in table.columns if each.role in _MARKED]
    marks = {plain(each) for each in values if isinstance(each, str)}
    return "x" in marks and bool(marks & TICKS)
