"""Questions on facts: lists to tick, and what is different in a workload."""

from pcimatrix.catalogue.model import Owner
from pcimatrix.scope.resolve import resolve
from pcimatrix.scope.writer import scope_text
from pcimatrix.session.fact_questions import answered, group_question
from pcimatrix.session.impact import ASSESSMENT
from pcimatrix.session.outcome import to_values
from pcimatrix.session.question import Question, Refused, Value
from pcimatrix.session.questions import question_of
from pcimatrix.session.reading import read
from pcimatrix.session.replay import replay
from sessions import (
    FACTS,
    LOADED,
    NEW,
    ONE,
    asked_in,
    fails,
    further,
    loaded,
)


def test_a_list_of_facts_answers_each_and_what_follows_from_a_tick_is_ticked() -> None:
    media = group_question(NEW, "media", asked_in("facts.media"))
    found = read(media, "offline_backups, pap?")
    assert found == ("paper_media?", "offline_backups")
    assert answered(NEW, media, found) == {
        "electronic_media": True,  # backups offline are on electronic media
        "paper_media": None,
        "offline_backups": True,
        "media_off_site": False,
        "media_disposal": False,
    }
    assert set(answered(NEW, media, read_ok(media, "none")).values()) == {False}
    assert set(answered(NEW, media, read_ok(media, "")).values()) == {None}
    assert set(answered(NEW, media, read_ok(media, "all")).values()) == {True}
    assert "expected numbers from 1 to 5" in fails(media, "6")


def read_ok(question_: Question, text: str) -> Value:
    found = read(question_, text)
    assert not isinstance(found, Refused)
    return found


def test_every_fact_is_in_one_of_the_groups_and_each_group_is_asked_for() -> None:
    assert {fact.group for fact in FACTS.facts} == {group.id for group in FACTS.groups}
    assert len({group.id for group in FACTS.groups}) == len(FACTS.groups)


def test_what_is_different_in_a_workload_is_its_own_fact_and_changes_its_cells_alone() -> None:
    two = {name: value for name, value in ONE.items() if not name.startswith("workloads.2")}
    answers = {**two, **further(2, "cde"), "workloads.3.name": None, "poi_devices": True, "stored_account_data": False}
    answers = {**answers, "differing": ("w2",), "workloads.2.differs": ("poi_devices",)}
    found = replay(NEW, {**answers, ASSESSMENT: "merchant", "entity": "E", "date": "2026-01-31"}, whole=True)
    assert found.faults == ()
    values = to_values(NEW, found.answers)
    assert "facts" not in values["workloads"][0]
    assert values["workloads"][1]["facts"] == {"poi_devices": False}
    scope = loaded(scope_text(values))
    [cell] = [each for each in resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope) if each.cell.case.id == "9.5.1"]
    assert [(name, part.owner) for name, part in cell.parts.items()] == [("shop", Owner.CUSTOMER), ("w2", Owner.NA)]


def test_what_cannot_both_be_different_is_refused() -> None:
    two = {**ONE, **further(2, "cde"), "stored_account_data": True, "stored_sad": False, "differing": ("w2",)}
    different = question_of(NEW, two, "workloads.2.differs")
    assert different is not None
    assert [option.value for option in different.options] == ["stored_account_data", "stored_sad"]
    assert "cannot both be ticked" in fails(different, "1, 2")
