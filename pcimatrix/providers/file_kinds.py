"""Kinds of files that are no spreadsheet, or one that is not read: told with what to save them as."""

from pcimatrix.office import OLE
from pcimatrix.providers.sheet import refusal

_STRICT = "http://purl.oclc.org/ooxml/"
"""What the names of the strict form of the file format begin with, which the library reads as nothing."""


def refuse_other_types(data: bytes, source: str) -> None:
    """Raise `InputError` for files that are neither CSV nor XLSX, by what they begin with."""
    wanted = "expected CSV or XLSX; save it as one of them"
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise refusal(source, "the workbook is encrypted", "open it with its password, and save it without one")
        raise refusal(source, "this is an Excel 97-2003 workbook (.xls) or another old Office file", wanted)
    kinds = {b"%PDF": "a PDF", b"{\\rtf": "an RTF document", b"<": "an XML or HTML file"}
    for begin, kind in kinds.items():
        if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(begin):
            raise refusal(source, f"this is {kind}", wanted)
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and b"\0" in data:
        raise refusal(source, "this is neither CSV nor XLSX", wanted)


def refuse_kinds(names: frozenset[str], source: str) -> None:
    """Raise `InputError` for packages that are no XLSX workbook, or one with macros or links, by their parts' names."""
    lower = {each.lower() for each in names}
    if any(each.endswith("vbaproject.bin") or "/macrosheets/" in each for each in lower):
        raise refusal(source, "the workbook has macros", "save it as XLSX, without macros")
    if any(each.startswith("xl/externallinks/") for each in lower):
        found = "the workbook takes values from other workbooks (external links)"
        raise refusal(source, found, "break the links, so that it has the values itself, and save it")
    if "xl/workbook.bin" in lower:
        raise refusal(source, "this is a binary workbook (.xlsb)", "save it as XLSX")
    if "xl/workbook.xml" not in lower:
        kind = "an OpenDocument file" if "content.xml" in lower else "a ZIP archive without a workbook"
        raise refusal(source, f"this is {kind}", "expected CSV or XLSX; save it as one of them")


def refuse_strict(namespace: str, source: str) -> None:
    """Raise `InputError` for the strict form of the format, by the namespace of its XML."""
    if namespace.startswith(_STRICT):
        hint = "save it as an Excel workbook (.xlsx) without that"
        raise refusal(source, "this is a Strict Open XML workbook", hint)
