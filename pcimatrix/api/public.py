"""The Python API: the catalogue and a company's own scope, asked, checked and rendered from a program.

Everything is imported from `pcimatrix` itself:

>>> import pcimatrix
>>> loaded = pcimatrix.load()
>>> cells = pcimatrix.matrix(loaded)
>>> whole = pcimatrix.totals(loaded, cells).whole
>>> whole.test_cases, whole.customer, whole.aws, whole.na
(464, 243, 198, 23)

The same functions take an entity's own scope where they take the name of a pattern:

>>> own = pcimatrix.load_scope("examples/mixed.yaml", loaded)
>>> pcimatrix.totals(loaded, pcimatrix.matrix(loaded, own)).whole
Tally(test_cases=464, customer=411, aws=27, na=23, residual=27, third_party=3)

Nothing here prints, ends the program, writes a file or reads a clock, and values never change once they are made. What
a caller or a file has wrong raises a `PcimatrixError`, whose message is for people.
"""

from pcimatrix.api.checks import check_scope
from pcimatrix.api.handouts import hand_out
from pcimatrix.api.matrices import load_scope, matrix, resolve, select, totals
from pcimatrix.api.summaries import formats, render, summarize
from pcimatrix.api.verification import verify
from pcimatrix.catalogue.loader import Reference, load, load_text
from pcimatrix.catalogue.model import Basis, Catalogue, Limited, Method, Owner, Reading, TestCase
from pcimatrix.catalogue.rules import Breach
from pcimatrix.errors import (
    FormatError,
    FormatWarning,
    InputError,
    OutputError,
    PcimatrixError,
    Problem,
    UnknownIdError,
)
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.check import CheckResult, RowResult, check_catalogue
from pcimatrix.ownership.responsibility import Duty, Ownership, Responsibility
from pcimatrix.ownership.timing import Timing
from pcimatrix.ownership.totals import By, Shares, Tally, Totals, TotalsRow
from pcimatrix.ownership.traces import Effective
from pcimatrix.reports.summary.handout import Handout
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Recipe
from pcimatrix.reports.summary.verify import Digests, Verdict
from pcimatrix.scope.caution import Caution
from pcimatrix.scope.checking import ScopeCheck
from pcimatrix.scope.expected import Changed, Drift
from pcimatrix.scope.model import LoadedScope, Scope

__all__ = [
    "Basis",
    "Breach",
    "By",
    "Catalogue",
    "Caution",
    "Cell",
    "Changed",
    "CheckResult",
    "Digests",
    "Drift",
    "Duty",
    "Effective",
    "FormatError",
    "FormatWarning",
    "Handout",
    "InputError",
    "Limited",
    "LoadedScope",
    "Method",
    "OutputError",
    "Owner",
    "Ownership",
    "PcimatrixError",
    "Problem",
    "Reading",
    "Recipe",
    "Reference",
    "Responsibility",
    "RowResult",
    "Scope",
    "ScopeCheck",
    "Shares",
    "Summary",
    "Tally",
    "TestCase",
    "Timing",
    "Totals",
    "TotalsRow",
    "UnknownIdError",
    "Verdict",
    "check_catalogue",
    "check_scope",
    "formats",
    "hand_out",
    "load",
    "load_scope",
    "load_text",
    "matrix",
    "render",
    "resolve",
    "select",
    "summarize",
    "totals",
    "verify",
]
