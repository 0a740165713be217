"""A provider's spreadsheet as it was read: what was understood, the rows that are taken, and those that are not."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.providers.columns import Role
from pcimatrix.providers.entries import STRUCTURE, NotTaken
from pcimatrix.providers.precedence import Taken
from pcimatrix.providers.reading import Imported
from pcimatrix.providers.spreadsheet import Spreadsheet
from pcimatrix.providers.tables import Divided, Table
from pcimatrix.reports.table import Column
from pcimatrix.reports.table import Table as Shown
from pcimatrix.sheet_columns import letters_of
from pcimatrix.text import inflect, pluralize, truncate

SCHEMA_VERSION = 1
"""The version of the JSON shape."""
_LINE = 300
_MEANS = {
    Role.ID: "ids",
    Role.RESPONSIBILITY: "whose it is",
    Role.PROVIDER: "marks of the provider",
    Role.CUSTOMER: "marks of the customer",
    Role.SHARED: "marks for shared",
    Role.NA: "marks for not applicable",
    Role.PROVIDER_RACI: "RACI letters of the provider",
    Role.CUSTOMER_RACI: "RACI letters of the customer",
    Role.PROVIDER_DUTY: "what the provider does, in words",
    Role.CUSTOMER_DUTY: "what the customer does, in words",
    Role.CONDITION: "what must be used for the row to hold",
    Role.SERVICE: "the service of the row",
    Role.PROVIDER_NAME: "the provider of the row",
    Role.APPLICABLE: "whether it applies",
    Role.OTHER: "another party, or of unknown meaning",
    Role.ACTIVITY: "activities, several for an id",
    Role.TEXT: "ignored",
}


def understood_lines(sheet: Spreadsheet, found: Imported, stated: bool) -> Iterator[str]:
    """Yield what was understood: edition, names of the provider, sheets, headers and columns, and how many rows.

    `stated` tells whether the spreadsheet, or the user's map, says which edition it is of.
    """
    edition = f"PCI DSS v{found.edition}" + ("" if stated else ", which it does not say")
    yield f"{sheet.source}: {edition}; SHA-256 {sheet.sha256}"
    yield f"The provider is called {', '.join(sorted(found.vocabulary.names))}."
    for part in found.divided:
        yield from _sheet_lines(part)
    if sheet.comments:
        yield f"Its {pluralize(sheet.comments, 'comment')} on cells {inflect(sheet.comments, 'is', 'are')} not read."
    counted = Counter(each.responsibility for each in found.taken)
    each_kind = ", ".join(f"{counted[kind]} {kind.value}" for kind in Responsibility if counted[kind])
    rows = len({(each.sheet, each.row) for each in found.taken})
    yield f"Taken from {pluralize(rows, 'row')}: {pluralize(len(found.taken), 'id')} ({each_kind})"


def _sheet_lines(part: Divided) -> Iterator[str]:
    where = f"Sheet {part.sheet.name}" if part.sheet.name else "Table"
    if not part.tables:
        yield f"{where}: no header that is known, so no row is taken"
        return
    alike: dict[tuple[Any, ...], list[Table]] = {}
    for table in part.tables:
        alike.setdefault(table.columns, []).append(table)
    for columns, tables in alike.items():
        rows = ", ".join(str(each.header.number) for each in tables)
        yield truncate(f"{where}, header in row {rows}:", _LINE)
        for each in columns:
            of = f" ({each.service})" if each.service else ""
            hidden = ", since it is hidden; a map (--map) can name it" if each.hidden else ""
            what = f"{_MEANS[each.role]}{of}{hidden}"
            yield f"  {letters_of(each.number + 1)} {each.heading or 'without a heading'}: {what}"


def not_taken_lines(found: Imported) -> Iterator[str]:
    """Yield each row that is not taken, with the reason; titles, headers and the like on one line at the end."""
    left = [each for each in found.not_taken if each.kind not in STRUCTURE]
    if left:
        yield f"Not taken: {pluralize(len({(each.sheet, each.row) for each in left}), 'row')}"
    yield from map(_not_taken_line, left)
    structure: dict[str, list[str]] = {}
    for each in found.not_taken:
        if each.kind in STRUCTURE:
            structure.setdefault(each.sheet, []).append(str(each.row))
    for sheet, rows in structure.items():
        named = f" of {sheet}" if sheet else ""
        yield truncate(f"Titles, headers, totals and notes{named}: rows {', '.join(rows)}", _LINE)


def _not_taken_line(each: NotTaken) -> str:
    """Return the place of a row that is not taken, its ids, the reason, and what it likely is."""
    of = f"{', '.join(each.ids)}: " if each.ids else ""
    service = f" ({each.service})" if each.service else ""
    likely = f"; likely {each.suggest}: confirm it in a map (--map)" if each.suggest else ""
    return truncate(f"  {_place(each)}{service}: {of}{each.why}{likely}", _LINE)


def _place(each: NotTaken) -> str:
    return f"{each.sheet}, row {each.row}" if each.sheet else f"row {each.row}"


def import_data(found: Imported) -> dict[str, Any]:
    """Return the rows that are taken and those that are not, as JSON has them; a key without a value is left out."""
    return {
        "schema_version": SCHEMA_VERSION,
        "taken": [_taken(each) for each in found.taken],
        "not_taken": [_not_taken(each) for each in found.not_taken],
    }


def _taken(each: Taken) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": each.id,
        "responsibility": each.responsibility.value,
        "sheet": each.sheet,
        "row": each.row,
        "service": each.service,
        "how": each.how,
        "condition": each.condition,
        "principal": each.principal,
        "over": each.over,
        "rows": list(each.rows),
        "line": each.line,
    }
    return _filled(values)


def _not_taken(each: NotTaken) -> dict[str, Any]:
    about: dict[str, Any] = {"ids": list(each.ids)} if len(each.ids) > 1 else {"id": "".join(each.ids)}
    values = {"sheet": each.sheet, "row": each.row, "service": each.service, "kind": each.kind, "why": each.why}
    return _filled({**values, **about, "suggest": each.suggest, "line": each.line})


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key == "sheet" or value}


def import_table(found: Imported) -> Shown:
    """Return the rows that are taken as a table, with the others as notes."""
    columns = (
        Column("id", "Requirement"),
        Column("responsibility", "Responsibility"),
        Column("service", "Service"),
        Column("condition", "Condition"),
        Column("sheet", "Sheet"),
        Column("row", "Row", numeric=True),
        Column("how", "How"),
    )
    rows = tuple(
        (each.id, each.responsibility.value, each.service, each.condition, each.sheet, str(each.row), each.how)
        for each in found.taken
    )
    shown = [number for number in range(len(columns)) if number not in {2, 3, 4} or any(row[number] for row in rows)]
    return Shown(
        tuple(columns[number] for number in shown),
        tuple(tuple(row[number] for number in shown) for row in rows),
        import_data(found),
        notes=tuple(not_taken_lines(found)),
    )
