"""`pcimatrix show`: details of some ids."""

from typing import Annotated

import typer

from pcimatrix.catalogue.model import TestCase
from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import (
    AsOf,
    CatalogueFile,
    EditionName,
    ReadingName,
    ScopeFile,
    as_typed,
    choice,
    complete_ids,
)
from pcimatrix.cli.output import emit
from pcimatrix.ownership.selection import cases_within, check_ids

app = command_app()


@app.command()
def show(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID...",
            help="Ids of test cases, requirements, sections or principal requirements.",
            autocompletion=complete_ids,
            callback=as_typed,
        ),
    ],
    *,
    format_: Annotated[str, choice(("json", "text"), "--format -f", "The output's format.")] = "text",
    scope: ScopeFile = None,
    reading: ReadingName = None,
    as_of: AsOf = None,
    edition: EditionName = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Show everything known about test cases or requirements.

    Sections and principal requirements work too.

    For a test case that is the whole chain: its owner under each pattern with basis, reason and residual duty, the
    layers that it examines and who says who operates them, what the post claims of it, when it holds, and which
    questionnaires (SAQ) ask for it. With --scope also its owner in the entity's own matrix, and each step that led
    there.

    \b
    Examples:
      pcimatrix show 3.2.1.a
      pcimatrix show 8.3 12.8.5
      pcimatrix show 11.6.1 --scope scope.yaml
    """
    from pcimatrix.catalogue.loader import shipped_editions
    from pcimatrix.cli.target import target
    from pcimatrix.reports.content.asking import asking_data, asking_text
    from pcimatrix.reports.content.detail import detail_data, known_matrices
    from pcimatrix.reports.content.detail_text import detail_text
    from pcimatrix.reports.content.editions import edition_data, edition_text
    from pcimatrix.reports.content.listing import SCHEMA_VERSION
    from pcimatrix.reports.content.when import when_data, when_text
    from pcimatrix.reports.escaping import indented_json

    found = target(catalogue, None, scope, reading, edition=edition, as_of=as_of)
    check_ids(found.reference.catalogue, ids)
    overlays = shipped_editions()

    def of(identifier: str) -> list[TestCase]:
        return cases_within(found.reference.catalogue, identifier)

    known = known_matrices(found.reference, found.matrix.traces)
    if format_ == "json":
        details = [
            {
                **detail_data(known, each),
                "when": when_data(of(each)),
                "questionnaires": asking_data(of(each), found.day),
                "editions": edition_data(overlays, each),
            }
            for each in ids
        ]
        data = {"schema_version": SCHEMA_VERSION, "ids": details}
        emit(indented_json(data) + "\n")
    else:
        texts = (
            detail_text(known, each)
            + when_text(of(each))
            + asking_text(of(each), found.day)
            + edition_text(overlays, each)
            for each in ids
        )
        emit("\n".join(texts))
