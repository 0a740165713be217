"""Text of PDF files, as PDFium reads it: a twelfth of the time that pypdf takes, and the reader of most browsers."""

import pypdfium2

_HYPHENS = dict.fromkeys(map(ord, "\x02\ufffe"), "-")
"""What PDFium makes of a hyphen at the end of a line: a letter of no meaning, which a program may drop."""


def page_texts(content: bytes) -> list[str]:
    """Return the text of each page of a PDF."""
    with pypdfium2.PdfDocument(content) as document:
        return [page.get_textpage().get_text_bounded().translate(_HYPHENS) for page in document]
