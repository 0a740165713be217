"""The matrix that a service provider hands out to its customers, made of its own scope."""

import datetime as dt

from pcimatrix.api.choices import one_of
from pcimatrix.api.summaries import summary_of
from pcimatrix.api.target import day_of, target
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Reading
from pcimatrix.errors import InputError, Problem
from pcimatrix.reports.summary.handout import Handout
from pcimatrix.reports.summary.handout import handout as turned_round
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary
from pcimatrix.scope.customers import contradictions
from pcimatrix.scope.model import Assessment, LoadedScope
from pcimatrix.yamlio.validation import refuse


def hand_out(
    loaded: Reference,
    own: LoadedScope,
    *,
    title: str = DEFAULT_TITLE,
    date: dt.date | None = None,
    reading: str | None = None,
    edition: str | None = None,
    as_of: dt.date | None = None,
) -> Handout:
    """Return the matrix for the customers of the service provider that a scope is of (12.9.2), for `render`.

    What is asked for is as in `summarize`. Raises `InputError` if the scope is a merchant's, and if it gives customers
    what they cannot have.

    >>> found = pcimatrix.hand_out(loaded, own)
    >>> [(row.cell.case.id, row.responsibility.value) for row in found.rows if row.cell.case.id == "6.4.3.a"]
    [('6.4.3.a', 'customer')]
    """
    found = target(loaded, own, one_of(Reading, reading), edition=edition, as_of=day_of(as_of))
    return handout_of(own, summary_of(found, title=title, date=day_of(date)))


def handout_of(own: LoadedScope, summary: Summary) -> Handout:
    """Return the matrix for customers that a summary of a scope is turned round to. Raises `InputError`."""
    scope, document = own.scope, own.document
    if scope.assessment is not Assessment.SERVICE_PROVIDER:
        line, column = document.places.of(("assessment",))
        what = "a merchant has no customers to tell who does what (12.9.2 is for service providers)"
        do = "if you are one, write assessment: service_provider, and what customers do under customers"
        raise InputError([Problem(document.source, line, column, what, do)])
    names = {each.id: each.name for each in scope.third_parties}
    if faults := contradictions(scope.customers, summary.cells, names):
        raise refuse(document, faults)
    return turned_round(summary, scope)
