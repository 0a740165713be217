"""The summary as PDF, looked at by veraPDF: it keeps to PDF/UA-1, as it says."""

from pathlib import Path
from typing import Any

import typst

from paths import ROOT
from pcimatrix.catalogue.loader import Reference, load, shipped_facts
from pcimatrix.reports import writer
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail
from pcimatrix.scope.model import load_scope
from summaries import part_of, pattern_summary, scope_summary
from verapdf import faults


def summaries() -> dict[str, Summary]:
    """Return summaries that have all which documents can have: the whole catalogue would take a minute."""
    whole = scope_of("merchant", load())
    some = scope_of("serverless", part_of(load(), "1.5", "9.3"))
    return {
        "board": whole._replace(detail=Detail.SUMMARY),
        "requirements": some._replace(detail=Detail.REQUIREMENT),
        "cases": some._replace(detail=Detail.CASE),
        "pattern": pattern_summary(part_of(load(), "8.6"), "abstracted"),
    }


def scope_of(name: str, loaded: Reference) -> Summary:
    file = str(ROOT / f"examples/{name}.yaml")
    return scope_summary(loaded, load_scope(file, loaded.catalogue, loaded.patterns, shipped_facts()))


def test_every_document_keeps_to_pdf_ua(tmp_path: Path) -> None:
    files = []
    for name, summary in summaries().items():
        files.append(tmp_path / f"{name}.pdf")
        files[-1].write_bytes(bytes(writer("summaries", "pdf")(summary)))
    # A document without a title, a language and what it keeps to.
    plain: Any = {"main.typ": b"Plain text"}
    files.append(tmp_path / "plain.pdf")
    files[-1].write_bytes(typst.compile(plain, format="pdf", timestamp=0))
    *found, told = faults(*files)
    assert found == [[]] * len(found)
    assert {"5", "7.1"} <= {each.split("-")[0] for each in told}
