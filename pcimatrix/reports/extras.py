"""Imports of optional libraries; if one is missing, the message names the extra to install."""

from collections.abc import Iterator
from contextlib import contextmanager

from pcimatrix.errors import FormatError


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Wrap the imports of the extra `name`. Raises `FormatError` if one is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        install = f"python -m pip install 'pcimatrix[{name}]'"
        found = f"this format needs the module {error.name}, which is not installed"
        raise FormatError(f"{found}; install it: {install}") from None
