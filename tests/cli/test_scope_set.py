"""`scope set` through the program: what it prints, what it writes, and what stops it."""

import csv
import json
import os
import stat
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

import pytest

from examples import example, expected
from pcimatrix.yamlio.parser import read_yaml

Call: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
FARGATE = "workloads.settlement.pattern=fargate"
PATTERN = (b"pattern: infrastructure", b"pattern: fargate")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    file = tmp_path / "scope.yaml"
    file.write_bytes(example("mixed").read_bytes())
    return file


@pytest.fixture
def few(call: Call, part: Callable[..., Path]) -> Call:
    """Call the program on the parts of the catalogue that the scope names, for what no total is looked at in."""
    return partial(call, PCIMATRIX_CATALOGUE=str(part("4", "6.4", "8", "11.6")))


def state(file: Path) -> tuple[bytes, int, int]:
    return file.read_bytes(), file.stat().st_mtime_ns, file.stat().st_ino


def test_a_dry_run_shows_what_moves_and_changes_nothing(call: Call, mixed: Path) -> None:
    before = state(mixed)
    done = call("scope", "set", mixed, FARGATE, "--dry-run")
    assert done.returncode == 0
    assert state(mixed) == before
    assert list(mixed.parent.iterdir()) == [mixed]
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["Was", "Is", "Test", "cases", "Why", "it", "is", "Which"]
    moved = sum(int(line.split()[2]) for line in lines[2 : lines.index("")])
    whole = expected("mixed")
    assert f"{moved} test cases change hands." in lines
    assert lines[-2].startswith(f"Before: {whole['customer']} customer, {whole['aws']} AWS")
    assert lines[-1].startswith(f"After: {whole['customer'] - moved} customer, {whole['aws'] + moved} AWS")
    assert f"dry run; {mixed} is as it was" in done.stderr
    assert "the expected totals are not those of the new matrix; --record records them" in done.stderr


def test_setting_writes_the_value_alone(call: Call, mixed: Path) -> None:
    before = mixed.read_bytes()
    mixed.chmod(0o640)
    done = call("scope", "set", mixed, FARGATE)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (0, f"wrote {mixed}")
    assert mixed.read_bytes() == before.replace(*PATTERN)
    assert stat.S_IMODE(mixed.stat().st_mode) == 0o640
    assert call("diff", example("mixed"), mixed).returncode == 1
    assert call("scope", "check", mixed).returncode == 1
    call("scope", "set", mixed, FARGATE, "date=2026-11-25", "--record")
    assert call("scope", "check", mixed).returncode == 0


def test_a_pattern_is_meant_by_a_usual_name(call: Call, mixed: Path) -> None:
    before = mixed.read_bytes()
    assert call("scope", "set", mixed, "workloads.settlement.pattern=EKS on Fargate").returncode == 0
    assert mixed.read_bytes() == before.replace(*PATTERN)
    told = call("scope", "set", mixed, "workloads.settlement.pattern=fargat")
    assert (told.returncode, "fargate" in told.stderr) == (2, True)
    by_id, by_name = (call("totals", "-f", "json", "-p", each) for each in ("abstracted", "Serverless"))
    assert (by_name.returncode, by_name.stdout) == (0, by_id.stdout)


def test_json_and_csv_have_each_test_case_as_diff_has(call: Call, mixed: Path) -> None:
    shown = json.loads(call("scope", "set", mixed, FARGATE, "facts.issuer=no", "-n", "-f", "json").stdout)
    rows = list(csv.DictReader(call("scope", "set", mixed, FARGATE, "-n", "-f", "csv").stdout.splitlines()))
    call("scope", "set", mixed, FARGATE)
    changes = json.loads(call("diff", example("mixed"), mixed, "-f", "json").stdout)["changes"]
    assert shown["changes"] == changes
    assert [row["id"] for row in rows] == [each["id"] for each in changes]
    assert shown["schema_version"] == 1
    assert (shown["file"], shown["written"], shown["expected"]) == (str(mixed), False, "differs")
    assert shown["set"][0] == {"key": "workloads.settlement.pattern", "value": "fargate"}
    assert shown["change_hands"] == len(changes)
    whole = expected("mixed")
    assert shown["totals"]["before"] == whole
    assert shown["totals"]["after"] == whole | {
        "customer": whole["customer"] - len(changes),
        "aws": whole["aws"] + len(changes),
    }


def test_without_an_effect_it_says_so(call: Call, mixed: Path) -> None:
    before = state(mixed)
    done = call("scope", "set", mixed, "facts.issuer=no", "--remove", "validation")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "No test case changes hands.")
    assert f"no changes; {mixed} is as it was" in done.stderr
    assert state(mixed) == before


def test_a_questionnaire_counts_what_it_asks_for(call: Call, mixed: Path) -> None:
    done = call("scope", "set", mixed, "validation=saq-d-service-provider", "-n")
    assert "After, by SAQ D-service-provider" in done.stdout
    merchants = ("assessment=merchant", "validation=saq-p2pe", "--remove", "customers")
    done = call("scope", "set", mixed, *merchants, FARGATE, "-n")
    assert " of them." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["workloads.settlement.pattern=fargte"], ":14: unknown pattern 'fargte'; did you mean 'fargate'?"),
        (["facts.issuer=no", "--remove", "entity"], "the key 'entity' is missing"),
        ([], "nothing to set; give KEY=VALUE, or --remove KEY"),
        (["facts.isuer=no"], "unknown fact 'isuer'; did you mean 'issuer'?"),
        (["third_parties.idp.id=aws"], "duplicate id 'aws'"),
    ],
)
def test_what_the_check_refuses_is_not_written(call: Call, mixed: Path, arguments: list[str], said: str) -> None:
    before = mixed.read_bytes()
    done = call("scope", "set", mixed, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert mixed.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: b"\xff\xfe" + data.decode().encode("utf-16-le"),
        lambda data: data.rstrip(b"\n"),
    ],
    ids=["crlf", "mark", "utf-16", "no last line end"],
)
def test_line_ends_marks_and_encodings_stay(few: Call, mixed: Path, change: Callable[[bytes], bytes]) -> None:
    before = mixed.read_bytes()
    mixed.write_bytes(change(before))
    assert few("scope", "set", mixed, FARGATE).returncode == 0
    assert mixed.read_bytes() == change(before.replace(*PATTERN))


def test_a_link_stays_a_link(few: Call, mixed: Path) -> None:
    link = mixed.with_name("link.yaml")
    link.symlink_to(mixed)
    assert few("scope", "set", link, FARGATE).returncode == 0
    assert link.is_symlink()
    assert b"fargate" in mixed.read_bytes()


def test_a_pipe_is_refused_and_not_waited_for(call: Call, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    done = call("scope", "set", pipe, FARGATE)
    assert (done.returncode, "not a regular file" in done.stderr) == (2, True)
    assert "cannot be written back" in call("scope", "set", "-", FARGATE).stderr


@pytest.mark.parametrize("text", ["", "- a\n", "a: &x 1\nb: *x\n", "workloads: [\n", "\x00"])
def test_a_file_that_is_no_scope_is_refused(call: Call, tmp_path: Path, text: str) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text(text, encoding="utf-8")
    done = call("scope", "set", file, "entity=X")
    assert (done.returncode, done.stdout, "Traceback" in done.stderr) == (2, "", False)
    assert file.read_text(encoding="utf-8") == text


def test_another_third_partys_record_needs_recording(few: Call, mixed: Path) -> None:
    few("scope", "check", mixed, "--record")
    before = mixed.read_bytes()
    assert few("scope", "set", mixed, "--remove", "third_parties.idp", "-n").returncode == 0
    done = few("scope", "set", mixed, "--remove", "third_parties.idp")
    assert (done.returncode, "who is gone; add --record" in done.stderr) == (2, True)
    assert mixed.read_bytes() == before
    assert few("scope", "set", mixed, "--remove", "third_parties.idp", "--record").returncode == 0
    assert few("scope", "check", mixed).returncode == 0


def test_a_new_warning_has_its_place_in_the_file_that_was_written(few: Call, mixed: Path) -> None:
    date = "third_parties.idp.aoc.date=2024-01-31"
    assert f"{mixed}, as edited:" in few("scope", "set", mixed, date, "-n").stderr
    done = few("scope", "set", mixed, date)
    assert f"{mixed}:" in done.stderr
    assert "(aoc_date)" in done.stderr
    assert "as edited" not in done.stderr


def test_comments_of_what_goes_are_named(few: Call, mixed: Path) -> None:
    text = mixed.read_text(encoding="utf-8").replace("  - name: settlement", "  # Nightly\n  - name: settlement")
    mixed.write_text(text, encoding="utf-8")
    done = few("scope", "set", mixed, "--remove", "workloads.settlement")
    assert "1 comment of what is removed or replaced goes too: # Nightly" in done.stderr
    names = [each["name"] for each in read_yaml(mixed).values["workloads"]]
    assert names == ["payments", "scheduler", "marketing"]
