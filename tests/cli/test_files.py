"""Files that are written: beside whatever a killed program left, and never through what is no plain file."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

from paths import ROOT
from pcimatrix.cli.output import write_file

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
EXAMPLE = ROOT / "examples/mixed.yaml"
FAST = 8
KILLED = """
import os, signal, sys
from pcimatrix.cli import replacing
replacing.os.fsync = lambda _: os.kill(os.getpid(), signal.SIGKILL)
from pcimatrix.cli.output import write_file
write_file("scope.yaml", b"half")
"""
WAITING = """
import sys
from pcimatrix.cli import replacing
def wait(_):
    print(flush=True)
    sys.stdin.read()
replacing.os.fsync = wait
from pcimatrix.cli.output import write_file
write_file("scope.yaml", b"slow")
"""


def test_what_a_killed_program_left_goes_with_the_next_write(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, timeout=FAST)
    assert killed.returncode == -9
    [left] = tmp_path.iterdir()
    assert left.suffix == ".part"
    write_file(str(tmp_path / "other.yaml"), b"other")
    assert left.exists()  # it is another file's
    write_file(str(tmp_path / "scope.yaml"), b"whole")
    assert {file.name for file in tmp_path.iterdir()} == {"scope.yaml", "other.yaml"}
    assert (tmp_path / "scope.yaml").read_bytes() == b"whole"


def test_what_another_program_is_writing_stays(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITING], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as slow:
        assert slow.stdin
        assert slow.stdout
        slow.stdout.readline()
        write_file(str(tmp_path / "scope.yaml"), b"fast")
        slow.stdin.close()
        assert slow.wait(FAST) == 0
    assert [file.name for file in tmp_path.iterdir()] == ["scope.yaml"]
    assert (tmp_path / "scope.yaml").read_bytes() == b"slow"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("totals", "-f", "csv", "--scope", "pipe"), ""),
        (("scope", "check", "pipe", "--record"), "pcimatrix: pipe: not a regular file; name a file"),
        (("scope", "edit", "pipe"), "pcimatrix: pipe: not a regular file; name a file"),
        (("scope", "new", "pipe", "--force"), "pcimatrix: pipe: not a regular file; name a file"),
        (("render", "-o", "pipe"), "pcimatrix: pipe: no program reads this pipe; start its reader first"),
    ],
    ids=["read", "record", "edit", "new", "output"],
)
def test_a_pipe_is_read_but_nothing_waits_to_write_one(
    arguments: tuple[str, ...], message: str, call: Run, run: Run, tmp_path: Path
) -> None:
    os.mkfifo(tmp_path / "pipe")
    if message:
        done = call(*arguments, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{message}\n")
        return
    with subprocess.Popen(["cp", EXAMPLE, "pipe"], cwd=tmp_path):  # noqa: S607 - whichever cp there is
        assert run(*arguments, cwd=tmp_path, timeout=FAST).returncode == 0


def test_a_pipe_with_a_reader_is_written(call: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with subprocess.Popen(["cat", "pipe"], cwd=tmp_path, stdout=subprocess.PIPE) as reader:  # noqa: S607 - any cat
        for _ in range(100):
            done = call("check", "-o", "pipe", cwd=tmp_path)
            if done.returncode == 0:
                break
            time.sleep(0.02)
        assert reader.stdout
        assert b"all rules hold" in reader.stdout.read()


@pytest.mark.parametrize("target", ["elsewhere.yaml", "kept.yaml"])
def test_a_link_in_the_place_of_saved_answers_is_not_followed(target: str, call: Run, tmp_path: Path) -> None:
    (tmp_path / "kept.yaml").write_text("kept", encoding="utf-8")
    (tmp_path / "own.answers.yaml").symlink_to(target)
    done = call("scope", "new", "own.yaml", cwd=tmp_path)
    said = "pcimatrix: own.answers.yaml: a symbolic link, which is not followed; delete it\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", said)
    assert (tmp_path / "kept.yaml").read_text(encoding="utf-8") == "kept"
    assert not (tmp_path / "elsewhere.yaml").exists()


def test_a_pipe_in_the_place_of_saved_answers_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "own.answers.yaml")
    done = run("scope", "new", "own.yaml", cwd=tmp_path, timeout=FAST)
    assert (done.returncode, done.stderr) == (2, "pcimatrix: own.answers.yaml: not a regular file; delete it\n")
