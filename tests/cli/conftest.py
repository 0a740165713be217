"""What the tests of the command line share: a shell that starts the program."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def shell(environment: dict[str, str], tmp_path: Path) -> Callable[[str], subprocess.CompletedProcess[str]]:
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
