"""Check of a scope file, as `scope check`, `check --scope` and `validate` make it."""

from typing import TYPE_CHECKING

from pcimatrix.cli.output import note
from pcimatrix.text import pluralize

if TYPE_CHECKING:
    from pcimatrix.catalogue.loader import Reference
    from pcimatrix.findings.model import Examined, Report
    from pcimatrix.yamlio.parser import Document


def drift_report(file: str, catalogue: str | None, *, as_of: str | None = None, strict: bool = False) -> "Report":
    """Return what `scope check` and `check --scope` find, with warnings. Raises `InputError` for bad files."""
    from pcimatrix.catalogue.loader import load
    from pcimatrix.findings.model import Report
    from pcimatrix.yamlio.parser import read_yaml

    return Report("check", (drifted(load(catalogue), read_yaml(file), as_of=as_of),), strict=strict)


def drifted(reference: "Reference", document: "Document", *, as_of: str | None = None) -> "Examined":
    """Return what is found in a scope file, with warnings; what else there is to say goes to standard error.

    AOCs are as old as on the day `as_of` (YYYY-MM-DD), else on the scope's date. Raises `InputError`.
    """
    from pcimatrix.api.target import target
    from pcimatrix.cli.target import look_at
    from pcimatrix.findings import from_inputs
    from pcimatrix.scope.checking import checked
    from pcimatrix.scope.model import scope_of
    from pcimatrix.scope.report import asked_for

    own = scope_of(document, reference.catalogue, reference.patterns, reference.facts)
    found = target(reference, own)
    look_at(found.reference, own, found.matrix, warn=False)
    if own.scope.validation is None:
        cases = pluralize(len(found.cells), "test case")
        note(
            f"{document.source}: validation is not stated, so all {cases} count, as for a ROC or SAQ D; "
            "`pcimatrix scope saq` shows which questionnaires the facts allow"
        )
    elif (said := asked_for(own.scope, found.cells)) is not None:
        note(f"{document.source}: {said}")
    return from_inputs.drifted(own, found.matrix, checked(found.reference, own, found.matrix, as_of=as_of))
