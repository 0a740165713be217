"""Compiled templates that are kept: always those of the template as it is, and never in the way."""

import sys
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

from paths import ROOT
from pcimatrix.reports import compiled_templates, templating

TEMPLATES = ("handout.html.j2", "summary.docx.xml.j2", "summary.html.j2", "summary.md.j2")
Render = Callable[[], str]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template in a folder of its own."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    for module in (compiled_templates, templating):
        monkeypatch.setattr(module, "files", lambda _: tmp_path)
    path = tmp_path / "some.html.j2"
    path.write_text("{{ 6 * 7 }} {{ '&' }}", encoding="utf-8")
    return path


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are compiled, in order."""
    texts: list[str] = []
    right = jinja2.Environment.compile

    def compile_(self: jinja2.Environment, source: str, *arguments: object) -> object:
        texts.append(source)
        return right(self, source, *arguments)  # type: ignore[call-overload]

    monkeypatch.setattr(jinja2.Environment, "compile", compile_)
    return texts


def rendered() -> str:
    """Return what the template gives in a process that has not read it."""
    templating.html.cache_clear()
    try:
        return templating.html().get_template("some.html.j2").render()
    finally:
        templating.html.cache_clear()


def kept(file: Path) -> Path:
    [place] = (file.parent / "__pycache__").iterdir()
    return place


def test_a_template_is_compiled_once(file: Path, compiled: list[str]) -> None:
    assert [rendered() for _ in range(3)] == ["42 &amp;"] * 3
    assert compiled == [file.read_text(encoding="utf-8")]


def test_a_changed_template_of_the_same_length_is_compiled_anew(file: Path, compiled: list[str]) -> None:
    rendered()
    file.write_text("{{ 6 * 8 }} {{ '&' }}", encoding="utf-8")
    assert [rendered() for _ in range(2)] == ["48 &amp;"] * 2
    assert len(compiled) == 2


@pytest.mark.parametrize("changed", ["_COMPILING", "version"])
def test_another_way_of_compiling_and_another_jinja_compile_anew(
    file: Path, compiled: list[str], monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    rendered()
    monkeypatch.setattr(compiled_templates, changed, {"_COMPILING": 0, "version": lambda _: "0"}[changed])
    rendered()
    assert compiled == [file.read_text(encoding="utf-8")] * 2


@pytest.mark.parametrize("at", [0, 40, 60, -1])
def test_damaged_code_is_not_run(file: Path, at: int) -> None:
    right = rendered()
    whole = kept(file).read_bytes()
    damaged = bytearray(whole)
    damaged[at] ^= 1
    for data in (bytes(damaged), whole[:at], b""):
        kept(file).write_bytes(data)
        assert rendered() == right
        assert kept(file).read_bytes() == whole


def test_where_nothing_can_be_kept_a_template_is_compiled_each_time(file: Path, compiled: list[str]) -> None:
    (file.parent / "__pycache__").write_text("in the way", encoding="utf-8")
    assert [rendered() for _ in range(2)] == ["42 &amp;"] * 2
    assert len(compiled) == 2


@pytest.mark.parametrize("name", TEMPLATES)
def test_kept_code_is_what_the_template_compiles_to(name: str, file: Path) -> None:
    text = (ROOT / "templates" / name).read_text(encoding="utf-8")
    (file.parent / name).write_text(text, encoding="utf-8")
    environment = templating.markdown() if name.endswith(".md.j2") else templating.html()
    cache = compiled_templates.CompiledTemplates()
    code = environment.compile(text, name)
    bucket = cache.get_bucket(environment, name, None, text)
    bucket.code = code
    cache.set_bucket(bucket)
    assert cache.get_bucket(environment, name, None, text).code == code
