"""Programs beside Python that some tests need: a browser, LibreOffice, pandoc."""

import os
from typing import NoReturn

import pytest

REQUIRED = "PCIMATRIX_REQUIRE_BROWSER"
"""Where this environment variable is 1, a missing program fails the tests instead of skipping them."""


def unavailable(reason: str) -> NoReturn:
    """Skip for want of a program, or fail where it is required."""
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{reason}, and {REQUIRED}=1 requires it")
    pytest.skip(reason)
