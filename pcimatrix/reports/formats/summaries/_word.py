"""A Word document around a body: A4 on its side, styles for print, page numbers and properties."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Mm, Pt, RGBColor

from pcimatrix.text import one_line, truncate

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
_FONT = "Arial"
_MARGIN = 12
"""Millimetres of margin; the text is then 273 mm, or 15477 twentieths of a point, wide."""
_WIDTH = Mm(297 - 2 * _MARGIN)
_DARK = RGBColor(0x1B, 0x36, 0x5D)
_BORDER = "A6A6A6"
_STYLES = {
    # name: size, bold, italic, space before, space after
    "Normal": (10, False, False, 0, 6),
    "Title": (22, True, False, 0, 4),
    "Subtitle": (12, False, False, 0, 10),
    "Heading 1": (14, True, False, 10, 4),
    "Heading 2": (11, True, False, 8, 3),
    "List Bullet": (9.5, False, False, 0, 3),
    "Header": (8, False, False, 0, 0),
    "Footer": (8, False, False, 0, 0),
    "Table Text": (7.5, False, False, 1, 1),
    "Table Heading": (7.5, True, False, 1, 1),
    "Table Strong": (7.5, True, False, 1, 1),
    "Table Note": (7, False, False, 0, 1.5),
    "Table Aside": (8, False, True, 0, 1.5),
    "Table Line": (7, False, False, 0, 0.25),
    "Table Letter": (7, False, False, 0.5, 0.5),
    "Table Letter Heading": (6, True, False, 1, 1),
    "Table Line Note": (6.5, False, False, 0, 0.5),
    "Contents Heading": (11, True, False, 8, 3),
    "toc 1": (8.5, False, False, 0, 0.5),
}
_NO_XML = re.compile("[\ufffe\uffff]")
"""What `plain` leaves and XML does not allow."""
_RUNNING = 110
"""The most characters of a text at the top or the bottom of each page."""
_PROPERTY = 255
"""The most characters that a document's property holds."""
_OWN = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
"""What marks properties of a document's own (ECMA-376, part 1, 15.2.12.2)."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can hold."""


class Front(NamedTuple):
    """What is said of a document as a whole: on each page, and in its properties. `day` is YYYY-MM-DD."""

    title: str
    subject: str
    mark: str
    day: str


def document(body: str, front: Front, stamp: Mapping[str, str]) -> bytes:
    """Return a DOCX file with a body: a `w:body` element as text, in which expressions have been escaped.

    `stamp` are properties of its own, of which the same give the same bytes, as do body and front.
    """
    made = docx.Document(io.BytesIO(_template()))
    _set_page(made, front)
    _set_properties(made, front)
    _set_stamp(made, stamp)
    section = made.element.body.sectPr
    for element in list(parse_xml(_NO_XML.sub("\ufffd", body))):
        # Moved whole, a table takes time in the square of its rows.
        rows = list(element)
        for row in rows:
            element.remove(row)
        section.addprevious(element)
        element.extend(rows)
    stream = io.BytesIO()
    made.save(stream)
    return _same_bytes(stream)


@cache
def _template() -> bytes:
    """Return an empty document with the styles, which a program that renders several summaries makes once."""
    made = docx.Document()
    _drop_thumbnail(made)
    _set_styles(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _drop_thumbnail(made: "Document") -> None:
    """Leave out the picture that the library's template has of its own first page."""
    relations = made.part.package.rels
    for name in [key for key, each in relations.items() if each.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[name]


def _set_styles(made: "Document") -> None:
    # The library looks for a style by its name in all of them.
    styles: dict[str, Any] = {style.name: style for style in made.styles if style.name}
    for name, (size, bold, italic, before, after) in _STYLES.items():
        if name not in styles:
            styles[name] = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            styles[name].base_style = styles["Normal"]
        style = styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.0
        _set_font(style)
        if name.startswith(("Title", "Subtitle")) or "Heading" in name:
            style.font.color.rgb = _DARK
            style.paragraph_format.keep_with_next = True
    for border in styles["Table Grid"].element.find(f".//{qn('w:tblBorders')}"):
        border.set(qn("w:color"), _BORDER)
    for name in ("Table Note", "Table Line Note"):
        styles[name].font.color.rgb = RGBColor(0x40, 0x40, 0x40)
    for name in ("Table Letter", "Table Letter Heading"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    styles["toc 1"].paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    language = made.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    language.set(qn("w:val"), LANGUAGE)
    mode = made.settings.element.find(f".//{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    mode.set(qn("w:val"), "15")  # else Word opens it in the compatibility mode of 2010


def _set_font(style: "ParagraphStyle") -> None:
    """Name the font itself: the template's styles take theirs from a theme, which other programs replace."""
    style.font.name = _FONT
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith(("Theme", "theme"))]:
        del fonts.attrib[key]
    for script in ("w:cs", "w:eastAsia"):
        fonts.set(qn(script), _FONT)


def _set_page(made: "Document", front: Front) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(13)
    section.header_distance = section.footer_distance = Mm(6)
    for paragraph, texts in (
        (section.header.paragraphs[0], (front.title, front.mark)),
        (section.footer.paragraphs[0], (front.subject, "Page ", "PAGE", " of ", "NUMPAGES")),
    ):
        stops = paragraph.style.paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        _fill(paragraph, *texts)


def _fill(paragraph: "Paragraph", left: str, *right: str) -> None:
    """Write a text on the left, and on the right texts and fields (in capitals) in turn."""
    paragraph.add_run(_short(left, _RUNNING) + "\t")
    for each in right:
        if each.isupper():
            field = OxmlElement("w:fldSimple", {qn("w:instr"): each})
            run = paragraph.add_run("1")._r  # noqa: SLF001 - the library has no fields; a reader counts anew
            paragraph._p.append(field)  # noqa: SLF001
            field.append(run)
        else:
            paragraph.add_run(each)


def _set_properties(made: "Document", front: Front) -> None:
    properties = made.core_properties
    day = datetime.strptime(front.day, "%Y-%m-%d").replace(tzinfo=UTC)
    properties.title = _short(front.title, _PROPERTY)
    properties.subject = _short(front.subject, _PROPERTY)
    properties.author = properties.last_modified_by = "pcimatrix"
    properties.comments = properties.keywords = ""
    properties.language = LANGUAGE
    properties.created = properties.modified = day
    properties.revision = 1


def _set_stamp(made: "Document", stamp: Mapping[str, str]) -> None:
    """Add properties of the document's own, which the library does not know."""
    entries = (
        f'<property fmtid="{_OWN}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(text)}</vt:lpwstr></property>"
        for number, (name, text) in enumerate(stamp.items(), 2)
    )
    blob = f'<?xml version="1.0" encoding="UTF-8"?>\n<Properties {_NAMESPACES}>{"".join(entries)}</Properties>'.encode()
    package = made.part.package
    part = Part(PackURI("/docProps/custom.xml"), CONTENT_TYPE.OFC_CUSTOM_PROPERTIES, blob, package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _short(text: str, most: int) -> str:
    return truncate(_NO_XML.sub("\ufffd", one_line(text)), most)


def _same_bytes(stream: io.BytesIO) -> bytes:
    """Return a ZIP file with the same members, without the time and the system that it was made on."""
    result = io.BytesIO()
    with zipfile.ZipFile(stream) as found, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as out:
        for name in found.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type, member.create_system, member.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            out.writestr(member, found.read(name))
    return result.getvalue()
