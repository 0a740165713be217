"""What shows that a test case is met, in words of our own: by who has a part in it, and by the testing methods."""

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
    found = []
    for duty in provided(cell):
        if duty.party == Owner.AWS:
            found.append("AWS: Attestation of Compliance and responsibility summary, from AWS Artifact")
        elif summary.scope:
            found.append(f"{summary.scope.party(duty.party).name}: Attestation of Compliance and responsibility matrix")
    if left_to_customer(cell) or cell.ownership.owner is Owner.CUSTOMER:
        layers = {layer.id: layer.title.lower() for layer in summary.patterns.layers}
        what = ", ".join(layers[each] for each in cell.case.layers)
        found += [
            f"{_OWN[method]}: {what}" if method is Method.EXAMINE else _OWN[method] for method in cell.case.methods
        ]
        often = shipped_timeframes().says_of(cell.case.id)
        found += [f"Records of the last times: {often}"] if often else []
    return found or ["The reason why it does not apply"]
