"""`pcimatrix scope from-xlsx`: owners that were chosen in a workbook, back into the scope as decisions."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pcimatrix.cli.clock import today
from pcimatrix.cli.commands.scope_sources import ScopeArgument
from pcimatrix.cli.options import CatalogueFile, OutputFile, check_day
from pcimatrix.cli.output import check_regular, emit, note, note_comments, write_file
from pcimatrix.errors import InputError, Problem
from pcimatrix.source import name_of, read_bytes
from pcimatrix.text import one_line, pluralize

if TYPE_CHECKING:
    from pcimatrix.reports.summary.decisions import Choice
    from pcimatrix.scope.model import LoadedScope
    from pcimatrix.yamlio.editing import Edited


def from_xlsx(
    workbook: Annotated[
        str, typer.Argument(metavar="WORKBOOK", help="The scope's workbook, with other owners chosen.")
    ],
    scope: ScopeArgument,
    *,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Who decides.")] = None,
    date: Annotated[
        str | None,
        typer.Option(
            "--date",
            metavar="YYYY-MM-DD",
            callback=check_day,
            help="The date of the decisions.",
            show_default="today",
        ),
    ] = None,
    output: OutputFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the decisions, and write nothing.")] = False,
    catalogue: CatalogueFile = None,
) -> None:
    """Take owners that were chosen in a workbook over into its scope, as decisions.

    Each needs a reason: the note in its row, or you are asked at the terminal. Comments in the scope stay; totals and
    owners that it expects become those with the decisions. The workbook must have been made from the scope as it is.

    \b
    Examples:
      pcimatrix scope from-xlsx matrix.xlsx scope.yaml --dry-run
      pcimatrix scope from-xlsx matrix.xlsx scope.yaml --by "Jane Doe, CISO"
    """
    from pcimatrix.catalogue.loader import load, shipped_facts
    from pcimatrix.reports.summary.decisions import choices
    from pcimatrix.reports.workbook.filled import read_filled
    from pcimatrix.reports.workbook.opening import MAX_BYTES
    from pcimatrix.scope.model import load_scope

    loaded = load(catalogue)
    if output is None and not dry_run:
        check_regular(scope)
    own = load_scope(scope, loaded.catalogue, loaded.patterns, shipped_facts())
    name = name_of(workbook)
    filled = read_filled(read_bytes(workbook, MAX_BYTES, "a workbook"), name)
    found = choices(filled, loaded.in_edition(own.scope.pci_dss), own, name)
    if dry_run:
        _show(found)
        return
    if not found:
        note(f"no other owners in {name}; {own.document.source} is as it was")
        return
    asks = output != "-" and sys.stdin is not None and sys.stdin.isatty()
    reasons = _reasons(found, name, asks=asks)
    edited = _edited(own, found, reasons, by=_who(by, asks=asks), date=date or today(), catalogue=catalogue)
    if output is None:
        write_file(scope, own.document.encoded(edited.text))
    else:
        emit(own.document.encoded(edited.text), output)
    for each in found:
        note(f"{each.says}. {reasons[each.case]}")
    note_comments(own.document.source, edited.lost)


def _show(found: "tuple[Choice, ...]") -> None:
    from pcimatrix.reports.summary.decisions import reason_of

    lines = [
        f"{each.says}. {reason_of(each.reason) or 'No reason: write one into the note of its row'}" for each in found
    ]
    emit("".join(f"{one_line(line)}\n" for line in (*lines, pluralize(len(found), "decision"))))


def _reasons(found: "tuple[Choice, ...]", name: str, *, asks: bool) -> dict[str, str]:
    """Return a reason for each choice: its note, or what is typed. Raises `InputError` if there is none."""
    from pcimatrix.reports.summary.decisions import reason_of

    reasons = {each.case: reason for each in found if (reason := reason_of(each.reason)) is not None}
    without = [each for each in found if each.case not in reasons]
    if without and not asks:
        cases = ", ".join(each.case for each in without)
        hint = "write one of at most 400 characters into the note of each row, or run this at a terminal to be asked"
        raise InputError([Problem(name, 0, 0, f"no reason for the owner of {cases}", hint)])
    for each in without:
        reasons[each.case] = _asked(f"{each.says}. Why?")
    return reasons


def _who(by: str | None, *, asks: bool) -> str:
    from pcimatrix.reports.summary.decisions import reason_of

    if by is None and asks:
        return _asked("Who decides?")
    who = reason_of(by or "")
    if who is None:
        raise typer.BadParameter("say in one line who decides", param_hint="--by")
    return who


def _asked(question: str) -> str:
    """Return one line that somebody types, who is asked until it says something. Raises `typer.Abort`."""
    from pcimatrix.cli.session.input import typed_line
    from pcimatrix.reports.summary.decisions import reason_of

    while True:
        note(question)
        try:
            found = reason_of(typed_line())
        except EOFError:
            raise typer.Abort from None
        if found is not None:
            return found
        note("one line of at most 400 characters, please")


def _edited(
    own: "LoadedScope",
    found: "tuple[Choice, ...]",
    reasons: dict[str, str],
    *,
    by: str,
    date: str,
    catalogue: str | None,
) -> "Edited":
    """Return the scope file with the choices as decisions; what it expects follows. Raises `InputError`."""
    from pcimatrix.catalogue.loader import load, shipped_facts
    from pcimatrix.reports.summary.decisions import decided
    from pcimatrix.scope.expected import expectation
    from pcimatrix.scope.matrix import scope_matrix
    from pcimatrix.scope.model import scope_of
    from pcimatrix.scope.writer import edited_text
    from pcimatrix.yamlio.parser import parse_yaml

    loaded, facts = load(catalogue), shipped_facts()
    values = decided(own.document.values, found, reasons, by, date)

    def read_again(edited: "Edited") -> "LoadedScope":
        document = parse_yaml(own.document.encoded(edited.text), own.document.source)
        return scope_of(document, loaded.catalogue, loaded.patterns, facts)

    edited = edited_text(own.document, values)
    after = read_again(edited)
    if "expected" in values:
        now = expectation(list(scope_matrix(loaded, after).traces.values()))
        if "owners" not in values["expected"]:
            del now["owners"]
        edited = edited_text(own.document, {**values, "expected": now})
        read_again(edited)
    return edited
