"""`pcimatrix scope set`: other values in a scope file, and what they change."""

from typing import TYPE_CHECKING, Annotated

import typer

from pcimatrix.cli.options import CatalogueFile, TableFormat
from pcimatrix.cli.output import check_regular, emit, emit_table, heard_or_not, note, note_comments, write_file
from pcimatrix.errors import InputError, OutputError, Problem
from pcimatrix.text import pluralize

if TYPE_CHECKING:
    from pcimatrix.scope.what_if import WhatIf
    from pcimatrix.yamlio.parser import Document


def _complete_keys(ctx: typer.Context, incomplete: str) -> list[str]:
    from pcimatrix.scope.fields import keys_of
    from pcimatrix.yamlio.parser import read_yaml

    try:
        values = read_yaml(str(ctx.params.get("file"))).values
    except InputError:
        values = {}
    return [each for each in keys_of(values) if each.startswith(incomplete)]


def set_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The scope file.")],
    settings: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="KEY=VALUE",
            help="What to set, such as facts.issuer=no or workloads.NAME.pattern=fargate; lists and mappings as YAML.",
            autocompletion=_complete_keys,
        ),
    ] = None,
    *,
    remove: Annotated[
        list[str] | None,
        typer.Option(
            "--remove",
            metavar="KEY",
            help="Remove a key, such as workloads.NAME. Can be repeated.",
            autocompletion=_complete_keys,
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", "-n", help="Write nothing; show what would change.")] = False,
    record: Annotated[
        bool, typer.Option("--record", help="Record the new totals (and owners, if the file has them) as expected.")
    ] = False,
    format_: TableFormat = "table",
    catalogue: CatalogueFile = None,
) -> None:
    """Set values in a scope file, and show which test cases change hands.

    All settings are applied together and checked as by scope check; if the check fails, nothing is written. Everything
    else in the file stays byte for byte, with its comments. A workload is named by its name, a third party by its id, a
    decision or an approach by the id of its requirement, and a flow or what a third party owns by its number from 1;
    the next number adds one. A name with dots is in quotes. A workload that the file does not have is added.

    References follow what is renamed or removed, and a draft's open question closes when its answer is set. Expected
    totals stay as they are without --record.

    \b
    Examples:
      pcimatrix scope set scope.yaml workloads.settlement.pattern=fargate --dry-run
      pcimatrix scope set scope.yaml facts.issuer=no facts.issuer.because="We issue no cards"
      pcimatrix scope set scope.yaml date=2026-12-31 third_parties.idp.aoc.date=2026-11-30 --record
      pcimatrix scope set scope.yaml 'workloads.web={account: web, pattern: containerized, standing: cde}'
      pcimatrix scope set scope.yaml --remove workloads.settlement --dry-run
    """
    from pcimatrix.catalogue.loader import load
    from pcimatrix.reports.content.what_if import what_if_table
    from pcimatrix.scope.keys import settings_of
    from pcimatrix.scope.what_if import what_if
    from pcimatrix.yamlio.parser import read_yaml

    wanted = settings_of(settings or [], remove or [])
    if not wanted:
        raise typer.BadParameter("nothing to set; give KEY=VALUE, or --remove KEY", param_hint="KEY=VALUE")
    if not dry_run:
        check_regular(file)
    document = read_yaml(file)
    found = what_if(load(catalogue), document, wanted, record=record)
    changes = found.text != document.text
    if changes and not dry_run:
        _write(file, document, found)
    more = {
        "file": document.source,
        "written": changes and not dry_run,
        "set": [{"key": each.name, "value": each.text} for each in wanted],
        "expected": found.expected,
        "questions_closed": found.closed,
    }
    table = what_if_table(found.effect, more, each=format_ in {"csv", "csv-excel"})
    with heard_or_not():
        if format_ == "table" and not table.rows:
            emit("".join(f"{line}\n" for line in table.notes))
        else:
            emit_table(table, format_)
    _tell(document, found, dry_run=dry_run)


def _write(file: str, document: "Document", found: "WhatIf") -> None:
    """Write the edited file. Raises `OutputError` if that is not the file that was read, `InputError` if it is bad."""
    from pcimatrix.yamlio.parser import read_yaml

    if found.stale is not None:
        problem = f"expected.owners records what {found.stale} owns, who is gone"
        raise InputError([Problem(document.source, 0, 0, problem, "add --record")])
    if read_yaml(file).text != document.text:
        raise OutputError(f"{document.source}: the file has changed meanwhile; try again")
    write_file(file, document.encoded(found.text))


def _tell(document: "Document", found: "WhatIf", *, dry_run: bool) -> None:
    """Say on standard error what there is to know besides owners."""
    from pcimatrix.findings.from_inputs import warned
    from pcimatrix.scope.model import LoadedScope

    name = document.source
    own = found.effect.after.own
    if not dry_run:
        own = LoadedScope(own.scope, own.document._replace(source=name))  # by now, it is as edited
    for each in warned(own, found.effect.new_warnings()):
        note(f"{each.place}: warning: {each.message} ({each.code})")
    if found.closed:
        note(f"{name}: closes {pluralize(found.closed, 'open question')}")
    note_comments(name, found.lost)
    if found.expected == "differs":
        note(f"{name}: the expected totals are not those of the new matrix; --record records them")
    if found.text == document.text:
        note(f"no changes; {name} is as it was")
    else:
        note(f"dry run; {name} is as it was" if dry_run else f"wrote {name}")
