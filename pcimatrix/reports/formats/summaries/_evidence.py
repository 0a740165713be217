"""What shows that a test case is met, in words of our own: by who has a part in it, and by the testing methods."""

from collections.abc import Iterator

from pcimatrix.catalogue.loader import shipped_timeframes
from pcimatrix.catalogue.model import Method, Owner
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports.formats.summaries._oscal_cell import left_to_customer, provided
from pcimatrix.reports.summary.model import Summary

_OWN = {
    Method.EXAMINE: "Documents, records or settings of what is examined",
    Method.OBSERVE: "Notes of what was observed, with date and place",
    Method.INTERVIEW: "Notes of the interviews: who was asked, when, about what",
}


def evidence(summary: Summary, cell: Cell) -> list[str]:
    """Return what shows that a test case is met: of a provider its AOC, of the entity by method and by how often.

    The words are the same for all test cases of a kind; nothing of the standard is in them.
    """
    return [*_of_providers(summary, cell), *_of_entity(summary, cell)] or ["The reason why it does not apply"]


def _of_providers(summary: Summary, cell: Cell) -> Iterator[str]:
    for duty in provided(cell):
        if duty.party == Owner.AWS:
            yield "AWS: Attestation of Compliance and responsibility summary, from AWS Artifact"
        elif summary.scope:
            yield f"{summary.scope.party(duty.party).name}: Attestation of Compliance and responsibility matrix"


def _of_entity(summary: Summary, cell: Cell) -> Iterator[str]:
    """Yield what the entity shows itself, if something is left to it."""
    if not left_to_customer(cell) and cell.ownership.owner is not Owner.CUSTOMER:
        return
    layers = {layer.id: layer.title.lower() for layer in summary.patterns.layers}
    what = ", ".join(layers[each] for each in cell.case.layers)
    for method in cell.case.methods:
        yield f"{_OWN[method]}: {what}" if method is Method.EXAMINE else _OWN[method]
    if often := shipped_timeframes().says_of(cell.case.id):
        yield f"Records of the last times: {often}"
