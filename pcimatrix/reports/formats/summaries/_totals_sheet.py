"""The first sheet of the workbook: totals as formulas over the table of the sheet Matrix, and what they rest on."""

from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.totals import Shares, Tally, Totals
from pcimatrix.reports.content.columns import OWNERS, RESIDUAL_DUTY
from pcimatrix.reports.content.totals import RESIDUAL
from pcimatrix.reports.formats.summaries._workbook import Book, Sheet
from pcimatrix.reports.summary.model import Summary
from pcimatrix.sheet_columns import letters_of

TEST_CASES = "Test cases"
"""The heading of counts of test cases."""
_RESIDUAL = "of these residual"
_PARTS = {"Customer alone": "customer", "Shared": "shared", "Provider alone": "provider"}
"""Headings of who has a part, and the responsibility that each counts; nobody's are those of the owner N/A."""
_SINCE, _SAME = "Since it was made", "as made"
_TITLE, _WIDTH = 60, 11
"""The width of the columns of titles, and of numbers."""
_HEAD = 5
"""The row of the heads of the totals."""
_FOLLOW = (
    "The numbers are formulas over the sheet Matrix: choose another owner there, and they follow, as does who has a "
    "part; reasons and duties do not. The last column then says what the row's numbers were when it was made."
)


def subject_line(summary: Summary) -> str:
    """Return what the summary is of, with the word modelled where it is."""
    return summary.subject.title + (" (modelled)" if summary.subject.modelled else "")


def owners(summary: Summary) -> dict[Owner, str]:
    """Return the owners that this summary can have: third parties in a scope, and in a pattern that one hosts."""
    third = summary.subject.has_third_parties
    return {owner: name for owner, name in OWNERS.items() if third or owner is not Owner.THIRD_PARTY}


def _counts(summary: Summary, tally: Tally, shares: Shares) -> dict[str, int]:
    """Return what the columns of the totals hold, in their order."""
    by_owner = {name: tally._asdict()[owner.value] for owner, name in owners(summary).items()}
    found = {TEST_CASES: tally.test_cases}
    for name, count in by_owner.items():
        found[name] = count
        if name == Owner.AWS.label:
            found[_RESIDUAL] = tally.residual
    return found | {heading: shares._asdict()[part] for heading, part in _PARTS.items()}


def _formula(heading: str, row: int, *, asked: bool) -> str:
    """Return the formula of a total: the rows of the matrix that are of this row's principal requirement.

    If only what a questionnaire asks for counts (`asked`), they are those that say so.
    """
    within = f"Matrix[Principal],$A{row + 1}" + (',Matrix[Asked for],"yes"' if asked else "")
    if heading == TEST_CASES:
        return f"=COUNTIFS({within})"
    if heading in _PARTS:
        return f'=COUNTIFS({within},Matrix[Responsibility],"{_PARTS[heading]}")'
    if heading == _RESIDUAL:
        return f'=COUNTIFS({within},Matrix[Owner],"{Owner.AWS.label}",Matrix[{RESIDUAL_DUTY}],"<>")'
    return f'=COUNTIFS({within},Matrix[Owner],"{heading}")'


def totals_sheet(book: Book, summary: Summary, digests: dict[str, str], now: Totals) -> None:
    """Add the sheet Summary to a workbook; it counts the rows of the table Matrix, which has to follow.

    `now` are the totals with owners that somebody chose, which are no longer the summary's own.
    """
    subject = summary.subject
    headings = list(_counts(summary, summary.totals.whole, summary.totals.shares))
    sheet = book.sheet("Summary", [6, _TITLE, *[_WIDTH] * len(headings), 42])
    sheet.wide(0, summary.title, "title")
    sheet.wide(1, ", ".join(filter(None, (summary.edition, subject_line(summary), summary.date))), "strong")
    sheet.wide(2, summary.about, "strong" if subject.modelled else "text")
    sheet.wide(3, f"{subject.runs}.{f' {subject.note}' if subject.note else ''}")
    for column, heading in enumerate(("No.", "Principal requirement", *headings, _SINCE)):
        style = "head right" if heading in headings else "head after" if heading == _SINCE else "head"
        sheet.text(_HEAD, column, heading, style)
    sheet.height(_HEAD, [(heading, _WIDTH) for heading in headings])
    row = _counted(sheet, summary, headings, now)
    sheet.wide(row + 1, RESIDUAL, "soft")
    sheet.wide(row + 2, _FOLLOW, "soft")
    for number, remark in enumerate(summary.remarks, row + 3):
        sheet.wide(number, remark, "soft")
    _provenance(sheet, summary, digests, row + 4 + len(summary.remarks))


def _counted(sheet: Sheet, summary: Summary, headings: list[str], now: Totals) -> int:
    """Write a row of formulas for each principal requirement, total and percentage; return the row after them."""
    last = len(headings) + 2
    row = first = _HEAD + 1
    for row, (each, current) in enumerate(zip(summary.totals.rows, now.rows, strict=True), first):
        sheet.number(row, 0, int(each.id), "label")
        sheet.text(row, 1, each.title, "cell")
        made = _counts(summary, each.tally, each.shares)
        counts = _counts(summary, current.tally, current.shares)
        for column, heading in enumerate(headings, 2):
            sheet.formula(row, column, _formula(heading, row, asked=summary.report is not None), counts[heading])
        sheet.formula(row, last, _changed(made, row), _since(made, counts), "cell after")
        sheet.height(row, [(each.title, _TITLE)])
    made = _counts(summary, summary.totals.whole, summary.totals.shares)
    whole = _counts(summary, now.whole, now.shares)
    row += 1
    sheet.text(row, 0, "", "total text")
    sheet.text(row, 1, "Total", "total text")
    sheet.formula(row, last, _changed(made, row), _since(made, whole), "total after")
    sheet.text(row + 1, 1, "Percentage")
    for column, heading in enumerate(headings, 2):
        name = letters_of(column + 1)
        sheet.formula(row, column, f"=SUM({name}{first + 1}:{name}{row})", whole[heading], "total")
        if heading not in {TEST_CASES, _RESIDUAL}:
            share = whole[heading] / (whole[TEST_CASES] or 1)
            formula = f"=IF($C{row + 1}=0,0,{name}{row + 1}/$C{row + 1})"
            sheet.formula(row + 1, column, formula, share, "percent")
    return row + 2


def _changed(counts: dict[str, int], row: int) -> str:
    """Return the formula that says whether a row of totals still is what it was, and else what it was."""
    same = ",".join(f"{letters_of(column + 1)}{row + 1}={count}" for column, count in enumerate(counts.values(), 2))
    return f'=IF(AND({same}),"{_SAME}","{_was(counts)}")'


def _was(counts: dict[str, int]) -> str:
    return f"changed; was {' | '.join(map(str, counts.values()))}"


def _since(made: dict[str, int], now: dict[str, int]) -> str:
    """Return the value of that formula."""
    return _SAME if made == now else _was(made)


def _provenance(sheet: Sheet, summary: Summary, digests: dict[str, str], row: int) -> None:
    source = summary.source
    pairs = {
        "Edition": summary.edition,
        "Pattern": f"{summary.subject.id}, {summary.subject.origin}",
        "Date": summary.date or "",
        "Catalogue, last changed": summary.catalogue.updated,
        "SHA-256 of the catalogue's content": digests["catalogue_sha256"],
        "SHA-256 of the scope file's content": digests.get("scope_sha256", ""),
        "Published table": f"{source.title} ({source.publisher}), {source.url}",
        "Caveat of the publisher": source.caveat,
        "Disclaimer of the publisher": source.disclaimer,
    }
    if summary.subject.scoped:
        pairs["Pattern"] = "the entity's own scope"
    sheet.text(row, 0, "What this summary rests on", "heading")
    for label, value in pairs.items():
        if value:
            row += 1
            sheet.text(row, 1, label, "strong")
            sheet.wide(row, value, first=2)
