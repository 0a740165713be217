"""Sources as bytes: opened, decoded and told apart by what is in them, never by their names."""

import codecs
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from pcimatrix.deployment.inventory import refuse

MAX_JSON_TEXT = 32 * 1024 * 1024
"""A larger document is only read as a stream: a template is at most one MB to CloudFormation."""
_HEAD = 64 * 1024
_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_BLOCK = re.compile(
    r"^\s*(resource|data|module|provider|variable|output|terraform|locals)\b[^:=\n]*\{\s*$", re.MULTILINE
)
_FOR_PEOPLE = re.compile(
    r"Terraform (will perform|used the selected)|OpenTofu (will perform|used the selected)|^No changes\.", re.MULTILINE
)
SHOW = "terraform show -json PLAN > plan.json"
"""The command that makes of a plan what is read here."""


class _Recoded:
    """A UTF-16 stream read as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")

    def read(self, size: int = -1) -> bytes:
        """Return some of the stream, nothing at its end."""
        while True:
            data = self._stream.read(size)
            text = self._decoder.decode(data, final=not data)
            if text or not data:
                return text.encode()


@contextmanager
def kept_if_piped(source: str, path: Path, name: str) -> Iterator[Path]:
    """Give the path of a source that can be read more than once: of standard input (`-`) or a pipe, a copy's.

    The copy can only be read by the user, and is gone afterwards.
    """
    try:
        piped = source == "-" or (path.exists() and not path.is_file() and not path.is_dir())
        if not piped:
            yield path
            return
        with tempfile.NamedTemporaryFile() as copy:
            if source == "-":
                shutil.copyfileobj(sys.stdin.buffer, copy)
            else:
                with Path(source).open("rb") as stream:
                    shutil.copyfileobj(stream, copy)
            copy.flush()
            yield Path(copy.name)
    except OSError as error:
        raise refuse(name, f"it cannot be read ({error.strerror})") from None


@contextmanager
def opened(path: Path, name: str) -> Iterator[BinaryIO]:
    """Open a source as UTF-8, after its byte order mark; UTF-16, as PowerShell writes it, is recoded.

    Raises `InputError` if it cannot be read or is not text.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(4)
            encoding = _encoding(head)
            stream.seek(
                3 if head.startswith(codecs.BOM_UTF8) else 2 if head.startswith((b"\xff\xfe", b"\xfe\xff")) else 0
            )
            yield cast("BinaryIO", _Recoded(stream, encoding)) if encoding else stream
    except FileNotFoundError:
        raise refuse(name, "no such file", "check the path") from None
    except IsADirectoryError:
        raise refuse(name, "this is a directory", "name a file in it, or CDK's output folder, cdk.out") from None
    except PermissionError:
        raise refuse(name, "no permission to read it", "check the file's mode and owner") from None
    except UnicodeDecodeError:
        raise refuse(name, "this is not text in UTF-8 or UTF-16", "save it as UTF-8") from None
    except OSError as error:
        raise refuse(name, f"it cannot be read ({error.strerror})") from None


def _encoding(head: bytes) -> str:
    """Return the name of a UTF-16 encoding, also without its mark; empty for any other."""
    for mark, encoding in _UTF16:
        if head.startswith(mark):
            return encoding
    if len(head) == 4 and head[0] and head[2] and not head[1] and not head[3]:  # noqa: PLR2004 - two characters
        return "utf-16-le"
    if len(head) == 4 and head[1] and head[3] and not head[0] and not head[2]:  # noqa: PLR2004 - two characters
        return "utf-16-be"
    return ""


def whole(path: Path, name: str) -> bytes:
    """Return all of a source as UTF-8. Raises `InputError` if it is larger than `MAX_JSON_TEXT`."""
    with opened(path, name) as stream:
        parts, size = [], 0
        while data := stream.read(1024 * 1024):
            parts.append(data)
            size += len(data)
            if size > MAX_JSON_TEXT:
                limit = f"the file is larger than {MAX_JSON_TEXT // 1024**2} MiB"
                raise refuse(name, limit, "expected a template; only plans, states and inventories can be larger")
    return b"".join(parts)


def head_of(path: Path, name: str) -> str:
    """Return the beginning of a source as text, without the white space before it."""
    with opened(path, name) as stream:
        data = b""
        while len(data) < _HEAD and (more := stream.read(_HEAD)):
            data += more
    if data.startswith(b"PK\x03\x04"):
        raise refuse(name, "this is a binary plan", f"convert it: {SHOW}")
    if b"\0" in data:
        raise refuse(name, "this is not text", "name a plan, a state, a template or an inventory as JSON or YAML")
    return data.decode("utf-8", errors="replace").lstrip()


def refuse_if_no_data(head: str, name: str) -> None:
    """Refuse what Terraform writes for itself or for people. Raises `InputError` with the command to run."""
    if not head:
        raise refuse(name, "the file is empty", f"make it: {SHOW}")
    if head.startswith('{"@level"') or re.match(r'\{\s*"@(level|message|module|timestamp)"', head):
        what = "these are the messages of terraform plan -json, not the plan"
        raise refuse(name, what, f"save the plan and convert it: terraform plan -out PLAN && {SHOW}")
    if head.startswith(("{", "[")):
        return
    if _FOR_PEOPLE.search(head):
        raise refuse(name, "this is a plan as people read it", f"save the plan and convert it: {SHOW}")
    if _BLOCK.search(head):
        raise refuse(name, "this is Terraform's own language (HCL)", f"terraform plan -out PLAN && {SHOW}")
