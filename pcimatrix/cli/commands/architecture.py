"""`pcimatrix architecture`: the post's example application and its account-data flow."""

from typing import Annotated

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import OutputFile, choice, format_option
from pcimatrix.cli.output import emit
from pcimatrix.reports import writer

app = command_app()
USE_CASES = ("1", "2")


@app.command()
def architecture(
    *,
    use_case: Annotated[str | None, choice(USE_CASES, "--use-case", "Only this use case.")] = None,
    format_: Annotated[str, format_option("architecture")] = "text",
    output: OutputFile = None,
) -> None:
    """Show the post's example application and its data flow.

    Accounts, use cases step by step, and where account data flows and stays.

    mermaid and svg draw the account-data flow alone, as PCI DSS 1.2.4 asks for; svg needs Graphviz. The steps are
    the post's, and what it leaves open is marked as our judgement: redraw it for your own application.

    \b
    Examples:
      pcimatrix architecture --use-case 1
      pcimatrix architecture --format mermaid --output flow.mmd
    """
    from pcimatrix.catalogue.loader import shipped_architecture
    from pcimatrix.cli.graphviz import svg
    from pcimatrix.reports.content.diagram import View

    known = shipped_architecture()
    only = None if use_case is None else known.use_case(int(use_case))
    emit(writer("architecture", format_)(View(known, only, svg)), output)
