"""A check as GitHub annotations: one workflow command for each finding."""

from pcimatrix.check import CheckResult
from pcimatrix.findings import Finding


def write(result: CheckResult, found: list[Finding]) -> str:
    """Return an `::error` for each finding, or one `::notice` where there is none."""
    if result.ok:
        return "::notice title=pcimatrix::The catalogue's totals are those of the published table\n"
    return "".join(
        f"::error file={_property(each.file)},line={each.line},col={each.column},"
        f"title={_property(each.code)}::{_message(each.message)}\n"
        for each in found
    )


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
