"""The commands through the installed program: what they print in each format, and how they end."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from paths import ROOT
from pcimatrix.catalogue.loader import shipped_patterns
from runs import good, refused

PATTERNS = shipped_patterns().names()
MODELLED = [each.id for each in shipped_patterns().patterns if each.column == "modelled"]

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
Edited: TypeAlias = Callable[..., Path]

SHIPPED = ROOT / "data" / "requirements.yaml"
WHOLE = {"test_cases": 464, "customer": 243, "aws": 198, "na": 23}
CELL_KEYS = (
    "id requirement section principal summary methods limited_to layers pattern owner basis reason residual party "
    "responsibility duties in_force timeframes workloads"
)


def moved(case: str, old: str, new: str) -> tuple[str, str]:
    """Return the replacement that gives a case another owner under the abstracted pattern."""
    text = SHIPPED.read_text(encoding="utf-8")
    block = re.search(rf'- id: "{re.escape(case)}"\n +summary:.*?\n +owner: .*?\n', text, re.DOTALL)
    assert block
    before = block.group()
    after = before.replace(f"abstracted: {old}", f"abstracted: {new}")
    assert after != before
    return before, after


@pytest.fixture
def wrong(edited: Edited) -> Path:
    """A copy of the catalogue in which AWS's 3.2.1.a is the customer's: row 3 differs, and a rule is broken."""
    return edited(moved("3.2.1.a", "aws", "customer"))


# totals


def test_totals_json_has_the_documented_shape(call: Run) -> None:
    data = json.loads(good(call("totals", "--format", "json")))
    keys = "pattern column by schema_version rows_overlap rows total residual responsibility percent"
    assert list(data) == keys.split()
    assert data["total"] == WHOLE
    assert data["percent"] == {"customer": 52.4, "aws": 42.7, "na": 5.0}
    assert (data["pattern"], data["column"], data["by"]) == ("abstracted", "published", "principal")
    assert (data["schema_version"], data["rows_overlap"]) == (1, False)
    assert 0 < data["residual"] <= WHOLE["aws"]
    for row in data["rows"]:
        assert list(row) == ["id", "title", "test_cases", "customer", "aws", "na", "residual", "responsibility"]


@pytest.mark.parametrize(("by", "count"), [("principal", 12), ("section", 63), ("requirement", 250), ("basis", 5)])
def test_rows_of_totals_add_up_to_the_total(by: str, count: int, call: Run) -> None:
    data = json.loads(good(call("totals", "--by", by, "-f", "json")))
    assert len(data["rows"]) == count
    assert data["rows_overlap"] is False
    for key, whole in data["total"].items():
        assert sum(row[key] for row in data["rows"]) == whole
    assert sum(row["residual"] for row in data["rows"]) == data["residual"]


def test_rows_by_method_overlap_and_say_so(call: Run) -> None:
    data = json.loads(good(call("totals", "--by", "method", "-f", "json")))
    assert [row["id"] for row in data["rows"]] == ["examine", "observe", "interview"]
    assert data["rows_overlap"] is True
    assert sum(row["test_cases"] for row in data["rows"]) > data["total"]["test_cases"] == 464
    assert "Rows overlap" in good(call("totals", "--by", "method"))


@pytest.mark.parametrize("pattern", MODELLED)
def test_totals_of_other_patterns_are_marked_as_modelled(pattern: str, call: Run) -> None:
    text = good(call("totals", "-p", pattern))
    assert "(modelled)" in text
    assert "never published by AWS" in text
    data = json.loads(good(call("totals", "-p", pattern, "-f", "json")))
    assert (data["pattern"], data["column"]) == (pattern, "modelled")
    assert data["total"]["test_cases"] == 464
    assert (
        data["total"]["customer"] + data["total"]["aws"] + data["total"]["na"] + data["total"].get("third_party", 0)
        == 464
    )
    assert data["total"]["na"] == 23


def test_totals_as_table_markdown_and_csv_show_the_same_numbers(call: Run) -> None:
    table = good(call("totals"))
    assert re.search(r"^ +Total +464 +243 +198 +\d+ +23 +213 +197 +31$", table, re.MULTILINE)
    assert re.search(r"^ +Percentage +52% +43% +5% +46% +42% +7%$", table, re.MULTILINE)
    markdown = good(call("totals", "-f", "markdown"))
    assert re.search(r"^\| \| \*\*Total\*\* \| \*\*464\*\* \| \*\*243\*\* \| \*\*198\*\*", markdown, re.MULTILINE)
    header, *rows = csv.reader(good(call("totals", "-f", "csv")).splitlines())
    keys = "principal title test_cases customer aws residual na customer_alone shared provider_alone"
    assert header == keys.split()
    assert [sum(int(row[column]) for column in (6, 7, 8, 9)) for row in rows] == [int(row[2]) for row in rows]
    assert [sum(int(row[column]) for row in rows) for column in (2, 3, 4, 6)] == list(WHOLE.values())


# list


def test_list_prints_every_case_and_says_how_many(call: Run) -> None:
    result = call("list", "-f", "json")
    assert (result.returncode, result.stderr) == (0, "464 of 464 test cases (abstracted)\n")
    data = json.loads(result.stdout)
    cells = data["test_cases"]
    assert (data["schema_version"], len(cells)) == (2, 464)
    assert all(list(cell) == CELL_KEYS.split() for cell in cells)


def test_filters_of_list_combine(call: Run) -> None:
    every = json.loads(call("list", "-f", "json").stdout)["test_cases"]
    filters = ("-r", "3", "-r", "8.3", "--owner", "aws", "--owner", "na", "--method", "examine", "--basis")
    result = call("list", *filters, "stated", "--basis", "structural", "-s", "DATA", "-f", "json")
    expected = [
        cell
        for cell in every
        if (cell["principal"] == "3" or cell["section"] == "8.3")
        and cell["owner"] in {"aws", "na"}
        and "examine" in cell["methods"]
        and cell["basis"] in {"stated", "structural"}
        and "data" in "\n".join([cell["id"], cell["summary"], cell["reason"], cell["residual"] or ""]).lower()
    ]
    assert json.loads(result.stdout)["test_cases"] == expected
    assert 0 < len(expected) < 464
    assert result.stderr == f"{len(expected)} of 464 test cases (abstracted)\n"


@pytest.mark.parametrize("format_", ["table", "csv", "markdown"])
def test_list_prints_the_same_cases_in_each_format(format_: str, call: Run) -> None:
    result = call("list", "-r", "12.10.4", "-p", "infrastructure", "-f", format_)
    assert result.returncode == 0
    ids = re.findall(r"^(?:\| )?(12[0-9.]+[a-z]?)\b", result.stdout, re.MULTILINE)
    assert len(ids) > 1
    assert all(each.startswith("12.10.4") for each in ids)
    assert result.stderr == f"{len(ids)} of 464 test cases (infrastructure)\n"


def test_list_without_a_match_is_no_error(call: Run) -> None:
    result = call("list", "-s", "no such text anywhere", "-f", "json")
    assert (result.returncode, json.loads(result.stdout)["test_cases"]) == (0, [])
    assert result.stderr == "0 of 464 test cases (abstracted)\n"


@pytest.mark.parametrize("command", [("list", "-r"), ("show",)])
def test_an_unknown_id_suggests_the_nearest(command: tuple[str, ...], call: Run) -> None:
    said = refused(call(*command, "8.3.99"))
    assert said.startswith("pcimatrix: unknown id '8.3.99'; did you mean '8.3.9")


# show


def test_show_prints_all_four_levels(call: Run) -> None:
    text = good(call("show", "8", "8.3", "8.3.2", "8.3.2.a"))
    last = text[text.rindex("\n8.3.2  ") :]
    assert re.search(r"^8\.3\.2\.a  \S", last, re.MULTILINE)
    assert re.search(r"^  abstracted\n    aws +\w+ ", last, re.MULTILINE)
    assert re.search(r"^ +residual: ", last, re.MULTILINE)
    assert re.search(r"43 customer, +6 AWS \(\d+ leave a residual duty\), +3 N/A of 52 \(published\)", text)


def test_show_json_has_an_object_for_each_id(call: Run) -> None:
    data = json.loads(good(call("show", "8", "8.3", "8.3.2", "8.3.2.a", "-f", "json")))["ids"]
    assert [each["id"] for each in data] == ["8", "8.3", "8.3.2", "8.3.2.a"]
    assert [len(each["test_cases"]) for each in data] == [52, 20, 3, 1]
    assert data[0]["totals"]["abstracted"] == {"test_cases": 52, "customer": 43, "aws": 6, "na": 3}
    for each in data:
        assert list(each) == ["id", "title", "totals", "test_cases", "when", "questionnaires", "editions"]
    case = data[3]["test_cases"][0]
    assert [each["pattern"] for each in case["ownership"]] == PATTERNS
    assert [each["pattern"] for each in case["ownership"] if each["column"] == "modelled"] == MODELLED
    assert data[3]["title"] is None


# check


def test_the_shipped_catalogue_passes_its_check(call: Run) -> None:
    text = good(call("check"))
    assert len(re.findall(r"  equal$", text, re.MULTILINE)) == 13
    assert "DIFFERS" not in text


def test_a_check_names_the_row_the_case_and_the_rule(wrong: Path, call: Run) -> None:
    result = call("check", "-c", wrong)
    assert (result.returncode, result.stderr) == (1, "")
    assert re.search(r"^3 .* DIFFERS$", result.stdout, re.MULTILINE)
    assert "Requirement 3: customer 25 instead of 24, AWS 28 instead of 29 (3.2.1.a: " in result.stdout
    assert re.search(rf"^{re.escape(str(wrong))}:\d+:\d+: 3\.2\.1\.a: ", result.stdout, re.MULTILINE)
    assert "1 of 12 rows differs from the published table" in result.stdout


def test_check_as_json(wrong: Path, call: Run) -> None:
    clean = json.loads(good(call("check", "-f", "json")))
    assert list(clean) == ["schema_version", "ok", "rows", "total", "rules"]
    assert (clean["ok"], clean["rules"], len(clean["rows"])) == (True, [], 12)
    assert clean["total"]["expected"] == clean["total"]["found"] == WHOLE
    result = call("check", "-f", "json", "-c", wrong)
    data = json.loads(result.stdout)
    assert (result.returncode, data["ok"]) == (1, False)
    [row] = [row for row in data["rows"] if not row["ok"]]
    assert list(row) == ["id", "title", "expected", "found", "ok", "test_cases"]
    assert (row["id"], [suspect["case"] for suspect in row["test_cases"]]) == ("3", ["3.2.1.a"])
    assert "3.2.1.a" in {breach["case"] for breach in data["rules"]}


def test_check_as_junit(wrong: Path, call: Run) -> None:
    for arguments, code in (((), 0), (("-c", wrong), 1)):
        result = call("check", "-f", "junit", *arguments)
        assert result.returncode == code
        suite = ET.fromstring(result.stdout).find("testsuite")
        assert suite is not None
        cases, failures = suite.findall("testcase"), suite.findall("testcase/failure")
        assert suite.get("tests") == str(len(cases))
        assert suite.get("failures") == str(len(failures))
        assert bool(failures) == bool(code)
        assert all("3.2.1.a" in (each.text or "") or "Total" in (each.text or "") for each in failures)


def test_check_as_sarif_points_at_the_line(wrong: Path, call: Run) -> None:
    clean = json.loads(good(call("check", "-f", "sarif")))
    assert (clean["version"], clean["runs"][0]["results"]) == ("2.1.0", [])
    result = call("check", "-f", "sarif", "-c", wrong)
    assert result.returncode == 1
    found: list[dict[str, Any]] = json.loads(result.stdout)["runs"][0]["results"]
    [row] = [each for each in found if each["message"]["text"].startswith("Requirement 3:")]
    place = row["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == wrong.as_uri()
    lines = wrong.read_text(encoding="utf-8").splitlines()
    assert 'id: "3.2.1.a"' in lines[place["region"]["startLine"] - 1]
    assert row["properties"] == {"testCases": ["3.2.1.a"]}


def test_check_as_github_annotations(wrong: Path, call: Run) -> None:
    assert good(call("check", "-f", "github")).startswith("::notice ")
    result = call("check", "-f", "github", "-c", wrong)
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    assert all(re.match(r"::error file=[^:,]+,line=\d+,col=\d+,title=\w+::\S", line) for line in lines)
    assert any("3.2.1.a" in line for line in lines)


# validate, patterns, schema


def test_validate_checks_a_scope_file_as_scope_check_does(call: Run, tmp_path: Path) -> None:
    file = tmp_path / "scope.yaml"
    text = (ROOT / "examples/mixed.yaml").read_text(encoding="utf-8")
    file.write_text(text.replace("pattern: infrastructure", "pattern: fargate"), encoding="utf-8")
    both = call("validate", SHIPPED, file)
    assert both.returncode == call("scope", "check", file).returncode == 1
    assert call("scope", "check", file).stdout in both.stdout
    assert "rules hold" in both.stdout
    file.write_text(text.replace("pattern: infrastructure", "pattern: fargte"), encoding="utf-8")
    assert "did you mean 'fargate'?" in call("validate", "--format", "github", file).stdout
    assert call("validate", file).returncode == 2


def test_validate_takes_the_shipped_catalogue_or_files(wrong: Path, call: Run, tmp_path: Path) -> None:
    assert re.fullmatch(r"data/requirements\.yaml: 464 test cases, all \d+ rules hold\n", good(call("validate")))
    broken = call("validate", SHIPPED, wrong)
    assert broken.returncode == 1
    assert broken.stdout.startswith(f"{SHIPPED}: 464 test cases, all ")
    assert f"{wrong}: 464 test cases, 1 breach" in broken.stdout
    unusable = call("validate", tmp_path / "missing.yaml", wrong)
    assert unusable.returncode == 2
    assert f"{tmp_path / 'missing.yaml'}: no such file" in unusable.stdout
    assert f"{wrong}: 464 test cases" in unusable.stdout


def test_patterns_in_each_format(call: Run) -> None:
    data = json.loads(good(call("patterns", "-f", "json")))
    names = [each["id"] for each in data["patterns"]]
    assert names == PATTERNS
    header, *rows = csv.reader(good(call("patterns", "-f", "csv")).splitlines())
    assert header == ["layer", *names]
    assert len(rows) == len(data["layers"])
    assert good(call("patterns")).splitlines()[0].split() == ["Layer", *names]
    escaped = " | ".join(name.replace("_", "\\_") for name in names)
    assert good(call("patterns", "-f", "markdown")).startswith(f"| Layer | {escaped} |\n")


def test_one_pattern_is_shown_layer_by_layer_with_sources(call: Run) -> None:
    assert good(call("patterns", "abstracted")).startswith("Abstracted (serverless) (published)\n")
    data = json.loads(good(call("patterns", "abstracted", "-f", "json")))
    assert data["id"] == "abstracted"
    assert all(each["sources"] or each["judgement"] for each in data["layers"].values())
    assert "unknown pattern 'abstract'" in refused(call("patterns", "abstract"))


@pytest.mark.parametrize("file", ["catalogue", "patterns", "published", "architecture"])
def test_schema_prints_a_valid_json_schema(file: str, call: Run) -> None:
    schema = json.loads(good(call("schema", "--file", file)))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False


# render


def test_render_prints_or_writes_the_same_bytes_anywhere(
    call: Run, environment: dict[str, str], tmp_path: Path
) -> None:
    formats = ("markdown", "html")
    code = "import sys; from pcimatrix import cli; [cli.run(['render', '-f', n, '-o', n]) for n in sys.argv[1:]]"
    variables = {"PYTHONHASHSEED": "2", "LANG": "C", "LC_ALL": "POSIX", "TZ": "Asia/Tokyo", "COLUMNS": "40"}
    done = subprocess.run(
        [sys.executable, "-c", code, *formats],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        encoding="utf-8",
        env=environment | variables,
    )
    assert (done.stdout, done.stderr) == ("", "")
    for format_ in formats:
        first = good(call("render", "-f", format_))
        assert (tmp_path / format_).read_bytes() == first.encode()
        assert not re.search(r"\b20\d\d-\d\d-\d\d\b", first), "a date is printed that nobody gave"
        assert first.endswith("\n")
        assert re.search(r"\b464\b.*\b243\b.*\b198\b", first, re.DOTALL)


def digest_of(text: str) -> str:
    """Return the SHA-256 that a summary prints."""
    found = re.search(r"\b[0-9a-f]{64}\b", text)
    assert found
    return found.group()


def test_line_endings_and_comments_do_not_change_the_digest(
    call: Run, part: Callable[..., Path], tmp_path: Path
) -> None:
    original = part("3")
    other, changed = tmp_path / "crlf.yaml", tmp_path / "changed.yaml"
    other.write_bytes(b"\r\n".join([b"# another comment", *original.read_bytes().splitlines(), b""]))
    changed.write_bytes(original.read_bytes().replace(b"abstracted: customer", b"abstracted: aws", 1))
    shipped = good(call("render", "-c", original))
    assert good(call("render", "-c", other)) == shipped
    assert digest_of(good(call("render", "-f", "html", "-c", other))) == digest_of(shipped)
    assert digest_of(good(call("render", "-c", changed))) != digest_of(shipped)


@pytest.mark.parametrize("format_", ["markdown", "html"])
def test_a_summary_has_the_title_and_day_that_were_given(format_: str, call: Run) -> None:
    text = good(call("render", "-f", format_, "--title", "Example Shop", "--date", "2024-02-29"))
    assert "Example Shop" in text
    assert "2024-02-29" in text


def test_source_date_epoch_gives_the_day_unless_one_is_named(call: Run) -> None:
    assert "1970-01-02" in good(call("render", SOURCE_DATE_EPOCH="86400", TZ="America/New_York"))
    named = good(call("render", "--date", "2024-02-29", SOURCE_DATE_EPOCH="86400"))
    assert "2024-02-29" in named
    assert "1970" not in named
    for bad in ("soon", "9" * 30):
        assert "SOURCE_DATE_EPOCH" in refused(call("render", SOURCE_DATE_EPOCH=bad))


# --catalogue and usage errors


@pytest.mark.parametrize("command", ["totals", "list", "show", "check", "render"])
def test_a_catalogue_of_ones_own_is_read_by_option_or_variable(
    command: str, call: Run, part: Callable[..., Path], tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    text = part("3").read_text(encoding="utf-8")
    own.write_text(text.replace(*moved("3.2.1.a", "aws", "customer")), encoding="utf-8")
    arguments = [command, *(["3.2.1.a"] if command == "show" else [])]
    shipped, by_option = call(*arguments), call(*arguments, "--catalogue", own)
    by_variable = call(*arguments, PCIMATRIX_CATALOGUE=str(own))
    assert by_option.stdout == by_variable.stdout != shipped.stdout
    assert by_option.returncode == by_variable.returncode == (1 if command == "check" else 0)


def test_the_catalogue_option_wins_over_the_variable(call: Run, tmp_path: Path) -> None:
    result = call("totals", "-f", "json", "-c", SHIPPED, PCIMATRIX_CATALOGUE=str(tmp_path / "missing"))
    assert json.loads(good(result))["total"] == WHOLE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("total", "No such command 'total'. Did you mean 'totals'?"),
        ("totals --patern abstracted", "No such option: --patern"),
        ("totals --pattern servrless", "'servrless' is not one of: infrastructure, containerized, abstracted"),
        ("totals --by colour", "'colour' is not one of: principal, section, requirement, method, basis"),
        ("totals --format yaml", "'yaml' is not one of: csv, csv-excel, json, markdown, table"),
        ("list --owner customer --owner bob", "'bob' is not one of: customer, aws, na"),
        ("list --method guess", "'guess' is not one of: examine, observe, interview"),
        ("list --basis hope", "'hope' is not one of: structural, stated"),
        ("check --format xml", "'xml' is not one of: github, gitlab, json, junit, sarif, text"),
        ("show", "Missing argument 'ID...'"),
        ("show 8 --format csv", "'csv' is not one of: json, text"),
        ("schema --file other", "'other' is not one of: catalogue, patterns, published"),
        ("render --date 2024-02-30", "'2024-02-30' is no day of the calendar; write YYYY-MM-DD"),
        ("render --date 1.2.2024", "'1.2.2024' is no day of the calendar; write YYYY-MM-DD"),
        ("totals --saq A --as-of 2025-02-30", "'2025-02-30' is no day of the calendar; write YYYY-MM-DD"),
        ("scope check examples/mixed.yaml --as-of 20260131", "'20260131' is no day of the calendar; write YYYY-MM-DD"),
        ("totals extra", "extra"),
    ],
)
def test_bad_usage_ends_with_2_and_says_what_is_wrong(arguments: str, message: str, call: Run) -> None:
    said = refused(call(*arguments.split()))
    assert message in " ".join(said.split())
    assert said.startswith("Usage: pcimatrix")
