"""The summary for programs, and hostile text that stays text in every format."""

import csv
import io
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel

from costly import costly
from hostile import (
    FREE_TEXT,
    HARMLESS,
    SMALL,
    UNSEEN,
    markdown_marks,
    scope_summary_with,
    shape,
    small,
    summary_with,
)
from paths import ROOT
from pcimatrix.catalogue.loader import load
from pcimatrix.catalogue.model import Basis, Limited, Method, Owner
from pcimatrix.reports import format_names, writer
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary
from pcimatrix.scope.model import Scope, load_scope
from pcimatrix.text import one_line
from pcimatrix.yamlio.parser import parse_yaml
from pcimatrix.yamlio.validation import validate
from summaries import MIXED_PART, part_of, pattern_summary, scope_summary

Run = Callable[..., subprocess.CompletedProcess[str]]
LOADED = load()
PART = part_of(LOADED, "3.2", *MIXED_PART)
PATTERNS = LOADED.patterns.names()
OF_A_SCOPE = ("oscal-assessment-plan", "oscal-ssp")
"""Formats that a pattern has no summary in."""
TEXT = [name for name in format_names("summaries") if name not in {"docx", "pdf", "xlsx"}]
"""Formats that are text; test_xlsx.py, test_docx.py and test_pdf.py look at the others."""
SCHEMA: dict[str, Any] = json.loads((ROOT / "data/summary.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.Draft202012Validator(SCHEMA)
TABLE_ROW = {"test_cases": 464, "customer": 243, "aws": 198, "na": 23}


@cache
def summary_of(pattern: str = "abstracted", date: str | None = None) -> Summary:
    """Return the summary of the published pattern with all test cases, of another one with a part of them."""
    return pattern_summary(LOADED if pattern == "abstracted" else PART, pattern, date=date)


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


# CSV and JSON


@pytest.mark.parametrize("mixed", [False, True])
def test_two_processes_give_the_same_bytes(
    mixed: bool, environment: dict[str, str], part: Callable[..., Path], tmp_path: Path
) -> None:
    file, catalogue = tmp_path / "scope.yaml", part(*MIXED_PART) if mixed else SMALL
    file.write_text((ROOT / "examples/mixed.yaml").read_text("utf-8") if mixed else FREE_TEXT, encoding="utf-8")
    write = (
        "import sys, pcimatrix.cli as cli; [cli.run([*sys.argv[2:], '-f', n, '-o', n]) for n in sys.argv[1].split()]"
    )
    subprocess.run(  # a process with hashes and a time zone of its own
        [sys.executable, "-c", write, " ".join(TEXT), "render", "--catalogue", catalogue, "--scope", file.name],
        check=True,
        cwd=tmp_path,
        env=environment | {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo", "SOURCE_DATE_EPOCH": ""},
    )
    reference = load(str(catalogue))
    here = scope_summary(reference, load_scope(str(file), reference.catalogue, reference.patterns, reference.facts))
    for name in TEXT:
        written = str(writer("summaries", name)(here)).encode()
        assert written == (tmp_path / name).read_bytes() != b"", name


def test_the_csv_header_is_the_documented_one() -> None:
    text = writer("summaries", "csv")(summary_of())
    page = " ".join((ROOT / "docs/formats.md").read_text(encoding="utf-8").split())
    head = "pattern,test_case,requirement,section,principal,owner,basis,methods,limited_to,summary,reason,residual"
    tail = "by_layers,third_party,responsibility,aws_does,you_do,others_do,asked_for,edition_change,in_force,how_often"
    assert text.splitlines()[0] == f"{head},{tail}"
    assert f"`{head},{tail}`" in page


def test_csv_rows_count_up_to_the_published_total() -> None:
    rows = rows_of(writer("summaries", "csv")(summary_of()))
    owners = Counter(row["owner"] for row in rows)
    assert {"test_cases": len(rows), **owners} == TABLE_ROW
    assert [row["test_case"] for row in rows] == [case.id for case in LOADED.catalogue.test_cases()]
    assert {row["pattern"] for row in rows} == {"abstracted"}


def test_json_totals_are_the_published_ones_and_those_of_its_test_cases() -> None:
    data = json.loads(writer("summaries", "json")(summary_of(date="2026-01-31")))
    assert data["totals"]["total"].items() >= TABLE_ROW.items()
    owners = Counter(case["owner"] for case in data["test_cases"])
    assert {"test_cases": len(data["test_cases"]), **owners} == TABLE_ROW
    for key, count in TABLE_ROW.items():
        assert sum(row[key] for row in data["totals"]["rows"]) == count
    assert data["comparison"]["totals"]["abstracted"].items() >= TABLE_ROW.items()
    assert data["totals"]["residual"] == sum(case["residual"] is not None for case in data["test_cases"])
    assert (data["date"], data["catalogue_sha256"]) == ("2026-01-31", LOADED.digest)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_json_and_csv_say_the_same_of_every_case(pattern: str) -> None:
    summary = summary_of(pattern)
    cases = json.loads(writer("summaries", "json")(summary))["test_cases"]
    for row, case in zip(rows_of(writer("summaries", "csv")(summary)), cases, strict=True):
        assert row["test_case"] == case["id"]
        assert row["methods"].split("+") == case["methods"]
        other = {"test_case", "methods", "third_party", "aws_does", "you_do", "others_do", "how_often"}
        assert bool(row["how_often"]) == bool(case["timeframes"])
        for key in row.keys() - other:
            assert row[key].removeprefix("'") == (case[key] or ""), (case["id"], key)


def test_what_only_the_published_count_says_is_marked() -> None:
    marked = [row["test_case"] for row in rows_of(writer("summaries", "csv")(summary_of())) if row["by_layers"]]
    assert "3.2.1.a" in marked
    assert not any(row["by_layers"] for row in rows_of(writer("summaries", "csv")(summary_of("infrastructure"))))


def test_the_schema_is_one() -> None:
    jsonschema_rs.meta.validate(SCHEMA)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_json_is_valid_by_its_schema(pattern: str) -> None:
    data = json.loads(writer("summaries", "json")(summary_of(pattern, "2026-01-31" if pattern == "hosted" else None)))
    VALIDATOR.validate(data)
    assert list(data) == list(SCHEMA["properties"]) == SCHEMA["required"]


def test_the_schema_knows_every_owner_basis_method_and_limit() -> None:
    named, case = SCHEMA["$defs"], SCHEMA["$defs"]["TestCase"]["properties"]
    assert set(named["Owner"]["enum"]) >= set(Owner)
    assert set(named["Basis"]["enum"]) >= set(Basis)
    assert set(case["methods"]["items"]["enum"]) == set(Method)
    assert set(case["limited_to"]["enum"]) == {*Limited, None}


@cache
def small_json() -> str:
    return str(writer("summaries", "json")(pattern_summary(small(), "abstracted")))


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_the_schema_wants_every_key(key: str) -> None:
    data = json.loads(small_json())
    del data[key]
    [error] = jsonschema.Draft202012Validator(SCHEMA).iter_errors(data)
    assert error.message == f"'{key}' is a required property"


# Hostile text

ACTIVE = [
    "",
    "<script>alert(1)</script>",
    "</title></style></script><img src=x onerror=alert(1)>",
    "\" onmouseover=\"alert(1)' x='",
    "<!-- ", "]]>", "{{ 7 * 7 }}{% raw %}",
    "a | b\n| --- |\n\n# head", "`code` ``` **bold** [x](javascript:alert(1)) ![i](//x) https://x.test",
    "\u202eright to left\u202c \u2066isolated\u2069 \u200f",
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "\u202e=cmd|' /C calc'!A0",
    "\x00\x07\x1b[31m\x7f\x85\x9b\u2028\u2029", "\udc80 not to be encoded",
    "x" * 10_000, "=" * 10_000, "<b>|`" * 2_000,
]  # fmt: skip
HOSTILE = (
    st.sampled_from(ACTIVE) | st.text() | st.text(alphabet="<>&\"'|`*_[]()#=+-@\t\r\n\x00\x1b\u202e\u2066\u2028ab/")
)
LINE = 400
"""The longest line that people can write: how the schema tells free text from names and ids."""


class Page(HTMLParser):
    """What a browser would make of a page: its tags with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Any]] = []
        self.shown: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_recipe = ("name", "pcimatrix") in attrs  # it holds the title; test_verify.py looks at it
        is_policy = attrs[:1] == [
            ("http-equiv", "Content-Security-Policy")
        ]  # it has the hash of a style with the title
        self.tags.append((tag, attrs[:1] if is_recipe or is_policy else attrs))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append((f"/{tag}", None))

    def handle_data(self, data: str) -> None:
        self.shown.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.tags.append(("declaration", decl))

    def unknown_decl(self, data: str) -> None:
        self.tags.append(("unknown", data))

    def handle_pi(self, data: str) -> None:
        self.tags.append(("instruction", data))


@cache
def expected_tags() -> list[tuple[str, Any]]:
    return Page(writer("summaries", "html")(summary_with("harmless"))).tags


@cache
def expected_marks() -> list[list[str]]:
    return marks(writer("summaries", "markdown")(summary_with("harmless")))


def marks(text: str) -> list[list[str]]:
    """Return, for each line, the characters that Markdown would act on."""
    return [
        markdown_marks(line)
        for line in lines(text)
        if not line.startswith("<!-- pcimatrix ")  # the recipe holds the title; test_verify.py looks at it
    ]


def lines(text: str) -> list[str]:
    return text.split("\n")


@given(HOSTILE)
@example("x" * 10_000)
@example("<script>alert(1)</script></style>")
def test_hostile_text_adds_no_tag_and_no_attribute_to_html(text: str) -> None:
    written = writer("summaries", "html")(summary_with(text))
    page = Page(written)
    assert page.tags == expected_tags()
    assert one_line(text) in "".join(page.shown)
    assert not UNSEEN.search(written)
    assert "\r" not in written


@given(HOSTILE)
@example("a | b\n| --- |\n\n# head `")
def test_hostile_text_adds_no_line_and_no_mark_to_markdown(text: str) -> None:
    written = writer("summaries", "markdown")(summary_with(text))
    assert marks(written) == expected_marks()
    assert not UNSEEN.search(written)
    assert "\r" not in written


def test_tables_in_markdown_are_compact() -> None:
    for text in (harmless_scope("markdown"), writer("summaries", "markdown")(summary_of())):
        assert not [line for line in lines(text) if line.startswith("|") and "|  " in line]


@given(HOSTILE)
@example("\u202e=cmd|' /C calc'!A0")
@example("=" * 10_000)
def test_hostile_text_becomes_no_formula_in_csv(text: str) -> None:
    written = writer("summaries", "csv")(summary_with(text))
    rows = rows_of(written)
    assert len(rows) == 2
    assert len(written.splitlines()) == 3
    for row in rows:
        assert None not in row
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row.values())
        assert {row[key] for key in ("summary", "reason")} <= {one_line(text), f"'{one_line(text)}"}
    assert not UNSEEN.search(written)


@given(HOSTILE)
@example("\udc80")
@example("\x00\x1b\u2028\u202e")
def test_hostile_text_is_the_same_after_json_and_seen_in_it(text: str) -> None:
    written = writer("summaries", "json")(summary_with(text))
    assert not UNSEEN.search(written)
    data = json.loads(written)
    encodable = re.sub("[\ud800-\udfff]", "\ufffd", text)
    assert data["title"] == data["edition"] == encodable
    assert {case["summary"] for case in data["test_cases"]} == {encodable}
    assert [case["id"] for case in data["test_cases"]] == ["3.2.1.a", "3.2.1.b"]


@pytest.mark.parametrize("text", ACTIVE, ids=range(len(ACTIVE)))
def test_hostile_text_can_be_written_in_every_text_format(text: str) -> None:
    for summary in (summary_with(text), scope_summary_with(text)):
        for name in TEXT:
            if name not in OF_A_SCOPE or summary.subject.scoped:
                assert str(writer("summaries", name)(summary)).encode(), name


def test_a_hostile_title_of_the_command_line_is_text(call: Run) -> None:
    hostile = "<script>\u202e\x1b[31m=1+1 | `x`"
    for name in ("html", "markdown", "json"):
        done = call("render", "-c", SMALL, "-f", name, "--title", hostile)
        assert done.returncode == 0, done.stderr
        assert not UNSEEN.search(done.stdout)
        if name == "json":
            assert json.loads(done.stdout)["title"] == hostile
    assert json.loads(call("render", "-c", SMALL, "-f", "json").stdout)["title"] == DEFAULT_TITLE


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("markdown", "# {}\n"),
        ("html", "<title>{}</title>"),
        ("json", '"title": "{}"'),
        ("ciso-assistant", "\nname: '{}'\n"),
    ],
)
def test_the_title_of_a_scope_names_its_entity_once(call: Run, tmp_path: Path, name: str, shown: str) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text(FREE_TEXT.replace(f"entity: {HARMLESS}", "entity: Web Shop Ltd"), encoding="utf-8")
    arguments = ("render", "-c", SMALL, "-f", name, "--scope", file)
    assert shown.format(f"{DEFAULT_TITLE}: Web Shop Ltd") in call(*arguments).stdout
    assert DEFAULT_TITLE not in call(*arguments, "--title", "Appendix").stdout


# Hostile text in every free-text field of a scope; test_xlsx.py, test_docx.py and test_pdf.py look at their formats


@cache
def harmless_scope(name: str) -> str:
    return str(writer("summaries", name)(scope_summary_with(HARMLESS)))


@cache
def build(name: str) -> Any:
    """Return how the document of the harmless scope is built, in a format."""
    return built(name, harmless_scope(name))


def built(name: str, text: str) -> Any:
    """Return what hostile text must not change in a document: its tags, marks, keys and lists, or nodes."""
    if name == "html":
        return Page(without_pictures(text)).tags
    if name == "markdown":
        return marks(without_pictures(text))
    if name == "ciso-assistant":
        return nodes(text)
    return shape(json.loads(text)) if name.startswith("oscal") or name == "json" else None


def test_every_free_text_field_of_a_scope_is_tried() -> None:
    tried = set()

    def walk(value: Any) -> None:
        if isinstance(value, BaseModel):
            for name in type(value).model_fields:
                each = getattr(value, name)
                if each == HARMLESS or (isinstance(each, tuple) and HARMLESS in each):
                    tried.add((type(value).__name__, type(value).model_fields[name].alias or name))
                walk(each)
        elif isinstance(value, tuple | Mapping):
            for each in value.values() if isinstance(value, Mapping) else value:
                walk(each)

    walk(validate(parse_yaml(FREE_TEXT.encode(), "scope.yaml"), Scope, []))
    schema = Scope.model_json_schema()
    models = schema["$defs"] | {"Scope": schema}
    del models["OpenQuestion"]  # a draft with open questions has no summary
    del models["NamedMatrix"]  # it names a file that is there, and workloads that are; no document shows it
    free = {
        (name, key) for name, model in models.items() for key, of in model.get("properties", {}).items() if line(of)
    }
    assert tried == free


def line(field: dict[str, Any]) -> bool:
    """Tell whether a field of a schema is free text, or a list of it."""
    return field.get("maxLength") == LINE or any(
        map(line, [*field.get("anyOf", ()), *([field["items"]] if "items" in field else ())])
    )


@given(HOSTILE.filter(lambda text: bool(one_line(text).strip())))
@example("<script>alert(1)</script></style>")
@example("a | b\n| --- |\n\n# head `")
@example("\x00\x1b\u2028\u202e\udc80")
@example("=1+1" * 3_000)
@costly(15)
def test_hostile_text_in_a_scope_is_inert_in_every_text_format(text: str) -> None:
    summary = scope_summary_with(text)
    written: dict[str, str] = {name: str(writer("summaries", name)(summary)) for name in TEXT}
    for name, content in written.items():
        assert not UNSEEN.search(content), name
        assert "\r" not in content.replace("\r\n", "\n" if name.startswith("csv") else "\r"), name
    for row in rows_of(written["csv"]):
        assert None not in row
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row.values())
    for name, content in written.items():
        assert built(name, content) == build(name), name


def without_pictures(text: str) -> str:
    """Return a document without its pictures of flows, which test_flows.py looks at: lines break by their length."""
    text, count = re.subn(r"(?s)<svg font-family.*?</svg>|```mermaid\n.*?\n```", "", text)
    assert count == 1
    return text


def nodes(library: str) -> list[tuple[int, bool, str]]:
    """Return depth, kind and id of a library's nodes; test_ciso_assistant.py looks at their texts."""
    found = yaml.load(library, yaml.CSafeLoader)["objects"]["framework"]["requirement_nodes"]
    return [(each["depth"], each["assessable"], each["ref_id"]) for each in found]
