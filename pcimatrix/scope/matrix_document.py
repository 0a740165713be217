"""Documents that hold a provider's matrix, checked against a catalogue."""

from collections.abc import Iterator
from typing import Any

from pcimatrix.catalogue.editions import version_of
from pcimatrix.catalogue.model import Catalogue
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.providers.matrix_file import ProviderMatrix
from pcimatrix.scope.references import RESERVED
from pcimatrix.yamlio.parser import Document
from pcimatrix.yamlio.validation import Fault, Hint, refuse, show, validate


def is_matrix(document: Document) -> bool:
    """Tell whether a document is a matrix file rather than a catalogue or a scope, by what it lists."""
    return isinstance(document.values, dict) and {"party", "rows"} <= document.values.keys()


def matrix_of(document: Document, catalogue: Catalogue) -> ProviderMatrix:
    """Return the matrix that a document holds.

    Raises `InputError`, also for ids that the catalogue does not have, and for rows that contradict one another.
    """
    matrix = validate(document, ProviderMatrix, [])
    if _generation(matrix.edition) != _generation(catalogue.edition):
        found = f"the matrix is of PCI DSS v{matrix.edition}"
        raise refuse(document, [Fault(("edition",), found, f"expected one of {catalogue.edition}")])
    faults = [*_of_rows(matrix, catalogue)]
    if matrix.party in RESERVED:
        found = f"{show(matrix.party)} is reserved"
        faults.append(Fault(("party",), found, "expected the id of a third party, or aws"))
    if faults:
        raise refuse(document, faults)
    return matrix


def _of_rows(matrix: ProviderMatrix, catalogue: Catalogue) -> Iterator[Fault]:
    known = dict.fromkeys(each.id for each in catalogue.requirements()) | dict.fromkeys(
        each.id for each in catalogue.test_cases()
    )
    said: dict[tuple[str, str | None, str | None], Responsibility] = {}
    for number, each in enumerate(matrix.rows):
        if each.id not in known:
            yield Fault(("rows", number, "id"), f"unknown id {show(each.id)}", Hint(each.id, known))
        before = said.setdefault((each.id, each.service, each.condition), each.responsibility)
        if before is not each.responsibility:
            found = f"duplicate id {show(each.id)}, as {before.value} and as {each.responsibility.value}"
            yield Fault(("rows", number, "id"), found, "remove one of them, or name the service of each")


def _generation(edition: str) -> list[Any]:
    """Return what editions with the same requirements share: 4.0 of 4.0.1."""
    return version_of(edition).split(".")[:2]
