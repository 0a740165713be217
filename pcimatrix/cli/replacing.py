"""Replacement of a file, whole or not at all: written beside its place, then renamed into it."""

import os
import stat
from contextlib import suppress
from pathlib import Path

_ENDING = ".part"
_RANDOM = 8
"""How many characters `tempfile` makes up for a name."""


def replace(target: Path, data: bytes, *, new: bool) -> None:
    """Write `data` as the file `target`, which keeps its owner and permissions if it exists.

    What a killed program left of an earlier try is removed. A file that must be `new` is not overwritten, even if
    another program creates it meanwhile: raises `FileExistsError`. Raises `OSError` if it cannot be written.
    """
    prefix = f".{target.name[:40]}."
    _remove_leftovers(target.parent, prefix)
    handle, temporary = _temporary(target.parent, prefix)
    try:
        # It is open, and so locked, until it is in its place.
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(handle)
            _keep_owner(temporary, target)
            temporary.chmod(_mode(target))
            if new:
                _put_new(temporary, target)
            else:
                temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)  # there only if it was not renamed


def _temporary(folder: Path, prefix: str) -> tuple[int, Path]:
    """Return a new, open, locked file in a folder."""
    import tempfile

    while True:
        handle, name = tempfile.mkstemp(prefix=prefix, suffix=_ENDING, dir=folder)
        _lock(handle, wait=True)
        if os.fstat(handle).st_nlink:
            return handle, Path(name)
        os.close(handle)  # another program took it for a leftover before it was locked


def _remove_leftovers(folder: Path, prefix: str) -> None:
    """Remove the temporary files of a name that no living program has locked."""
    with suppress(OSError), os.scandir(folder) as entries:
        left = [each.path for each in entries if _is_temporary(each.name, prefix)]
        for name in left:
            with suppress(OSError):
                handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
                try:
                    if _lock(handle, wait=False):
                        Path(name).unlink(missing_ok=True)
                finally:
                    os.close(handle)


def _is_temporary(name: str, prefix: str) -> bool:
    return name.startswith(prefix) and name.endswith(_ENDING) and len(name) == len(prefix) + _RANDOM + len(_ENDING)


def _lock(handle: int, *, wait: bool) -> bool:
    """Lock an open file until it is closed, by its program's end at the latest; tell whether that could be done."""
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (ImportError, OSError):  # locked already, or neither the system nor the file system has locks
        return False
    return True


def _put_new(temporary: Path, target: Path) -> None:
    """Rename a file unless the target exists; in one step if the file system has links."""
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        target.open("xb").close()
        temporary.replace(target)


def _keep_owner(temporary: Path, target: Path) -> None:
    """Give a file the owner of the one that it replaces, as far as the user may."""
    if target.exists():
        old = target.stat()
        with suppress(PermissionError):
            os.chown(temporary, old.st_uid, old.st_gid)


def _mode(target: Path) -> int:
    """Return the permissions of the file that is replaced, else those of a new file."""
    if target.exists():
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
