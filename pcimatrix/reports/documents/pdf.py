"""Text and keywords of a PDF, for comparison."""

import io
import struct
import zlib
from typing import NamedTuple

from pcimatrix.errors import InputError, Problem
from pcimatrix.reports.extras import extra

_MOST_PAGES = 2_000
_BROKEN = (
    ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RuntimeError, NotImplementedError, OSError,
    EOFError, zlib.error, struct.error,
)  # fmt: skip
"""What the library raises for broken files beside its own errors."""


class Pdf(NamedTuple):
    """A PDF as it was read: its keywords, and its text by lines, page after page."""

    keywords: str
    lines: tuple[str, ...]


def read_pdf(data: bytes, name: str, *, text: bool = True) -> Pdf:
    """Return a PDF that came as bytes; `name` names it in messages. Without `text`, only its keywords are read.

    What is drawn over the text is not seen. Raises `InputError` if it is encrypted, broken or of too many pages;
    `FormatError` if the library is missing.
    """
    with extra("pdf"):
        import pypdf  # noqa: PLC0415 - an extra
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise _refuse(name, "it is encrypted", "save it without a password")
        if len(reader.pages) > _MOST_PAGES:
            raise _refuse(
                name, f"it has more than {_MOST_PAGES:,} pages", "expected a PDF as `pcimatrix render` writes it"
            )
        keywords = (reader.metadata.keywords if reader.metadata else None) or ""
        lines = [line for page in reader.pages for line in page.extract_text().splitlines()] if text else []
    except (PyPdfError, *_BROKEN) as error:
        raise _refuse(name, f"no PDF that can be read ({type(error).__name__})", "expected a PDF file") from None
    return Pdf(keywords, tuple(line.strip() for line in lines if line.strip()))


def _refuse(name: str, found: str, expected: str) -> InputError:
    return InputError([Problem(name, 0, 0, found, expected)])
