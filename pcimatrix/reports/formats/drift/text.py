"""Drift as text for people: the changes with their causes, the totals, and the test cases that change hands."""

from pcimatrix.deployment.drift import Drift
from pcimatrix.reports.content.columns import OWNERS
from pcimatrix.reports.content.drift import line, moves, remarks, shifts, verdict
from pcimatrix.text import one_line, pluralize, some_of

_MOST = 10


def write(drift: Drift) -> str:
    """Return the drift as lines."""
    lines = [f"{one_line(drift.file)}: {verdict(drift)}."]
    for change in drift.changes:
        lines += ["", line(change)]
        lines += [f"  {one_line(address)}" for address in change.resources]
    if drift.moved:
        lines += ["", f"{'Owner':<12}{'before':>8}{'after':>8}"]
        for owner, heading in OWNERS.items():
            lines.append(f"{heading:<12}{getattr(drift.before, owner.value):>8}{getattr(drift.after, owner.value):>8}")
    for (old, new), moved in moves(drift).items():
        lines += ["", f"{pluralize(len(moved), 'test case')}: {old} → {new}"]
        lines += [
            one_line(f"  {each.difference.case}: {each.difference.new_reason} ({', '.join(each.causes)})")
            for each in moved[:_MOST]
        ]
        if len(moved) > _MOST:
            lines.append(f"  and {len(moved) - _MOST} more; --format json has them all")
    for said, cases in shifts(drift):
        lines += ["", said, f"  {some_of(cases, _MOST)}"]
    lines += [one_line(each) for each in remarks(drift)]
    return "\n".join(lines) + "\n"
