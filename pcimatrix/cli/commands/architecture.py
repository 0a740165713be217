"""`pcimatrix architecture`: where account data flows, in the post's example application or in an entity's own scope."""

from typing import TYPE_CHECKING, Annotated

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import OutputFile, ScopeFile, choice, chosen_format, format_or_ending_option
from pcimatrix.cli.output import emit
from pcimatrix.errors import InputError, Problem
from pcimatrix.reports import writer

if TYPE_CHECKING:
    from pcimatrix.reports.content.view import View

app = command_app()
USE_CASES = ("1", "2")


@app.command()
def architecture(
    *,
    use_case: Annotated[str | None, choice(USE_CASES, "--use-case", "Only this use case of the example.")] = None,
    scope: ScopeFile = None,
    format_: Annotated[str | None, format_or_ending_option("architecture", "text")] = None,
    output: OutputFile = None,
) -> None:
    """Show account-data flows, of the example or your scope.

    Of the example: accounts, use cases step by step, and where account data flows and stays. Its steps are the post's,
    and what it leaves open is marked as our judgement. Of a scope: the ends and flows under `flows`.

    mermaid and svg draw the account-data flow alone, as PCI DSS 1.2.4 asks for.

    \b
    Examples:
      pcimatrix architecture --use-case 1
      pcimatrix architecture --output flow.mmd
      pcimatrix architecture --scope scope.yaml --output flows.svg
    """
    if scope is not None and use_case is not None:
        raise typer.BadParameter("use cases are the example's; omit --use-case", param_hint="--scope")
    name = chosen_format("architecture", format_, "text", output)
    view = _of_scope(scope) if scope is not None else _of_example(use_case)
    emit(writer("architecture", name)(view), output)


def _of_example(use_case: str | None) -> "View":
    from pcimatrix.catalogue.loader import shipped_architecture
    from pcimatrix.reports.content.example import example_view

    known = shipped_architecture()
    return example_view(known, None if use_case is None else known.use_case(int(use_case)))


def _of_scope(file: str) -> "View":
    """Return the view of a scope's flows. Raises `InputError` for a bad file and for a scope without flows."""
    from pcimatrix.catalogue.loader import load
    from pcimatrix.reports.content.flows import flow_picture, flow_view
    from pcimatrix.scope.model import load_scope

    reference = load()
    own = load_scope(file, reference.catalogue, reference.patterns, reference.facts)
    picture = flow_picture(reference.facts, own.scope)
    if picture is None:
        add = "add flows:, a list of e.g. {from: browser, to: WORKLOAD, over: HTTPS, account_data: [pan]}"
        raise InputError([Problem(own.document.source, 0, 0, "no flows, so there is nothing to draw", add)])
    return flow_view(own.scope, picture)
