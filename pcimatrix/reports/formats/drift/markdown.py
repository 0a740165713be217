"""Drift as Markdown for a pull request's comment: short, folded, and within the length that code hosts take."""

from collections.abc import Iterable

from pcimatrix.deployment.changes import Change
from pcimatrix.deployment.drift import Drift, Moved
from pcimatrix.reports.content.columns import OWNERS
from pcimatrix.reports.content.drift import TITLES, by_principal, moves, remarks, shifts, verdict
from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.text import pluralize, truncate

LONGEST = 60_000
"""The longest comment in characters: GitHub takes 65,536."""
_CHANGES = 12_000
_CASES = 36_000
_REMARKS = 5_000
_TEXT = 160
_RESOURCES = 5


def write(drift: Drift) -> str:
    """Return the drift as a comment of fewer than `LONGEST` characters."""
    parts = [f"### PCI DSS responsibility: {_text(verdict(drift))}", ""]
    if drift.ok:
        parts.append(f"`{_code(drift.file)}` names what is deployed.")
    else:
        parts += _within(map(_change, drift.changes), _CHANGES, "change")
    if drift.moved:
        parts += ["", *_totals(drift)]
        room = _CASES
        for (old, new), moved in moves(drift).items():
            folded = _folded(old, new, moved, room)
            room -= sum(map(len, folded))
            parts += ["", *folded]
    for said, cases in shifts(drift):
        summary = f"<summary>{_text(truncate(said, 400))}</summary>"
        parts += ["", "<details>", summary, "", ", ".join(cases), "", "</details>"]
    others = (_text(truncate(each, 2000)) for each in remarks(drift))
    parts += [line for each in _within(others, _REMARKS, "remark") for line in ("", each)]
    if not drift.ok:
        accept = f"To take the change over: `pcimatrix scope accept {_code(drift.file)} SOURCE…`"
        parts += ["", f"{accept}. Every test case with its reason: `--format json`."]
    return "\n".join(parts) + "\n"


def _text(text: str) -> str:
    """Return text that a comment shows as it is and that names nobody.

    A code host makes mentions and references of what is rendered, so an escape does not stop them: a space without
    width does, as bots that quote changelogs write it.
    """
    return markdown_cell(text).replace("\\@", "@&#8203;").replace("\\#", "#&#8203;")


def _code(text: str) -> str:
    """Return a file's name for a code span, which shows everything as it is but its own end."""
    return truncate("".join(each if each.isprintable() and each not in "`|" else "?" for each in text), 200)


def _change(change: Change) -> str:
    step = " → ".join(_text(truncate(each, _TEXT)) for each in (change.before, change.after) if each)
    title = f"- **{TITLES[change.kind]}**: {_text(truncate(change.workload, _TEXT))}"
    says = _text(truncate(change.says[:1].upper() + change.says[1:], 400))
    said = f"{title}: {step}. {says}" if step else f"{title}. {says}"
    shown = [_text(truncate(each, _TEXT)) for each in change.resources[:_RESOURCES]]
    left = len(change.resources) - _RESOURCES
    more = f", and {left} more" if left > 0 else ""
    return said + (f"<br>{', '.join(shown)}{more}" if shown else "")


def _totals(drift: Drift) -> list[str]:
    rows = ["| | before | after | |", "| --- | ---: | ---: | ---: |"]
    for owner, heading in OWNERS.items():
        before, after = getattr(drift.before, owner.value), getattr(drift.after, owner.value)
        rows.append(f"| {heading} | {before} | {after} | {after - before:+d} |" if before or after else "")
    return [row for row in rows if row]


def _folded(old: str, new: str, moved: list[Moved], room: int) -> list[str]:
    counts = ", ".join(f"{principal}: {count}" for principal, count in by_principal(moved))
    head = f"{pluralize(len(moved), 'test case')}: {_text(old)} → {_text(new)} (by requirement {counts})"
    rows = _within(map(_row, moved), max(room, 0), "test case")
    table = ["| test case | what it examines | why | caused by |", "| --- | --- | --- | --- |"]
    return ["<details>", f"<summary>{head}</summary>", "", *table, *rows, "", "</details>"]


def _row(moved: Moved) -> str:
    found = moved.difference
    causes = ", ".join(moved.causes)
    cells = (found.case, truncate(found.summary, _TEXT), truncate(found.new_reason, _TEXT), truncate(causes, _TEXT))
    return f"| {' | '.join(map(_text, cells))} |"


def _within(lines: Iterable[str], room: int, what: str) -> list[str]:
    """Return lines as long as they fit, then how many more there are."""
    found: list[str] = []
    left = 0
    for each in lines:
        room -= len(each) + 1
        if room < 0:
            left += 1
        else:
            found.append(each)
    if left:
        more = f"and {pluralize(left, what)} more: see --format json"
        found.append(f"| {more} | | | |" if what == "test case" else f"- {more}")
    return found
