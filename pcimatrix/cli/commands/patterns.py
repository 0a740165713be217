"""`pcimatrix patterns`: architecture patterns and the operators of their layers."""

from typing import Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import TableFormat, as_typed
from pcimatrix.cli.output import emit_table
from pcimatrix.reports.content.patterns import pattern_table, patterns_table

app = command_app()


@app.command()
def patterns(
    name: Annotated[
        str | None, typer.Argument(metavar="[PATTERN]", help="One pattern, layer by layer.", callback=as_typed)
    ] = None,
    *,
    format_: TableFormat = "table",
) -> None:
    """Explain the architecture patterns, with sources.

    What runs where, and who operates each layer.

    AWS's PCI scoping whitepaper draws a line elsewhere: there, ECS and EKS on EC2 count as infrastructure, and
    containerized means services whose operating system AWS runs, such as Fargate or RDS.

    \b
    Examples:
      pcimatrix patterns
      pcimatrix patterns abstracted
    """
    from pcimatrix.catalogue.loader import shipped_patterns

    known = shipped_patterns()
    emit_table(patterns_table(known) if name is None else pattern_table(known, name), format_)
