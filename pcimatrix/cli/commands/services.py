"""`pcimatrix services`: AWS services, with their duties."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import TableFormat, as_typed
from pcimatrix.cli.output import emit, emit_table

app = command_app()


def _complete(incomplete: str) -> list[str]:
    from pcimatrix.catalogue.loader import shipped_architecture

    return [each.id for each in shipped_architecture().services if each.id.startswith(incomplete)]


@app.command()
def services(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]", help="One service, by id, name or alias.", autocompletion=_complete, callback=as_typed
        ),
    ] = None,
    *,
    format_: TableFormat = "table",
) -> None:
    """List AWS services: what each supports, and your duties.

    These are the services that AWS's blog post names.

    A requirement is listed only where the post says that the service supports it. Duties marked [the post] are the
    post's own; the others are our judgement.

    \b
    Examples:
      pcimatrix services
      pcimatrix services guardduty
      pcimatrix services "Amazon DynamoDB" --format json
    """
    from pcimatrix.catalogue.loader import shipped_architecture, shipped_services
    from pcimatrix.reports.content.services import services_table, services_text

    known = shipped_architecture()
    if name is not None and all(name != each.id for each in known.services):
        names = shipped_services()
        meant = names.meant(name)
        name = next((each.id for each in known.services if names.meant(each.name) == meant), name)
    if format_ == "table":
        emit(services_text(known, name))  # sentences, which no table column holds
    else:
        emit_table(services_table(known, name), format_)
