"""Checks: the catalogue against the published table, a scope against what its file expects."""

import datetime as dt

from pcimatrix.api.target import day_of, target
from pcimatrix.catalogue.loader import Reference
from pcimatrix.scope.checking import ScopeCheck, checked
from pcimatrix.scope.model import LoadedScope


def check_scope(loaded: Reference, own: LoadedScope, *, as_of: dt.date | None = None) -> ScopeCheck:
    """Compare a scope's matrix with what its file expects, and return what else is to be looked at.

    AOCs are as old as on the day `as_of`, else on the scope's date.

    >>> checked = pcimatrix.check_scope(loaded, own)
    >>> checked.ok, checked.assumptions["media_off_site"]
    (True, 5)
    >>> checked.warnings
    ()
    """
    found = target(loaded, own)
    return checked(found.reference, own, found.matrix, as_of=day_of(as_of))
