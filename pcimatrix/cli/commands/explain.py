"""`pcimatrix explain`: steps to the owner of a test case in a scope."""

from typing import Annotated

import typer

from pcimatrix.catalogue.ids import is_within
from pcimatrix.cli.app import command_app
from pcimatrix.cli.options import AsOf, CatalogueFile, EditionName, SaqName, as_typed, choice, complete_ids
from pcimatrix.cli.output import emit
from pcimatrix.ownership.selection import check_ids
from pcimatrix.text import one_line

app = command_app()


@app.command()
def explain(
    ids: Annotated[
        list[str],
        typer.Argument(metavar="ID...", help="Ids of any level.", autocompletion=complete_ids, callback=as_typed),
    ],
    *,
    scope: Annotated[str, typer.Option("--scope", metavar="FILE", help="The scope file.")],
    format_: Annotated[str, choice(("json", "text"), "--format -f", "The output's format.")] = "text",
    saq: SaqName = None,
    as_of: AsOf = None,
    edition: EditionName = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Explain the owner of test cases in a scope, step by step.

    The steps are each workload's pattern, facts and third parties, then decisions. If the entity validates by a
    questionnaire, it says whether that asks for the test case.

    \b
    Examples:
      pcimatrix explain 2.3.1.a --scope scope.yaml
      pcimatrix explain 12.8.5 --scope scope.yaml --format json
    """
    from pcimatrix.cli.target import target
    from pcimatrix.ownership.workloads import side_by_side
    from pcimatrix.reports.content.explain import explain_text, explained
    from pcimatrix.reports.escaping import indented_json

    found = target(catalogue, None, scope, edition=edition, as_of=as_of)
    check_ids(found.reference.catalogue, ids)
    traces = found.matrix.traces.values()
    wanted = [each for each in traces if any(is_within(each.cell.case.id, identifier) for identifier in ids)]
    report = found.report(saq)
    if format_ == "json":
        data = explained(wanted, side_by_side(found.matrix.traces), report)
        emit(indented_json(data) + "\n")
    else:
        text = "\n".join(explain_text(each, report) for each in wanted)
        emit("\n".join(map(one_line, text.split("\n"))))
