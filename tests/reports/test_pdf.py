"""The summary as PDF, read back by pypdf and PDFium: the same bytes each time; hostile text stays text."""

import io
import re
import subprocess
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from hostile import SMALL, scope_summary_with, small, summary_with
from paths import ROOT
from pcimatrix.catalogue.loader import load, shipped_facts, shipped_published
from pcimatrix.errors import FormatWarning
from pcimatrix.ownership.totals import Tally
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries.html import bar
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.reports.templating import template_text
from pcimatrix.scope.model import load_scope
from pcimatrix.text import one_line
from pdf_texts import page_texts
from summaries import MIXED_PART, part_of, pattern_summary, scope_summary

Run = Callable[..., subprocess.CompletedProcess[str]]
LOADED = load()
MIXED = str(ROOT / "examples/mixed.yaml")
PART = ("8.3", "12.8")
ACTIVE = frozenset({"/JavaScript", "/JS", "/Launch", "/SubmitForm", "/GoToR", "/EmbeddedFile", "/OpenAction", "/AA"})


def small_summary() -> Summary:
    return pattern_summary(small(), "abstracted")


@cache
def of_scope(name: str) -> Summary:
    own = load_scope(str(ROOT / f"examples/{name}.yaml"), LOADED.catalogue, LOADED.patterns, shipped_facts())
    return scope_summary(LOADED, own)


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """Return the pages of the document of a pattern or scope by requirement: what is usual."""
    return tuple(page_texts(pdf(pattern_summary(LOADED, name) if name in LOADED.patterns.names() else of_scope(name))))


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


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return squeezed("".join(page_texts(content)))


def squeezed(text: str) -> str:
    """Return text without blanks, and without what lets a long word break."""
    return "".join(text.replace("\u200b", "").split())


# What it holds. Each of the two long documents is made once, and all that is to be seen of it in one test.


def test_the_published_example() -> None:
    summary = pattern_summary(part_of(LOADED, *PART), "abstracted")._replace(detail=Detail.CASE)
    assert len(summary.totals.rows) == len(PART)
    content = pdf(summary)
    reader, pages = read(content), page_texts(content)
    looked_at(reader, summary)
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


def test_the_mixed_scope() -> None:
    loaded = part_of(LOADED, *MIXED_PART)
    own = load_scope(MIXED, loaded.catalogue, loaded.patterns, shipped_facts())
    summary = scope_summary(loaded, own, date="2026-11-24")._replace(detail=Detail.CASE, traces=Traces.ALL)
    content = pdf(summary)
    reader, pages = read(content), page_texts(content)
    looked_at(reader, summary)
    whole = summary.totals.whole
    for number in (whole.customer, whole.aws, whole.third_party, whole.na):
        assert str(number) in pages[0]
    assert "Mixed Payments plc, as of 2026-11-24" in pages[-1]
    titles = [title for level, title in outline(reader) if level == 0]
    assert [table.title for table in summary.front] == [
        each for each in titles if each in {t.title for t in summary.front}
    ]


def test_lines_of_requirements_are_the_usual_in_a_quarter_of_the_pages() -> None:
    small_scope = scope_summary_with("harmless")
    assert pdf(small_scope) == pdf(small_scope._replace(detail=Detail.REQUIREMENT, traces=Traces.NONE))
    starts = {row.split()[0] for page in lines_of("mixed") for row in page.splitlines() if row.split()}
    assert {each.id for each in of_scope("mixed").catalogue.requirements()} <= starts
    assert "3.2.1.a" not in starts


@pytest.mark.parametrize("name", ["infrastructure", "mixed", "merchant"])
def test_an_assessor_reads_fifteen_to_twenty_five_pages(name: str) -> None:
    assert 15 <= len(lines_of(name)) <= 25


@pytest.mark.parametrize("subject", [None, "mixed"])
def test_a_summary_for_a_board_is_two_pages(subject: str | None) -> None:
    summary = of_scope(subject) if subject else pattern_summary(LOADED, "abstracted")
    pages = page_texts(pdf(summary._replace(detail=Detail.SUMMARY)))
    assert len(pages) <= 2
    said = "".join(pages)
    for row in summary.totals.rows:
        assert squeezed(f"{row.id}. {row.title}") in squeezed(said)
    for count in summary.matrix.assumptions.values():
        assert str(count) in said
    assert summary.digest in said
    if subject:
        assert f"{len(summary.matrix.assumptions)} assumptions" in said


def looked_at(reader: PdfReader, summary: Summary) -> None:
    """Look at what every document has: properties, language, tags, an outline of two levels under the test cases."""
    trailer: Any = reader.trailer
    root, about = trailer["/Root"], reader.metadata
    assert about is not None
    assert about.title == summary.title
    assert about.author == (summary.scope.entity if summary.scope else "pcimatrix")
    assert about.subject == f"{summary.edition}, {summary.subject.title}"
    day = summary.date or summary.catalogue.updated
    assert about.creation_date is not None
    assert about.creation_date.date().isoformat() == day
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"].value) == ("en", True)
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    expected = []
    for chapter in summary.chapters():
        mark = " (modelled)" if summary.subject.origin == "modelled" else ""
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
            if each["/S"] == "/TH":
                [scope] = [attribute["/Scope"] for attribute in each["/A"] if "/Scope" in attribute]
                assert scope == "/Column"
        if "/URI" in each:
            assert each["/URI"] == summary.source.url
    assert kinds["/Title"] == 1
    assert kinds["/H2"] >= len(summary.catalogue.principal_requirements)
    assert kinds["/H3"] == len(list(summary.catalogue.sections()))
    assert kinds["/TR"] > len(summary.cells)
    assert kinds["/TD"] > 5 * len(summary.cells)
    assert kinds["/THead"] >= kinds["/Table"] > len(summary.catalogue.principal_requirements)
    # A bar says nothing that the numbers beside it do not: it is no figure, but decoration. Only flows are drawn.
    assert kinds["/Figure"] == (summary.picture is not None)


def test_every_piece_of_a_bar_has_a_colour_in_the_pdf() -> None:
    [fills] = re.findall(r"#let fills = \((.+?)\n\)", template_text("summary.style.typ"), re.DOTALL)
    coloured = set(re.findall(r"(\w+): rgb", fills))
    assert {piece[0] for piece in bar(Tally(10, 2, 4, 2, 2, third_party=2))} == coloured


# How it is made


def test_the_command_writes_it_with_the_same_bytes_each_time(
    call: Run, tmp_path: Path, part: Callable[..., Path]
) -> None:
    catalogue = part(*PART)
    one, two = tmp_path / "one.pdf", tmp_path / "two.pdf"
    for file, zone in ((one, "UTC"), (two, "Asia/Tokyo")):
        done = call("render", "--catalogue", catalogue, "-o", file, TZ=zone)
        assert (done.returncode, done.stderr) == (0, "")
    assert one.read_bytes() == two.read_bytes()
    assert one.read_bytes().startswith(b"%PDF-1.7")
    assert call("render", "--catalogue", catalogue, "--check", one).returncode == 0
    done = call("render", "--catalogue", catalogue, "--date", "2026-01-31", "-o", two)
    about = PdfReader(two).metadata
    assert about is not None
    assert str(about["/CreationDate"]).startswith("D:20260131")


def test_without_the_extra_it_says_which_to_install(call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    done = call("render", "-f", "pdf")
    assert (done.returncode, done.stdout) == (2, "")
    assert "python -m pip install 'pcimatrix[pdf]'" in done.stderr
    assert "Traceback" not in done.stderr


# Fonts


def test_a_document_in_latin_script_needs_no_font_of_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    real: Any = typst.compile

    def compiled(*given: Any, ignore_system_fonts: bool, **named: Any) -> Any:
        asked.append(ignore_system_fonts)
        return real(*given, ignore_system_fonts=ignore_system_fonts, **named)

    monkeypatch.setattr(typst, "compile", compiled)
    pdf(small_summary()._replace(title="Zażółć gęślą jaźń, Ærøskøbing, Αθήνα, Москва"))
    assert asked == [True]


def test_what_no_font_has_is_told_and_shown_as_replaced(call: Run, tmp_path: Path) -> None:
    nowhere = "\U0010fffe"
    with pytest.warns(FormatWarning, match="U\\+10FFFE") as told:
        pages = page_texts(pdf(small_summary()._replace(title=f"Shop {nowhere} and {nowhere}")))
    assert len(told) == 1
    assert "Shop�and�" in squeezed(pages[0])
    # The command says it on standard error, and the document is good.
    file = tmp_path / "shop.pdf"
    done = call("render", "--catalogue", SMALL, "--title", f"Shop {nowhere}", "-o", file)
    assert done.returncode == 0
    assert done.stderr.count("U+10FFFE") == 1
    assert file.read_bytes().startswith(b"%PDF")


# Hostile text

HOSTILE = [
    '#eval(read(sys.inputs.data)) $x$ *b* _i_ `raw` <label> @ref // comment /* #import "@preview/x:0.1.0" = x',
    "</title></style><script>alert(1)</script><img src=https://x.test/i.png><a href=javascript:alert(1)> {{ 7 * 7 }}",
    "<iframe src=//x> url(https://x.test) \" ' \\ % ( ) << >> # \\u{41} \\n",
    "\x00\x07\x1b[31m\x85\u2028 \u202eright\u202c \u05d0 \udc80 \ufffe\uffff \U0001f600 end",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_text(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FormatWarning)
        content = pdf(summary_with(text))
    reader, summary = read(content), small_summary()
    assert reader.metadata is not None
    if text.isascii():
        assert reader.metadata.title == one_line(text)
    for each in objects(reader):
        assert not ACTIVE.intersection(each)
        assert each.get("/URI", summary.source.url) == summary.source.url
        assert each.get("/Subtype") not in {"/Image", "/FileAttachment", "/Widget"}
    if text.isascii() and text.isprintable():
        assert text_of(content).count(squeezed(text)) >= 5


def test_a_title_of_ten_thousand_characters_is_whole_on_the_first_pages_and_short_on_the_others() -> None:
    pages = page_texts(pdf(small_summary()._replace(title="x" * 10_000)))
    assert 10_000 <= sum(page.count("x") for page in pages) < 10_000 + 100 * len(pages)
    assert pages[-1].count("x") < 100


def test_hostile_text_in_a_scope_is_text() -> None:
    text = HOSTILE[0] + HOSTILE[1] + HOSTILE[2]
    content = pdf(scope_summary_with(text))
    for each in objects(read(content)):
        assert not ACTIVE.intersection(each)
        assert each.get("/URI", shipped_published().source.url) == shipped_published().source.url
    assert text_of(content).count(squeezed(text)) >= 15
