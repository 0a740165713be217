"""Verifying summaries: what they state of their making, every change noticed, and nothing in a title that gets out."""

import datetime as dt
import json
import re
import subprocess
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import pcimatrix
from costly import costly
from paths import ROOT
from pcimatrix.reports.escaping import BYTE_ORDER_MARK, json_comment
from pcimatrix.reports.summary.stamp import MAX_BYTES, Recipe, find_recipe
from pcimatrix.reports.text_diff import first_differences

Run = Callable[..., subprocess.CompletedProcess[str]]
SMALL = pcimatrix.load(str(ROOT / "tests/cases/valid/minimal.yaml"))
FORMATS = ("html", "json", "markdown")
MIXED = ROOT / "examples/mixed.yaml"
SCOPE = """\
schema_version: 1
entity: Example <Shop> -- &c.
assessment: merchant
pci_dss: "4.0"
date: "2026-01-31"
workloads:
  - {name: one, account: a, pattern: abstracted, standing: cde}
"""
TWO_MORE = """\
  - {name: two, account: a, pattern: infrastructure, standing: cde}
  - {name: three, account: a, pattern: fargate, standing: cde}
decisions:
  - {within: "3.2.1.a", owner: customer, reason: We do, by: Ann, date: 2026-01-31}
"""
"""What makes three workloads of a scope's one, and moves a test case."""
HOSTILE = [
    "",
    "--> <script>alert(1)</script>",
    '"><script>alert(1)</script> <meta name="pcimatrix" content="{}">',
    "<!-- pcimatrix {} -->",
    "--!> ]]> -- - ->",
    "\u202eright to left\u202c \u200f\u2028\u2029",
    "\x00\x07\x1b[31m\x7f\x85\r\n",
    "\udc80 not to be encoded",
    "\\ \\u003c \" ' & &lt; &quot; {{ 7 * 7 }}",
    "x" * 10_000,
]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> pcimatrix.LoadedScope:
    file = tmp_path_factory.mktemp("scope") / "scope.yaml"
    file.write_text(SCOPE, encoding="utf-8")
    return pcimatrix.load_scope(str(file), SMALL)


def small(format_: str, own: pcimatrix.LoadedScope | None = None, **options: Any) -> bytes:
    return pcimatrix.render(pcimatrix.summarize(SMALL, own or "abstracted", **options), format_)


def noticed(data: bytes, own: pcimatrix.LoadedScope | None) -> bool:
    try:
        return not pcimatrix.verify(data, SMALL, own).ok
    except (pcimatrix.InputError, pcimatrix.UnknownIdError):
        return True


# What a summary states


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("scoped", [False, True])
@pytest.mark.parametrize("date", [None, dt.date(2026, 1, 31)])
def test_a_summary_states_what_it_was_made_from(
    format_: str, scoped: bool, date: dt.date | None, own: pcimatrix.LoadedScope
) -> None:
    scope = own if scoped else None
    data = small(format_, scope, title="Example Shop", date=date)
    verdict = pcimatrix.verify(data, SMALL, scope)
    assert verdict.ok
    assert verdict.format == format_
    recipe = verdict.recipe
    assert (recipe.title, recipe.date, recipe.catalogue_sha256) == ("Example Shop", date, SMALL.digest)
    assert (recipe.pattern, recipe.scope_sha256) == (("scope", own.digest) if scoped else ("abstracted", None))


def test_every_format_holds_the_same_recipe() -> None:
    stated = {format_: find_recipe(small(format_, title="Example").decode(), "a").recipe for format_ in FORMATS}
    assert stated["html"] == stated["json"] == stated["markdown"]
    schema = json.loads((ROOT / "data/summary.schema.json").read_text(encoding="utf-8"))["properties"]["recipe"]
    assert list(Recipe.model_fields) == list(schema["properties"])
    # Said if it is not every test case, or not all; if a day was asked for; if it is for customers.
    unsaid = {"detail", "trace", "as_of", "audience"}
    assert schema["required"] == [name for name in schema["properties"] if name not in unsaid]


class Page(HTMLParser):
    """The tags of a page and its comments."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.recipes: list[str | None] = []
        self.others: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("name", "pcimatrix") in attrs:
            assert [name for name, _ in attrs] == ["name", "content"]
            self.recipes.append(dict(attrs)["content"])
        else:
            self.others.append(tag)

    def handle_comment(self, data: str) -> None:
        self.recipes.append(data.strip().removeprefix("pcimatrix "))


@cache
def harmless() -> list[str]:
    return Page(small("html", title="harmless").decode()).others


@given(st.text())
@example(HOSTILE[1])
@example(HOSTILE[2])
@example(HOSTILE[4])
@example(HOSTILE[5])
@example(HOSTILE[6])
@example(HOSTILE[7])
@example(HOSTILE[8])
@example(HOSTILE[9])
@costly(20)
def test_hostile_titles_come_back_and_do_not_get_out(title: str) -> None:
    encodable = re.sub("[\ud800-\udfff]", "\ufffd", title)
    made = {format_: small(format_, title=title) for format_ in FORMATS}
    for data in made.values():
        verdict = pcimatrix.verify(data, SMALL)
        assert verdict.ok
        assert verdict.recipe.title == encodable
    page = Page(made["html"].decode())
    assert page.others == harmless()
    comment = made["markdown"].decode().splitlines()[-1]
    for found in (*page.recipes, *Page(comment).recipes):
        assert found
        assert found.isascii()
        assert found.isprintable()
        assert not set("<>&-") & set(found)
        assert json.loads(found)["title"] == encodable
    assert len(page.recipes) == len(Page(comment).recipes) == 1


@given(st.dictionaries(st.text(), st.none() | st.text()))
@costly(20)
def test_a_recipe_is_one_line_of_harmless_characters(values: dict[str, str | None]) -> None:
    text = json_comment(json.dumps(values, ensure_ascii=False))
    assert json.loads(text) == values
    assert text.isascii()
    assert text.isprintable()
    assert not set("<>&-") & set(text)


# What is not as stated


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("scoped", [False, True])
@given(drawn=st.data())
@costly(15)
def test_any_changed_character_is_noticed(
    format_: str, scoped: bool, own: pcimatrix.LoadedScope, drawn: st.DataObject
) -> None:
    scope = own if scoped else None
    text = small(format_, scope, date=dt.date(2026, 1, 31)).decode()
    recipe = [found.start() for found in re.finditer("title|pattern|date|_sha256", text)]
    near = st.sampled_from(recipe).flatmap(lambda start: st.integers(start, min(start + 80, len(text) - 1)))
    at = drawn.draw(st.integers(0, len(text) - 1) | near)
    new = drawn.draw(st.sampled_from(["", *" 0a\n\r\"'&<>-{}\\\ufeff"]) | st.characters(exclude_categories=["Cs"]))
    length = drawn.draw(st.sampled_from([0, 1]))
    changed = text[:at] + new + text[at + length :]
    assert changed in {text, f"{BYTE_ORDER_MARK}{text}"} or noticed(changed.encode(), scope)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_byte_order_mark_passes_and_another_character_before_the_text_does_not(format_: str) -> None:
    text = small(format_).decode()
    assert pcimatrix.verify(f"{BYTE_ORDER_MARK}{text}".encode(), SMALL).ok
    assert pcimatrix.verify(text.encode("utf-16"), SMALL).ok
    for before in (BYTE_ORDER_MARK * 2, " ", "\u200b"):
        assert noticed(f"{before}{text}".encode(), None)


@pytest.mark.parametrize("format_", FORMATS)
def test_another_catalogue_and_another_scope_are_named(
    format_: str, own: pcimatrix.LoadedScope, tmp_path: Path
) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(SCOPE.replace("merchant", "service_provider"), encoding="utf-8")
    other = pcimatrix.load_scope(str(file), SMALL)
    catalogue = pcimatrix.load()
    verdict = pcimatrix.verify(small(format_, own), catalogue, other)
    assert not verdict.ok
    assert verdict.catalogue == (SMALL.digest, catalogue.digest)
    assert verdict.scope == (own.digest, other.digest)
    assert verdict.differences == ()
    assert pcimatrix.verify(small(format_, own), SMALL, other).catalogue.same


@pytest.mark.parametrize("format_", FORMATS)
def test_line_ends_that_are_all_crlf_pass_and_mixed_ones_do_not(format_: str) -> None:
    data = small(format_)
    assert b"\r" not in data
    verdict = pcimatrix.verify(data.replace(b"\n", b"\r\n"), SMALL)
    assert (verdict.ok, verdict.crlf) == (True, True)
    assert not pcimatrix.verify(data, SMALL).crlf
    mixed = pcimatrix.verify(data.replace(b"\n", b"\r\n", 3), SMALL)
    assert not mixed.ok
    assert mixed.differences == ("summary: differs from what the inputs give now in line endings only",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"pattern": "abstracted"', '"pattern": "servrless"', "unknown pattern 'servrless'"),
        ('"pattern": "abstracted"', '"pattern": "scope"', "unknown pattern 'scope'"),
        ('"pattern": "abstracted"', '"pattern": 1', "pattern: "),
        ('"date": null', '"date": "2026\\\\u002d02\\\\u002d30"', "date: "),
        ('"date": null', '"date": 0', "date: "),
        ('"date": null, ', "", "date: "),
        ('"title": "', '"title": "\\\\ud800', "JSON: "),
        ('"scope_sha256": null', '"scope_sha256": ' + "[" * 2000, "JSON: "),
        ('"scope_sha256": null', '"scope_sha256": "0"', "scope_sha256: "),
        ("<!-- pcimatrix {", "<!-- pcimatrix_ {", "no summary with a record of its inputs"),
    ],
)
def test_a_recipe_that_cannot_be_followed_is_refused(old: str, new: str, said: str) -> None:
    text = small("markdown").decode()
    assert text.count(old) == 1
    with pytest.raises(pcimatrix.PcimatrixError, match=re.escape(said)):
        pcimatrix.verify(text.replace(old, new.replace("\\\\", "\\")).encode(), SMALL)


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", "{" * 100_000, "null", "# A title\n", "<!DOCTYPE html>"])
def test_what_is_no_summary_is_refused(text: str) -> None:
    with pytest.raises(pcimatrix.InputError, match=r"^a\.md: "):
        find_recipe(text, "a.md")


def test_a_file_made_to_be_slow_has_a_short_diff_too() -> None:
    lines = small("json").decode().splitlines()
    slow = [each for line in lines for each in (line, *["x"] * (2_000_000 // len(lines)))]
    found = first_differences("\n".join(slow).encode(), "\n".join(lines).encode(), "slow.json")
    assert found[:5] == ["--- slow.json", "+++ what the inputs give now", "@@ -2 +2 @@", "-x", "-x"]
    assert f"+{lines[1]}" in found
    assert len(found) <= 20


# The command


def test_verify_says_yes_and_no(call: Run, part: Callable[..., Path], tmp_path: Path) -> None:
    catalogue, file = tmp_path / "catalogue.yaml", tmp_path / "summary.html"
    text = part("8.3").read_text(encoding="utf-8")
    catalogue.write_text(text, encoding="utf-8")
    options = ("-c", catalogue, "--title", "Example <Shop>", "--date", "2026-01-31", "-o", file)
    assert call("render", *options).returncode == 0
    same = call("verify", "summary.html", "-c", "catalogue.yaml", cwd=tmp_path)
    assert (same.returncode, same.stderr) == (0, "")
    assert same.stdout.startswith("summary.html is what these inputs give.\n")
    digest = pcimatrix.load(str(catalogue)).digest
    assert digest in same.stdout
    catalogue.write_text(text.replace("updated: ", "# a comment changes nothing\nupdated: "), encoding="utf-8")
    assert call("verify", file, "-c", catalogue).returncode == 0
    catalogue.write_text(re.sub(r"(?m)^updated: .*$", 'updated: "2020-01-01"', text), encoding="utf-8")
    other = call("verify", file, "-c", catalogue)
    assert other.returncode == 1
    assert f"The catalogue has other content: SHA-256 {digest} stated, " in other.stdout
    told = json.loads(call("verify", file, "-c", catalogue, "-f", "json").stdout)
    assert (told["ok"], told["catalogue"]["stated"], told["catalogue"]["same"]) == (False, digest, False)
    assert (told["title"], told["date"], told["format"]) == ("Example <Shop>", "2026-01-31", "html")
    catalogue.write_text(text, encoding="utf-8")
    file.write_text(file.read_text(encoding="utf-8").replace("8.3.6", "8.3.60", 1), encoding="utf-8")
    changed = call("verify", file, "-c", catalogue)
    assert changed.returncode == 1
    assert "it was edited, or written by another version" in changed.stdout
    assert any(line.startswith("-") and "8.3.60" in line for line in changed.stdout.splitlines())


def test_verify_asks_for_the_scope_of_a_scopes_summary(call: Run, tmp_path: Path) -> None:
    file = tmp_path / "matrix.md"
    assert call("render", "--scope", MIXED, "-o", file).returncode == 0
    good = call("verify", file, "--scope", MIXED)
    assert (good.returncode, good.stderr) == (0, "")
    told = json.loads(call("verify", file, "--scope", MIXED, "-f", "json").stdout)
    assert told["ok"]
    assert told["scope"]["same"]
    missing = call("verify", file)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert "name the scope file with --scope FILE" in missing.stderr
    other = call("verify", file, "--scope", ROOT / "examples/serverless.yaml")
    assert other.returncode == 1
    assert "The scope has other content" in other.stdout


def test_what_cannot_be_verified_is_refused(call: Run, tmp_path: Path) -> None:
    large = tmp_path / "large.md"
    with large.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)
    pattern = tmp_path / "pattern.md"
    pattern.write_bytes(pcimatrix.render(pcimatrix.summarize(pcimatrix.load())))
    for arguments, said in (
        ([large], "larger than"),
        ([tmp_path], "this is a directory"),
        ([tmp_path / "missing.md"], "no such file"),
        ([ROOT / "docs/summary.png"], "not UTF-8 text"),
        ([ROOT / "LICENSE"], "no summary with a record"),
        ([pattern, "--scope", MIXED], "this is a summary of the pattern 'abstracted'; omit the scope file"),
    ):
        done = call("verify", *arguments)
        assert (done.returncode, done.stdout) == (2, ""), arguments
        assert said in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("format_", ["html", "markdown", "json"])
def test_a_summary_carries_the_traces_that_are_wanted_and_is_verified_so(format_: str, tmp_path: Path) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text(f"{SCOPE}{TWO_MORE}", encoding="utf-8")
    own = pcimatrix.load_scope(str(file), SMALL)
    sizes = []
    for trace in ("none", "changes", "all"):
        content = small(format_, own, trace=trace)
        assert pcimatrix.verify(content, SMALL, own).ok
        assert (b"Over 3 workloads in scope" in content) is (trace != "none")
        sizes.append(len(content))
    assert sizes == sorted(set(sizes))


@pytest.mark.parametrize("detail", ["summary", "requirement", "case"])
@pytest.mark.parametrize("format_", ["html", "markdown"])
def test_a_summary_states_how_much_it_says_and_is_verified_so(
    format_: str, detail: str, own: pcimatrix.LoadedScope
) -> None:
    for scope in (None, own):
        content = small(format_, scope, detail=detail)
        verdict = pcimatrix.verify(content, SMALL, scope)
        assert (verdict.ok, verdict.recipe.detail) == (True, detail)
    other = pcimatrix.render(pcimatrix.summarize(SMALL, detail="summary" if detail == "case" else "case"), format_)
    assert other != content
