"""The wheel: everything that the program needs is in it, as it is in the repository, and it runs from there."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from paths import ROOT

PARTS = ("pcimatrix", "data", "templates")
"""The directories that a wheel is made of."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy so that nothing is left in the repository."""
    copy = tmp_path_factory.mktemp("source")
    for part in PARTS:
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE", "README.md"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, copy)
    target = tmp_path_factory.mktemp("wheel")
    # What pip calls, which takes twice as long around it.
    build = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"
    result = subprocess.run(
        [sys.executable, "-c", build, target], capture_output=True, check=False, cwd=copy, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    [built] = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's content, in a directory of its own."""
    target = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(target)
    return target


def expected() -> dict[str, bytes]:
    """Return the files that belong in the wheel, by their names there."""
    suffixes = {".py", ".yaml", ".json", ".j2", ".typ", ".typed"}
    found = {}
    for part in PARTS:
        base = "" if part == "pcimatrix" else "pcimatrix/"
        for path in (ROOT / part).rglob("*"):
            if path.is_file() and path.suffix in suffixes and path.parent.name != "__pycache__":
                found[base + path.relative_to(ROOT).as_posix()] = path.read_bytes()
    return found


def test_the_wheel_has_exactly_the_files_of_the_repository_byte_for_byte(unpacked: Path) -> None:
    packed = {
        path.relative_to(unpacked).as_posix(): path.read_bytes()
        for path in (unpacked / "pcimatrix").rglob("*")
        if path.is_file()
    }
    wanted = expected()
    assert sorted(packed) == sorted(wanted)
    assert [name for name, content in packed.items() if content != wanted[name]] == []
    assert {"pcimatrix/py.typed", "pcimatrix/data/requirements.yaml", "pcimatrix/templates/summary.md.j2"} <= set(
        packed
    )


def test_every_package_is_named_in_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packages = {
        path.parent.relative_to(ROOT).as_posix().replace("/", ".") for path in (ROOT / "pcimatrix").rglob("*.py")
    }
    assert set(project["tool"]["setuptools"]["packages"]) == packages | {"pcimatrix.data", "pcimatrix.templates"}


def test_the_metadata_has_licence_readme_and_entry_point(wheel: Path, unpacked: Path) -> None:
    [info] = unpacked.glob("*.dist-info")
    metadata = (info / "METADATA").read_text(encoding="utf-8")
    head, _, description = metadata.partition("\n\n")
    assert re.search(r"^Name: pcimatrix$", head, re.MULTILINE)
    assert re.search(r"^License-Expression: Apache-2\.0$", head, re.MULTILINE)
    assert re.search(r"^Requires-Python: >=3\.11$", head, re.MULTILINE)
    assert description.strip() == (ROOT / "README.md").read_text(encoding="utf-8").strip()
    assert (info / "licenses" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert "pcimatrix = pcimatrix.cli:main" in (info / "entry_points.txt").read_text(encoding="utf-8")
    assert wheel.name.endswith("-py3-none-any.whl")


def test_the_program_runs_from_the_wheel_alone(unpacked: Path, environment: dict[str, str], tmp_path: Path) -> None:
    def python(*arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "-P", *arguments],
            capture_output=True,
            check=True,
            cwd=tmp_path,
            encoding="utf-8",
            env=environment | {"PYTHONPATH": str(unpacked)},
            timeout=30,
        ).stdout

    assert re.search(r"^ +Total +464 +243 +198 ", python("-m", "pcimatrix", "totals"), re.MULTILINE)
    # Others in one process: each takes as long to start as what it does.
    calls = [["validate"], *(["render", "-f", name, "-o", name] for name in ("markdown", "html"))]
    code = (
        "import json, pcimatrix, pcimatrix.cli, pcimatrix.data, pcimatrix.templates\n"
        "modules = (pcimatrix, pcimatrix.data, pcimatrix.templates)\n"
        "print(json.dumps([module.__file__ for module in modules]), flush=True)\n"
        f"for each in {calls}: assert pcimatrix.cli.run(each) == 0"
    )
    files, told = python("-c", code).split("\n", 1)
    for file in json.loads(files):
        assert os.path.commonpath([file, unpacked]) == str(unpacked)
    assert told.startswith("data/requirements.yaml: 464 test cases, all ")
    for name in ("markdown", "html"):
        assert "464" in (tmp_path / name).read_text(encoding="utf-8")
