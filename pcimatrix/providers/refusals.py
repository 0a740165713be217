"""Refusals of a whole spreadsheet: nothing in it can be taken, or its ids are likely of another edition."""

from collections.abc import Sequence

from pcimatrix.errors import InputError
from pcimatrix.providers.entries import STRUCTURE, Entry, NotTaken
from pcimatrix.providers.marks import NO_MARK
from pcimatrix.providers.sheet import refusal
from pcimatrix.providers.tables import Divided, Table
from pcimatrix.text import inflect, pluralize

_SEVERAL = 3
_SHARE = 20
"""One in so many rows with an id that the edition does not have, and several of them, make another edition likely."""
_MOST = 300


def refuse_likely_other_edition(source: str, found: Sequence[Entry | NotTaken], edition: str) -> None:
    """Raise `InputError` if a spreadsheet that names no edition has several ids that this one does not have.

    Such ids are of v3, in which other ids, too, mean other requirements. `edition` is the one that it names.
    """
    unknown = [each for each in found if isinstance(each, NotTaken) and each.kind == "unknown id"]
    if edition or len(unknown) < _SEVERAL or len(unknown) * _SHARE < len(found):
        return
    first = unknown[0]
    problem = (
        f"it names no edition, and {pluralize(len(unknown), 'row')} {inflect(len(unknown), 'has', 'have')} "
        "ids that v4 does not have"
        f" (row {first.row}: {first.why.partition(';')[0]})"
    )
    raise refusal(source, problem, "ask the provider for a matrix of v4, or name its edition in a map (--map)")


def nothing_taken(source: str, divided: Sequence[Divided], not_taken: Sequence[NotTaken]) -> InputError:
    """Return the error of a spreadsheet of which no row was taken, with what was understood of its columns."""
    reasons = [each for each in not_taken if each.kind not in STRUCTURE]
    if any(each.kind == "formula" for each in reasons):
        problem = "its formulas have no saved values"
        return refusal(source, problem, "open it in a spreadsheet program, and save it")
    tables = [table for part in divided for table in part.tables]
    if reasons and any(table.usable for table in tables):
        return _no_row(source, reasons)
    return refusal(source, _no_column(tables), "say what its columns mean in a map (--map)")


def _no_column(tables: Sequence[Table]) -> str:
    """Return what is missing in the headers of tables of which none can be read."""
    if not tables:
        return "no row has headings that are known, such as Requirement, Provider, Customer or Responsibility"
    headings = ", ".join(each.heading for each in tables[0].columns if each.heading)
    if all(table.ids is None for table in tables):
        problem = f"no column has ids of requirements; its headings are {headings}"
    else:
        problem = f"no column says who owns each requirement; its headings are {headings}"
    hidden = any(each.hidden for table in tables for each in table.columns)
    return problem[:_MOST] + ("; hidden columns are not read" if hidden else "")


def _no_row(source: str, reasons: Sequence[NotTaken]) -> InputError:
    first = next((each for each in reasons if each.kind != "text"), reasons[0])
    where = f"sheet {first.sheet!r}, row {first.row}" if first.sheet else f"row {first.row}"
    problem = f"none of its {pluralize(len(reasons), 'row')} can be taken: {where}: {first.why}"
    if all(each.kind == "text" or each.why == NO_MARK.why for each in reasons):
        return refusal(source, f"{problem}; colours are not read", "write a word or a mark into the cells")
    if all(each.kind in {"hidden", "text"} for each in reasons):
        return refusal(source, problem, "show its rows (clear the filter, or unhide them), and save it")
    return refusal(source, problem, "say what its columns and words mean in a map (--map)")
