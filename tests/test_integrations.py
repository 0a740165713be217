"""Hooks, action, GitLab job and image definition, as a user's repository has them: those of docs/ci.md, each tried."""

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from pre_commit.clientlib import load_config, load_manifest  # type: ignore[import-untyped]

from deployment_data import plan, resource, write
from paths import ROOT
from pcimatrix import cli
from stand_in import StandIn

Run = Callable[..., subprocess.CompletedProcess[str]]
DOCS = (ROOT / "docs/ci.md").read_text(encoding="utf-8")
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in load_manifest(str(ROOT / ".pre-commit-hooks.yaml"))}
CONFIG, WORKFLOW, PULL_REQUEST, GITLAB = (
    yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)
)
CATALOGUE, SCOPE, SUMMARY = (f"compliance/{name}" for name in ("requirements.yaml", "scope.yaml", "summary.md"))
INPUTS = {"catalogue": CATALOGUE, "scope": SCOPE, "summary": SUMMARY}
INSTALLS = ["linked", *(["installed"] if os.environ.get("PCIMATRIX_TRY_INSTALLS") else [])]
"""How the program comes to where the action has it; the action's own way takes long, and is for CI."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's files: a copy of the catalogue, a scope, and the summary of both."""
    folder = tmp_path_factory.mktemp("template")
    (folder / "compliance").mkdir()
    shutil.copy(ROOT / "data/requirements.yaml", folder / CATALOGUE)
    shutil.copy(ROOT / "examples/serverless.yaml", folder / SCOPE)
    with chdir(folder):
        assert cli.run(["render", "--catalogue", CATALOGUE, "--scope", SCOPE, "--output", SUMMARY]) == 0
    return folder


@pytest.fixture
def repository(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template, tmp_path / "repository"))


def break_a_rule(repository: Path) -> None:
    """Make 3.2.1.a the customer's, which leaves its residual duty with nobody, and row 3 unequal."""
    file = repository / CATALOGUE
    before, start, after = file.read_text(encoding="utf-8").partition('- id: "3.2.1.a"')
    file.write_text(before + start + after.replace("abstracted: aws", "abstracted: customer", 1), encoding="utf-8")


def misspell(repository: Path) -> None:
    """Misspell a key of the scope."""
    file = repository / SCOPE
    file.write_text(file.read_text(encoding="utf-8").replace("workloads:", "worklods:", 1), encoding="utf-8")


# pre-commit


def hooked(repository: Path, call: Run, settings: dict[str, Any]) -> int:
    """Run a hook of the documented configuration over all files of a repository, as pre-commit does; its exit code."""
    hook = HOOKS[settings["id"]] | settings
    program, *entry = hook["entry"].split()
    assert program == "pcimatrix"
    names = [path.relative_to(repository).as_posix() for path in repository.rglob("*") if path.is_file()]
    matching = [name for name in sorted(names) if re.search(hook["files"], name)]
    assert matching
    return call(*entry, *hook["args"], *(matching if hook["pass_filenames"] else ()), cwd=repository).returncode


def test_the_manifest_has_the_hooks_that_the_docs_tell_of() -> None:
    assert set(HOOKS) == {"pcimatrix-validate", "pcimatrix-check", "pcimatrix-render-check"}
    [source] = CONFIG["repos"]
    assert {hook["id"] for hook in source["hooks"]} == set(HOOKS)
    assert set(re.findall(r"^\| `(pcimatrix-[\w-]+)` ", DOCS, re.MULTILINE)) == set(HOOKS)
    assert {hook["language"] for hook in HOOKS.values()} == {"python"}


def test_the_documented_hooks_pass_and_find_what_is_wrong(repository: Path, call: Run) -> None:
    [source] = CONFIG["repos"]
    assert [hooked(repository, call, hook) for hook in source["hooks"]] == [0, 0, 0, 0]
    break_a_rule(repository)
    assert [hooked(repository, call, hook) for hook in source["hooks"]] == [1, 1, 1, 1]


def test_the_projects_own_hooks_are_the_published_ones_and_pass(call: Run) -> None:
    [source] = load_config(str(ROOT / ".pre-commit-config.yaml"))["repos"]
    own = [hook for hook in source["hooks"] if hook["id"] in HOOKS]
    assert {hook["id"] for hook in own} == {"pcimatrix-validate", "pcimatrix-check"}
    assert {hook["id"] for hook in source["hooks"]} - set(HOOKS) == {"ruff-check", "ruff-format"}
    for hook in own:
        program, *entry = hook["entry"].split()
        assert program == ".venv/bin/pcimatrix"
        assert " ".join(entry).startswith(HOOKS[hook["id"]]["entry"].removeprefix("pcimatrix "))
        assert re.search(hook["files"], "data/requirements.yaml")
        names = ["data/requirements.yaml"] if hook.get("pass_filenames", True) else []
        assert call(*entry, *names, cwd=ROOT).returncode == 0, hook["name"]


# Workflows


PROJECTS = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")


def test_the_projects_workflow_runs_ci_on_the_oldest_python_and_a_newer_one() -> None:
    workflow = yaml.safe_load(PROJECTS)
    [job] = workflow["jobs"].values()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.13"]
    assert settings["project"]["requires-python"] == ">=3.11"
    assert job["steps"][-1]["run"] == ".ci/run"
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in job


@pytest.mark.parametrize("text", [PROJECTS, DOCS], ids=["project", "docs"])
def test_workflows_pin_actions_and_keep_no_credentials(text: str) -> None:
    used = re.findall(r"^ *- uses: (.+)$", text, re.MULTILINE)
    assert used
    for each in used:
        assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|<owner>/pcimatrix@<commit> # <tag>", each), each
    checkouts = re.findall(r"- uses: actions/checkout@.*\n +with:\n +persist-credentials: false$", text, re.MULTILINE)
    assert len(checkouts) == text.count("actions/checkout@") >= 1


def test_zizmor_finds_nothing_in_the_action_and_the_workflows_of_the_project_and_of_the_docs(tmp_path: Path) -> None:
    folder = tmp_path / ".github/workflows"
    folder.mkdir(parents=True)
    for number, block in enumerate(re.findall(r"^```yaml\n(on:.*?)^```", DOCS, re.MULTILINE | re.DOTALL)):
        text = block.replace("<owner>", "example").replace("<commit>", "f" * 40).replace("<tag>", "v1.0.0")
        (folder / f"{number}.yml").write_text(text, encoding="utf-8")
    for file, place in (("action.yml", tmp_path), (".github/workflows/ci.yml", folder)):
        shutil.copy(ROOT / file, place)
    zizmor = Path(sysconfig.get_path("scripts")) / "zizmor"
    options = ["--offline", "--no-progress", "--no-config", "--format", "json-v1"]
    done = subprocess.run([zizmor, *options, tmp_path], capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr + done.stdout
    assert json.loads(done.stdout) == []
    (folder / "0.yml").write_text(
        (folder / "0.yml").read_text(encoding="utf-8").replace("persist-credentials: false", "fetch-depth: 1"), "utf-8"
    )
    done = subprocess.run([zizmor, *options, tmp_path], capture_output=True, encoding="utf-8", timeout=60)
    assert [each["ident"] for each in json.loads(done.stdout)] == ["artipacked"]


# The GitHub Action


class Acted(NamedTuple):
    """How the action ended: its exit code, its log, its outputs, and what it started the program with, if known."""

    code: int
    log: str
    outputs: dict[str, str]
    started: list[list[str]]


@pytest.fixture
def act(
    request: pytest.FixtureRequest, program: str, environment: dict[str, str], call: Run, tmp_path: Path
) -> Callable[..., Acted]:
    """Carry out the action's steps as a runner does: `act(folder, scope="scope.yaml")`.

    A stand-in has the place of the program, unless a parameter says how it comes there.
    """
    way = getattr(request, "param", None)
    installs = way == "installed"
    temporary = tmp_path / "runner"
    link = temporary / "pcimatrix/bin/pcimatrix"
    link.parent.mkdir(parents=True)
    if way:
        link.symlink_to(program)
    stand_in = None if way else StandIn(link, call)
    output = tmp_path / "output"
    variables = environment | {"GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(temporary)}
    if installs:
        action = tmp_path / "action"  # which pip builds in
        shutil.copytree(ROOT, action, ignore=shutil.ignore_patterns(".git", ".venv", ".*_cache", "build"))
        variables["GITHUB_ACTION_PATH"] = str(action)
        # pip may need settings to reach an index
        variables |= {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "HOME"))}

    def start(folder: Path, **inputs: str) -> Acted:
        values = {name: settings["default"] for name, settings in ACTION["inputs"].items()}
        assert inputs.keys() <= values.keys()
        context = {f"inputs.{name}": value for name, value in (values | inputs).items()}
        context |= {
            "inputs.python": sys.executable,
            "github.server_url": "https://github.com",
            "github.action_repository": "example/pcimatrix",
        }
        log, code = "", 0
        started: list[list[str]] = []
        for step in ACTION["runs"]["steps"]:
            if step["name"].startswith("Install") and not installs:
                continue
            own = {name: re.sub(r"\$\{\{ (\S+) \}\}", lambda m: context[m[1]], v) for name, v in step["env"].items()}
            command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]  # as runners do
            if stand_in:
                done, started = stand_in.run(command, folder, variables | own)
            else:
                done = subprocess.run(
                    command, capture_output=True, cwd=folder, encoding="utf-8", env=variables | own, timeout=300
                )
            log, code = log + done.stdout + done.stderr, done.returncode
            if code:
                break
        written = output.read_text(encoding="utf-8") if output.exists() else ""
        output.unlink(missing_ok=True)
        return Acted(code, log, dict(line.split("=", 1) for line in written.splitlines()), started)

    return start


def test_the_docs_tell_of_every_input_of_the_action() -> None:
    part = DOCS.partition("## GitHub Actions")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([\w-]+)` ", part, re.MULTILINE) == list(ACTION["inputs"])
    [used] = [step for step in WORKFLOW["jobs"]["pcimatrix"]["steps"] if step["uses"].startswith("<owner>/pcimatrix")]
    assert used["with"].keys() <= ACTION["inputs"].keys()
    assert used["with"].items() >= INPUTS.items()
    assert list(ACTION["outputs"]) == ["exit-code"]


def test_no_text_from_outside_is_put_into_a_script_of_the_action() -> None:
    used = ""
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        used += " ".join(step["env"].values())
    assert set(re.findall(r"inputs\.([\w-]+)", used)) == set(ACTION["inputs"])


@pytest.mark.parametrize("act", INSTALLS, indirect=True)
def test_the_action_is_content_where_all_is_well(act: Callable[..., Acted], repository: Path) -> None:
    done = act(repository, **INPUTS, report="pcimatrix.sarif", deployed="\n\n")  # no source
    assert (done.code, done.outputs) == (0, {"exit-code": "0"}), done.log
    assert "::notice title=pcimatrix::The totals are as expected." in done.log
    assert "::error" not in done.log
    assert json.loads((repository / "pcimatrix.sarif").read_text(encoding="utf-8"))["runs"][0]["results"] == []


def test_the_action_annotates_the_catalogue(act: Callable[..., Acted], repository: Path) -> None:
    break_a_rule(repository)
    done = act(repository, catalogue=CATALOGUE, report="findings.json", **{"report-format": "json"})
    assert (done.code, done.outputs) == (1, {"exit-code": "1"}), done.log
    for code in ("published_totals", "residual_needs_aws"):
        assert re.search(rf"^::error file={CATALOGUE},line=\d+,col=\d+,title={code}::", done.log, re.MULTILINE)
    assert json.loads((repository / "findings.json").read_text(encoding="utf-8"))["ok"] is False
    with_scope = act(repository, catalogue=CATALOGUE, scope=SCOPE)
    assert with_scope.code == 1
    assert "title=residual_needs_aws::" in with_scope.log


def test_the_action_annotates_the_scope(act: Callable[..., Acted], repository: Path) -> None:
    misspell(repository)
    done = act(repository, scope=SCOPE)
    assert (done.code, done.outputs) == (2, {"exit-code": "2"}), done.log
    assert re.search(
        rf"^::error file={SCOPE},line=\d+,col=1,title=input_error::the key 'worklods'", done.log, re.MULTILINE
    )


def test_the_action_tells_what_a_plan_moves(act: Callable[..., Acted], repository: Path) -> None:
    [used] = [step for step in PULL_REQUEST["jobs"]["responsibility"]["steps"] if "pcimatrix" in step.get("uses", "")]
    write(repository / used["with"]["deployed"], plan(resource("aws_instance.batch")))
    done = act(repository, **used["with"])
    assert (done.code, done.outputs) == (1, {"exit-code": "1"}), done.log
    assert re.search(
        rf"^::error file={SCOPE},line=\d+,col=1,title=deployment_drift::new_workload", done.log, re.MULTILINE
    )
    comment = (repository / used["with"]["comment"]).read_text(encoding="utf-8")
    assert comment.startswith("### PCI DSS responsibility: 171 test cases change hands")
    (repository / used["with"]["deployed"]).write_text("{", encoding="utf-8")
    broken = act(repository, **used["with"] | {"comment": ""})
    assert (broken.code, broken.outputs) == (2, {"exit-code": "2"})
    assert "::error file=plan.json,line=1,col=2,title=input_error::the JSON ends early" in broken.log


def test_what_is_deployed_is_compared_with_a_scope(act: Callable[..., Acted], repository: Path) -> None:
    write(repository / "plan.json", plan(resource("aws_instance.batch")))
    alone = act(repository, deployed="plan.json")
    assert (alone.code, alone.outputs) == (2, {"exit-code": "2"})
    assert (
        "::error title=deployed::What is deployed is compared with a scope; give the input scope as well" in alone.log
    )


def test_the_action_annotates_a_summary_that_is_out_of_date(act: Callable[..., Acted], repository: Path) -> None:
    stale = (repository / SUMMARY).rename(repository / "a,b%:c.md")
    stale.write_text(stale.read_text(encoding="utf-8").replace("464", "465", 1), encoding="utf-8")
    done = act(repository, scope=SCOPE, summary=stale.name)
    assert (done.code, done.outputs) == (1, {"exit-code": "1"}), done.log
    assert "\n::error file=a%2Cb%25%3Ac.md,title=render::This is not what its inputs give now" in done.log
    other = act(repository, summary=stale.name, **{"render-arguments": "--pattern\nfargate\n--title=A, $(B) \"C'"})
    assert other.code == 1
    assert re.search(r"^\+# A, \S*\(B\) \"C'$", other.log, re.MULTILINE)


@pytest.mark.parametrize("names", [{"catalogue"}, ACTION["inputs"].keys() - {"catalogue", "python", "extras"}], ids=len)
def test_hostile_inputs_of_the_action_are_only_text(
    names: set[str], act: Callable[..., Acted], repository: Path, tmp_path: Path
) -> None:
    before = sorted(tmp_path.rglob("*"))
    hostile = f"{tmp_path}/no/\"'; touch pwned; `touch pwned` $(touch pwned) --output=pwned\n--output=pwned\n::x::"
    done = act(repository, **{"summary": SUMMARY, "report": f"{tmp_path}/no/report"} | dict.fromkeys(names, hostile))
    assert (done.code, done.outputs) == (2, {"exit-code": "2"}), done.log
    assert not re.search("^::x", done.log, re.MULTILINE)
    assert sorted(tmp_path.rglob("*")) == before
    given = {re.sub(r"^--[\w-]+=", "", each) for each in itertools.chain(*done.started) if "touch" in each}
    assert given == ({hostile, hostile.splitlines()[0]} if "scope" in names else set())


# GitLab


def test_the_gitlab_job_runs_and_leaves_its_reports(
    repository: Path, environment: dict[str, str], call: Run, tmp_path: Path
) -> None:
    job = GITLAB["pcimatrix"]
    install, *lines = job["script"]
    assert install.startswith("pip install ")
    command = "; ".join(f"{line} >/dev/null; echo $?" for line in lines)
    (programs := tmp_path / "programs").mkdir()
    path = {"PATH": f"{programs}{os.pathsep}{environment['PATH']}"}
    stand_in = StandIn(programs / "pcimatrix", call)
    done, started = stand_in.run(["bash", "-c", command], repository, environment | path | job["variables"])
    assert done.stdout.split() == ["0", "0", "0"], done.stderr
    assert [each[0] for each in started] == ["validate", "check", "render"]
    for report in job["artifacts"]["reports"].values():
        assert (repository / report).stat().st_size


# The image


def test_the_image_takes_what_the_program_is_built_from_and_no_more() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = {
        name for line in lines if line.startswith("COPY ") and "--from" not in line for name in line.split()[1:-1]
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    folders = {"pcimatrix", *project["tool"]["setuptools"]["package-dir"].values()}
    metadata = {"pyproject.toml", project["project"]["readme"], *project["project"]["license-files"]}
    assert copied == folders | metadata
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert (ignored[0], ignored[-1]) == ("*", "**/__pycache__")
    assert {line.removeprefix("!") for line in ignored[1:-1]} == copied


def test_the_image_has_a_pinned_base_and_a_user_who_is_not_root() -> None:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    last = text.rpartition("\nFROM ")[2]
    assert re.findall(r"^FROM (\S+)", text, re.MULTILINE) == ["${BASE}", "${BASE}"]
    assert re.search(r"^ARG BASE=docker\.io/library/python:3\.\d+-slim-\w+$", text, re.MULTILINE)
    [user] = re.findall(r"^USER (\d+):(\d+)$", last, re.MULTILINE)
    assert all(int(each) > 0 for each in user)
    [entry] = re.findall(r"^ENTRYPOINT (.+)$", last, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert json.loads(entry) == list(project["project"]["scripts"])
