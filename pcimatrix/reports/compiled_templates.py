"""Code that Jinja2 compiles templates to, kept beside Python's byte code: compiling takes a quarter of a page's time.

What is kept is of one text and one version of Jinja2 alone; whoever changes a template gets the changed one.
"""

from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from pcimatrix.byte_code import keep, place_of

_COMPILING = 1
"""Raise it when an environment's options change, or what its filters and escaping make of a template's constants."""

_DIGEST = sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """The compiled templates of the program, as an environment of Jinja2 reads and writes them."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return a template's name, by which it is found again; `filename` is not looked at."""
        del filename
        return name

    def get_source_checksum(self, source: str) -> str:
        """Return a digest (hex) of all that the code follows from but the template's name."""
        return sha256(f"{_COMPILING} {version('jinja2')} {source}".encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill a bucket with what is kept; what is not whole is left, since loading it could raise anything."""
        try:
            data = place.read_bytes() if (place := _place(bucket)) else b""
        except OSError:
            return
        digest, code = data[:_DIGEST], data[_DIGEST:]
        if sha256(code).digest() == digest:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what a bucket holds, after its SHA-256."""
        if place := _place(bucket):
            code = bucket.bytecode_to_string()
            keep(place, sha256(code).digest() + code)


def _place(bucket: Bucket) -> Path | None:
    template = files("pcimatrix.templates").joinpath(bucket.key)
    return place_of(template, ".jinja") if isinstance(template, Path) else None
