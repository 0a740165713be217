"""The matrix for customers at the edge: which options go with it, and which scopes have one."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

from pcimatrix.cli.output import note
from pcimatrix.reports import format_names

if TYPE_CHECKING:
    from pcimatrix.reports.summary.handout import Handout
    from pcimatrix.reports.summary.model import Summary
    from pcimatrix.scope.model import LoadedScope

_NO_SCOPE = "customers are a service provider's; name its scope with --scope"


def check_options(scope: str | None, format_: str | None, others: Mapping[str, object]) -> None:
    """Raise `typer.BadParameter` for what does not go with `--audience customers`; `others` are options by name."""
    if scope is None:
        raise typer.BadParameter(_NO_SCOPE, param_hint="--audience")
    known = format_names("handouts")
    if format_ is not None and format_ not in known:
        problem = f"no format {format_!r} for customers; choose from: {', '.join(known)}"
        raise typer.BadParameter(problem, param_hint="--format")
    for name, given in others.items():
        if given:
            raise typer.BadParameter("it does not go with --audience customers; omit it", param_hint=name)


def handout_of(own: "LoadedScope", summary: "Summary") -> "Handout":
    """Return the matrix for customers. Raises `InputError` for a merchant, and for what customers cannot be given."""
    from pcimatrix.api import handouts

    made = handouts.handout_of(own, summary)
    if not own.scope.customers:
        note(f"{own.document.source}: nothing under customers, so all that applies is shown as your own")
    return made
