"""Summaries that several tests make: of a pattern by its name, or of a scope that has been read."""

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Reading
from pcimatrix.ownership.matrix import pattern_matrix
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary, summarize
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import LoadedScope


def pattern_summary(
    reference: Reference,
    pattern: str,
    *,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
    reading: Reading = Reading.PUBLISHED,
) -> Summary:
    """Return the summary of a pattern."""
    return summarize(reference, pattern_matrix(reference, pattern, reading), title=title, date=date)


def scope_summary(
    reference: Reference, own: LoadedScope, *, title: str = DEFAULT_TITLE, date: str | None = None
) -> Summary:
    """Return the summary of an entity's own scope, in the edition of the standard that it names."""
    reference = reference.in_edition(own.scope.pci_dss)
    return summarize(reference, scope_matrix(reference, own), own.scope, title=title, date=date)
