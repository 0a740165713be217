"""A check as JUnit XML: a test case for each row, the total and each rule."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from pcimatrix.check import CheckResult
from pcimatrix.findings import PUBLISHED_TOTALS, Finding, meanings
from pcimatrix.plain import plain


def write(result: CheckResult, found: list[Finding]) -> str:
    """Return the check as one test suite, as CI servers read it."""
    rows = [*result.rows, result.total]
    codes = {code: meaning for code, meaning in meanings().items() if code != PUBLISHED_TOTALS}
    failures = sum(not row.ok for row in rows) + len({each.code for each in found} & codes.keys())
    suite = ET.Element("testsuite", name="pcimatrix check", tests=str(len(rows) + len(codes)))
    suite.set("failures", str(failures))
    suite.set("errors", "0")
    suite.set("skipped", "0")
    for row in rows:
        name = "Total" if row.id == "total" else f"Requirement {row.id}: {row.title}"
        of_row = (each for each in found if each.code == PUBLISHED_TOTALS and each.subject == row.id)
        _case(suite, PUBLISHED_TOTALS, name, of_row)
    for code, meaning in codes.items():
        _case(suite, "rules", f"{code}: {meaning}", (each for each in found if each.code == code))
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def _case(suite: ET.Element, group: str, name: str, found: Iterable[Finding]) -> None:
    case = ET.SubElement(suite, "testcase", classname=f"pcimatrix.{group}", name=plain(name))
    texts = [f"{each.file}:{each.line}:{each.column}: {each.message}" for each in found]
    if texts:
        failure = ET.SubElement(case, "failure", message=plain(texts[0]), type=group)
        failure.text = "\n".join(map(plain, texts))
