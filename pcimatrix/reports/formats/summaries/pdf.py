"""The responsibility summary as PDF: the page of `html`, laid out by WeasyPrint in a style of its own for paper."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from pcimatrix.errors import FormatError
from pcimatrix.reports.escaping import css_string
from pcimatrix.reports.extras import extra
from pcimatrix.reports.formats.summaries import html as page
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.templating import html
from pcimatrix.text import one_line

ENDINGS = (".pdf",)
"""How the names of its files end; see `endings`."""

FILLS = {"customer": "#b45309", "residual": "#5b8fd1", "aws": "#1f4e8c", "third_party": "#7b3fa0", "na": "#9aa1ab"}
"""The colours of a bar's pieces: WeasyPrint draws an SVG without the page's style."""
_SCREEN = frozenset({"skip", "link", "again", "flag", "bases"})
"""Classes of what is for a screen only; the rest of it are controls. Left out, they cost no time to lay out."""
_CONTROLS = frozenset({"form", "nav", "script"})
_SVG = "{http://www.w3.org/2000/svg}"
_RUNNING = 64
"""The most characters of a text at the top or the bottom of each page."""
_CLOCK = "SOURCE_DATE_EPOCH"


def write(summary: Summary) -> bytes:
    """Return the summary as a tagged PDF; the same summary, fonts and libraries give the same bytes.

    Fonts are the system's: Arial, Liberation Sans or DejaVu Sans. Raises `FormatError` if the extra, or a library
    of the system that it needs, is not installed.
    """
    weasyprint = _weasyprint()
    # No address is fetched, whatever the page says: no protocol is allowed.
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=())
    source = weasyprint.HTML(string=page.write(summary), url_fetcher=fetcher)
    _dress(source.etree_element, summary)
    day = summary.date or summary.catalogue.updated
    with _clock(day):
        document = source.render()
        about = document.metadata
        about.created = about.modified = day
        about.description = one_line(f"{summary.edition}, {summary.subject.title}")
        about.generator = "pcimatrix"
        content: bytes = document.write_pdf(pdf_tags=True, pdf_identifier=True)
    return content


def _weasyprint() -> Any:
    # Where a library is missing, WeasyPrint says so on standard output, which is the document's.
    try:
        with extra("pdf"), redirect_stdout(io.StringIO()):
            import weasyprint  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, and slow to import
    except OSError as error:
        raise FormatError(
            f"pdf: this format needs the system library Pango ({error}); install it: apt-get install libpango-1.0-0 "
            "libpangoft2-1.0-0 libharfbuzz-subset0 on Debian and Ubuntu, brew install pango on macOS"
        ) from None
    return weasyprint


def _dress(root: Any, summary: Summary) -> None:
    """Put the style for paper in the place of the page's own, and what that cannot say of a picture into it."""
    # All that people wrote in the style is in an inert string.
    mark = Markup(css_string(_mark(summary)))  # noqa: S704
    style = html().get_template("summary.pdf.css.j2").render(fills=FILLS, mark=mark)
    for element in root.iter("style"):
        element.text = style
    _leave_out(root)
    for line in root.iter("span"):
        if line.get("class") == "what":
            # WeasyPrint breaks after the first word where a line is full and only a space follows it.
            line.text = (line.text or "").strip()
    for head in (each for level in ("h1", "h2", "h3") for each in root.iter(level)):
        head.set("data-running", _short(" ".join("".join(head.itertext()).split())))
    for picture in root.iter(f"{_SVG}svg"):
        title = picture.makeelement(f"{_SVG}title", {})
        title.text = picture.get("aria-label")
        picture.insert(0, title)
        for piece in picture.iter(f"{_SVG}rect"):
            piece.set("fill", FILLS[piece.get("class").removeprefix("fill-")])


def _mark(summary: Summary) -> str:
    """Return what each page says of the summary: whose it is, or where its numbers come from."""
    if summary.subject.scoped:
        return f"{_short(summary.subject.title)}, as of {summary.subject.date}"
    if summary.subject.modelled:
        return "Modelled: not published by AWS"
    if summary.report:
        return f"{summary.report.label}; owners as AWS published"
    return "Row totals published by AWS; the split below a row is worked out"


def _short(text: str) -> str:
    return text if len(text) <= _RUNNING else text[: _RUNNING - 1] + "…"


def _leave_out(element: Any) -> None:
    for child in list(element):
        if child.tag in _CONTROLS or "hidden" in child.attrib or _SCREEN.intersection(child.get("class", "").split()):
            element.remove(child)
        else:
            _leave_out(child)


@contextmanager
def _clock(day: str) -> Iterator[None]:
    """Stop the clock that is written into embedded fonts: fontTools takes the time from SOURCE_DATE_EPOCH."""
    before = os.environ.get(_CLOCK)
    os.environ[_CLOCK] = str(int(datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_CLOCK]
        else:
            os.environ[_CLOCK] = before
