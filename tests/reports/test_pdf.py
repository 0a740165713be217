"""The summary as PDF: read back by pypdf; the same bytes each time; hostile text stays text, and nothing is fetched."""

import io
import logging
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from hostile import SMALL, scope_summary_with, small, summary_with
from paths import ROOT
from pcimatrix.catalogue.loader import load, shipped_facts, shipped_published
from pcimatrix.ownership.totals import Tally
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries import html
from pcimatrix.reports.formats.summaries.pdf import FILLS
from pcimatrix.reports.summary.model import Summary
from pcimatrix.scope.model import load_scope
from pcimatrix.text import one_line
from summaries import pattern_summary, scope_summary

Run = Callable[..., subprocess.CompletedProcess[str]]
MIXED = str(ROOT / "examples/mixed.yaml")
PART = ("8.3", "12.8")
ACTIVE = frozenset({"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/GoToR", "/EmbeddedFile", "/OpenAction", "/AA"})


def small_summary() -> Summary:
    return pattern_summary(small(), "abstracted")


def pdf(summary: Summary) -> bytes:
    content = writer("summaries", "pdf")(summary)
    assert isinstance(content, bytes)
    return content


def outline(reader: PdfReader, nodes: Any = None, level: int = 0) -> Iterator[tuple[int, str]]:
    for node in reader.outline if nodes is None else nodes:
        if isinstance(node, list):
            yield from outline(reader, node, level + 1)
        else:
            yield level, str(node.title)


def chapters(reader: PdfReader) -> list[Any]:
    """Return the outline's nodes of principal requirements: those under the test cases."""
    top = reader.outline
    at = next(number for number, node in enumerate(top) if not isinstance(node, list) and node.title == "Test cases")
    return [node for node in top[at + 1] if not isinstance(node, list)]


def objects(reader: PdfReader) -> Iterator[Any]:
    """Yield every dictionary of a file, those within others too."""
    trailer: Any = reader.trailer
    waiting = [IndirectObject(number, 0, reader).get_object() for number in range(1, trailer["/Size"])]
    while waiting:
        each = waiting.pop()
        if isinstance(each, DictionaryObject):
            yield each
            waiting += [value for value in each.values() if not isinstance(value, IndirectObject)]
        elif isinstance(each, ArrayObject):
            waiting += [value for value in each if not isinstance(value, IndirectObject)]


def squeezed(text: str) -> str:
    return "".join(text.split())


# What it holds. Each of the two long documents is made once, and all that is to be seen of it in one test.


@pytest.fixture(name="part")
def small_part(part: Callable[..., Path]) -> Path:
    """The sections that the mixed scope's third party and its decision are in."""
    return part(*PART)


def test_the_published_example(run: Run, tmp_path: Path, part: Path) -> None:
    file = tmp_path / "summary.pdf"
    done = run("render", "-f", "pdf", "--catalogue", part, "-o", file, timeout=240)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    summary = pattern_summary(load(str(part)), "abstracted")
    assert len(summary.totals.rows) == len(PART)
    reader = PdfReader(file)
    looked_at(reader, summary)
    pages = [page.extract_text() for page in reader.pages]
    whole = summary.totals.whole
    for number in (whole.customer, whole.aws, whole.na, whole.residual):
        assert str(number) in pages[0]
    starts = {row.split()[0] for page in pages for row in page.splitlines() if row.split()}
    assert {cell.case.id for cell in summary.cells} <= starts
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        if number > 1:
            assert summary.title in page
    # Each principal requirement begins a page, which the totals name, and runs in the header of those that follow.
    starts_at = [reader.get_destination_page_number(node) for node in chapters(reader)]
    assert len(pages) > len(starts_at) + 2
    for row, start, end in zip(summary.totals.rows, starts_at, [*starts_at[1:], len(pages) - 1], strict=True):
        name = squeezed(f"{row.id}. {row.title}"[:60])
        assert start is not None
        assert f"p.{start + 1}" in squeezed(pages[0])
        assert all(name in squeezed(page) for page in pages[start:end])


def test_the_mixed_scope(run: Run, tmp_path: Path, part: Path) -> None:
    file = tmp_path / "scope.pdf"
    day = "2026-11-24"
    done = run("render", "-f", "pdf", "--catalogue", part, "--scope", MIXED, "--date", day, "-o", file, timeout=240)
    assert done.returncode == 0, done.stderr
    said = {row for row in done.stderr.splitlines() if not re.search(r": (assumptions|warning): ", row)}
    assert said == set()
    loaded, facts = load(str(part)), shipped_facts()
    own = load_scope(MIXED, loaded.catalogue, loaded.patterns, facts)
    summary = scope_summary(loaded, own, date="2026-11-24")
    reader = PdfReader(file)
    looked_at(reader, summary)
    first = reader.pages[0].extract_text()
    whole = summary.totals.whole
    for number in (whole.customer, whole.aws, whole.third_party, whole.na):
        assert str(number) in first
    assert "Mixed Payments plc, as of 2026-11-24" in reader.pages[-1].extract_text()
    titles = [title for level, title in outline(reader) if level == 0]
    assert [table.title for table in summary.front] == [
        each for each in titles if each in {t.title for t in summary.front}
    ]


def looked_at(reader: PdfReader, summary: Summary) -> None:
    """Look at what every document has: properties, language, tags, an outline of two levels under the test cases."""
    trailer: Any = reader.trailer
    root, about = trailer["/Root"], reader.metadata
    assert about is not None
    assert about.title == summary.title
    assert about.subject == f"{summary.edition}, {summary.subject.title}"
    day = summary.date or summary.catalogue.updated
    assert about.creation_date is not None
    assert about.creation_date.date().isoformat() == day
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("en", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    expected = []
    for chapter in summary.chapters():
        mark = " modelled" if summary.subject.origin == "modelled" else ""
        expected.append((1, f"{chapter.principal.id}. {chapter.principal.title}{mark}"))
        expected += [(2, f"{part.section.id} {part.section.title}") for part in chapter.parts]
    found = list(outline(reader))
    start = found.index((0, "Test cases")) + 1
    assert found[start : start + len(expected)] == expected
    assert found[start + len(expected) :] == [(0, "Notes")]
    kinds: Counter[str] = Counter()
    for each in objects(reader):
        assert not ACTIVE.intersection(each)
        if each.get("/Type") == "/StructElem":
            kinds[each["/S"]] += 1
            if each["/S"] == "/Figure":
                assert "customer" in each["/Alt"]
        if "/URI" in each:
            assert each["/URI"] == summary.source.url
    assert kinds["/H1"] == 1
    assert kinds["/H3"] == len(summary.catalogue.principal_requirements)
    assert kinds["/H4"] == len(list(summary.catalogue.sections()))
    assert kinds["/LI"] >= len(summary.cells)
    assert kinds["/TH"] > len(summary.catalogue.principal_requirements)
    assert kinds["/Figure"] > len(summary.catalogue.principal_requirements)


def test_every_piece_of_a_bar_has_a_colour_in_the_pdf() -> None:
    assert {piece[0] for piece in html.bar(Tally(10, 2, 4, 2, 2, third_party=2))} == set(FILLS)


# How it is made


def test_two_runs_give_the_same_bytes(run: Run, tmp_path: Path) -> None:
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    for file, seed, zone in ((one, "1", "UTC"), (two, "2", "Asia/Tokyo")):
        done = run("render", "-f", "pdf", "--catalogue", SMALL, "-o", file, PYTHONHASHSEED=seed, TZ=zone, timeout=120)
        assert done.returncode == 0, done.stderr
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().startswith(b"%PDF-1.7")


@pytest.mark.parametrize("before", [None, "1"])
def test_no_clock_is_written_into_a_font(before: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if before is None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    else:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", before)
    # fontTools, which writes the time, is used for variable fonts, and for all where HarfBuzz cannot make a subset.
    monkeypatch.setattr("weasyprint.pdf.fonts.harfbuzz_subset", None)
    found = []
    for now in (2_000_000_000, 2_100_000_000):
        with monkeypatch.context() as clock:
            clock.setattr("fontTools.misc.timeTools.time.time", lambda now=now: now)
            found.append(pdf(small_summary()))
    assert found[0] == found[1]
    assert os.environ.get("SOURCE_DATE_EPOCH") == before


def test_warnings_of_the_library_do_not_reach_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    pdf(small_summary())
    assert capfd.readouterr() == ("", "")


def test_the_library_finds_nothing_wrong_in_the_style(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        pdf(small_summary())
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []


def test_without_the_extra_it_says_which_to_install(environment: dict[str, str]) -> None:
    code = "import sys; sys.modules['weasyprint'] = None; from pcimatrix.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "render", "-f", "pdf"], capture_output=True, encoding="utf-8", env=environment
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "python -m pip install 'pcimatrix[pdf]'" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_library_of_the_system_it_says_what_to_install(run: Run, tmp_path: Path) -> None:
    package = tmp_path / "weasyprint"
    package.mkdir()
    code = "print('troubleshooting')\nraise OSError(\"cannot load library 'libpango-1.0-0'\")\n"
    (package / "__init__.py").write_text(code, encoding="utf-8")
    done = run("render", "-f", "pdf", PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, "")
    assert "apt-get install libpango-1.0-0" in done.stderr
    assert "cannot load library 'libpango-1.0-0'" in done.stderr
    assert "Traceback" not in done.stderr


# Hostile text

HOSTILE = [
    "</title></style><script>alert(1)</script><img src=https://x.test/i.png><a href=javascript:alert(1)> {{ 7 * 7 }}",
    "<link rel=attachment href=file:///etc/passwd><iframe src=//x> url(https://x.test) \" ' \\ % ( ) << >> #",
    "\x00\x07\x1b[31m\x85\u2028 \u202eright\u202c \u05d0 \udc80 \ufffe\uffff \U0001f600 end",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(text: str) -> None:
    reader = PdfReader(io.BytesIO(pdf(summary_with(text))))
    summary = small_summary()
    assert reader.metadata is not None
    assert reader.metadata.title == one_line(text)
    for each in objects(reader):
        assert not ACTIVE.intersection(each)
        assert each.get("/URI", summary.source.url) == summary.source.url
        assert each.get("/Subtype") not in {"/Image", "/FileAttachment", "/Widget"}
    if text.isascii() and text.isprintable():
        said = squeezed("".join(page.extract_text() for page in reader.pages))
        assert said.count(squeezed(text)) >= 5


def test_a_title_of_ten_thousand_characters_is_whole_on_the_first_pages_and_short_on_the_others() -> None:
    reader = PdfReader(io.BytesIO(pdf(small_summary()._replace(title="x" * 10_000))))
    pages = [page.extract_text() for page in reader.pages]
    assert 10_000 <= sum(page.count("x") for page in pages) < 10_000 + 100 * len(pages)
    assert pages[-1].count("x") < 100


def test_hostile_text_in_a_scope_is_text() -> None:
    text = HOSTILE[0] + HOSTILE[1]
    reader = PdfReader(io.BytesIO(pdf(scope_summary_with(text))))
    for each in objects(reader):
        assert not ACTIVE.intersection(each)
        assert each.get("/URI", shipped_published().source.url) == shipped_published().source.url
    said = squeezed("".join(page.extract_text() for page in reader.pages))
    assert said.count(squeezed(text)) >= 15


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    page = html.write(small_summary())
    addresses = ("http://127.0.0.1:9/i.png", "file:///etc/hostname", "data:image/png;base64,AAAA")
    pictures = "".join(f'<img alt="x" src="{each}">' for each in addresses)
    monkeypatch.setattr(html, "write", lambda _: page.replace("</h1>", f"</h1>{pictures}"))
    with caplog.at_level(logging.ERROR):
        pdf(small_summary())
    refused = [record.getMessage() for record in caplog.records if "disallowed protocol" in record.getMessage()]
    assert len(refused) == len(addresses)
