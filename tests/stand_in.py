"""A stand-in for the installed program, for scripts that start it: the tests' own process does what it would do."""

import os
import select
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

_SCRIPT = """\
#!/bin/sh
{ env -0; printf '\\0'; printf '%s\\0' "$@"; } >"$0.given"
echo >"$0.asks"
read -r code <"$0.ended"
cat "$0.out"
cat "$0.err" >&2
exit "$code"
"""
_LONGEST = 60
"""Seconds after which a script that neither ends nor starts the program is ended."""


class StandIn:
    """A file that scripts start as `pcimatrix`, and that prints and ends as the program does.

    A program that starts takes three times as long as what most of its commands do. `call` is the fixture of that
    name; `path` is where the file is put.
    """

    def __init__(self, path: Path, call: Callable[..., subprocess.CompletedProcess[str]]) -> None:
        self._call = call
        self._given, self._asks, self._ended, self._out, self._err = (
            path.with_name(f"{path.name}.{name}") for name in ("given", "asks", "ended", "out", "err")
        )
        path.write_text(_SCRIPT, encoding="utf-8")
        path.chmod(0o755)
        for pipe in (self._asks, self._ended):
            os.mkfifo(pipe)
        for file in (self._given, self._out, self._err):
            file.touch()

    def run(
        self, command: list[str], cwd: Path, environment: Mapping[str, str]
    ) -> tuple[subprocess.CompletedProcess[str], list[list[str]]]:
        """Run a script: how it ended, and the arguments of each start of the program."""
        started = []
        asks = os.open(self._asks, os.O_RDWR)  # so that it is open to whoever starts next
        over, held = os.pipe()  # which is at its end when nobody holds it: the script and all that it started are over
        with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
            with subprocess.Popen(
                command, cwd=cwd, env=environment, stdout=out, stderr=err, pass_fds=[held], start_new_session=True
            ) as script:
                os.close(held)
                try:
                    while asks in select.select([asks, over], [], [], _LONGEST)[0]:
                        os.read(asks, 1)
                        started.append(self._answer(cwd))
                finally:  # it waits for an answer if there was none
                    os.killpg(script.pid, signal.SIGKILL)
                    os.close(asks)
                    os.close(over)
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(command, script.returncode, out.read(), err.read()), started

    def _answer(self, cwd: Path) -> list[str]:
        """Do what the program that was started would do, and return its arguments."""
        variables, _, given = self._given.read_bytes().decode().partition("\0\0")
        arguments = given.split("\0")[:-1]
        done = self._call(*arguments, cwd=cwd, **dict(each.split("=", 1) for each in variables.split("\0")))
        self._out.write_text(done.stdout, encoding="utf-8")
        self._err.write_text(done.stderr, encoding="utf-8")
        self._ended.write_text(f"{done.returncode}\n", encoding="utf-8")
        return arguments
