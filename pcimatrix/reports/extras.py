"""Formats that need a library of an extra: where it is missing, the message says which extra to install."""

from collections.abc import Iterator
from contextlib import contextmanager

from pcimatrix.errors import FormatError


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Stand around the imports that the extra `name` brings. Raises `FormatError` where one of them is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        install = f"python -m pip install 'pcimatrix[{name}]'"
        found = f"this format needs the module {error.name}, which is not installed"
        raise FormatError(f"{found}; to have it: {install}") from None
