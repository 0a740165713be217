"""Input that cannot be used and output that cannot be written: short messages, exit codes, nothing half done."""

import csv
import errno
import io
import os
import re
import shlex
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from paths import ROOT
from pcimatrix.cli.output import write_file
from pcimatrix.cli.progress import progress
from pcimatrix.errors import OutputError

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
Shell: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

SHIPPED = ROOT / "data" / "requirements.yaml"
EXAMPLE = ROOT / "examples/mixed.yaml"
FAST = 8
"""Seconds within which the program refuses any input, on a busy machine as well."""


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path) -> Shell:
    """Run a line in bash, in `tmp_path`."""

    def start(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", line],  # noqa: S607 - whichever bash there is
            capture_output=True,
            check=False,
            cwd=tmp_path,
            encoding="utf-8",
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=30,
        )

    return start


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


@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_bad_file_is_refused_quickly_in_one_line(kind: str, run: Run, tmp_path: Path) -> None:
    make, message = BAD_FILES[kind]
    file = tmp_path / kind
    make(file)
    result = run("totals", "--catalogue", file, timeout=FAST)
    assert (result.returncode, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith(f"pcimatrix: {file}")
    assert message in line


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "secret.yaml"
    file.touch(mode=0o000)
    result = run("totals", "--catalogue", file)
    assert result.returncode == 2
    assert result.stderr.startswith(f"pcimatrix: {file}: no permission to read it")


@pytest.mark.parametrize(
    "number",
    ["9" * 1_000_000, ":".join(["1"] * 200_000), ":".join(["1"] * 400) + ":1.5", "0x" + "f" * 1_000_000],
    ids=["long", "long_base_60", "long_base_60_fraction", "long_base_16"],
)
def test_a_huge_number_is_refused_quickly_without_a_traceback(number: str, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    file.write_text(f"schema_version: {number}\n", encoding="utf-8")
    result = run("totals", "--catalogue", file, timeout=FAST)
    assert (result.returncode, result.stdout) == (2, "")
    assert "Traceback" not in result.stderr
    assert all(len(line) < 1000 for line in result.stderr.splitlines())


def test_a_pipe_is_read_like_a_file(shell: Shell) -> None:
    result = shell(f"pcimatrix totals -f csv -c <(cat '{SHIPPED}')")
    assert (result.returncode, result.stderr) == (0, "")
    assert len(result.stdout.splitlines()) == 13


@pytest.mark.parametrize(
    "command", ["validate FILE", *(f"check -f {each} -c FILE" for each in ("text", "json", "junit", "sarif", "github"))]
)
def test_a_file_whose_name_is_not_utf8_is_handled_without_a_traceback(
    command: str, shell: Shell, part: Callable[..., Path], tmp_path: Path
) -> None:
    text = part("1").read_text(encoding="utf-8").replace("abstracted: customer", "abstracted: aws", 1)
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.yaml")).write_text(text, encoding="utf-8")
    except OSError:
        pytest.skip("the file system takes no such name")
    line = command.replace("FILE", r"$'a\xff.yaml'")
    result = shell(f"pcimatrix {line} | cat -v; exit ${{PIPESTATUS[0]}}")
    assert "Traceback" not in result.stderr
    assert result.returncode == 1
    assert "1.1.1" in result.stdout


@pytest.mark.parametrize("command", ["validate", "totals -c", "check -c"])
def test_a_line_break_in_a_file_name_begins_no_line_of_its_own(command: str, call: Run, tmp_path: Path) -> None:
    file = tmp_path / "a\n::error ::x\x1b[31m"
    text = SHIPPED.read_text(encoding="utf-8").replace("abstracted: customer", "abstracted: aws", 1)
    file.write_text(text if command != "totals -c" else "", encoding="utf-8")
    result = call(*command.split(), file)
    assert result.returncode == (2 if command == "totals -c" else 1)
    said = result.stdout + result.stderr
    assert "\x1b" not in said
    assert not any(line.removeprefix("pcimatrix: ").startswith("::error") for line in said.splitlines())


# Standard output


@pytest.mark.parametrize("arguments", ["list", "list -f json", "totals", "show 8", "render -f html", "--help"])
def test_a_reader_that_goes_away_ends_the_program_quietly(arguments: str, shell: Shell) -> None:
    result = shell(f"set -o pipefail; pcimatrix {arguments} | head -1; echo ${{PIPESTATUS[0]}}")
    assert result.stdout.splitlines()[1:] == ["0"]
    assert result.stderr in {"", "464 of 464 test cases (abstracted)\n"}


def test_a_reader_that_never_reads_ends_the_program_quietly(shell: Shell) -> None:
    result = shell("pcimatrix totals | true; echo ${PIPESTATUS[0]}")
    assert (result.stdout, result.stderr) == ("0\n", "")


@pytest.mark.parametrize(
    "arguments", ["list", "totals", "check", "render -o -", "validate", "--help", "totals --help", "--version"]
)
def test_a_full_device_is_an_error(arguments: str, shell: Shell) -> None:
    result = shell(f"pcimatrix {arguments} >/dev/full")
    assert result.returncode == 2
    assert result.stderr == "pcimatrix: cannot write the output: No space left on device\n"


@pytest.mark.parametrize("arguments", ["list", "totals", "show 8.3.2.a", "check"])
def test_closed_standard_output_is_an_error(arguments: str, shell: Shell) -> None:
    result = shell(f"pcimatrix {arguments} >&-")
    assert result.returncode == 2
    assert result.stderr == "pcimatrix: standard output is closed; name a file with --output\n"


@pytest.mark.parametrize("arguments", ["--help", "--version", "nonsense"])
def test_nothing_breaks_where_all_streams_are_closed(arguments: str, shell: Shell) -> None:
    result = shell(f"pcimatrix {arguments} <&- >&- 2>/dev/full")
    assert result.returncode in {0, 2}


def test_results_are_printed_where_standard_error_is_closed(shell: Shell) -> None:
    result = shell("pcimatrix list -r 8.3.2 -f csv 2>&-")
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) == 4


@pytest.mark.parametrize("arguments", ["nonsense", "list --owner bob", "show 9.99.9"])
def test_messages_stay_out_of_the_results_where_standard_error_is_closed(arguments: str, shell: Shell) -> None:
    result = shell(f"pcimatrix {arguments} 2>&-")
    assert (result.returncode, result.stdout) == (2, "")


def test_ctrl_c_ends_the_program_with_130(program: str, environment: dict[str, str], tmp_path: Path) -> None:
    fifo = tmp_path / "never.yaml"
    os.mkfifo(fifo)
    with subprocess.Popen(
        [program, "totals", "--catalogue", fifo],
        encoding="utf-8",
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        writer = _open_once_read(fifo)
        try:
            time.sleep(0.2)  # an interrupt between two system calls of one C function waits for the second to end
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate(timeout=FAST)
        finally:
            os.close(writer)
            process.kill()
    assert (process.returncode, stdout, stderr.strip()) == (130, "", "")


def _open_once_read(fifo: Path) -> int:
    """Open a FIFO for writing as soon as somebody reads it, so that the reader waits for us."""
    for _ in range(1000):
        try:
            return os.open(fifo, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            time.sleep(0.01)
    pytest.fail("the program does not read its catalogue")


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


def test_an_existing_file_is_kept_where_the_program_fails(shell: Shell, tmp_path: Path) -> None:
    file = tmp_path / "check.md"
    file.write_text("kept", encoding="utf-8")
    assert shell("pcimatrix check -c missing.yaml -o check.md").returncode == 2
    assert file.read_text(encoding="utf-8") == "kept"
    # No file may be longer than 8 blocks of 1024 bytes: the summary meets the end of the disk halfway.
    result = shell("trap '' XFSZ; ulimit -f 8; PYTHONDONTWRITEBYTECODE=1 pcimatrix render -o check.md")
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


def test_a_new_file_has_the_permissions_of_the_umask(shell: Shell, tmp_path: Path) -> None:
    assert shell("umask 027; pcimatrix schema -o schema.json").returncode == 0
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


@pytest.mark.parametrize(
    "command", ["check -c edited.yaml", "validate edited.yaml", "diff -f csv edited.yaml shipped.yaml"]
)
def test_what_was_found_makes_the_exit_code_though_nobody_reads_it(command: str, shell: Shell, tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    (tmp_path / "shipped.yaml").write_text(text, encoding="utf-8")
    changed = text.replace("abstracted: customer", "abstracted: aws", 1).replace(
        "basis: structural", "basis: stated", 1
    )
    (tmp_path / "edited.yaml").write_text(changed, encoding="utf-8")
    result = shell(f"pcimatrix {command} 2>/dev/null | true; echo ${{PIPESTATUS[0]}}")
    assert result.stdout == "1\n"


def test_what_cannot_be_said_on_standard_error_takes_nothing_from_the_output(shell: Shell) -> None:
    result = shell(f"pcimatrix totals --scope {EXAMPLE} 2>/dev/full")
    assert (result.returncode, result.stdout.count("464")) == (0, 1)


@pytest.mark.parametrize("arguments", ["totals -c ''", "validate ''", "totals --scope ''", "diff '' ''"])
def test_an_empty_name_is_no_file(arguments: str, call: Run) -> None:
    result = call(*shlex.split(arguments))
    assert result.returncode == 2
    assert "an empty name: this is not a file's name; name a YAML file" in result.stdout + result.stderr


def test_a_check_with_findings_is_written_as_well(call: Run, tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("abstracted: customer", "abstracted: aws", 1)
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
        "(echo before; pcimatrix check -o /dev/fd/3; echo after) 3>&1 | cat",
        "echo before; pcimatrix check -o >(cat >out); sleep 0.5; cat out; echo after",
    ],
    ids=["pipe", "file", "descriptor", "process_substitution"],
)
def test_a_name_for_an_open_stream_is_written_through(line: str, shell: Shell) -> None:
    result = shell(line)
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("before", "after")
    assert "Requirement" in lines[1]


# Terminals


def on_terminal(arguments: list[str], environment: dict[str, str]) -> str:
    """Return what a program writes to a terminal."""
    ours, theirs = os.openpty()
    with subprocess.Popen(
        arguments, env=environment, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, text=True
    ) as process:
        os.close(theirs)
        parts = []
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux: the other side is closed
                break
            if not part:
                break
            parts.append(part)
        os.close(ours)
        assert process.stderr
        process.stderr.read()
    assert process.returncode == 0
    return b"".join(parts).decode()


def test_a_terminal_gets_a_drawn_table_in_colour_and_a_pipe_does_not(
    program: str, environment: dict[str, str], run: Run
) -> None:
    drawn = on_terminal([program, "totals"], environment)
    assert "\x1b[1m" in drawn
    assert "─" in drawn
    assert "464" in drawn
    cells = on_terminal([program, "list", "-r", "8.3.2"], environment)
    assert re.search(r"\x1b\[36maws *\x1b\[0m", cells)
    for piped in (run("totals").stdout, run("list").stdout, run("totals", "--help").stdout):
        assert "\x1b" not in piped
        assert "─" not in piped


def test_no_color_takes_the_colours_from_a_terminal(program: str, environment: dict[str, str]) -> None:
    plain = on_terminal([program, "list", "-r", "8.3.2"], environment | {"NO_COLOR": "1"})
    assert "─" in plain
    assert not any(f"\x1b[{code}" in plain for code in (3, 9))
    assert "\x1b[36m" not in plain


def test_a_drawn_table_fits_the_terminal(program: str, environment: dict[str, str]) -> None:
    drawn = on_terminal([program, "totals"], environment | {"TERM": "dumb"})
    assert "\x1b" not in drawn
    assert max(map(len, drawn.splitlines())) <= 80


@pytest.mark.parametrize("width", [40, 60, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        ("totals",),
        ("provenance",),
        ("list", "-r", "8.3.2"),
        ("compare", "--totals", "infrastructure", "abstracted"),
        ("compare", "--totals", "abstracted", "--scope", str(EXAMPLE)),
    ],
    ids=lambda arguments: "-".join(arguments[:2]),
)
def test_no_number_and_no_id_is_cut_however_narrow_the_terminal_is(
    width: int, arguments: tuple[str, ...], call: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as terminal:
        terminal.setattr("sys.stdout", screen := _Stream())
        done = call(*arguments, COLUMNS=str(width), NO_COLOR="1")
    assert done.returncode == 0, done.stderr
    shown = screen.getvalue()
    assert "…" not in shown
    found = set(re.findall(r"[\d.]*\d(?:\.[a-z])?", re.sub(r"\x1b\[[\d;]*m", "", shown)))
    plain = call(*arguments).stdout
    assert shown != plain
    if "Left out for lack of room: Alone, Shared, Provider." in shown:
        rows = csv.reader(io.StringIO(call(*arguments, "--format", "csv").stdout, newline=""))
        plain = "\n".join(" ".join(row[:-3]) for row in rows)
    assert set(re.findall(r"[\d.]*\d(?:\.[a-z])?", plain)) <= found


def test_a_long_list_is_printed_plainly_on_a_terminal(program: str, environment: dict[str, str], run: Run) -> None:
    drawn = on_terminal([program, "list"], environment)
    assert drawn.replace("\r\n", "\n") == run("list").stdout


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


class _Stream(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("terminal", [True, False])
def test_work_that_goes_on_is_told_on_a_terminal_alone(terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("pcimatrix.cli.progress._PATIENCE", 0.0)
    stream = _Stream() if terminal else io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    with progress("Rendering pdf"):
        time.sleep(0.3)
    assert ("Rendering pdf" in stream.getvalue()) is terminal


# One of several writers, and Ctrl-C before the program has begun


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


@pytest.mark.parametrize("delay", [0.08, 0.12, 0.2, 0.3])
def test_ctrl_c_while_the_program_starts_is_quiet(delay: float, environment: dict[str, str]) -> None:
    ready = "import sys, pcimatrix; print(flush=True); from pcimatrix.cli import main; main()"
    with subprocess.Popen(
        [sys.executable, "-c", ready, "scope", "check", "/dev/stdin"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert b"Traceback" not in process.stderr.read()
