"""`pcimatrix validate`: form and rules of catalogue files, scope files and providers' matrix files."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import OutputFile, chosen_format, format_or_ending_option
from pcimatrix.cli.output import emit, heard_or_not
from pcimatrix.cli.placing import placed
from pcimatrix.errors import InputError
from pcimatrix.reports import writer

if TYPE_CHECKING:
    from pcimatrix.findings.model import Examined

app = command_app()


@app.command()
def validate(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILE]...",
            help="Catalogue, scope or matrix files; default: the catalogue PCIMATRIX_CATALOGUE, else the shipped one.",
        ),
    ] = None,
    *,
    format_: Annotated[str | None, format_or_ending_option("findings", "text")] = None,
    output: OutputFile = None,
) -> None:
    """Validate catalogue, scope and matrix files: form and rules.

    A scope file is checked as by scope check: its totals, and owners if recorded, are the expected ones. So are the
    matrix files that it names.

    Exit code 1 if a rule is broken or a total differs, 2 if a file cannot be read or is none of these.

    \b
    Examples:
      pcimatrix validate
      pcimatrix validate my-requirements.yaml scope.yaml
      pcimatrix validate --format gitlab --output gl-code-quality-report.json my-requirements.yaml
    """
    from pcimatrix.findings.model import Report

    name = chosen_format("findings", format_, "text", output)
    # Typer would split a variable for several files at its spaces.
    wanted: list[str | None] = [*(files or ())] or [os.environ.get("PCIMATRIX_CATALOGUE") or None]
    report = Report("validate", tuple(_examine(file) for file in wanted))
    with heard_or_not():
        emit(writer("findings", name)(placed(report)), output)
    if not report.ok:
        raise typer.Exit(report.exit_code)


def _examine(file: str | None) -> "Examined":
    from pcimatrix.catalogue.loader import load, load_document, newest_version
    from pcimatrix.catalogue.rules import breaches
    from pcimatrix.cli.target import is_scope
    from pcimatrix.findings.from_inputs import matrix_examined, unreadable, validated
    from pcimatrix.scope.matrix_document import is_matrix, matrix_of
    from pcimatrix.yamlio.parser import read_yaml

    try:
        document = None if file is None else read_yaml(file)
        if document is not None and is_scope(document):
            from pcimatrix.cli.clock import today
            from pcimatrix.cli.scope_check import drifted

            return drifted(load(os.environ.get("PCIMATRIX_CATALOGUE") or None), document, as_of=today())
        if document is not None and is_matrix(document):
            reference = load(os.environ.get("PCIMATRIX_CATALOGUE") or None)
            newest = reference.in_edition(newest_version(reference.catalogue))
            return matrix_examined(document, matrix_of(document, newest.catalogue))
        loaded = load() if document is None else load_document(document)
    except InputError as error:
        return unreadable(error)
    return validated(loaded, breaches(loaded.catalogue, loaded.patterns))
