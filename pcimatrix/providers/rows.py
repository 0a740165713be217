"""Rows of a sheet: each with what it names and what it says, or why it is not taken."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pcimatrix.providers.changed_ids import shortened
from pcimatrix.providers.columns import PARTIES, Column, Role
from pcimatrix.providers.dependent_columns import beside_ids, filled_roles
from pcimatrix.providers.entries import Confirmed, Entry, NotTaken
from pcimatrix.providers.identifiers import named
from pcimatrix.providers.known_ids import Known, Named
from pcimatrix.providers.marks import Reading, reading
from pcimatrix.providers.row_kinds import first_of, outside, principal_of, unnamed, without_id
from pcimatrix.providers.sheet import Gap, Row, Value, is_blank
from pcimatrix.providers.tables import Divided, Table, is_banner
from pcimatrix.providers.vocabulary import Vocabulary
from pcimatrix.providers.words import Meaning

_AFTER = {
    "section": re.compile(r"\.?[0-9]{1,2}(?:\.[0-9]{1,2})*\.?"),
    "exact": re.compile(r"\.[0-9]{1,2}(?:\.[0-9]{1,2})*\.?|\.?\(?[a-z][.)]?"),
}
"""What follows an id in the next column if it is only the beginning of one."""
_FOR_ALL = re.compile(r"(?i)(?:all|any|every|always)(?: (?:services?|products?|features?|customers?|clients?))?")
"""What a row holds for if it has no condition."""
_SHOWN = 400


def rows_of(divided: Divided, known: Known, vocabulary: Vocabulary, confirmed: Confirmed) -> Iterator[Entry | NotTaken]:
    """Yield what each row of a sheet says, several times if it is of several services; or why it is not taken."""
    sheet = divided.sheet
    if not divided.tables:
        why = "the sheet is hidden" if sheet.hidden else "no table is above or below it"
        yield from (NotTaken(sheet.name, row.number, row.line, "text", why) for row in divided.before)
        return
    principal = principal_of(sheet.name)
    for row in divided.before:
        yield outside(row, sheet.name, known)
        principal = _context(named(first_of(row), known), principal)
    yield from _headers(divided)
    last = _last_id(divided, known)
    for table in divided.tables:
        parts, filled = beside_ids(table.columns), filled_roles(table.columns, table.rows)
        for row in table.rows:
            found = _Row(row, table, divided, known, vocabulary, confirmed, principal, row.number > last, parts, filled)
            principal = _context(found.named, principal)
            yield from found.entries()


def _headers(divided: Divided) -> Iterator[NotTaken]:
    """Yield the header rows of a sheet, once each."""
    lower = {table.header.number for table in divided.tables}
    header = "header (repeated for each table)" if len(lower) > 1 else "header"
    for row in {each.number: each for each in divided.headers}.values():
        why = header if row.number in lower else "upper half of a two-row header"
        yield NotTaken(divided.sheet.name, row.number, row.line, "header", why)


def _last_id(divided: Divided, known: Known) -> int:
    """Return the number of the last row with an id, or with something that may be one."""
    return max((row.number for table in divided.tables for row in table.rows if _id_at(row, table, known)), default=0)


def _id_at(row: Row, table: Table, known: Known) -> bool:
    column = table.ids
    found = named(row.at(column.number), known, "1") if column else Named()
    return found.is_id or found.kind == "unclear id"


def _context(found: Named, before: str) -> str:
    if found.kind == "appendix":
        return "appendix"
    return found.principal or before


class _Row(NamedTuple):
    """A row of a table, with all that its reading needs."""

    row: Row
    table: Table
    divided: Divided
    known: Known
    vocabulary: Vocabulary
    confirmed: Confirmed
    principal: str
    is_last: bool
    parts: tuple[int, ...]
    filled: frozenset[Role]

    @property
    def id_column(self) -> int:
        return self.table.ids.number if self.table.ids else self.row.filled[0]

    @property
    def value(self) -> Value:
        sheet = self.divided.sheet.name
        return self.confirmed.of(sheet, self.row.number, self.row.at(self.id_column))

    @property
    def named(self) -> Named:
        found = self._whole(named(self.value, self.known, self.principal))
        sheet = self.divided.sheet.name
        return found if sheet or (sheet, self.row.number) in self.confirmed.ids else shortened(self.value, found)

    def _whole(self, found: Named) -> Named:
        """Return what the id cell names; if the id goes on in a column beside it, that it is unclear."""
        after = _AFTER.get(found.how)
        parts = [str(self.row.at(number)).strip() for number in self.parts if not is_blank(self.row.at(number))]
        if after and any(after.fullmatch(each) for each in parts):
            return Named(kind="unclear id", why="the id seems to go on in the next column", candidates=found.ids)
        return found

    def entries(self) -> Iterator[Entry | NotTaken]:
        sheet, row = self.divided.sheet.name, self.row
        if refused := self._refused():
            found = NotTaken(sheet, row.number, row.line, *refused)
            yield found._replace(candidates=self.named.candidates or (self.named.ids if found.kind == "hidden" else ()))
            return
        meant = self._all_of_principal()
        doubt = self._of_another() or self._unclear_service()
        for service, columns in self.table.services.items():
            said = reading(row, columns, self.vocabulary)
            if meant.footnote and said.responsibility:
                said = Reading(None, "conditional", "footnote mark: the footnote makes it conditional")
            elif doubt and not said.blank:
                said = doubt
            elif self._merged_across(columns) and said.responsibility:
                said = Reading(None, "unclear mark", "one mark is merged across the columns of both parties")
            yield Entry(
                sheet,
                row.number,
                row.line,
                meant,
                said,
                str(self.value).strip(),
                service or self._text(Role.SERVICE),
                self._text(Role.CONDITION),
                bool(self.table.column(Role.ACTIVITY)) or (row.number, self.id_column) in self.divided.inherited,
                any(each.role is Role.PROVIDER_RACI for each in columns),
                self._text(Role.PROVIDER_DUTY),
                self._text(Role.CUSTOMER_DUTY),
            )

    def _all_of_principal(self) -> Named:
        found = self.named
        if found.how != "principal":
            return found
        return found._replace(how="all", ids=self.known.within(found.principal))

    def _text(self, role: Role) -> str:
        column = self.table.column(role)
        value = self.row.at(column.number) if column else None
        if isinstance(value, str) and _FOR_ALL.fullmatch(value.strip()):
            return ""
        if self.vocabulary.meaning(value) in {Meaning.BLANK, Meaning.NA} or isinstance(value, Gap):
            return ""
        return " ".join(str(value).split())[:_SHOWN]

    def _of_another(self) -> Reading | None:
        """Return that the row is of another provider, if a column names one."""
        column = self.table.column(Role.PROVIDER_NAME) if Role.PROVIDER_NAME in self.filled else None
        if column is None or self.vocabulary.meaning(value := self.row.at(column.number)) is Meaning.PROVIDER:
            return None
        named = f'"{str(value)[:40]}"' if not is_blank(value) else "nobody"
        return Reading(None, "other provider", f"its provider is {named}, and not known as this one")

    def _unclear_service(self) -> Reading | None:
        """Return that the row's service is left out, if a column names services."""
        column = self.table.column(Role.SERVICE) if Role.SERVICE in self.filled else None
        if column is None or not is_blank(self.row.at(column.number)):
            return None
        return Reading(None, "unclear service", "its service is left out: it may be that of the row above, or all")

    def _merged_across(self, columns: tuple[Column, ...]) -> bool:
        numbers = [each.number + 1 for each in columns if each.role in PARTIES]
        merges = self.divided.merges.get(self.row.number, ())
        return any(sum(merge.left <= number <= merge.right for number in numbers) > 1 for merge in merges)

    def _refused(self) -> tuple[str, str] | None:
        """Return the kind and the reason if the row names no requirement, or is in no table that can be read."""
        if self.row.hidden and (self.divided.sheet.name, self.row.number) not in self.confirmed.ids:
            return "hidden", "the row is hidden, by a filter or a person; show it, and save the file, to have it read"
        if self.table.is_history:
            return "text", "it is in a list of versions of the document"
        if not self.table.usable:
            return "text", "the table above it has no column of ids, or none that says whose each is"
        says = any(not reading(self.row, each, self.vocabulary).blank for each in self.table.services.values())
        if is_blank(self.value):
            return without_id(self.row, says=says, is_last=self.is_last)
        found = self.named
        if found.how and found.how != "principal":
            return None
        banner = is_banner(self.table, self.divided.merges.get(self.row.number, ()))
        return unnamed(self.row, found, says=says, is_banner=banner, is_last=self.is_last)
