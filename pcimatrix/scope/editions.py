"""Warnings on the edition of the standard that a scope names: one that is not known, and one that has retired."""

from pcimatrix.catalogue.editions import version_of
from pcimatrix.catalogue.loader import in_edition, shipped_editions
from pcimatrix.catalogue.model import Catalogue
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.model import Scope


def edition_cautions(catalogue: Catalogue, scope: Scope) -> list[Caution]:
    """Return a warning if the scope's edition is not known, or was not in force on the scope's date; else nothing.

    It was not yet published then, or had retired.
    """
    if in_edition(catalogue, scope.pci_dss) is None:
        text = f"assessed against {scope.pci_dss}, but the test cases are from {catalogue.edition}"
        return [Caution("scope_edition", "pci_dss", text, ("pci_dss",))]
    for edition in shipped_editions():
        if scope.is_of(edition.edition) and edition.published and scope.date < edition.published:
            text = (
                f"{edition.edition} was published on {edition.published}, after the scope's date, {scope.date}; "
                f'correct the date, or set pci_dss: "{version_of(edition.base)}"'
            )
            return [Caution("edition_later", "pci_dss", text, ("pci_dss",))]
    for later in shipped_editions():
        if scope.is_of(later.base) and scope.date > later.base_retired:
            text = (
                f"{later.base} retired on {later.base_retired}, so an assessment as of {scope.date} is against "
                f'v{later.version}; set pci_dss: "{later.version}" (pcimatrix editions lists what differs)'
            )
            return [Caution("edition_retired", "pci_dss", text, ("pci_dss",))]
    return []
