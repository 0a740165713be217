"""What all tests share: the installed program, edited catalogues, and the option that rewrites golden files."""

import gc
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import pytest

os.environ["HYPOTHESIS_NO_PLUGINS"] = "1"  # trio, which selenium brings, has one that imports it into each process

from hypothesis import settings

from paths import ROOT
from pcimatrix import cli

pytest_plugins = ["browser"]

# A busy machine is no failure: examples are bounded in number, not in time. `--hypothesis-profile=thorough` tries more.
settings.register_profile("pcimatrix", deadline=None, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=300)
settings.load_profile("pcimatrix")

_MUCH = 3_000_000
"""So many objects may come before garbage is searched for: some 600 MB, which only a thorough run makes."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite golden files; read them before committing")


def pytest_collection_finish() -> None:
    """Leave what is there by now out of every later search for garbage: it stays to the end."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Leave what is there at the end, too: pytest searches for garbage five times, and then the process is gone."""
    gc.freeze()


@pytest.fixture(autouse=True, scope="module")
def _garbage() -> Iterator[None]:
    """Search for garbage after a module if much may have come: the program, which ends soon, has no search made.

    What is left then is there to be used again: later searches leave it out.
    """
    yield
    made, *_ = gc.get_count()
    if made > _MUCH:
        gc.collect()
        gc.freeze()


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def program() -> str:
    """The installed entry point, found beside the interpreter that runs the tests."""
    path = Path(sys.executable).with_name("pcimatrix")
    assert path.is_file(), "install the project first: pip install -e '.[test]'"
    return str(path)


@pytest.fixture(scope="session")
def environment(program: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment that nothing of the developer's own settings or home directory reaches."""
    return {
        "PATH": os.pathsep.join([str(Path(program).parent), os.environ.get("PATH", os.defpath)]),
        "HOME": str(tmp_path_factory.mktemp("home")),
        "LANG": "C.UTF-8",
        "COLUMNS": "80",
        "TERM": "xterm-256color",
    }


@pytest.fixture(scope="session")
def run(program: str, environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Start the installed program: `run("totals", "-f", "json", cwd=…, TZ="UTC")`; further names are variables."""

    def start(
        *arguments: str | Path, cwd: Path | None = None, timeout: float = 30, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [program, *map(str, arguments)],
            capture_output=True,
            check=False,
            cwd=cwd or environment["HOME"],
            encoding="utf-8",
            env=environment | variables,
            stdin=subprocess.DEVNULL,
            timeout=timeout,
        )

    return start


@contextmanager
def _pipe(data: bytes) -> Iterator[TextIO]:
    """Give a pipe's end that data can be read from, which the pipe has room for."""
    end, begin = os.pipe()
    with open(end, encoding="utf-8") as stream:  # noqa: PTH123 - it has no path
        with open(begin, "wb") as other:  # noqa: PTH123
            other.write(data)
        yield stream


@pytest.fixture
def call(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Call what the entry point calls, in this process: as `run`, but for what only a process of its own can show.

    Starting one takes five times as long as most commands do. What begins and ends a process, its streams and
    signals, is looked at with `run`, and so is one call of each command. `piped` is what standard input gives.
    """

    def start(
        *arguments: str | Path, cwd: Path | None = None, piped: bytes | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        with monkeypatch.context() as here, _pipe(piped or b"") as stdin:
            if piped is not None:
                here.setattr("sys.stdin", stdin)
            for name in [name for name in os.environ if name.startswith(("PCIMATRIX_", "SOURCE_DATE_"))]:
                here.delenv(name)
            for name, value in (environment | variables).items():
                here.setenv(name, value)
            here.chdir(cwd or environment["HOME"])
            capfd.readouterr()
            code = cli.run([*map(str, arguments)])
            shown = capfd.readouterr()
        return subprocess.CompletedProcess(arguments, code, shown.out, shown.err)

    return start


@pytest.fixture(scope="session")
def part(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Write the shipped catalogue with some parts alone, where the whole takes long: `part("8")`, `part("8.3")`."""
    folder = tmp_path_factory.mktemp("parts")
    text = (ROOT / "data" / "requirements.yaml").read_text(encoding="utf-8")
    head, *principals = re.split(r'(?m)^(?=  - id: ")', text)

    def write(*wanted: str) -> Path:
        path = folder / f"{'-'.join(wanted)}.yaml"
        kept = [head]
        for principal in principals:
            begin, *sections = re.split(r'(?m)^(?=      - id: ")', principal)
            if begin.startswith(tuple(f'  - id: "{each}"' for each in wanted)):
                kept.append(principal)
            elif some := [each for each in sections if each.startswith(tuple(f'      - id: "{w}"' for w in wanted))]:
                kept += [begin, *some]
        path.write_text("".join(kept), encoding="utf-8")
        return path

    return write


@pytest.fixture
def edited(tmp_path: Path) -> Callable[..., Path]:
    """Write an edited copy of the shipped catalogue: `edited(("old", "new"), …)`; each old text stands in it once."""

    def write(*replacements: tuple[str, str], name: str = "edited.yaml") -> Path:
        text = (ROOT / "data" / "requirements.yaml").read_text(encoding="utf-8")
        for old, new in replacements:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the catalogue"
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write
