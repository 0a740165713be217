"""Text and document properties of a Word document, for comparison."""

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from pcimatrix.office import Kind, opened
from pcimatrix.reports.extras import extra

KIND = Kind("Word document", "Word", ".docx", "expected a Word document as `pcimatrix render` writes it")
_CUSTOM = "/docProps/custom.xml"


class Word(NamedTuple):
    """A Word document as it was read: its own properties, and its text, a line for each paragraph."""

    properties: dict[str, str]
    lines: tuple[str, ...]


def read_word(data: bytes, name: str) -> Word:
    """Return a Word document that came as bytes; `name` names it in messages.

    The text is that of the body with its tables, then of headers and footers. What programs work out anew, such as page
    numbers, is left out. Raises `InputError` if it is encrypted or no Word document, or if it goes beyond the bounds;
    `FormatError` if the library is missing.
    """
    with extra("docx"):
        import docx  # noqa: PLC0415 - an extra
        from docx.oxml.parser import parse_xml  # noqa: PLC0415
    with opened(data, name, KIND):
        found = docx.Document(io.BytesIO(data))
        parts: dict[str, Any] = {str(each.partname): each for each in found.part.package.iter_parts()}
        properties: dict[str, str] = {}
        if _CUSTOM in parts:
            for each in parse_xml(parts[_CUSTOM].blob):
                properties[each.get("name", "")] = "".join(each.itertext())
        lines = list(_lines(found.element.body))
        for partname in sorted(parts):
            if partname.startswith(("/word/header", "/word/footer")):
                lines += _lines(parse_xml(parts[partname].blob))
        return Word(properties, tuple(lines))


def _lines(element: Any) -> Iterator[str]:
    """Yield the text of each paragraph that has any, without the results of fields."""
    from docx.oxml.ns import qn  # noqa: PLC0415 - an extra

    texts = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
    results: list[bool] = []
    for paragraph in element.iter(qn("w:p")):
        said: list[str] = []
        for each in paragraph.iter():
            if each.tag == qn("w:fldChar"):
                results = _field(each.get(qn("w:fldCharType")), results)
            elif any(results) or _in_simple_field(each, qn("w:fldSimple"), paragraph):
                continue
            elif each.tag == qn("w:t"):
                said.append(each.text or "")
            elif each.tag in texts and each.getparent().tag == qn("w:r"):
                said.append(texts[each.tag])
        if line := "".join(said).strip():
            yield line


def _field(mark: str, results: list[bool]) -> list[bool]:
    """Return, of each field that a place is in, whether its result has begun, after a mark of a field."""
    if mark == "begin":
        return [*results, False]
    return [*results[:-1], True] if mark == "separate" else results[:-1]


def _in_simple_field(element: Any, tag: str, paragraph: Any) -> bool:
    parent = element.getparent()
    while parent is not None and parent is not paragraph:
        if parent.tag == tag:
            return True
        parent = parent.getparent()
    return False
