"""Findings as JUnit XML: a test suite for each file, a test case for each criterion."""

from xml.etree import ElementTree as ET

from pcimatrix.findings.model import INPUT_ERROR, Criterion, Examined, Finding, Maker, Report

_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
"""Of what plain text may hold, the characters that no XML document may (XML 1.0, 2.2)."""

ENDINGS = (".xml",)
"""How the names of its files end."""


def write(report: Report) -> str:
    """Return the report as CI servers read it: what was found is a failure, a file that cannot be read an error.

    Of several files, each one's name comes before the names of its test cases, which have to differ.
    """
    root = ET.Element("testsuites")
    for file in report.files:
        suite = _suite(f"pcimatrix {report.command}", file, several=len(report.files) > 1, strict=report.strict)
        _made(suite, report.maker)
        root.append(suite)
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=False).translate(_NOT_IN_XML) + "\n"


def _suite(command: str, file: Examined, *, several: bool, strict: bool) -> ET.Element:
    results = [(criterion, file.found(criterion)) for criterion in file.criteria]
    errors = sum(bool(found) for criterion, found in results if criterion.code == INPUT_ERROR)
    failures = sum(bool(_failing(found, strict=strict)) for _, found in results) - errors
    name, prefix = (f"{command} {file.file}", f"{file.file}: ") if several else (command, "")
    suite = ET.Element("testsuite", name=name, tests=str(len(results)))
    suite.set("failures", str(failures))
    suite.set("errors", str(errors))
    suite.set("skipped", "0")
    for criterion, found in results:
        _case(suite, prefix, criterion, found, strict=strict)
    return suite


def _made(suite: ET.Element, maker: Maker) -> None:
    """Say what made a suite, and when, as far as that is known; servers want the properties before the test cases."""
    if maker.time:
        suite.set("timestamp", maker.time.removesuffix("Z"))
    if maker.version:
        properties = ET.Element("properties")
        ET.SubElement(properties, "property", name="pcimatrix.version", value=maker.version)
        suite.insert(0, properties)


def _failing(found: list[Finding], *, strict: bool) -> list[Finding]:
    return [each for each in found if strict or each.level == "error"]


def _case(suite: ET.Element, prefix: str, criterion: Criterion, found: list[Finding], *, strict: bool) -> None:
    name = prefix + criterion.name
    case = ET.SubElement(suite, "testcase", classname=f"pcimatrix.{criterion.group}", name=name)
    if not found:
        return
    texts = [f"{each.place}: {each.message}" for each in found]
    if not _failing(found, strict=strict):
        # The format has no warnings: servers show what a test case that passed has written.
        ET.SubElement(case, "system-out").text = "\n".join(f"warning: {each}" for each in texts)
        return
    kind = "error" if criterion.code == INPUT_ERROR else "failure"
    element = ET.SubElement(case, kind, message=texts[0], type=criterion.group)
    element.text = "\n".join(texts)
