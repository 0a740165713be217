"""`pcimatrix matrix`: responsibility matrices of providers."""

from typing import Annotated, TypeAlias

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import CatalogueFile, OutputFile, choice
from pcimatrix.cli.output import emit, emit_table, note
from pcimatrix.text import one_line, typed

app = command_app()


@app.callback()
def matrix() -> None:
    """Import a provider's responsibility matrix.

    Providers hand out who does what for each requirement as a spreadsheet (12.9.2). `matrix import` reads it, and a
    scope names the file that it writes.

    \b
    Examples:
      pcimatrix matrix import vault.csv --party vault --dry-run
    """


def _check_party(given: str) -> str:
    import re

    from pcimatrix.scope.references import RESERVED

    name = typed(given)
    if name in RESERVED:
        raise typer.BadParameter(f"{name!r} is reserved for another owner")
    if not re.fullmatch("[a-z][a-z0-9_]{0,39}", name):
        near = re.sub("[^a-z0-9]+", "_", name.casefold()).strip("_")[:40]
        hint = f"; did you mean {near!r}?" if re.fullmatch("[a-z][a-z0-9_]*", near) else ""
        raise typer.BadParameter(f"{name!r} is no id: small letters, digits and _, as in a scope{hint}")
    return name


Party: TypeAlias = Annotated[
    str,
    typer.Option(
        "--party",
        metavar="ID",
        help="The provider's id among the third parties of your scope; aws for AWS.",
        callback=_check_party,
    ),
]


@app.command("import")
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The spreadsheet, CSV or XLSX; - is standard input.")],
    *,
    party: Party,
    map_: Annotated[
        str | None,
        typer.Option("--map", metavar="FILE", help="What its columns and words mean (YAML), if it does not say so."),
    ] = None,
    output: OutputFile = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be taken, and write no file.")] = False,
    format_: Annotated[
        str | None, choice(("table", "json"), "--format -f", "The format of --dry-run.", show_default="table")
    ] = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Read a provider's spreadsheet into a matrix file.

    Finds the columns by their headings, and reads each row that says without doubt whose a requirement is. Nothing is
    guessed: says on standard error what was understood, and each row that is not taken, with the reason. A map says
    what else columns and words mean.

    The file names the spreadsheet with its SHA-256, and the sheet and row of each line. XLSX needs an extra:
    python -m pip install 'pcimatrix[xlsx]'.

    \b
    Examples:
      pcimatrix matrix import vault.csv --party vault --dry-run
      pcimatrix matrix import vault.csv --party vault --output vault.yaml
    """
    from pcimatrix.catalogue.loader import load, newest_version
    from pcimatrix.providers.editions import edition_of
    from pcimatrix.providers.mapping import MatrixMap, map_of
    from pcimatrix.providers.matrix_text import matrix_text
    from pcimatrix.providers.reading import read_matrix
    from pcimatrix.providers.spreadsheet import is_workbook, read_bounded, spreadsheet_of
    from pcimatrix.reports.content.provider_matrix import import_table, not_taken_lines, understood_lines
    from pcimatrix.yamlio.parser import read_yaml

    if format_ and not dry_run:
        raise typer.BadParameter("only --dry-run has a format; a matrix file is YAML", param_hint="--format")
    if output and dry_run:
        raise typer.BadParameter("--dry-run writes no file; omit one of them", param_hint="--output")
    given = map_of(read_yaml(map_)) if map_ else MatrixMap.model_validate({})
    data = read_bounded(file)
    if is_workbook(data):
        _check_library()
    sheet = spreadsheet_of(data, file)
    stated = given.edition or edition_of(sheet)
    reference = load(catalogue)
    reference = reference.in_edition(stated or newest_version(reference.catalogue))
    found = read_matrix(sheet, party, reference.catalogue, given)
    for line in understood_lines(sheet, found, bool(stated)):
        note(line)
    if dry_run:
        emit_table(import_table(found), format_ or "table")
        return
    for line in not_taken_lines(found):
        note(line)
    emit(matrix_text(party, sheet, found), output)
    if output and output != "-":
        note(f"{one_line(output)}: written; name it in your scope: third_parties, {party}, matrix: {one_line(output)}")


def _check_library() -> None:
    """Raise `FormatError` if the library that reads XLSX is not installed."""
    from pcimatrix.reports.extras import extra

    with extra("xlsx"):
        import openpyxl  # type: ignore[import-untyped]  # noqa: F401 - imported to see whether it is there
