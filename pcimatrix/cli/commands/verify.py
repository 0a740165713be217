"""`pcimatrix verify`: verification of a summary."""

import json
from typing import Annotated
from warnings import catch_warnings, simplefilter

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import CatalogueFile, ScopeFile, choice
from pcimatrix.cli.output import emit, heard_or_not
from pcimatrix.errors import EXIT_FINDINGS, FormatWarning
from pcimatrix.source import name_of, read_bytes

app = command_app()


@app.command()
def verify(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A summary in HTML, Markdown, JSON, Excel, Word or PDF.")],
    *,
    scope: ScopeFile = None,
    format_: Annotated[str, choice(("json", "text"), "--format -f", "The output's format.")] = "text",
    catalogue: CatalogueFile = None,
) -> None:
    """Verify that a summary matches its inputs.

    The summary states how it was made; it is made again and compared.

    Exit code 0 if it matches; 1 if the catalogue, the scope file or the text differs, with the first differing
    lines; 2 if the file is not a summary, or its scope file is not named.

    A copy with CRLF line ends, a byte order mark or in UTF-16, as Windows tools make it, is the same summary. Excel,
    Word and PDF that another program saved, or another version of a library wrote, are compared by cells or by text,
    and the answer says so; what people fill in in a workbook does not count.

    \b
    Examples:
      pcimatrix verify summary.html
      pcimatrix verify matrix.md --scope scope.yaml
      pcimatrix verify matrix.xlsx --scope scope.yaml
      pcimatrix verify summary.html --catalogue my-requirements.yaml --format json
    """
    from pcimatrix.api import matrices, verification
    from pcimatrix.catalogue.loader import load
    from pcimatrix.cli.progress import progress
    from pcimatrix.reports.summary.stamp import MAX_BYTES
    from pcimatrix.reports.summary.verify import verdict_data, verdict_text

    data = read_bytes(file, MAX_BYTES, "a summary")
    loaded = load(catalogue)
    own = matrices.load_scope(scope, loaded) if scope is not None else None
    # What a PDF's fonts lack was told when it was made.
    with progress("Making the summary again"), catch_warnings():
        simplefilter("ignore", FormatWarning)
        verdict = verification.verify(data, loaded, own, name=name_of(file))
    with heard_or_not():
        if format_ == "json":
            emit(json.dumps(verdict_data(verdict, file), ensure_ascii=False, indent=2) + "\n")
        else:
            emit(verdict_text(verdict, file))
    if not verdict.ok:
        raise typer.Exit(EXIT_FINDINGS)
