"""When requirements hold and duties are due, of one id: as data and as text."""

from collections.abc import Iterable
from typing import Any

from pcimatrix.catalogue.loader import shipped_timeframes, shipped_timeline
from pcimatrix.catalogue.model import TestCase
from pcimatrix.catalogue.timeline import Extent, Timeline
from pcimatrix.reports.content.timeframes import timeframe_data


def when_data(cases: Iterable[TestCase]) -> dict[str, Any]:
    """Return when the requirements of some test cases hold, and their duties are due, as JSON has it."""
    cases = tuple(cases)
    timeline, frames = shipped_timeline(), shipped_timeframes()
    known = dict.fromkeys(case.requirement for case in cases)
    return {
        "requirements": [_requirement_data(each, timeline) for each in known],
        "timeframes": {
            case.id: [timeframe_data(each) for each in frames.by_case[case.id]]
            for case in cases
            if case.id in frames.by_case
        },
    }


def _requirement_data(requirement: str, timeline: Timeline) -> dict[str, Any]:
    future, replaced = timeline.effective.get(requirement), timeline.replaced.get(requirement)
    return {
        "id": requirement,
        "effective": future.effective if future else None,
        "extent": future.extent.value if future else None,
        "superseded_by": replaced.by if replaced else None,
        "superseded_since": replaced.since if replaced else None,
        "new": requirement in timeline.new,
        "milestone": timeline.milestone.get(requirement),
    }


def when_text(cases: Iterable[TestCase]) -> str:
    """Return the same as lines of text; empty if nothing is known."""
    cases = tuple(cases)
    timeline, frames = shipped_timeline(), shipped_timeframes()
    known = dict.fromkeys(case.requirement for case in cases)
    lines = [f"    {each}  {'; '.join(said)}" for each in known if (said := _requirement_says(each, timeline))]
    lines += [f"    {case.id}  {due}" for case in cases if (due := frames.says_of(case.id))]
    return "\n".join(["  when", *lines, ""]) if lines else ""


def _requirement_says(requirement: str, timeline: Timeline) -> list[str]:
    said = []
    milestone = timeline.milestone.get(requirement)
    if milestone is not None:
        said.append(f"milestone {milestone} of the Prioritized Approach")
    if requirement in timeline.new:
        said.append("new in v4.0, and required at once")
    future = timeline.effective.get(requirement)
    if future is not None:
        part = {Extent.PART: "in part ", Extent.WHOLE: "", Extent.NOT_SERVICE_PROVIDERS: ""}[future.extent]
        besides = "; required of service providers at once" if future.extent is Extent.NOT_SERVICE_PROVIDERS else ""
        said.append(f"{part}a best practice until {future.effective}, required since{besides}")
    replaced = timeline.replaced.get(requirement)
    if replaced is not None:
        said.append(f"superseded by {replaced.by} since {replaced.since}")
    return said
