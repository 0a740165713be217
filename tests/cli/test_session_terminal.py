"""Scoping sessions through the installed program: in a real pseudo-terminal, piped, and from an answers file."""

import os
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml

from paths import ROOT, TESTS
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Reading
from pcimatrix.cli.session.hold import hold
from pcimatrix.errors import OutputError
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.totals import tally
from pcimatrix.scope.expected import drift
from pcimatrix.scope.model import load_scope
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.session.impact import ground
from pcimatrix.session.start import Session

FACTS = shipped_facts().names()
Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]

CASES = TESTS / "cases/answers"
EPOCH = {"SOURCE_DATE_EPOCH": "1769817600"}
"""31 January 2026, the day that sessions offer."""


def answers_in(folder: Path) -> dict[str, Any]:
    """Return the answers that a session for scope.yaml has kept."""
    kept = yaml.safe_load((folder / "scope.answers.yaml").read_text(encoding="utf-8"))
    assert kept.pop("kept_by") == "scope new scope.yaml"
    return dict(kept)


class Terminal:
    """The installed program in a pseudo-terminal: what it shows is read up to the next prompt."""

    def __init__(self, command: list[str], cwd: Path, environment: dict[str, str]) -> None:
        self._master, slave = os.openpty()
        # A session's leader that opens a terminal has it as the one whose Ctrl-C reaches it.
        shell = ["sh", "-c", 'tty=$1; shift; exec "$@" <"$tty" >"$tty" 2>&1', "sh", os.ttyname(slave), *command]
        self._process = subprocess.Popen(shell, cwd=cwd, env=environment | EPOCH, start_new_session=True)
        self._slave = slave
        self.shown = ""

    def type(self, text: str) -> str:
        """Type a line at a prompt, and return what is shown up to the next one, or the end."""
        os.write(self._master, f"{text}\n".encode())
        return self.read()

    def press(self, key: bytes) -> None:
        os.write(self._master, key)

    def interrupt(self) -> int:
        """Press Ctrl-C when what was typed is there, and again as people do where nothing happens; the exit code.

        A terminal drops what was typed and is not read yet at Ctrl-C. A line editor that was about to read it then
        waits for the next key: it is pressed before each further Ctrl-C.
        """
        for attempt in range(5):
            self.press(b" " if attempt else b"")
            time.sleep(0.3)
            self.press(b"\x03")
            limit = time.monotonic() + 3
            while time.monotonic() < limit:
                if self._process.poll() is not None:
                    return self.ended()
                time.sleep(0.02)
        raise AssertionError(self.shown)

    def read(self) -> str:
        """Return what is shown up to the next prompt, or the end of the program."""
        found = b""
        limit = time.monotonic() + 30
        while time.monotonic() < limit:
            if select.select([self._master], [], [], 0.05)[0]:
                found += os.read(self._master, 65536)
                at_prompt = plain_text(found).endswith("\n> ")
            else:
                at_prompt = False
            ended = self._process.poll() is not None and not select.select([self._master], [], [], 0)[0]
            if at_prompt or ended:
                self.shown += plain_text(found)
                return plain_text(found)
        raise AssertionError(found.decode(errors="replace"))

    def ended(self) -> int:
        """Return the exit code, once the program has ended."""
        self.read()
        return self._process.wait(10)

    def close(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
        os.close(self._master)
        os.close(self._slave)


def plain_text(shown: bytes) -> str:
    """Return what was shown without colours and the line editor's marks."""
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|\r", "", shown.decode(errors="replace"))


@pytest.fixture
def terminal(program: str, environment: dict[str, str]) -> Iterator[Callable[..., Terminal]]:
    """Start `pcimatrix scope …` in a pseudo-terminal."""
    started: list[Terminal] = []

    def start(cwd: Path, *arguments: str) -> Terminal:
        started.append(Terminal([program, "scope", *arguments], cwd, environment))
        return started[-1]

    yield start
    for each in started:
        each.close()


@pytest.fixture
def pipe(call: Run) -> Run:
    """Pipe lines into `pcimatrix scope new`, or into another command of `scope`, in this process."""

    def start(cwd: Path, lines: list[str], *command: str) -> subprocess.CompletedProcess[str]:
        data = "".join(f"{line}\n" for line in lines).encode()
        return call("scope", *(command or ("new",)), cwd=cwd, piped=data)

    return start


def answer_for(shown: str) -> str:
    """Return what somebody types at the question that is shown last."""
    question = shown[shown.rfind("Question ") :]
    told = {
        "What do you call": "Web shop: no. 1",
        "handle account data, or": "cde",
        "run on AWS": "2",
        "In which AWS account": "shop-production",
        "Which AWS services": 'Amazon EKS, "a, b"',
        "the next workload": "",
        "merchant or as": "merchant",
        "true of your account data": "none",
        "sites of your own": "1, 2?",
        "software and websites": "bespoke_software",
        "Which company": "Example Identity",
        "short name": "",
        "What is the date of": "2025-12-31",
        "Which version of the standard": "PCI DSS v4.0.1",
        "Which services does": "sign-in",
        "taken over": "8.3.6",
        "the next third-party": "no",
        "name of the assessed company": "no",
        "Which version of PCI": "",
        "What date do": "",
    }
    return next((answer for words, answer in told.items() if words in question), "no")


def go_through(terminal: Terminal, *, most: int = 60) -> list[str]:
    """Answer up to `most` questions, and return what was typed."""
    typed: list[str] = []
    shown = terminal.read()
    while shown.endswith("> ") and len(typed) < most:
        typed.append(answer_for(shown))
        shown = terminal.type(typed[-1])
    return typed


def test_a_session_is_typed_interrupted_and_resumed_and_nothing_is_lost(
    terminal: Callable[..., Terminal], pipe: Run, call: Run, tmp_path: Path
) -> None:
    one, two, three = (tmp_path / name for name in ("whole", "parts", "pipe"))
    for each in (one, two, three):
        each.mkdir()
    whole = terminal(one, "new")
    typed = go_through(whole)
    assert whole.ended() == 0
    assert 20 <= len(typed) <= 25 + 6  # a third party has six questions
    assert "test cases moved from customer to N/A: " in whole.shown
    skipped = " ".join(whole.shown.split())
    assert "keys_shared_with_customers, multi_tenant, because no answer would move a test case" in skipped
    assert "Nothing moved." in whole.shown
    assert (one / "scope.yaml").is_file()
    assert not (one / "scope.answers.yaml").exists()

    first = terminal(two, "new")
    go_through(first, most=11)
    first.press(b"half an ans")
    assert first.interrupt() == 130
    assert "11 answers saved in scope.answers.yaml; resume with: pcimatrix scope new scope.yaml" in first.shown
    assert len([name for name in answers_in(two) if name not in FACTS]) == 7
    assert not (two / "scope.yaml").exists()
    lines = [*typed[:-2], "2026-01-31", typed[-1]]  # nobody offers a day to a pipe
    second = pipe(two, lines[11:])
    assert second.returncode == 0
    assert "resuming with 11 answers from scope.answers.yaml" in second.stderr
    assert second.stdout.count("Question ") == len(typed) - 11
    assert (two / "scope.yaml").read_bytes() == (one / "scope.yaml").read_bytes()
    assert [file.name for file in two.iterdir()] == ["scope.yaml"]

    piped = pipe(three, lines)
    assert piped.returncode == 0
    assert (three / "scope.yaml").read_bytes() == (one / "scope.yaml").read_bytes()
    assert "\x1b" not in piped.stdout
    checked = call("scope", "check", one / "scope.yaml")
    assert (checked.returncode, checked.stdout.count("as expected")) == (0, 1)


def test_back_undoes_and_list_shows_and_bad_answers_are_asked_again(
    terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    session = terminal(tmp_path, "new", "own.yaml")
    go_through(session, most=7)
    kept = tmp_path / "own.answers.yaml"
    before = kept.read_bytes()
    [totals] = re.findall(r"Totals: .*", session.shown)[-1:]
    moved = session.type("none")
    assert totals not in moved
    assert kept.read_bytes() != before
    undone = session.type("back")
    assert totals in undone
    assert kept.read_bytes() == before
    assert "expected numbers from 1 to 5, all or none" in session.type("perhaps")
    assert "workloads.1.name: Web shop: no. 1" in session.type("list")
    assert "What is not ticked is answered no" in session.type("?")
    assert kept.read_bytes() == before
    session.type("stop")
    assert session.ended() == 0
    assert "resume with: pcimatrix scope new own.yaml" in session.shown
    assert kept.read_bytes() == before


def test_back_keeps_what_was_answered_later_and_so_does_closed_input(
    terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    session = terminal(tmp_path, "new")
    go_through(session, most=8)
    before = answers_in(tmp_path)
    for _ in range(4):
        asked = session.type("back")
    assert "Which AWS services" in asked
    assert "Enter: Amazon EKS, a, b; - for none" in asked
    shown = session.type("AWS Fargate")
    assert [line for line in shown.splitlines() if line.startswith("Kept the answer to: ")] == [
        "Kept the answer to: What is the name of the next workload?",
        "Kept the answer to: Are you assessed as a merchant or as a service provider?",
        "Kept the answer to: Which of these are true of your account data?",
    ]
    assert "sites of your own" in shown
    assert "[ ]  Account data is stored electronically" in session.type("back")
    session.type("")
    session.press(b"\x04")
    assert session.ended() == 2
    assert answers_in(tmp_path) == {**before, "workloads.1.services": ["AWS Fargate"]}
    assert not (tmp_path / "scope.yaml").exists()


def test_only_what_is_meant_is_asked_in_a_terminal(terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples/eks-processor.yaml", tmp_path / "own.yaml")
    session = terminal(tmp_path, "edit", "own.yaml", "--only", "det")
    shown = session.read()
    assert "Question 1 of about 6" in shown
    assert "Are you assessed as a merchant" in shown
    shown = session.type("")
    assert "Which report does your acquirer" in shown
    shown = session.type("d-merchant")
    assert "What is the name of the assessed company?" in shown
    session.type("Other Ltd")
    for _ in range(3):
        session.type("")
    assert session.ended() == 0
    written = yaml.safe_load((tmp_path / "own.yaml").read_text(encoding="utf-8"))
    assert (written["entity"], written["validation"]) == ("Other Ltd", "saq-d-merchant")


@pytest.mark.parametrize(
    ("part", "message"), [("decisions", "use pcimatrix scope set"), ("colours", "choose from: workloads, facts")]
)
def test_a_part_that_no_session_asks_about_is_refused(call: Run, part: str, message: str) -> None:
    done = call("scope", "edit", ROOT / "examples/mixed.yaml", "--only", part)
    assert (done.returncode, message in " ".join(done.stderr.split())) == (2, True)


def test_a_resumed_session_does_not_write_over_a_file_that_appears_meanwhile(
    terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    own, kept = tmp_path / "own.yaml", tmp_path / "own.answers.yaml"
    whole = (CASES / "serverless.yaml").read_text(encoding="utf-8")
    more = "kept_by: scope new own.yaml\nworkloads.3.name: null\nthird_parties.2.name: null\n"
    kept.write_text(re.sub("(?m)^(entity|date): .*\n", "", whole) + more, encoding="utf-8")
    session = terminal(tmp_path, "new", "own.yaml")
    shown = session.read()
    assert "answers from own.answers.yaml; delete the file to start again" in shown
    own.write_text("mine", encoding="utf-8")
    for _ in range(20):
        if shown.endswith("> "):
            shown = session.type("E" if "name of the assessed company" in shown else "")
    assert session.ended() == 2
    assert "the file now exists; to overwrite it: pcimatrix scope new own.yaml --force" in session.shown
    assert own.read_text(encoding="utf-8") == "mine"
    assert kept.is_file()


def test_an_edit_in_a_terminal_keeps_what_enter_is_pressed_at(
    terminal: Callable[..., Terminal], tmp_path: Path
) -> None:
    example = ROOT / "examples/eks-processor.yaml"
    shutil.copy(example, tmp_path / "own.yaml")
    session = terminal(tmp_path, "edit", "own.yaml")
    shown = session.read()
    assert "Enter keeps: shop" in shown
    while shown.endswith("> "):
        shown = session.type("")
    assert session.ended() == 0
    assert "no changes" in session.shown
    assert [file.name for file in tmp_path.iterdir()] == ["own.yaml"]
    assert (tmp_path / "own.yaml").read_bytes() == example.read_bytes()


def test_a_bad_piped_answer_ends_it_with_its_line_and_what_ends_too_early_is_kept(pipe: Run, tmp_path: Path) -> None:
    done = pipe(tmp_path, ["shop\x9b31m\u202e", "cde", "99"])
    assert done.returncode == 2
    assert "Does shop 31m handle account data, or connect to systems that do?" in done.stdout
    assert "pcimatrix: standard input:3:1: workloads.1.pattern: found '99'; expected one of: " in done.stderr
    assert list(tmp_path.iterdir()) == []  # the same lines, put right, begin anew
    more = pipe(tmp_path, ["shop\x9b31m\u202e", "cde", "fargate", "acc", "", ""])
    assert more.returncode == 2
    missing = re.findall(
        r"^pcimatrix: standard input:7:1: the input ended: missing answer '(\w+)'", more.stderr, re.MULTILINE
    )
    assert missing == ["assessment", "entity", "date"]
    assert answers_in(tmp_path) == {
        "workloads.1.name": "shop\x9b31m\u202e",
        "workloads.1.standing": "cde",
        "workloads.1.pattern": "fargate",
        "workloads.1.account": "acc",
        "workloads.1.services": None,
        "workloads.2.name": None,
    }
    assert "resuming with 6 answers" in pipe(tmp_path, ["stop"]).stderr
    assert not (tmp_path / "scope.yaml").exists()


def test_what_was_taken_back_is_not_kept(pipe: Run, tmp_path: Path) -> None:
    done = pipe(tmp_path, ["shop", "back"])
    assert (done.returncode, "no answers to save" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_resumed_answer_that_is_not_asked_for_is_not_lost(pipe: Run, tmp_path: Path) -> None:
    kept = (CASES / "serverless.yaml").read_text(encoding="utf-8") + "multi_tenant: no\nkept_by: scope new scope.yaml\n"
    (tmp_path / "scope.answers.yaml").write_text(kept, encoding="utf-8")
    done = pipe(tmp_path, [""] * 30)
    assert done.returncode == 0
    assert "multi_tenant, because" in " ".join(done.stdout.split())
    assert yaml.safe_load((tmp_path / "scope.yaml").read_text(encoding="utf-8"))["facts"]["multi_tenant"] is False


def test_a_bad_resumed_file_is_refused_and_stays(pipe: Run, tmp_path: Path) -> None:
    shutil.copy(CASES / "list.yaml", tmp_path / "scope.answers.yaml")
    done = pipe(tmp_path, [""])
    assert (done.returncode, done.stderr.startswith("pcimatrix: scope.answers.yaml:1:1: found a list")) == (2, True)
    assert (tmp_path / "scope.answers.yaml").read_bytes() == (CASES / "list.yaml").read_bytes()


def test_answers_that_another_session_kept_are_not_gone_on_with(pipe: Run, tmp_path: Path) -> None:
    own = Path(shutil.copy(ROOT / "examples/serverless.yaml", tmp_path / "own.yaml"))
    assert pipe(tmp_path, ["", "stop"], "edit", "own.yaml").returncode == 0
    kept = (tmp_path / "own.answers.yaml").read_bytes()
    own.write_text(
        own.read_text(encoding="utf-8").replace("\nfacts:", "\nfacts:\n  poi_devices: yes", 1),
        encoding="utf-8",
    )
    changed = own.read_bytes()
    for command in (("edit", "own.yaml"), ("new", "own.yaml", "--force")):
        done = pipe(tmp_path, [""] * 80, *command)
        assert (done.returncode, done.stdout.count("Question")) == (2, 0)
        said = "own.answers.yaml:2:10: these answers belong to another session: scope edit own.yaml "
        assert said in done.stderr
        assert "delete the file to start again, or pass it with --answers" in done.stderr
    assert (own.read_bytes(), (tmp_path / "own.answers.yaml").read_bytes()) == (changed, kept)
    assert pipe(tmp_path, [], "edit", "own.yaml", "--answers", "own.answers.yaml").returncode == 0


def test_a_takeover_goes_with_its_last_workload(pipe: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    workload = "  - {name: %s, account: a, pattern: abstracted, standing: cde}\n"
    own.write_text(
        "schema_version: 1\nentity: E\nassessment: merchant\npci_dss: '4.0'\ndate: 2026-01-31\nworkloads:\n"
        + "".join(workload % name for name in ("pay", "batch", "rest"))
        + "third_parties:\n  - {id: proc, name: Proc, owns: [{within: ['6.4.3'], workloads: [batch]}]}\n",
        encoding="utf-8",
    )
    (tmp_path / "a.yaml").write_text("workloads.2.name: null\n", encoding="utf-8")
    unattended = shutil.copy(own, tmp_path / "unattended.yaml")
    assert pipe(tmp_path, [], "edit", "unattended.yaml", "--answers", "a.yaml").returncode == 0
    piped = pipe(tmp_path, [*[""] * 5, "-", *[""] * 80], "edit", "own.yaml")
    assert (piped.returncode, "moved from customer" in piped.stdout) == (0, False)
    for file in (own, Path(unattended)):
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert [each["name"] for each in values["workloads"]] == ["pay", "rest"]
        assert values["third_parties"] == [{"id": "proc", "name": "Proc"}]


def test_an_edit_is_not_written_over_a_change_that_came_meanwhile(tmp_path: Path) -> None:
    example = ROOT / "examples/serverless.yaml"
    own = Path(shutil.copy(example, tmp_path / "own.yaml"))
    answers = tmp_path / "answers.yaml"
    answers.write_text("entity: New\n", encoding="utf-8")
    text = own.read_text(encoding="utf-8")
    loaded, facts = load(), shipped_facts()
    old = load_scope(str(own), loaded.catalogue, loaded.patterns, facts)
    own.write_text(f"# Mine.\n{text}", encoding="utf-8")
    session = Session(ground(loaded), old.document.values)
    with pytest.raises(OutputError, match="the file changed during the session; to go through it again: again"):
        hold(session, str(own), "again", given=str(answers), old=old)
    assert own.read_text(encoding="utf-8") == f"# Mine.\n{text}"


def test_answers_from_a_file_need_nobody(call: Run, tmp_path: Path) -> None:
    answers = CASES / "serverless.yaml"
    done = call("scope", "new", "own.yaml", "--answers", answers, cwd=tmp_path)
    assert done.returncode == 0
    assert [file.name for file in tmp_path.iterdir()] == ["own.yaml"]
    loaded, facts = load(), shipped_facts()
    own = load_scope(str(tmp_path / "own.yaml"), loaded.catalogue, loaded.patterns, facts).scope
    of_pattern = tally(matrix(loaded.catalogue, loaded.patterns, "abstracted", Reading.LAYERS))
    assert tally(cells(resolve(loaded.catalogue, loaded.patterns, shipped_facts(), own))) == of_pattern
    assert own.expected is not None
    assert drift(of_pattern, own.expected) == []
    assert f"Totals: {of_pattern.customer} customer, {of_pattern.aws} AWS" in done.stdout
    again = call("scope", "new", "own.yaml", "--answers", answers, cwd=tmp_path)
    assert again.returncode == 2
    assert "pcimatrix scope edit" in again.stderr
    nowhere = call("scope", "new", "no/such/own.yaml", "--answers", answers, cwd=tmp_path)
    assert (nowhere.returncode, nowhere.stdout, "no such directory" in nowhere.stderr) == (2, "", True)
    before = (tmp_path / "own.yaml").read_bytes()
    assert call("scope", "new", "own.yaml", "--force", "--answers", answers, cwd=tmp_path).stdout == done.stdout
    assert (tmp_path / "own.yaml").read_bytes() == before


def test_bad_answers_from_a_file_write_nothing(call: Run, tmp_path: Path) -> None:
    shutil.copy(CASES / "bad.yaml", tmp_path)
    done = call("scope", "new", "--answers", "bad.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.replace("pcimatrix: ", "") == (CASES / "bad.txt").read_text(encoding="utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["bad.yaml"]


def test_an_edit_from_a_file_changes_its_values_and_keeps_comments(call: Run, tmp_path: Path) -> None:
    example = (ROOT / "examples/ec2-wireless-poi.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(
        example.replace("entity: ", "# Registered.\nentity: ").replace("Shops Ltd", "Shops Ltd # us")
    )
    (tmp_path / "answers.yaml").write_text("entity: 'yes'\n", encoding="utf-8")
    done = call("scope", "edit", "own.yaml", "--answers", "answers.yaml", cwd=tmp_path)
    assert done.returncode == 0
    assert "comment" not in done.stderr
    head, _, tail = example.partition("entity: Corner Shops Ltd\n")
    text = (tmp_path / "own.yaml").read_text(encoding="utf-8")
    assert text == f"{head}# Registered.\nentity: 'yes' # us\n{tail}"


def test_recording_makes_drift_name_the_test_cases(call: Run, tmp_path: Path) -> None:
    example = (ROOT / "examples/mixed.yaml").read_text(encoding="utf-8")
    own = tmp_path / "own.yaml"
    drifted = example.replace("    owner: customer\n", "    owner: aws\n")
    own.write_text(drifted, encoding="utf-8")
    done = call("scope", "check", own)
    assert (done.returncode, "--record" in done.stdout, "8.3.4.b" in done.stdout) == (1, True, False)
    own.write_text(example, encoding="utf-8")
    assert call("scope", "check", own, "--record").returncode == 0
    recorded = own.read_text(encoding="utf-8")
    assert recorded.startswith(example.partition("expected:")[0])
    assert "as expected" in call("scope", "check", own).stdout
    own.write_text(recorded.replace("    owner: customer\n", "    owner: aws\n"), encoding="utf-8")
    for command in (("scope", "check", own), ("check", "--scope", own)):
        done = call(*command)
        assert done.returncode == 1
        assert "8.3.4.b: aws instead of customer: Our own help desk" in done.stdout
    text = own.read_text(encoding="utf-8")
    assert call("scope", "check", own, "--record").returncode == 0
    assert own.read_text(encoding="utf-8") != text
    assert call("check", "--scope", own).returncode == 0
