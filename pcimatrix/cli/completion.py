"""Requests of a shell for completion, which Typer answers: what the shell has to send."""

import os
import re

from pcimatrix.errors import PcimatrixError

_REQUEST = "_PCIMATRIX_COMPLETE"


def check_request() -> None:
    """Raise `PcimatrixError` if bash asks for completion without the words that Typer takes for granted."""
    if os.environ.get(_REQUEST) != "complete_bash":
        return
    if "COMP_WORDS" not in os.environ or not re.fullmatch("[0-9]{1,6}", os.environ.get("COMP_CWORD", "")):
        missing = "COMP_WORDS and COMP_CWORD are missing or wrong"
        raise PcimatrixError(f"{_REQUEST}: {missing}; unset it, or let the shell set all three")
