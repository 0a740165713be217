"""The program without its start: a server that has imported it forks a process for each call.

`python forked.py ADDRESS` is the server. What is called in the program's place is a short script that passes its
arguments, directory, variables and streams to the server, and ends with the exit code that it gets.
"""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import NoReturn

from paths import ROOT

_CLIENT = """\
#!{python} -SE
import json, os, socket, sys
call = socket.socket(socket.AF_UNIX)
call.connect({address!r})
said = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(call, [said[:1]], [0, 1, 2])
call.sendall(said[1:])
call.shutdown(socket.SHUT_WR)
sys.exit(int(call.recv(16)))
"""


@contextmanager
def forked() -> Iterator[Path]:
    """Yield a script that does what the program does, while there is a server for it."""
    with tempfile.TemporaryDirectory() as folder:  # not pytest's: the address of a socket is short
        address, script = f"{folder}/socket", Path(folder) / "pcimatrix"
        script.write_text(_CLIENT.format(python=sys.executable, address=address), encoding="utf-8")
        script.chmod(0o755)
        with subprocess.Popen([sys.executable, __file__, address], stdout=subprocess.PIPE) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield script
            server.terminate()


def _serve(address: str) -> NoReturn:
    from pcimatrix import cli  # noqa: PLC0415 - not in pytest's process
    from pcimatrix.cli.commands import check, scope_drift, validate  # noqa: F401, PLC0415

    with redirect_stderr(io.StringIO()):  # what a call imports and reads of the shipped data, all others have
        assert cli.run(["render", "--scope", str(ROOT / "examples/mixed.yaml"), "--output", os.devnull]) == 0
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        print("ready", flush=True)  # noqa: T201 - what `forked` waits for
        while True:
            call, _ = server.accept()
            with call:
                if os.fork() == 0:
                    _answer(call)


def _answer(call: socket.socket) -> NoReturn:
    """Do what a call asks for, in a process of its own."""
    from pcimatrix import cli  # noqa: PLC0415

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said, streams, _, _ = socket.recv_fds(call, 1, 3)
    while more := call.recv(1 << 16):
        said += more
    arguments, folder, variables = json.loads(said)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    code = cli.run(arguments)
    sys.stdout.flush()
    sys.stderr.flush()
    call.send(str(code).encode())
    os._exit(code)


if __name__ == "__main__":
    _serve(sys.argv[1])
