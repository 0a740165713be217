"""Findings as GitHub annotations: one workflow command for each."""

from pcimatrix.findings.model import Finding, Report

ENDINGS = (".txt",)
"""How the names of its files end."""


def write(report: Report) -> str:
    """Return an `::error` or `::warning` for each finding, then one `::notice` for each file if all is well."""
    found = "".join(
        f"::{each.level} file={_property(path)}{_where(each)},title={_property(each.code)}::{_message(each.message)}\n"
        for each, path in ((each, report.path(each)) for each in report.findings)
    )
    if not report.ok:
        return found
    return found + "".join(f"::notice title=pcimatrix::{_message(each.verdict)}\n" for each in report.files)


def _where(finding: Finding) -> str:
    return f",line={finding.line},col={finding.column}" if finding.line else ""


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
