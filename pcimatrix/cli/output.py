"""Output: to standard output, or to a file that is written whole or not at all."""

import errno
import os
import re
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from pcimatrix.cli.interrupt import interruptible
from pcimatrix.cli.replacing import replace
from pcimatrix.errors import OutputError
from pcimatrix.reports import writer
from pcimatrix.reports.table import Table
from pcimatrix.text import inflect, one_line, pluralize, truncate

_MOST_SHOWN = 200
"""So many characters of lost comments are shown."""
_LONGEST_NUMBER = 7
"""The most digits that the number of an open stream has."""


def emit(content: str | bytes, output: str | None = None) -> None:
    """Write content to the file `output`, or to standard output without one (or with `-`).

    Raises `OutputError` when the file cannot be written, `OSError` when standard output cannot.
    """
    data = content.encode() if isinstance(content, str) else content
    if output is not None and output != "-":
        write_file(output, data)
        return
    if sys.stdout is None:
        raise OutputError("standard output is closed; name a file with --output")
    if isinstance(content, bytes) and sys.stdout.isatty():
        raise OutputError("standard output: a terminal cannot show this binary format; name a file with --output")
    if isinstance(content, str) and sys.stdout.isatty():  # what it cannot show is replaced
        sys.stdout.write(content)
        sys.stdout.flush()
        return
    sys.stdout.flush()
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


@contextmanager
def heard_or_not() -> Iterator[None]:
    """Wrap output to a reader that may go away: the findings still set the exit code."""
    with suppress(BrokenPipeError):
        yield


def emit_table(table: Table, name: str) -> None:
    """Write a table in a format; the format `table` is drawn by rich where a person looks on."""
    if name == "table" and sys.stdout is not None and sys.stdout.isatty():
        from pcimatrix.cli.table_view import draw

        draw(table)
    else:
        emit(writer("tables", name)(table))


def note(message: str) -> None:
    """Say something about the output on standard error, where it does not mix with it."""
    if sys.stderr is not None:
        with suppress(OSError):  # closed or full: there is nowhere left to say it
            print(one_line(message), file=sys.stderr, flush=True)  # noqa: T201 - this is the edge


def note_comments(source: str, lost: Sequence[str]) -> None:
    """Say which comments went with what was removed from a file or replaced in it, if any."""
    if lost:
        goes = inflect(len(lost), "goes", "go")
        count = pluralize(len(lost), "comment")
        note(f"{source}: {count} of what is removed or replaced {goes} too: {truncate('; '.join(lost), _MOST_SHOWN)}")


def write_file(name: str, data: bytes, *, new: bool = False, follow: bool = True) -> None:
    """Write a file whole or not at all: beside its place first, then renamed into it.

    A link is followed, so that it stays a link, unless `follow` is false: then it is refused. A device, a pipe with a
    reader or one of the program's own open streams (`/dev/stdout`, `/dev/fd/3`) is written through, since a rename
    would replace it. A file that must be `new` is not overwritten, even if another program creates it meanwhile.
    Raises `OutputError`.
    """
    if not name or name.endswith("/"):
        raise OutputError(f"{one_line(name) or 'an empty name'}: not a file name; name a file")
    if not follow:
        check_regular(name, follow=False)
    try:
        handle, target = _through(name)
        if handle is not None:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            return
        with interruptible():
            replace(target, data, new=new)
    except FileExistsError:
        raise OutputError(f"{one_line(name)}: the file now exists; use --force to overwrite it") from None
    except (OSError, ValueError, RuntimeError) as error:  # a loop of links is a RuntimeError before Python 3.13
        if isinstance(error, OSError) and error.errno == errno.ENXIO:
            raise OutputError(f"{one_line(name)}: no program reads this pipe; start its reader first") from None
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise OutputError(f"{one_line(name)}: the file could not be written: {reason}") from None


def _through(name: str) -> tuple[int | None, Path]:
    """Return a handle to write an open stream, a device or a pipe with, None for a file; and the path, links followed.

    A pipe that nobody reads is an error, and not waited for. Raises `OSError`, `OutputError` for a directory.
    """
    number, target = _open_stream(name), Path(name)
    if number is not None:
        return os.dup(number), target
    target = target.resolve()
    if target.is_dir():
        raise OutputError(f"{one_line(name)}: this is a directory; name a file in it")
    if not target.exists() or target.is_file():
        return None, target
    handle = os.open(target, os.O_WRONLY | os.O_NONBLOCK)
    os.set_blocking(handle, True)
    return handle, target


def check_regular(name: str, *, follow: bool = True) -> None:
    """Raise `OutputError` if a file that is read and written back is a pipe or a device, or is a link not to `follow`.

    Reading a pipe would wait for its writer, and writing it back for a reader.
    """
    if name == "-":
        raise OutputError("-: standard input cannot be written back; name a file")
    try:
        mode = Path(name).stat(follow_symlinks=follow).st_mode
    except (OSError, ValueError):
        return  # whoever opens it says why that cannot be
    if stat.S_ISLNK(mode):
        raise OutputError(f"{one_line(name)}: a symbolic link, which is not followed; delete it")
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OutputError(f"{one_line(name)}: not a regular file; {'name a file' if follow else 'delete it'}")


def _open_stream(name: str) -> int | None:
    """Return the number of the program's own open stream that a name stands for, if it does."""
    named = {"/dev/stdout": 1, "/dev/stderr": 2}
    if name in named:
        return named[name]
    matched = re.fullmatch(r"/(?:dev|proc/self)/fd/([0-9]+)", name)
    # A longer number is of no open stream, nor a C integer.
    return int(matched[1]) if matched and len(matched[1]) <= _LONGEST_NUMBER else None
