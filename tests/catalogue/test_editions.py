"""Editions as overlays: what is known to differ is there, and a catalogue read in one has its words."""

import csv
import json
from collections import Counter
from collections.abc import Callable
from subprocess import CompletedProcess
from typing import Any

import jsonschema_rs
import pytest
import yaml

from paths import ROOT
from pcimatrix.catalogue.editions import Edition, Kind, changed, path_to, version_of
from pcimatrix.catalogue.loader import in_edition, load, shipped_editions
from pcimatrix.schema import schema_of

KNOWN = list(csv.DictReader((ROOT / "tests/facts/edition_changes.csv").read_text(encoding="utf-8").splitlines()))
CATALOGUE = load().catalogue
[OVERLAY] = shipped_editions()
IDS = {case.id for case in CATALOGUE.test_cases()} | {each.id for each in CATALOGUE.requirements()}


def test_each_known_difference_of_medium_or_high_confidence_is_listed_and_no_less_sure(
    call: Callable[..., CompletedProcess[str]],
) -> None:
    [edition] = json.loads(call("editions", "--format", "json").stdout)["editions"]
    listed = Counter((each["id"] or "*", each["level"], each["kind"]) for each in edition["differences"])
    known = Counter((row["id"], row["level"], row["kind"]) for row in KNOWN if row["confidence"] != "low")
    assert known <= listed
    sure = {(each["id"] or "*", each["level"], each["kind"], each["confidence"]) for each in edition["differences"]}
    assert {tuple(row.values()) for row in KNOWN if row["confidence"] == "high"} <= sure


@pytest.mark.parametrize(
    ("case", "old", "new"),
    [
        ("8.6.3.c", "interactive", "all application and system accounts"),
        ("12.9.2", "Service provider procedures let", "each service that touches their data"),
    ],
)
def test_a_procedure_that_changes_has_another_summary(case: str, old: str, new: str) -> None:
    [before] = [each.summary for each in CATALOGUE.test_cases() if each.id == case]
    assert old in before
    assert old not in OVERLAY.summaries[case]
    assert new in OVERLAY.summaries[case]


@pytest.mark.parametrize("case", sorted(OVERLAY.summaries))
def test_what_changed_is_said_of_each_test_case_with_another_summary(case: str) -> None:
    assert OVERLAY.says_of(case)


@pytest.mark.parametrize("case", ["3.7.6.a", "5.4.1", "8.3.9", "9.2.1", "11.3.2.a"])
def test_a_changed_note_on_whom_a_requirement_is_for_is_said_of_its_test_cases(case: str) -> None:
    assert any(each.kind is Kind.CLARIFIED_APPLICABILITY for each in OVERLAY.effects[case])
    assert OVERLAY.says_of(case)


def test_what_affects_test_cases_is_listed_first_and_some_ids_alone_can_be_asked_for(
    call: Callable[..., CompletedProcess[str]],
) -> None:
    done = call("editions", "--format", "json")
    affecting = [bool(each["affects"]) for each in json.loads(done.stdout)["editions"][0]["differences"]]
    assert affecting == sorted(affecting, reverse=True)
    said = call("editions", "6.3.3.b").stdout
    assert "6.3.3" in said
    assert "one-month limit" in said
    assert "8.4.2" not in said
    assert call("editions", "6.3.9").returncode == 2


def test_the_overlay_is_valid_by_its_schema_which_is_the_models() -> None:
    schema: dict[str, Any] = json.loads((ROOT / "data/edition.schema.json").read_text(encoding="utf-8"))
    assert schema == schema_of("edition")
    for path in (ROOT / "data/editions").glob("*.yaml"):
        jsonschema_rs.Draft202012Validator(schema).validate(yaml.safe_load(path.read_text(encoding="utf-8")))


def test_every_id_of_the_overlay_is_in_the_catalogue_and_every_source_is_known() -> None:
    named = {*OVERLAY.titles, *OVERLAY.summaries, *OVERLAY.unverified, *OVERLAY.customized_approach.eligible}
    named |= {each.id for each in OVERLAY.differences if each.id}
    named |= {each for found in OVERLAY.differences for each in found.affects}
    assert named <= IDS
    assert {each.source for each in OVERLAY.differences} == set(OVERLAY.sources)


def test_summaries_are_short_differ_from_the_base_and_no_two_are_alike() -> None:
    later = changed(CATALOGUE, OVERLAY)
    before = {case.id: case.summary for case in CATALOGUE.test_cases()}
    after = {case.id: case.summary for case in later.test_cases()}
    assert {each for each, text in after.items() if text != before[each]} == set(OVERLAY.summaries)
    assert [each for each, text in after.items() if len(text) > 120] == []
    assert len({text.lower() for text in after.values()}) == len(after)
    titles = [each.title.lower() for each in later.requirements()]
    assert len(set(titles)) == len(titles)


def test_a_catalogue_in_an_edition_has_its_words_and_eligibility_and_the_base_stays_as_it_is() -> None:
    later = in_edition(CATALOGUE, "v4.0.1")
    assert later is not None
    assert later.edition == "PCI DSS v4.0.1"
    assert [each.id for each in later.test_cases()] == [each.id for each in CATALOGUE.test_cases()]
    refused = [each.id for each in later.requirements() if each.customized_approach == "not_eligible"]
    assert refused == ["3.3.1", "3.3.1.1", "3.3.1.2", "3.3.1.3", "3.3.2", "11.3.2"]
    summary = next(case.summary for case in later.test_cases() if case.id == "6.3.3.a")
    assert "critical" in summary
    assert "high" not in summary
    assert in_edition(CATALOGUE, "PCI DSS v4.0") is CATALOGUE
    assert in_edition(later, "4.0.1") is later
    assert in_edition(CATALOGUE, "3.2.1") is None
    assert in_edition(later, "4.0") is None


def test_a_test_case_is_told_of_a_change_once_whatever_else_corroborates_it() -> None:
    assert OVERLAY.says_of("9.3.4.b") == "Visitor logs (plural), both for the facility and for sensitive areas"
    for case in OVERLAY.affected():
        assert OVERLAY.says_of(case), case
    effects = [each.effect for each in OVERLAY.effects["6.3.3.a"]]
    assert len(effects) == 2
    assert OVERLAY.says_of("6.3.3.a").count(effects[0] or "") == 1


def test_an_edition_on_an_edition_is_one_more_file() -> None:
    values = {"edition": "PCI DSS v9.0", "version": "9.0", "base": OVERLAY.edition, "base_retired": "2027-12-31"}
    rest = {"sources": {}, "summaries": {"1.1.1": "Another summary"}, "titles": {}, "unverified": {}}
    next_year = Edition.model_validate({"schema_version": 1, **values, **rest})
    path = path_to("9.0", CATALOGUE.edition, [OVERLAY, next_year])
    assert path == (OVERLAY, next_year)
    found = CATALOGUE
    for each in path:
        found = changed(found, each)
    assert found.edition == "PCI DSS v9.0"
    summaries = {case.id: case.summary for case in found.test_cases()}
    assert summaries["1.1.1"] == "Another summary"
    assert summaries["6.3.3.a"] == OVERLAY.summaries["6.3.3.a"]


def test_overlays_that_lead_round_in_a_circle_lead_nowhere() -> None:
    circle = OVERLAY.model_copy(update={"base": OVERLAY.edition})
    assert path_to("4.0.1", "PCI DSS v4.0", [circle]) is None


@pytest.mark.parametrize("text", ["4.0.1", "v4.0.1", "PCI DSS v4.0.1", "pci-dss 4.0.1", " PCI DSS version 4.0.1 "])
def test_an_edition_is_known_however_it_is_written(text: str) -> None:
    assert version_of(text) == "4.0.1"
