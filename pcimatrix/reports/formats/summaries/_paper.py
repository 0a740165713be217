"""Data of the summary on paper: what the Typst template says, as JSON values."""

import re
from typing import Any

from pcimatrix.ownership.totals import Tally
from pcimatrix.reports.content.columns import OWNERS
from pcimatrix.reports.content.flows import FLOW
from pcimatrix.reports.content.totals import totals_table
from pcimatrix.reports.formats.summaries._paper_matrix import WHOLE, columns_data, paper_matrix
from pcimatrix.reports.formats.summaries._widths import shares
from pcimatrix.reports.formats.summaries.html import bar
from pcimatrix.reports.pictures.svg import svg
from pcimatrix.reports.summary.documents import KEYWORD
from pcimatrix.reports.summary.model import Summary
from pcimatrix.reports.summary.stamp import Detail
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import one_line, pluralize, truncate

_RUNNING = 90
"""The most characters of a text at the top or the bottom of each page."""
_SHORT = 15
"""The most rows of a table that is kept on one page."""
_WORD = re.compile(r"\S{28,}")
"""A word that may be wider than its column."""
_PIECE, _PART = re.compile(r"(?<=\S{8})(?=\S)"), re.compile(r"(?<=_)(?=\S)|(?<=[^_]{20})(?=[^_])")
"""Where such a word breaks, and where one of parts does, such as the name of a fact."""
_AS_IT_IS = frozenset({"document", "digests", "url", "picture"})
"""What is no text of a table: nothing that is not seen may come into it."""
_MARKS = {"modelled": "modelled", "published": "published totals", "scope": "own scope"}
_KEY = {
    "customer": "Customer",
    "residual": "AWS, with a residual duty of the customer",
    "aws": "AWS alone",
    "third_party": "Third party",
    "na": "Not applicable",
}


def paper(summary: Summary) -> dict[str, Any]:
    """Return what the template of paper is given: each text is on one line, and fits into its column."""
    day = summary.date or summary.catalogue.updated
    found: dict[str, Any] = _shown(
        {
            "document": {
                "title": summary.title,
                "author": summary.scope.entity if summary.scope else "pcimatrix",
                "description": f"{summary.edition}, {summary.subject.title}",
                "keywords": [f"{KEYWORD}{summary.recipe}"],
                "day": [int(part) for part in day.split("-")],
            },
            "title": summary.title,
            "running": truncate(one_line(summary.title), _RUNNING),
            "mark": _mark(summary),
            "facts": _facts(summary),
            "lede": _lede(summary),
            "numbers": _numbers(summary),
            "remarks": summary.remarks,
            "totals": _totals(summary),
            "key": [{"of": of, "label": label} for of, label in _KEY.items() if of in _owners(summary)],
            "tables": [_table(each) | _picture(summary, each) for each in (*summary.shown, summary.by_basis)],
            "changes": None if summary.detail is Detail.SUMMARY else _changes(summary),
            "matrix": None if summary.detail is Detail.SUMMARY else paper_matrix(summary),
            "notes": _notes(summary),
        }
    )
    return found


def _shown(value: Any, *, whole: bool = False) -> Any:
    """Return values with each text on one line; unless it is to stay `whole`, a long word may break."""
    if isinstance(value, str):
        text = one_line(value)
        return text if whole else _WORD.sub(lambda word: _broken(word[0]), text)
    if isinstance(value, dict):
        return {key: _shown(each, whole=whole or key in _AS_IT_IS) for key, each in value.items()}
    return [_shown(each, whole=whole) for each in value] if isinstance(value, list | tuple) else value


def _broken(word: str) -> str:
    return (_PART if "_" in word else _PIECE).sub("\u200b", word)


def _mark(summary: Summary) -> str:
    """Return what each page says of the summary: whose it is, or where its numbers come from."""
    if summary.subject.scoped:
        return f"{truncate(one_line(summary.subject.title), _RUNNING)}, as of {summary.subject.date}"
    if summary.subject.modelled:
        return "Modelled: not published by AWS"
    if summary.report:
        return f"{summary.report.label}; owners as AWS published"
    return "Row totals published by AWS; the split below a row is worked out"


def _facts(summary: Summary) -> list[tuple[str, str, str]]:
    """Return what the first page says of the subject: term, value and note."""
    own, day = summary.scope, f", as of {summary.date}" if summary.date and not summary.scope else ""
    whole, rows = summary.totals.whole, summary.totals.rows
    counted = f"{pluralize(whole.test_cases, 'test case')} in {pluralize(len(rows), 'principal requirement')}{day}"
    about = summary.about
    if own is None:
        subject = [("Pattern", summary.subject.title, summary.subject.runs)]
    else:
        inside = len(own.in_scope())
        kind = f"Assessed as a {own.assessment.value.replace('_', ' ')}, as of {own.date}"
        other = f"; summary of {summary.date}" if summary.date not in {None, own.date} else ""
        runs = f"{inside} in scope, {len(own.workloads) - inside} out of scope"
        subject = [("Entity", own.entity, kind + other), ("Workloads", runs, summary.subject.runs)]
        assumed = pluralize(len(summary.matrix.assumptions), "assumption")
        about = f"{assumed}: a question not answered leaves the pattern's owner"
        if not summary.matrix.assumptions:
            about = "No assumption: every question is answered"
    basis = ("Basis", _MARKS[summary.subject.origin], about)
    return [*subject, ("Standard", summary.edition, counted), basis]


def _picture(summary: Summary, table: Table) -> dict[str, Any]:
    """Return the picture of the table of flows as SVG, and what it shows in words; nothing for another table."""
    picture = summary.picture if table.columns[0].key == FLOW else None
    if picture is None:
        return {}
    alt = f"{picture.title}; the table below has the same in words"
    return {"whole": False, "picture": svg(picture, alone=False), "alt": alt}


def _lede(summary: Summary) -> str:
    said = "The matrix of the entity's own environment, as its scope file states it (12.5.2, 12.8.5)."
    return " ".join(each for each in (said if summary.scope else "", summary.subject.note or "") if each)


def _owners(summary: Summary) -> list[str]:
    return [of for of in _KEY if of != "third_party" or summary.subject.has_third_parties]


def _numbers(summary: Summary) -> list[dict[str, Any]]:
    tally, share = summary.totals.whole, summary.totals.whole.percent()
    notes = {
        "customer": "shown by the entity itself",
        "aws": f"{tally.residual} of these leave the customer a residual duty",
        "third_party": "shown by other service providers",
        "na": "",
    }
    labels = {**{owner.value: label for owner, label in OWNERS.items()}, "na": "Not applicable"}
    return [
        {"of": of, "label": labels[of], "count": count, "percent": f"{share[of]:.0f} %", "note": notes[of]}
        for of in _owners(summary)
        if of in notes and (count := getattr(tally, of)) is not None
    ]


def _totals(summary: Summary) -> dict[str, Any]:
    counted = f" of {summary.report.label}" if summary.report else ""
    table = totals_table(summary.totals, summary.subject)
    spelled = {"customer_alone": "Customer alone", "provider_alone": "Provider alone"}
    columns = [column._replace(heading=spelled.get(column.key, column.heading)) for column in table.columns]
    columns[0] = columns[0]._replace(heading="Requirement")
    return {
        "title": f"Who owns the {pluralize(summary.totals.whole.test_cases, 'test case')}{counted}",
        "columns": columns_data(columns),
        "rows": table.rows,
        "footer": table.footer,
        "bars": [_bar(row.tally) for row in summary.totals.rows],
        "whole": _bar(summary.totals.whole),
    }


def _bar(tally: Tally) -> list[dict[str, Any]]:
    return [{"of": of, "share": count} for of, count, _, _ in bar(tally)]


def _table(table: Table, *, level: int = 1) -> dict[str, Any]:
    return {
        "title": table.title,
        "level": level,
        "notes": table.notes,
        "whole": len(table.rows) <= _SHORT and sum(len(cell) for row in table.rows for cell in row) <= WHOLE,
        "columns": columns_data(table.columns),
        "widths": shares(table),
        "rows": table.rows,
        "footer": table.footer,
    }


def _changes(summary: Summary) -> dict[str, Any] | None:
    beside, comparison = summary.comparison_totals, summary.comparison
    if beside is None or comparison is None:
        return None
    title = f"What changes from {comparison.before} to {comparison.after}"
    rows = tuple(
        (f"{why} ({len(moves)})", ", ".join(move.case.id for move in moves))
        for why, moves in comparison.reasons().items()
    )
    columns = (Column("why", "Why"), Column("cases", "Test cases"))
    reasons = Table(columns, rows, None, title="Test cases that change hands, by reason")
    listed = _table(reasons, level=2) if summary.detail is Detail.CASE else None
    return {"totals": _table(beside._replace(title=title)), "reasons": listed}


def _notes(summary: Summary) -> dict[str, Any]:
    source = summary.source
    digests = [("SHA-256 of the catalogue's content", summary.digest)]
    if summary.subject.digest:
        digests.append(("SHA-256 of the scope file's content", summary.subject.digest))
    return {
        "title": "Notes",
        "texts": [source.caveat, source.disclaimer],
        "source": f"Published table: {source.title}, {source.publisher},",
        "url": source.url,
        "digests": digests,
    }
