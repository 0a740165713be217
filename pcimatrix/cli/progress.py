"""Progress message on standard error for work that takes over a second."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from pcimatrix.cli.interrupt import interruptible

_PATIENCE = 1.0
"""Seconds after which somebody who waits wants to hear something."""


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Say `doing` on standard error if the work within takes over a second, and it is a terminal: a spinner."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from threading import Timer

    with interruptible(), ExitStack() as shown:
        timer = Timer(_PATIENCE, _show, (doing, shown))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _show(doing: str, shown: ExitStack) -> None:
    from rich.console import Console

    shown.enter_context(Console(stderr=True).status(doing))
