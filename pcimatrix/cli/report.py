"""The questionnaire that a command counts by: as `--saq` and `--as-of` say, else as the scope file does."""

from typing import TYPE_CHECKING

from pcimatrix.cli.target import Target

if TYPE_CHECKING:
    from pcimatrix.ownership.asked import Report


def report_of(found: Target, saq: str | None, as_of: str | None) -> "Report | None":
    """Return the questionnaire to count by; None if the whole matrix counts. Raises `UnknownIdError`."""
    if saq is None and found.scope is None:
        return None
    from pcimatrix.scope.report import report_by

    return report_by(found.scope.scope if found.scope is not None else None, saq, as_of)
