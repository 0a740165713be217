"""The summary as a Word document: read back by python-docx, pandoc and LibreOffice; hostile text stays text."""

import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from hypothesis import example, given
from hypothesis import strategies as st

from costly import costly
from hostile import HARMLESS, scope_summary_with, summary_with
from paths import ROOT
from pcimatrix.catalogue.loader import Reference, load, shipped_facts
from pcimatrix.ownership.cells import Cell
from pcimatrix.reports import writer
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.scope.model import load_scope
from pcimatrix.text import one_line
from pdf_texts import page_texts
from programs import unavailable
from summaries import MIXED_PART, part_of, pattern_summary, scope_summary

Run = Callable[..., subprocess.CompletedProcess[str]]
LOADED = load()
NAMES = {"customer": "Customer", "aws": "AWS", "third_party": "Third party", "na": "N/A"}
SUBJECTS = ("abstracted", "infrastructure", "mixed")
PART = ("8.3", "12.8", "12.10")
"""What other programs read: they take long for all test cases."""
HEADINGS = ["Test case", "Owner", "Basis", "What it looks at", "Why", "Who does what"]


@cache
def summary_of(subject: str) -> Summary:
    """Return the published pattern's summary with all test cases, another one or a scope's with a part of them."""
    if subject != "mixed":
        reference = LOADED if subject == "abstracted" else part_of(LOADED, *MIXED_PART)
        return pattern_summary(reference, subject)._replace(detail=Detail.CASE)
    return mixed_summary(part_of(LOADED, *MIXED_PART))._replace(detail=Detail.CASE, traces=Traces.ALL)


def mixed_summary(reference: Reference) -> Summary:
    own = load_scope(str(ROOT / "examples/mixed.yaml"), reference.catalogue, reference.patterns, shipped_facts())
    return scope_summary(reference, own, date="2026-11-24")


@cache
def lines() -> bytes:
    """Return the document of the whole mixed scope by requirement: what is usual."""
    return bytes(writer("summaries", "docx")(mixed_summary(LOADED)))


@pytest.fixture(scope="module")
def short() -> bytes:
    """The document of some sections, with every test case."""
    summary = pattern_summary(part_of(LOADED, *PART), "infrastructure")
    return bytes(writer("summaries", "docx")(summary._replace(detail=Detail.CASE)))


@cache
def written(subject: str) -> bytes:
    content = writer("summaries", "docx")(summary_of(subject))
    assert isinstance(content, bytes)
    return content


@cache
def opened(content: bytes) -> Document:
    """Return a document, which nobody may change."""
    return docx.Document(io.BytesIO(content))


def texts(element: Any) -> list[str]:
    """Return the paragraphs of an element as text."""
    return ["".join(text.text or "" for text in each.iter(qn("w:t"))) for each in element.iter(qn("w:p"))]


def tables(document: Document) -> list[list[list[list[str]]]]:
    """Return each table's rows of cells of paragraphs; the library's own cells take long."""
    return [
        [[texts(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]
        for table in document.element.body.iter(qn("w:tbl"))
    ]


def case_rows(document: Document) -> list[list[list[str]]]:
    found = [rows for rows in tables(document) if [cell[0] for cell in rows[0]] == HEADINGS]
    return [row for rows in found for row in rows[1:]]


# What it holds


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_case_stands_there_once_with_its_owner_and_reason(subject: str) -> None:
    summary = summary_of(subject)

    def expected(cell: Cell) -> list[list[str]]:
        case, own = cell
        party, aside = summary.party(cell), cell.ownership.doubt
        steps = [f"({number}) {step}" for number, step in enumerate(summary.trace(cell), 1)]
        methods = ", ".join(method.value for method in case.methods).capitalize()
        # What the trace says already is not said before it.
        reason = [summary.reason(cell)] if summary.reason(cell) or not (aside or steps) else [""]
        return [
            [case.id],
            [NAMES[own.owner.value], *([party] if party else [])],
            [own.basis.value],
            [case.summary, methods],
            [*reason, *([aside] if aside else []), *steps],
            duties(cell),
        ]

    def duties(cell: Cell) -> list[str]:
        own = cell.ownership
        lines = {heading: said for key, heading, said in summary.lines(cell) if key != "responsibility"}
        left = [f"Residual duty: {own.residual}"] if own.residual and own.residual not in lines.values() else []
        first = own.responsibility.value.capitalize() if own.duties else "Nobody"
        return [first, *(f"{heading}: {said}" for heading, said in lines.items()), *left]

    assert case_rows(opened(written(subject))) == [expected(cell) for cell in summary.cells]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_totals_are_those_that_are_computed(subject: str) -> None:
    summary = summary_of(subject)
    document = opened(written(subject))
    whole = summary.totals.whole
    [totals] = [rows for rows in tables(document) if rows[0][0] == ["Requirement"] and rows[0][2] == ["Test cases"]]
    third = [str(whole.third_party)] if subject == "mixed" else []
    numbers = [whole.test_cases, whole.customer, whole.aws, whole.residual]
    parts = [str(part) for part in summary.totals.shares[:3]]
    assert [cell[0] for cell in totals[-2]] == ["", "Total", *map(str, numbers), *third, str(whole.na), *parts]
    assert [row[0][0] for row in totals[1:-2]] == [row.id for row in summary.totals.rows]
    counted = Counter(row[1][0] for row in case_rows(document))
    assert counted == {NAMES[owner]: count for owner in NAMES if (count := getattr(whole, owner))}
    sentence = next(each.text for each in document.paragraphs if each.text.startswith("Of "))
    assert f"{whole.customer} ({whole.percent()['customer']:.0f} %) are the customer's" in sentence


@pytest.mark.parametrize("subject", SUBJECTS)
def test_headings_are_those_of_principal_requirements_sections_and_front_tables(subject: str) -> None:
    summary = summary_of(subject)
    paragraphs = opened(written(subject)).paragraphs
    heads = [(each.style.name, each.text) for each in paragraphs if each.style and each.style.name.startswith("Head")]
    mark = " (modelled)" if subject == "infrastructure" else ""
    expected: list[tuple[str, str]] = []
    for chapter in summary.chapters():
        expected.append(("Heading 1", f"{chapter.principal.id}. {chapter.principal.title}{mark}"))
        expected += [("Heading 2", f"{part.section.id} {part.section.title}") for part in chapter.parts]
    start = heads.index(expected[0])
    assert heads[start:] == [*expected, ("Heading 1", "Notes")]
    front = [text for _, text in heads[:start]]
    assert front[0] == "Totals"
    assert front[-1] == "How each owner is known"
    assert {table.title for table in summary.front} <= set(front)
    assert any(text.startswith("What changes") for text in front) == (summary.comparison is not None)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_front_comparison_legend_and_notes_are_there(subject: str) -> None:
    summary = summary_of(subject)
    document = opened(written(subject))
    found = [[[cell[0] for cell in row] for row in rows[1:]] for rows in tables(document)]
    for table in summary.front:
        assert [list(row) for row in table.rows] in found
    assert [list(row) for row in summary.by_basis.rows] in found
    if summary.comparison:
        moved = [case for rows in found for row in rows for case in row[-1].split(", ") if len(row) == 2]
        assert {move.case.id for move in summary.comparison.moves} <= set(moved)
    said = "\n".join(each.text for each in document.paragraphs)
    for note in (summary.source.caveat, summary.source.disclaimer, summary.source.url, summary.digest):
        assert note in said
    if summary.subject.digest:
        assert summary.subject.digest in said


# How it is made


def test_header_rows_repeat_and_rows_stay_whole() -> None:
    for table in opened(written("mixed")).element.body.iter(qn("w:tbl")):
        first, *others = table.iter(qn("w:tr"))
        assert first.find(f".//{qn('w:tblHeader')}") is not None
        assert all(row.find(f".//{qn('w:tblHeader')}") is None for row in others)
        short = [row for row in (first, *others) if len("".join(row.itertext())) < 1_800]  # a longer one may break
        assert all(row.find(f".//{qn('w:cantSplit')}") is not None for row in short)
        assert table.find(f".//{qn('w:tblCaption')}").get(qn("w:val"))
        widths = [int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol"))]
        assert sum(widths) == int(table.find(f".//{qn('w:tblW')}").get(qn("w:w")))
        assert all(len(list(row.iter(qn("w:tc")))) == len(widths) for row in (first, *others))


def test_lines_of_requirements_are_the_usual_with_what_differs_between_test_cases() -> None:
    few = summary_of("mixed")
    by_requirement = few._replace(detail=Detail.REQUIREMENT, traces=Traces.NONE)
    usual = few._replace(detail=None, traces=None)
    assert writer("summaries", "docx")(usual) == writer("summaries", "docx")(by_requirement)
    summary, document = mixed_summary(LOADED), opened(lines())
    found = [rows for rows in tables(document) if rows[0][0] == ["Requirement"] and rows[0][1] == ["Who"]]
    assert len(found) == len(summary.catalogue.principal_requirements)
    columns = ["Requirement", "Who", *(each.label for each in summary.mark_columns), "AWS and others do", "You do"]
    # In a principal requirement that is the entity's alone, nobody else has a column.
    alone = [each for each in columns if each != "AWS and others do"]
    assert [[cell[0] for cell in rows[0]] for rows in found] == [*[columns] * 11, alone]
    by_id = {row[0][0].split()[0]: row for rows in found for row in rows[1:] if len(row) > 1}
    assert list(by_id) == [each.id for each in summary.catalogue.requirements()]
    assert by_id["2.2.1"][1] == ["a, b: Customer alone", "c: Shared, you lead"]
    # Contents: a field that Word fills with pages when it opens the file, its entries there already.
    codes = [each.text or "" for each in document.element.body.iter(qn("w:instrText"))]
    heads = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    entries = [each.text.strip() for each in document.paragraphs if each.style and each.style.name == "toc 1"]
    assert (entries, len(codes)) == (heads, len(heads) + 1)


def test_a_summary_for_a_board_has_no_requirements_and_no_contents() -> None:
    summary = summary_of("mixed")._replace(detail=Detail.SUMMARY)
    document = opened(bytes(writer("summaries", "docx")(summary)))
    heads = [each.text for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    assert heads == ["Totals", f"{len(summary.matrix.assumptions)} assumptions", "How each owner is known", "Notes"]
    assert not list(document.element.body.iter(qn("w:instrText"), qn("w:hyperlink")))


def test_a_row_that_may_be_higher_than_a_page_may_break() -> None:
    summary = summary_with("word " * 2_000)._replace(detail=Detail.CASE)
    document = opened(writer("summaries", "docx")(summary))
    rows = [row for row in document.element.body.iter(qn("w:tr")) if texts(row)[0].startswith("3.2.1.")]
    assert len(rows) == 2
    assert all(row.find(f".//{qn('w:cantSplit')}") is None for row in rows)


def test_the_page_lies_on_its_side_and_is_numbered() -> None:
    [section] = opened(written("infrastructure")).sections
    assert section.page_width and section.page_height  # noqa: PT018 - neither is None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)
    fields = [field.get(qn("w:instr")) for field in section.footer._element.iter(qn("w:fldSimple"))]  # noqa: SLF001
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Modelled: not published by AWS" in texts(section.header._element)[0]  # noqa: SLF001


def test_properties_name_title_language_and_day() -> None:
    properties = opened(written("mixed")).core_properties
    assert (properties.title, properties.language) == ("PCI DSS responsibility summary: Mixed Payments plc", "en-GB")
    assert properties.subject == "PCI DSS v4.0.1, Mixed Payments plc"
    assert str(properties.created) == str(properties.modified) == "2026-11-24 00:00:00+00:00"
    updated = opened(written("abstracted")).core_properties.created
    assert updated is not None
    assert updated.date().isoformat() == LOADED.catalogue.updated


def test_every_case_has_a_bookmark_and_every_inner_link_a_target() -> None:
    body = opened(written("abstracted")).element.body
    names = [each.get(qn("w:name")) for each in body.iter(qn("w:bookmarkStart"))]
    numbers = [each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkStart"))]
    assert len(names) == len(set(names)) == len(set(numbers))
    assert numbers == [each.get(qn("w:id")) for each in body.iter(qn("w:bookmarkEnd"))]
    assert {f"tc_{case.id.replace('.', '_')}" for case in LOADED.catalogue.test_cases()} <= set(names)
    links = [each.get(qn("w:anchor")) for each in body.iter(qn("w:hyperlink"))]
    # The totals link to the principal requirements, the contents to every heading of the first level.
    heads = [each for each in opened(written("abstracted")).paragraphs if each.style and each.style.name == "Heading 1"]
    assert len(links) == len(LOADED.catalogue.principal_requirements) + len(heads)
    assert set(links) <= set(names)


def test_another_process_zone_and_hash_seed_give_the_same_bytes(
    run: Run, part: Callable[..., Path], tmp_path: Path
) -> None:
    catalogue, file = part("8.3"), tmp_path / "one.docx"
    options = ("--catalogue", catalogue, "--detail", "case", "-o", file)
    done = run("render", *options, PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    summary = pattern_summary(load(str(catalogue)), "abstracted")
    assert file.read_bytes() == writer("summaries", "docx")(summary._replace(detail=Detail.CASE))
    with zipfile.ZipFile(file) as members:
        assert {each.date_time for each in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert members.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in members.namelist() if "thumbnail" in name]


def test_without_the_extra_it_says_which_to_install(call: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "pcimatrix.reports.formats.summaries._word", raising=False)
    done = call("render", "-f", "docx")
    assert (done.returncode, done.stdout) == (2, "")
    assert "python -m pip install 'pcimatrix[docx]'" in done.stderr
    assert "Traceback" not in done.stderr


# Hostile text

ACTIVE = [
    "<script>alert(1)</script>",
    "</w:t></w:r><w:r><w:t>",
    "]]><!-- &lt; &#x0; &nbsp; <?xml",
    "{{ 7 * 7 }}{% raw %}",
    "| `code` **bold** [x](javascript:alert(1)) https://x.test",
    '=1+1 HYPERLINK "https://x.test" { INCLUDETEXT c:\\x } DDEAUTO',
    "\u202eright to left\u202c \u2066isolated\u2069 \u200f\u05d0",
    "\x00\x07\x1b[31m\x7f\x85\u2028\u2029\t\r\n",
    "\udc80 \ufffe \uffff \U0001f600",
    "x" * 10_000,
    "<b>|`" * 2_000,
]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as members:
        return {name: members.read(name) for name in members.namelist()}


def skeleton(document: Document) -> list[tuple[str, tuple[str, ...]]]:
    """Return every element of the body with its attributes' names, but for what keeps a row whole."""
    kept = qn("w:cantSplit")
    return [(each.tag, tuple(each.attrib)) for each in document.element.body.iter() if each.tag != kept]


@given(st.sampled_from(ACTIVE) | st.text())
@example("x" * 10_000)
@example("\ufffe\x00\udc80")
@costly(10)
def test_hostile_text_adds_no_element_and_is_shown(text: str) -> None:
    document = docx.Document(io.BytesIO(writer("summaries", "docx")(summary_with(text)._replace(detail=Detail.CASE))))
    assert skeleton(document) == harmless()
    shown = one_line(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    for row in case_rows(document):
        assert (row[3][0], row[4][0]) == (shown, shown)
    assert document.paragraphs[0].text == shown


@cache
def harmless() -> list[tuple[str, tuple[str, ...]]]:
    content = bytes(writer("summaries", "docx")(summary_with(HARMLESS)._replace(detail=Detail.CASE)))
    return skeleton(docx.Document(io.BytesIO(content)))


@cache
def harmless_scope() -> list[tuple[str, tuple[str, ...]]]:
    return skeleton(docx.Document(io.BytesIO(writer("summaries", "docx")(scope_summary_with(HARMLESS)))))


@pytest.mark.parametrize("text", [each for each in ACTIVE if one_line(each) == each and len(each) <= 400])
def test_hostile_text_in_a_scope_is_text(text: str) -> None:
    content = writer("summaries", "docx")(scope_summary_with(text))
    document = docx.Document(io.BytesIO(content))
    assert skeleton(document) == harmless_scope()
    said = "\n".join(texts(document.element.body))
    assert said.count(text) >= 15
    members = parts(content)
    assert not [name for name in members if b'TargetMode="External"' in members[name]]
    codes = [each.text or "" for each in document.element.body.iter(qn("w:instrText"))]
    assert all(re.fullmatch(r' TOC \\o "1-1" \\h \\z \\u | PAGEREF [rh]_\w+ \\h ', each) for each in codes)
    assert b"fldSimple" not in members["word/document.xml"]


# Other programs


def test_pandoc_reads_every_table_and_heading(short: bytes) -> None:
    pandoc = shutil.which("pandoc")
    if pandoc is None:
        unavailable("no pandoc; apt-get install pandoc")
    done = subprocess.run([pandoc, "--from=docx", "--to=json"], input=short, capture_output=True, check=True)
    assert done.stderr == b""
    blocks = json.loads(done.stdout)["blocks"]
    kinds = Counter(block["t"] for block in blocks)
    document = opened(short)
    assert kinds["Table"] == len(document.tables) > len(PART)
    levels = Counter(block["c"][0] for block in blocks if block["t"] == "Header")
    styles = Counter(each.style.name for each in document.paragraphs if each.style)
    assert (levels[1], levels[2]) == (styles["Heading 1"], styles["Heading 2"])
    # A table's header is its own part: [attributes, caption, columns, head, bodies, foot].
    assert all(len(block["c"][3][1]) == 1 for block in blocks if block["t"] == "Table")


def test_libreoffice_opens_it_without_loss(short: bytes, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None or not (Path(office).resolve().parent / "libswlo.so").exists():
        unavailable("no LibreOffice Writer; apt-get install libreoffice-writer-nogui")
    (tmp_path / "cases.docx").write_bytes(short)
    (tmp_path / "lines.docx").write_bytes(lines())
    done = subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "pdf",
         "--outdir", str(tmp_path), *map(str, tmp_path.glob("*.docx"))],
        capture_output=True, check=False, encoding="utf-8", timeout=120,
    )  # fmt: skip
    assert (tmp_path / "cases.pdf").exists(), done.stderr
    # By requirement, an assessor reads 15 to 25 pages.
    assert 15 <= len(page_texts((tmp_path / "lines.pdf").read_bytes())) <= 25
    pages = page_texts((tmp_path / "cases.pdf").read_bytes())
    assert "Of 42 test cases" in pages[0]
    assert f"Page 1 of {len(pages)}" in pages[0]
    # A header row that repeats, on a page that begins within a table.
    within = [page for page in pages if "12.10.4" in page and "Notes" not in page]
    assert within
    assert all("Test case" in text for text in within)
