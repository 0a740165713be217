"""`pcimatrix architecture`: the post's example application and its account-data flow."""

from typing import Annotated

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import OutputFile, choice, chosen_format, format_or_ending_option
from pcimatrix.cli.output import emit
from pcimatrix.reports import writer

app = command_app()
USE_CASES = ("1", "2")


@app.command()
def architecture(
    *,
    use_case: Annotated[str | None, choice(USE_CASES, "--use-case", "Only this use case.")] = None,
    format_: Annotated[str | None, format_or_ending_option("architecture", "text")] = None,
    output: OutputFile = None,
) -> None:
    """Show the post's example application and its data flow.

    Accounts, use cases step by step, and where account data flows and stays.

    mermaid and svg draw the account-data flow alone, as PCI DSS 1.2.4 asks for; svg needs Graphviz. The steps are
    the post's, and what it leaves open is marked as our judgement: redraw it for your own application.

    \b
    Examples:
      pcimatrix architecture --use-case 1
      pcimatrix architecture --output flow.mmd
    """
    from pcimatrix.catalogue.loader import shipped_architecture
    from pcimatrix.cli.graphviz import svg
    from pcimatrix.reports.content.diagram import View

    name = chosen_format("architecture", format_, "text", output)
    known = shipped_architecture()
    only = None if use_case is None else known.use_case(int(use_case))
    emit(writer("architecture", name)(View(known, only, svg)), output)
