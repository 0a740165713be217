"""Questionnaires: what each asks for, as counted by others, and requirements and sources that are there."""

import pytest

from pcimatrix.catalogue.loader import load, shipped_questionnaires
from pcimatrix.catalogue.model import Limited
from pcimatrix.catalogue.questionnaires import Questionnaire
from pcimatrix.catalogue.validation import SAQS, Validation

KNOWN = shipped_questionnaires()
CASES = list(load().catalogue.test_cases())
# By questionnaire and day, the requirements among the 250 and the test cases among the 464, as published or counted by
# others than this project.
COUNTED = [
    ("A", "2024-06-30", 29, 61),
    ("A", "2025-01-31", 30, 62),
    ("A", "2025-03-30", 30, 62),
    ("A", "2025-03-31", 27, 55),
    ("A", None, 27, 55),
    ("A-EP", None, 139, 253),
    ("B", None, 27, 51),
    ("B-IP", None, 49, 94),
    ("C", None, 123, 231),
    ("C-VT", None, 54, 101),
    ("P2PE", None, 21, 38),
    ("D-merchant", None, 233, 439),
    ("D-service-provider", None, 250, 464),
]


@pytest.mark.parametrize(("name", "day", "requirements", "cases"), COUNTED)
def test_each_asks_for_as_much_as_others_count(name: str, day: str | None, requirements: int, cases: int) -> None:
    edition = KNOWN.get(name).on(day)
    assert edition is not None
    asked = edition.requirements()
    assert len(asked) == requirements == sum(len(each.requirements) for each in edition.asks)
    assert sum(case.requirement in asked for case in CASES) == cases


@pytest.mark.parametrize("each", KNOWN.questionnaires, ids=lambda each: each.id)
def test_requirements_and_sources_are_there(each: Questionnaire) -> None:
    known = {case.requirement for case in CASES}
    assert all(edition.requirements() <= known for edition in each.editions)
    sources = {asked.source for edition in each.editions for asked in edition.asks}
    sources |= {criterion.source for criterion in each.criteria}
    assert sources <= set(KNOWN.sources)
    days = [edition.since for edition in each.editions]
    assert days == sorted(set(days))


def test_merchants_are_not_asked_what_is_for_service_providers_or_issuers_alone() -> None:
    providers = {case.requirement for case in CASES if case.limited_to is Limited.SERVICE_PROVIDERS}
    for each in KNOWN.questionnaires:
        if each.assessment == "merchant":
            assert all(edition.requirements().isdisjoint(providers) for edition in each.editions), each.id
    merchants = KNOWN.get("D-merchant").editions[-1].requirements()
    issuers = {case.requirement for case in CASES if case.limited_to is Limited.ISSUERS}
    assert merchants == {case.requirement for case in CASES} - providers - issuers


def test_every_way_to_validate_but_the_roc_is_a_questionnaire() -> None:
    assert list(SAQS.values()) == [each.id for each in KNOWN.questionnaires]
    assert [each.value for each in Validation] == ["roc", *(f"saq-{name.lower()}" for name in SAQS.values())]
    for validation, name in SAQS.items():
        wanted = "service_provider" if validation.is_for_service_providers else "merchant"
        assert KNOWN.get(name).assessment == wanted
    assert Validation.ROC.questionnaire is None


def test_the_first_day_of_an_edition_is_the_first_on_which_it_is_used() -> None:
    assert KNOWN.get("A").on("2023-06-30") is None
    assert KNOWN.get("B").on("2024-12-31") is None
    assert KNOWN.get("B").on("2025-01-01") == KNOWN.get("B").editions[0]
