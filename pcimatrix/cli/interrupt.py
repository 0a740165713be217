"""Ctrl-C: the end of the program at once, except in work that something has to follow."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

INTERRUPTED = 130
"""The exit code after Ctrl-C: 128 and the signal's number, as shells have it."""


def _end_at_once(*_: object) -> None:
    with suppress(OSError):
        if os.isatty(2):
            os.write(2, b"\n")  # the shell's prompt does not follow the terminal's ^C
    os._exit(INTERRUPTED)


def end_on_interrupt() -> bool:
    """Make Ctrl-C end the program at once, and tell whether that was done.

    A `KeyboardInterrupt` can come anywhere: in an import, in a destructor, in an error's own handling. Most commands
    have nothing to undo. A signal that is ignored (`nohup`), or that a host program handles, stays so; signals are the
    main thread's.
    """
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        return False
    try:
        signal.signal(signal.SIGINT, _end_at_once)
    except ValueError:
        return False
    return True


def raise_on_interrupt() -> None:
    """Make Ctrl-C raise `KeyboardInterrupt` again."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@contextmanager
def interruptible() -> Iterator[None]:
    """Wrap work that has something to undo or to keep: Ctrl-C raises `KeyboardInterrupt` in it."""
    ends = signal.getsignal(signal.SIGINT) is _end_at_once
    if ends:
        raise_on_interrupt()
    try:
        yield
    finally:
        if ends:
            end_on_interrupt()
