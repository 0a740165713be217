"""Own sites in a session: asked for alone if something has to be at a site and none is ticked."""

import pytest

from pcimatrix.session.agenda import agenda
from pcimatrix.session.question import Answers, Question, Refused
from pcimatrix.session.state import answer, back, taken
from sessions import NEW, ONE, accepted

BEGUN: Answers = {**ONE, "assessment": "merchant"}


def walked(ticks: dict[str, str], begun: Answers = BEGUN) -> tuple[list[Question], Answers]:
    """Return the questions up to third parties, and the answers, if some lists are ticked and all else is no."""
    answers, asked = begun, list[Question]()
    while (question := agenda(NEW, answers).question) is not None and not question.id.startswith("third_parties"):
        asked.append(question)
        text = ticks.get(question.id)
        found = (
            taken(NEW, answers, question, accepted(question)) if text is None else answer(NEW, answers, question, text)
        )
        assert not isinstance(found, Refused), found
        answers = found
    return asked, answers


@pytest.mark.parametrize(
    ("ticks", "told"),
    [
        ({"facts.sites": "poi_devices"}, "You answered: POI devices take cards in person. No workload so far"),
        ({"facts.sites": "wireless_networks"}, "You answered: There are wireless networks"),
        ({"facts.account_data": "physical_media"}, "You answered: Account data is on paper"),
    ],
)
def test_what_has_to_be_at_a_site_makes_own_sites_a_question_of_its_own(ticks: dict[str, str], told: str) -> None:
    asked, answers = walked(ticks)
    [alone] = [each for each in asked if each.id == "own_sites"]
    assert told in alone.explains
    assert answers["own_sites"] is False
    agreed = walked({**ticks, "own_sites": "yes"})[1]
    assert agreed["own_sites"] is True


def test_it_is_asked_once_even_if_more_comes_to_a_site_later() -> None:
    both = {"facts.sites": "poi_devices", "facts.account_data": "physical_media"}
    assert [each.id for each in walked(both)[0]].count("own_sites") == 1
    earlier: Answers = {**BEGUN, "own_sites": False, "poi_devices": False}
    assert [each.id for each in walked({"facts.account_data": "physical_media"}, earlier)[0]].count("own_sites") == 1


@pytest.mark.parametrize(
    ("ticks", "begun"),
    [
        ({}, BEGUN),
        ({"facts.sites": "own_sites, poi_devices"}, BEGUN),
        ({"facts.sites": "own_sites?, poi_devices"}, BEGUN),
        ({"facts.sites": "poi_devices"}, {**BEGUN, "workloads.1.pattern": "on_premises"}),
    ],
)
def test_it_is_not_asked_if_nothing_is_there_or_the_sites_are_known(ticks: dict[str, str], begun: Answers) -> None:
    assert "own_sites" not in [each.id for each in walked(ticks, begun)[0]]


def test_going_back_from_it_asks_it_again() -> None:
    answers = BEGUN
    while (question := agenda(NEW, answers).question) is not None and question.id != "own_sites":
        ticks = ("poi_devices",) if question.id == "facts.sites" else accepted(question)
        answers = taken(NEW, answers, question, ticks)
    assert question is not None
    before = back(NEW, taken(NEW, answers, question, value=False))
    assert "own_sites" not in before
