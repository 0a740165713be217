"""Input from files, pipes and arguments, whatever Windows tools, word processors or people make of it."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from paths import CASES, ROOT
from pcimatrix.catalogue.loader import load, load_text
from pcimatrix.errors import InputError
from pcimatrix.source import text_of
from pcimatrix.text import typed
from pcimatrix.yamlio.parser import parse_yaml

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLE = ROOT / "examples/serverless.yaml"
MINIMAL = CASES / "valid/minimal.yaml"
WAYS: dict[str, Callable[[str], bytes]] = {
    "utf-8": str.encode,
    "mark": lambda text: text.encode("utf-8-sig"),
    "utf-16-le": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
    "cr": lambda text: text.replace("\n", "\r").encode(),
    "utf-16-crlf": lambda text: text.replace("\n", "\r\n").encode("utf-16"),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_file_is_read_whatever_its_encoding_and_line_ends(way: str, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_bytes(WAYS[way](MINIMAL.read_text(encoding="utf-8")))
    assert load(str(file)).digest == load(str(MINIMAL)).digest


@pytest.mark.parametrize("way", WAYS)
def test_an_error_has_its_place_whatever_the_encoding_and_line_ends(way: str) -> None:
    with pytest.raises(InputError, match=r"^f:3:4: this is not YAML"):
        parse_yaml(WAYS[way]("# é\na: 1\nb: [x\n"[:-3] + "@\n"), "f")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: 1\r\xff", "f:2:1: this is not UTF-8 text"),
        (b"\xff\xfea", "f:1:1: this is not UTF-16 text"),
        ("a: 1".encode("utf-16-le"), "f:1:1: this is not UTF-8 text; save the file as UTF-8"),
        ("a: 1".encode("utf-16-be"), "f:1:1: this is not UTF-8 text; save the file as UTF-8"),
        ("a: 1".encode("utf-32"), "f:1:1: this is not UTF-8 text; save the file as UTF-8"),
        (b"\x00\x00\xfe\xff" + "a: 1".encode("utf-32-be"), "f:1:3: this is not UTF-8 text; save the file as UTF-8"),
        (b"\xfe\xff\x00a\x00\n\xd8\x00", "f:2:1: this is not UTF-16 text"),
    ],
)
def test_what_is_no_text_is_refused_at_its_place(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        text_of(data, "f")


def test_text_that_cannot_be_encoded_is_refused() -> None:
    with pytest.raises(InputError, match="this is not UTF-8 text"):
        load_text("a: \udc80")


@pytest.mark.parametrize("way", ["mark", "utf-16-le", "utf-16-be", "utf-16-crlf", "crlf"])
def test_a_file_that_is_written_back_keeps_its_encoding_and_line_ends(way: str, call: Run, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    text = EXAMPLE.read_text(encoding="utf-8")
    file.write_bytes(WAYS[way](text[: text.index("expected:")]))
    assert call("scope", "check", file, "--record").returncode == 0
    expected = tmp_path / "expected.yaml"
    expected.write_bytes(text[: text.index("expected:")].encode())
    assert call("scope", "check", expected, "--record").returncode == 0
    assert file.read_bytes() == WAYS[way](expected.read_text(encoding="utf-8"))


def test_a_hyphen_is_standard_input(call: Run) -> None:
    done = call("scope", "check", "-", piped=EXAMPLE.read_bytes())
    assert (done.returncode, done.stdout.startswith("standard input: 464 test cases")) == (0, True)
    done = call("scope", "check", "-", "--record", piped=EXAMPLE.read_bytes())
    assert (done.returncode, done.stderr) == (
        2,
        "pcimatrix: -: standard input cannot be written back; name a file\n",
    )


@pytest.mark.parametrize("way", WAYS)
def test_piped_answers_are_read_whatever_their_encoding_and_line_ends(way: str, call: Run, tmp_path: Path) -> None:
    """In this process: what the installed program makes of a pipe's text is in `test_streams.py`."""
    done = call("scope", "new", cwd=tmp_path, piped=WAYS[way]("boutique é\ncde\nstop\n"))
    assert (done.returncode, "2 answers saved" in done.stderr) == (0, True)
    assert "boutique é\n" in (tmp_path / "scope.answers.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_of_a_summary_is_the_summary_whatever_its_encoding(way: str, call: Run, tmp_path: Path) -> None:
    assert call("render", "-c", MINIMAL, "-o", "x.md", cwd=tmp_path).returncode == 0
    file = tmp_path / "x.md"
    file.write_bytes(WAYS[way](file.read_text(encoding="utf-8")))
    assert call("verify", "x.md", "-c", MINIMAL, cwd=tmp_path).returncode == (1 if way == "cr" else 0)
    checked = call("render", "--check", "x.md", "-c", MINIMAL, cwd=tmp_path)
    assert checked.returncode == (1 if "cr" in way else 0)
    assert "\ufffd" not in checked.stdout


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        (" 8.3.6\t", "8.3.6"),
        ("\xa08.3.6\u202f", "8.3.6"),
        ("\uff18\uff0e\uff13", "8.3"),
        ("\u0663.\u0662", "3.2"),
        ("2026\u201301\u201331", "2026-01-31"),
        ("8.3\u200b.6\ufeff", "8.3.6"),
        ("service_provider", "service_provider"),
    ],
)
def test_an_argument_is_taken_as_it_is_meant(given: str, meant: str) -> None:
    assert typed(given) == meant


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "\xa08.3.6 "),
        ("list", "-r", "\uff18.3.6", "--owner", " aws"),
        ("totals", "-p", " fargate", "--by", "section\xa0"),
        ("compare", " fargate", "abstracted "),
        ("services", " kms\xa0"),
        ("patterns", "fargate "),
        ("render", "-c", str(MINIMAL), "--date", "2026\u201301\u201331"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_every_command_takes_arguments_as_they_are_meant(arguments: tuple[str, ...], call: Run) -> None:
    meant = [typed(each) for each in arguments]
    assert meant != list(arguments)
    done = call(*arguments)
    assert done.returncode == 0
    assert done.stdout == call(*meant).stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("date: 2026\u201301\u201331", "expected '2026-01-31': without blanks around it, in plain"),
        ('decisions: [{within: " 8.3.6"}]', "expected '8.3.6': without blanks around it, in plain"),
        ('workloads: [{pattern: "fargate\xa0"}]', "expected 'fargate': without blanks around it, in plain"),
    ],
)
def test_a_value_of_a_file_that_is_nearly_right_is_told_how_to_be_right(
    text: str, message: str, call: Run, tmp_path: Path
) -> None:
    (tmp_path / "own.yaml").write_text(text, encoding="utf-8")
    done = call("scope", "check", "own.yaml", cwd=tmp_path)
    assert (done.returncode, message in done.stderr) == (2, True)
