"""Who does what for PCI DSS, on AWS, and how we know: the responsibility matrix of 464 test cases."""

TYPE_CHECKING = False  # as type checkers know it; importing typing would put off the handling of Ctrl-C

if TYPE_CHECKING:
    from pcimatrix.api.public import *

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

if not TYPE_CHECKING:  # where names that are not there are errors

    def __getattr__(name: str) -> object:
        """Import the API when one of its names is asked for: the command line, which needs none, starts without it."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from pcimatrix.api import public  # noqa: PLC0415 - see above

        return globals().setdefault(name, getattr(public, name))


def __dir__() -> list[str]:
    return sorted(globals().keys() | set(__all__))
