"""A stand-in for the installed program, for scripts that start it: the tests' own process does what it would do."""

import os
import subprocess
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

_SCRIPT = """\
#!/bin/sh
{ env -0; printf '\\0'; printf '%s\\0' "$@"; } >"$0.asked"
read -r code <"$0.ended"
cat "$0.out"
cat "$0.err" >&2
exit "$code"
"""


class StandIn:
    """A file that scripts start as `pcimatrix`, and that prints and ends as the program does.

    A program that starts takes three times as long as what most of its commands do. `call` is the fixture of that
    name; `path` is where the file is put.
    """

    def __init__(self, path: Path, call: Callable[..., subprocess.CompletedProcess[str]]) -> None:
        self._call = call
        self._asked, self._ended, self._out, self._err = (
            path.with_name(f"{path.name}.{name}") for name in ("asked", "ended", "out", "err")
        )
        path.write_text(_SCRIPT, encoding="utf-8")
        path.chmod(0o755)
        for pipe in (self._asked, self._ended):
            os.mkfifo(pipe)
        for file in (self._out, self._err):
            file.touch()

    def run(
        self, command: list[str], cwd: Path, environment: Mapping[str, str]
    ) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
        """Run a script: how it ended, and the arguments of each start of the program."""

        def script() -> subprocess.CompletedProcess[str]:
            try:
                return subprocess.run(
                    command, capture_output=True, check=False, cwd=cwd, encoding="utf-8", env=environment, timeout=60
                )
            finally:
                self._asked.write_bytes(b"")  # no further start is waited for

        started = []
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(script)
            while asked := self._asked.read_bytes():
                variables, _, arguments = asked.decode().partition("\0\0")
                started.append(arguments.split("\0")[:-1])
                given = dict(each.split("=", 1) for each in variables.split("\0"))
                try:
                    done = self._call(*started[-1], cwd=cwd, **given)
                except Exception:  # noqa: BLE001 - ended as the interpreter does: the script waits for it
                    done = subprocess.CompletedProcess([], 1, "", traceback.format_exc())
                self._out.write_text(done.stdout, encoding="utf-8")
                self._err.write_text(done.stderr, encoding="utf-8")
                self._ended.write_text(f"{done.returncode}\n", encoding="utf-8")
            return running.result(), started
