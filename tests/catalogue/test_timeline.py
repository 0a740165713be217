"""Timeline and timeframes: complete by the facts, of ids that exist, and late when the terms say so."""

import csv

from paths import ROOT
from pcimatrix.catalogue.loader import load, shipped_timeframes, shipped_timeline
from pcimatrix.catalogue.timeframes import Rhythm
from pcimatrix.catalogue.timeline import Extent
from pcimatrix.ownership.in_force import mark


def facts(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of facts."""
    return list(csv.DictReader((ROOT / f"tests/facts/{name}.csv").read_text(encoding="utf-8").splitlines()))


CATALOGUE = load().catalogue
TIMELINE, FRAMES = shipped_timeline(), shipped_timeframes()
CASES = {case.id: case for case in CATALOGUE.test_cases()}
EXTENTS = {"full": "whole", "bullet": "part", "non_service_providers": "not_service_providers"}


def test_every_requirement_is_as_the_facts_have_it() -> None:
    rows = facts("requirements")
    assert [row["requirement"] for row in rows] == [each.id for each in CATALOGUE.requirements()]
    for row in rows:
        name = row["requirement"]
        future, replaced = TIMELINE.effective.get(name), TIMELINE.replaced.get(name)
        assert (future.extent.value if future else "") == EXTENTS.get(row["future_dated"], ""), name
        assert (replaced.by if replaced else "") == row["superseded_by"], name
        assert (name in TIMELINE.new) == bool(row["new"]), name
        assert TIMELINE.milestone[name] == int(row["milestone"]), name
    dates = {each.effective for each in TIMELINE.future_dated} | {each.since for each in TIMELINE.superseded}
    assert dates == {"2025-03-31"}
    future_dated = [case for case in CASES.values() if case.requirement in TIMELINE.effective]
    assert (len(TIMELINE.effective), len(future_dated)) == (47, 95)


def test_of_each_requirement_that_is_future_dated_in_part_the_part_is_said() -> None:
    for group in TIMELINE.future_dated:
        assert set(group.parts) == (set(group.requirements) if group.extent is Extent.PART else set())
    case = CASES["4.2.1.b"]
    found = mark(case, TIMELINE, "2025-03-30")
    assert found is not None
    assert found.says.startswith("In part a best practice until 2025-03-31: Certificates are checked")
    assert mark(case, TIMELINE, "2025-03-31") is None


def test_no_requirement_is_named_twice() -> None:
    for groups in (TIMELINE.future_dated, TIMELINE.milestones):
        named = [each for group in groups for each in group.requirements]
        assert len(named) == len(set(named))


def test_every_source_of_the_timeline_is_known() -> None:
    named = {each.source for each in TIMELINE.future_dated} | {each.source for each in TIMELINE.superseded}
    assert named | {each.source for each in TIMELINE.milestones} == set(TIMELINE.sources)


def test_each_recurring_activity_of_the_facts_is_there_in_their_order() -> None:
    rows = facts("timeframes")
    assert [CASES[each.cases[0]].requirement for each in FRAMES.timeframes] == [row["requirement"] for row in rows]
    for each, row in zip(FRAMES.timeframes, rows, strict=True):
        assert {CASES[case].requirement for case in each.cases} == {row["requirement"]}
        kept = row["period"].removeprefix("keep ")
        named = {"TRA": "risk_analysis", "P7D or TRA": "P7D"}.get(kept, kept)
        assert (each.period or "") == ("" if named in {"continuous", "prompt"} else named), row


def test_a_duty_is_late_when_its_term_says_so() -> None:
    late = {each.cases[0]: FRAMES.late_after_days(each) for each in FRAMES.timeframes}
    wanted = {"11.3.1.a": 92, "1.2.7.a": 184, "12.1.2": 366, "10.4.1.a": 1, "11.5.2.b": 7, "8.3.9": 90}
    assert {case: late[case] for case in wanted} == wanted
    for each in FRAMES.timeframes:
        if each.period in {"risk_analysis", "entity"} or each.kind is not Rhythm.RECURRING:
            assert FRAMES.late_after_days(each) is None, each.duty
        else:
            assert FRAMES.late_after_days(each), each.duty
    assert FRAMES.says_of("11.3.1.a").endswith("at least every three months (late after 92 days)")
    assert FRAMES.says_of("1.1.1") == ""
