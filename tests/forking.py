"""Processes of the program without the time that starting one takes: one imports it, and forks for each call.

`serve` is that one. `ask` is what stands in for the installed program: it hands over its arguments, environment,
directory and open streams, and ends as the forked process ended. That has all that a process has, but for what the
interpreter does before the program's first line and limits that a shell sets (`ulimit`): for these, start the program.
"""

import fcntl
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from typing import TextIO, cast

MOST = 1_000_000
"""More bytes than arguments and environment have."""
ABOVE = 1000
"""Numbers of streams from which on none is open."""


def ask(address: str) -> None:
    """Have the arguments called that this process was started with, and end as the call ended."""
    with socket.socket(socket.AF_UNIX) as channel:
        channel.connect(address)
        streams = []
        for each in map(int, os.listdir("/dev/fd")):  # noqa: PTH208 - as below
            with suppress(OSError):  # the one that listed them is closed again
                os.fstat(each)
                streams += [each] if each != channel.fileno() else []
        os.umask(umask := os.umask(0))
        said = [sys.argv[1:], dict(os.environ), os.getcwd(), umask, streams]  # noqa: PTH109 - importing pathlib takes time
        socket.send_fds(channel, [json.dumps(said).encode()], streams)
        channel.shutdown(socket.SHUT_WR)
        code = int(channel.recv(16))
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


def serve(address: str) -> None:
    """Call what is asked for, each in a process of its own, until standard input ends."""
    from pcimatrix import cli  # noqa: PLC0415 - the stand-in need not wait for it

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        sys.stdout = sys.stderr = _stream(os.open(os.devnull, os.O_WRONLY), "w")
        for line in ("totals", "list -r 1.1.1", "show 1.1.1", "check", "render", "scope new -h"):
            cli.run(line.split())  # imports what it takes, and reads the shipped data
        listener.listen()
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for those below
        os.write(1, b"\n")
        while sys.stdin not in select.select([listener, sys.stdin], [], [])[0]:
            connection, _ = listener.accept()
            with connection:
                if os.fork() == 0:
                    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                    listener.close()
                    _answer(connection)


def _answer(connection: socket.socket) -> None:
    data, streams, *_ = socket.recv_fds(connection, MOST, 250)
    while more := connection.recv(MOST):
        data += more
    arguments, environment, directory, umask, numbers = json.loads(data)
    child = os.fork()
    if child == 0:
        _become(dict(zip(numbers, streams, strict=True)), connection)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(directory)
        os.umask(umask)
        sys.argv = ["pcimatrix", *arguments]
        from pcimatrix.cli import main  # noqa: PLC0415

        main()
    for each in streams:
        os.close(each)
    _, status = os.waitpid(child, 0)
    connection.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(streams: dict[int, int], connection: socket.socket) -> None:
    """Have the streams, by their numbers, that were handed over, and no others."""
    above = {number: fcntl.fcntl(each, fcntl.F_DUPFD, ABOVE) for number, each in streams.items()}
    connection.close()
    os.closerange(0, ABOVE)
    for number, each in above.items():
        os.dup2(each, number)
        os.close(each)
    sys.stdin, sys.stdout, sys.stderr = (
        _stream(number, *how) if number in streams else None
        for number, how in enumerate([("r",), ("w",), ("w", "backslashreplace")])
    )


def _stream(number: int, mode: str, errors: str = "strict") -> TextIO:
    """Return a standard stream as the interpreter makes it."""
    return cast("TextIO", open(number, mode, encoding="utf-8", errors=errors, closefd=False))


if __name__ == "__main__":
    serve(sys.argv[1])
