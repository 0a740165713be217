"""The questionnaire that a command counts by: as `--saq` and `--as-of` say, else as the scope file does."""

from typing import TYPE_CHECKING

from pcimatrix.cli.target import Target
from pcimatrix.ownership.cells import Cell

if TYPE_CHECKING:
    from pcimatrix.ownership.asked import Report
    from pcimatrix.ownership.comparison import View


def report_of(found: Target, saq: str | None, as_of: str | None) -> "Report | None":
    """Return the questionnaire to count by; None if the whole matrix counts. Raises `UnknownIdError`."""
    if saq is None and found.scope is None:
        return None
    from pcimatrix.scope.report import report_by

    return report_by(found.scope.scope if found.scope is not None else None, saq, as_of)


def view_of(report: "Report | None", as_of: str | None) -> "View":
    """Return what to compare of a pattern's matrix: what a questionnaire asks for, as of a day; all without either."""
    from pcimatrix.catalogue.loader import shipped_timeline
    from pcimatrix.ownership import in_force

    def view(cells: list[Cell]) -> list[Cell]:
        asked = report.of(cells) if report else cells
        return asked if as_of is None else in_force.as_of(asked, shipped_timeline(), as_of)

    return view
