"""Input that cannot be used and output that cannot be written: short messages, exit codes, nothing half done."""

import os
import re
import shlex
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from paths import ROOT
from pcimatrix.cli.output import write_file
from pcimatrix.errors import OutputError

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
Shell: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

SHIPPED = ROOT / "data" / "requirements.yaml"
EXAMPLE = ROOT / "examples/mixed.yaml"
FAST = 8
"""Seconds within which the program refuses any input, on a busy machine as well."""


# Input that cannot be used


def _sparse(path: Path, size: int) -> None:
    with path.open("wb") as stream:
        stream.truncate(size)


def _laughs(path: Path) -> None:
    lines = ["a0: &a0 [lol, lol]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]" for level in range(1, 12)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _unchanged(_: Path) -> None:
    pass


BAD_FILES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (_unchanged, "no such file"),
    "directory": (Path.mkdir, "this is a directory"),
    "empty": (Path.touch, "the file is empty"),
    "binary": (lambda path: path.write_bytes(b"\x7fELF\x02\xff\xfe\x00" * 500), "this is not UTF-8 text"),
    "nul": (lambda path: path.write_bytes(b"\0" * 500), "a character that YAML does not allow (U+0000)"),
    "five_megabytes": (lambda path: path.write_bytes(b"#" * 5_000_000), "larger than 4 MiB"),
    "hundred_megabytes": (lambda path: _sparse(path, 100_000_000), "larger than 4 MiB"),
    "deep_lists": (lambda path: path.write_text("[" * 100_000, "utf-8"), "nesting is deeper than"),
    "deep_mappings": (lambda path: path.write_text("{a: " * 100_000, "utf-8"), "nesting is deeper than"),
    "billion_laughs": (_laughs, "anchors and aliases are not supported"),
    "endless": (lambda path: path.symlink_to("/dev/zero"), "larger than 4 MiB"),
    "nothing": (lambda path: path.symlink_to("/dev/null"), "the file is empty"),
    "loop": (lambda path: path.symlink_to(path), "it cannot be read"),
}


HUGE_NUMBERS = {
    "long": "9" * 1_000_000,
    "long_base_60": ":".join(["1"] * 200_000),
    "long_base_60_fraction": ":".join(["1"] * 400) + ":1.5",
    "long_base_16": "0x" + "f" * 1_000_000,
}
TRIED = """
import sys
from pcimatrix import cli
for file in sys.argv[1:]:
    print(cli.run(["totals", "--catalogue", file]), end="\\0", flush=True)
    print(end="\\0", file=sys.stderr, flush=True)
"""
"""A program that counts one catalogue after another: how each ends, and what is said of it, up to a NUL."""


@pytest.fixture(scope="module")
def refusals(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[Path, str, list[str]]]:
    """The file of each kind that cannot be used; what a process printed of it, its exit code last; lines of errors.

    It is one process for all, which can be ended if a file takes too long.
    """
    folder = tmp_path_factory.mktemp("bad")
    for kind, (make, _) in BAD_FILES.items():
        make(folder / kind)
    for kind, number in HUGE_NUMBERS.items():
        (folder / kind).write_text(f"schema_version: {number}\n", encoding="utf-8")
    files = [folder / kind for kind in (*BAD_FILES, *HUGE_NUMBERS)]
    done = subprocess.run(
        [sys.executable, "-c", TRIED, *files],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment,
        timeout=FAST,
    )
    printed, said = (shown.removesuffix("\0").split("\0") for shown in (done.stdout, done.stderr))
    ends = zip(files, printed, map(str.splitlines, said), strict=True)
    return {file.name: (file, code, lines) for file, code, lines in ends}


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_quickly_in_one_line(kind: str, refusals: dict[str, tuple[Path, str, list[str]]]) -> None:
    file, printed, [line] = refusals[kind]
    assert printed == "2"
    assert line.startswith(f"pcimatrix: {file}")
    assert BAD_FILES[kind][1] in line


@pytest.mark.parametrize("kind", HUGE_NUMBERS)
def test_a_huge_number_is_refused_quickly_without_a_traceback(
    kind: str, refusals: dict[str, tuple[Path, str, list[str]]]
) -> None:
    _, printed, lines = refusals[kind]
    assert printed == "2"
    assert not any("Traceback" in line for line in lines)
    assert all(len(line) < 1000 for line in lines)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_refused_in_one_line(call: Run, tmp_path: Path) -> None:
    file = tmp_path / "secret.yaml"
    file.touch(mode=0o000)
    result = call("totals", "--catalogue", file)
    assert result.returncode == 2
    assert result.stderr.startswith(f"pcimatrix: {file}: no permission to read it")


def test_a_pipe_is_read_like_a_file(shell: Shell, part: Callable[..., Path], call: Run) -> None:
    file = part("1", "2", "3", "4")
    assert file.stat().st_size > 65536, "a pipe holds it at once"
    result = shell(f"pcimatrix totals -f csv -c <(cat '{file}')")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == call("totals", "-f", "csv", "-c", file).stdout.splitlines()
    assert len(result.stdout.splitlines()) > 4


@pytest.fixture
def not_utf8(part: Callable[..., Path], tmp_path: Path) -> str:
    """The name of a catalogue that breaks a rule, in `tmp_path`: it is not UTF-8."""
    text = part("1").read_text(encoding="utf-8").replace("abstracted: customer", "abstracted: aws", 1)
    name = os.fsdecode(b"a\xff.yaml")
    try:
        (tmp_path / name).write_text(text, encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes no such name")
    return name


@pytest.mark.parametrize(
    "command", ["validate", *(f"check -f {each} -c" for each in ("text", "json", "junit", "sarif", "github"))]
)
def test_a_file_whose_name_is_not_utf8_is_handled_without_a_traceback(
    command: str, call: Run, not_utf8: str, tmp_path: Path
) -> None:
    result = call(*command.split(), not_utf8, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (1, "")
    assert "1.1.1" in result.stdout


@pytest.mark.usefixtures("not_utf8")
def test_a_name_that_is_not_utf8_comes_from_a_shell(shell: Shell) -> None:
    result = shell(r"pcimatrix validate $'a\xff.yaml' | cat -v; exit ${PIPESTATUS[0]}")
    assert (result.returncode, result.stderr) == (1, "")
    assert "1.1.1" in result.stdout


@pytest.mark.parametrize("command", ["validate", "totals -c", "check -c"])
def test_a_line_break_in_a_file_name_begins_no_line_of_its_own(
    command: str, call: Run, part: Callable[..., Path], tmp_path: Path
) -> None:
    file = tmp_path / "a\n::error ::x\x1b[31m"
    text = part("1").read_text(encoding="utf-8").replace("abstracted: customer", "abstracted: aws", 1)
    file.write_text(text if command != "totals -c" else "", encoding="utf-8")
    result = call(*command.split(), file)
    assert result.returncode == (2 if command == "totals -c" else 1)
    said = result.stdout + result.stderr
    assert "\x1b" not in said
    assert not any(line.removeprefix("pcimatrix: ").startswith("::error") for line in said.splitlines())


# --output


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("missing/check.txt", "No such file or directory"),
        ("kept.txt/check.txt", "Not a directory"),
        ("directory", "this is a directory"),
        ("/dev/full", "No space left on device"),
        ("x" * 300, "File name too long"),
        ("loop", ""),
    ],
)
def test_an_output_that_cannot_be_written_is_an_error_and_leaves_nothing(
    target: str, message: str, call: Run, tmp_path: Path
) -> None:
    (tmp_path / "directory").mkdir()
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "kept.txt").write_text("kept", encoding="utf-8")
    result = call("check", "--output", target, cwd=tmp_path)
    assert (result.returncode, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith(f"pcimatrix: {target}: ")
    assert message in line
    assert sorted(path.name for path in tmp_path.iterdir()) == ["directory", "kept.txt", "loop"]
    assert (tmp_path / "kept.txt").read_text(encoding="utf-8") == "kept"


def test_an_existing_file_is_kept_where_the_program_fails(call: Run, shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "check.md"
    file.write_text("kept", encoding="utf-8")
    assert call("check", "-c", "missing.yaml", "-o", "check.md", cwd=tmp_path).returncode == 2
    assert file.read_text(encoding="utf-8") == "kept"
    # No file may be longer than 1 block of 1024 bytes: the schema meets the end of the disk halfway.
    result = shell("trap '' XFSZ; ulimit -f 1; PYTHONDONTWRITEBYTECODE=1 pcimatrix schema -o check.md")
    assert result.returncode == 2
    assert result.stderr == "pcimatrix: check.md: the file could not be written: File too large\n"
    assert file.read_text(encoding="utf-8") == "kept"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("mode", [0o600, 0o664, 0o755])
def test_an_existing_file_keeps_its_permissions(mode: int, call: Run, tmp_path: Path) -> None:
    file = tmp_path / "schema.json"
    file.write_text("old", encoding="utf-8")
    file.chmod(mode)
    assert call("schema", "-o", file).returncode == 0
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert file.read_text(encoding="utf-8").startswith("{")
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_has_the_permissions_of_the_umask(call: Run, tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        assert call("schema", "-o", "schema.json", cwd=tmp_path).returncode == 0
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "schema.json").stat().st_mode) == 0o640


@pytest.mark.parametrize("existing", [True, False])
def test_a_link_stays_a_link_and_its_target_is_written(existing: bool, call: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "there" / "schema.json", tmp_path / "link.json"
    target.parent.mkdir()
    if existing:
        target.write_text("old", encoding="utf-8")
    link.symlink_to("there/schema.json")
    assert call("schema", "-o", link).returncode == 0
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == call("schema").stdout
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("arguments", ["totals -c ''", "validate ''", "totals --scope ''", "diff '' ''"])
def test_an_empty_name_is_no_file(arguments: str, call: Run) -> None:
    result = call(*shlex.split(arguments))
    assert result.returncode == 2
    assert "an empty name: this is not a file's name; name a YAML file" in result.stdout + result.stderr


def test_a_check_with_findings_is_written_as_well(call: Run, part: Callable[..., Path], tmp_path: Path) -> None:
    text = part("1").read_text(encoding="utf-8").replace("abstracted: customer", "abstracted: aws", 1)
    (tmp_path / "edited.yaml").write_text(text, encoding="utf-8")
    result = call("check", "-c", "edited.yaml", "-o", "check.txt", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (1, "", "")
    assert "DIFFERS" in (tmp_path / "check.txt").read_text(encoding="utf-8")


def test_a_hyphen_is_standard_output(call: Run) -> None:
    assert call("schema", "-o", "-").stdout == call("schema").stdout


@pytest.mark.parametrize(
    "line",
    [
        "(echo before; pcimatrix check -o /dev/stdout; echo after) | cat",
        "(echo before; pcimatrix check -o /dev/stdout; echo after) >out; cat out",
        "echo before; pcimatrix check -o >(cat >a; echo after >>a; mv a b); until [ -e b ]; do sleep .01; done; cat b",
    ],
    ids=["pipe", "file", "process_substitution"],
)
def test_a_name_for_an_open_stream_is_written_through(line: str, shell: Shell) -> None:
    result = shell(line)
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("before", "after")
    assert "Requirement" in lines[1]


def test_an_open_stream_is_named_by_its_number(call: Run, tmp_path: Path) -> None:
    shown = call("check").stdout.encode()
    with (tmp_path / "out").open("w+b") as file:
        for name in ("/dev/fd", "/proc/self/fd"):
            file.write(b"before\n")
            file.flush()
            assert call("check", "-o", f"{name}/{file.fileno()}").returncode == 0
        assert file.seek(0) == 0
        assert file.read() == 2 * (b"before\n" + shown)


# Formats


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("x.html", b"<!doctype html>"),
        ("X.HTML", b"<!doctype html>"),
        ("x.csv", b"pattern,"),
        ("x.json", b'{\n  "schema'),
        ("x.md", b"# PCI"),
        ("x", b"# PCI"),
        ("x.docx", b"PK"),
        ("x.xlsx", b"PK"),
        ("x.yaml", b"urn:"),
    ],
)
def test_the_ending_of_a_file_says_the_format(file: str, begins: bytes, call: Run, tmp_path: Path) -> None:
    small = ROOT / "tests/cases/valid/minimal.yaml"
    assert call("render", "-c", small, "-o", tmp_path / file).returncode == 0
    assert (tmp_path / file).read_bytes().lower().startswith(begins.lower())
    if not file.endswith("x"):  # their bytes are looked at elsewhere
        assert call("render", "-c", small, "--check", tmp_path / file).returncode == 0


@pytest.mark.parametrize("option", ["--output", "--check"])
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("render -f markdown x.html", ".html is the ending of html, and --format is markdown"),
        ("render -f html x.json", ".json is the ending of json, csvw, oscal"),
        ("render x.odt", "no format has the ending .odt; name the format with --format"),
    ],
)
def test_an_ending_that_contradicts_the_format_is_refused(
    option: str, arguments: str, said: str, call: Run, tmp_path: Path
) -> None:
    *others, file = arguments.split()
    done = call(*others, option, tmp_path / file)
    assert done.returncode == 2
    assert said in " ".join(re.sub(r"[│╭╮╰╯─]", " ", done.stderr).split())
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_is_named_goes_into_a_file_with_its_own_or_an_unknown_ending(call: Run, tmp_path: Path) -> None:
    small = ROOT / "tests/cases/valid/minimal.yaml"
    for format_, file in (("oscal", "x.json"), ("csv-excel", "x.csv"), ("markdown", "x.txt")):
        assert call("render", "-c", small, "-f", format_, "-o", tmp_path / file).returncode == 0
    assert call("architecture", "-o", tmp_path / "flow.mmd").returncode == 0
    assert (tmp_path / "flow.mmd").read_text(encoding="utf-8").startswith("%%")
    assert call("architecture", "-o", tmp_path / "flow.png").returncode == 2


def test_a_committed_summary_is_checked_against_what_its_inputs_give_now(call: Run, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    assert call("render", "-o", summary).returncode == 0
    same = call("render", "--check", summary)
    assert (same.returncode, same.stdout) == (0, "")
    text = summary.read_text(encoding="utf-8")
    summary.write_text(text.replace("| 35 | 13 | 22 |", "| 35 | 12 | 23 |"), encoding="utf-8")
    changed = call("render", "--check", summary)
    assert changed.returncode == 1
    assert any(line.startswith("-") and "| 35 | 12 | 23 |" in line for line in changed.stdout.splitlines())
    assert len(changed.stdout.splitlines()) <= 20
    summary.write_bytes(text.replace("\n", "\r\n").encode())
    assert "line endings only" in call("render", "--check", summary).stdout
    assert call("render", "--check", tmp_path / "missing.md").returncode == 2
    assert call("render", "--check", summary, "-o", "x").returncode == 2


# One of several writers


def test_a_new_file_is_never_written_over(tmp_path: Path) -> None:
    target = tmp_path / "scope.yaml"
    write_file(str(target), b"first", new=True)
    with pytest.raises(OutputError, match="the file now exists; use --force to overwrite it"):
        write_file(str(target), b"second", new=True)
    assert target.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_a_rewrite_by_root_keeps_the_owner(tmp_path: Path) -> None:
    target = tmp_path / "scope.yaml"
    target.write_bytes(b"first")
    os.chown(target, 12345, 12345)
    write_file(str(target), b"second")
    assert (target.stat().st_uid, target.stat().st_gid) == (12345, 12345)


def test_a_stream_number_beyond_any_stream_is_no_traceback(call: Run) -> None:
    result = call("render", "-o", "/dev/fd/99999999999")
    assert result.returncode == 2
    assert "Traceback" not in result.stderr
