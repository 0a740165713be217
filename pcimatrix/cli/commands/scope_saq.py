"""`pcimatrix scope saq`: self-assessment questionnaires that the facts of a scope allow."""

from typing import Annotated

import typer

from pcimatrix.cli.options import AsOf, CatalogueFile, choice
from pcimatrix.cli.output import emit
from pcimatrix.text import one_line


def saq(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The scope file.")],
    *,
    as_of: AsOf = None,
    format_: Annotated[str, choice(("json", "markdown", "text"), "--format -f", "The output's format.")] = "text",
    catalogue: CatalogueFile = None,
) -> None:
    """Show which self-assessment questionnaires (SAQ) the facts allow.

    Each criterion is met, not met or open, with the question that would settle it. It is no verdict: your acquirer or
    the payment brands decide which questionnaire they accept.

    \b
    Examples:
      pcimatrix scope saq scope.yaml
      pcimatrix scope saq scope.yaml --format markdown
    """
    from pcimatrix.catalogue.loader import load, shipped_facts, shipped_questionnaires
    from pcimatrix.reports.content.eligibility import (
        Allowed,
        eligibility_data,
        eligibility_markdown,
        eligibility_text,
    )
    from pcimatrix.reports.escaping import json_document
    from pcimatrix.scope.model import load_scope

    loaded, facts, known = load(catalogue), shipped_facts(), shipped_questionnaires()
    scope = load_scope(file, loaded.catalogue, loaded.patterns, facts).scope
    allowed = Allowed(loaded, facts, known, scope, as_of)
    if format_ == "json":
        emit(json_document(eligibility_data(allowed)))
    elif format_ == "markdown":
        emit(eligibility_markdown(allowed))
    else:
        emit("\n".join(map(one_line, eligibility_text(allowed).split("\n"))))
