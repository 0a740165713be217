"""What settings change: test cases that change hands, expected totals, open questions, drafts."""

import pytest

from examples import example
from pcimatrix.errors import InputError
from pcimatrix.ownership.difference import differences
from pcimatrix.reports.content.what_if import effect_notes
from pcimatrix.scope.expected import changed, drift
from pcimatrix.scope.keys import settings_of
from pcimatrix.scope.what_if import WhatIf, what_if
from pcimatrix.yamlio.parser import Document, parse_yaml, read_yaml
from sessions import LOADED, cells_of, loaded

MIXED = read_yaml(example("mixed"))
DRAFT = parse_yaml(
    b"""\
schema_version: 1
entity: Example
assessment: merchant
pci_dss: "4.0.1"
date: 2026-01-31
facts: {}
workloads:
  - name: shop
    pattern: fargate
    account: shop
questions:
  - workload: shop
    about: standing
    asks: How does shop stand to the CDE?
  - about: poi_devices
    asks: Are there terminals?
""",
    "draft.yaml",
)


def setting(document: Document, *given: str, remove: tuple[str, ...] = (), record: bool = False) -> WhatIf:
    return what_if(LOADED, document, settings_of(given, remove), record=record)


def test_the_test_cases_that_change_hands_are_those_of_the_two_files() -> None:
    found = setting(MIXED, "workloads.settlement.pattern=fargate")
    moved = found.effect.differences()
    assert moved == differences(cells_of(loaded(MIXED.text)), cells_of(loaded(found.text)))
    assert found.effect.before.totals.customer - len(moved) == found.effect.after.totals.customer
    assert len(moved) > 0


def test_a_value_that_is_there_changes_nothing() -> None:
    found = setting(MIXED, "workloads.settlement.pattern=infrastructure", "facts.issuer=no")
    assert found.text == MIXED.text
    assert found.effect.differences() == []
    assert found.expected == "matches"


def test_expected_totals_stay_unless_they_are_recorded() -> None:
    stays = setting(MIXED, "workloads.settlement.pattern=fargate")
    assert stays.expected == "differs"
    assert parse_yaml(stays.text.encode(), "a").values["expected"] == MIXED.values["expected"]
    recorded = loaded(setting(MIXED, "workloads.settlement.pattern=fargate", record=True).text)
    assert recorded.expected is not None
    assert recorded.expected.owners is None
    assert drift(stays.effect.after.totals, recorded.expected) == []


def test_without_expected_totals_recording_adds_owners_too() -> None:
    bare = parse_yaml(setting(MIXED, remove=("workloads.marketing",)).text.split("expected:")[0].encode(), "a.yaml")
    found = setting(bare, "date=2026-11-25", record=True)
    assert (setting(bare, "date=2026-11-25").expected, found.expected) == ("none", "recorded")
    own = loaded(found.text)
    assert own.expected is not None
    assert own.expected.owners is not None
    assert found.effect.after.matrix is not None
    assert changed(found.effect.after.matrix.traces.values(), own.expected) == []


def test_a_third_party_that_is_gone_is_taken_out_of_the_record_by_recording_alone() -> None:
    own = parse_yaml(MIXED.text.split("expected:")[0].encode(), "a.yaml")
    own = parse_yaml(setting(own, "date=2026-11-25", record=True).text.encode(), "a.yaml")
    assert setting(own, remove=("third_parties.idp",)).stale == "idp"
    assert setting(own, remove=("third_parties.idp",), record=True).stale is None
    assert setting(own, "third_parties.idp.id=id2").stale is None


def test_an_open_question_closes_when_its_answer_is_set() -> None:
    found = setting(DRAFT, "facts.poi_devices=no")
    assert found.closed == 1
    assert found.effect.after.matrix is None
    left = parse_yaml(found.text.encode(), "a").values["questions"]
    assert [each["about"] for each in left] == ["standing"]
    both = setting(DRAFT, "facts.poi_devices=no", "workloads.shop.standing=cde")
    assert both.closed == 2
    assert "questions" not in parse_yaml(both.text.encode(), "a").values
    assert both.effect.after.totals.test_cases == len(both.effect.after.cells) > 0


def test_a_question_follows_its_workload() -> None:
    renamed = parse_yaml(setting(DRAFT, "workloads.shop.name=web").text.encode(), "a").values
    assert renamed["questions"][0]["workload"] == "web"
    whole = setting(DRAFT, "workloads.shop={account: a, pattern: fargate, standing: cde}")
    assert whole.closed == 1


def test_a_draft_has_no_totals_to_record() -> None:
    with pytest.raises(InputError, match="this is a draft"):
        setting(DRAFT, "facts.poi_devices=no", record=True)


def test_warnings_that_come_with_a_change_are_told() -> None:
    found = setting(MIXED, "third_parties.idp.aoc.date=2024-01-31")
    assert [each.code for each in found.effect.new_warnings()] == ["aoc_date"]
    assert setting(MIXED, "entity=Other").effect.new_warnings() == []


def test_test_cases_that_keep_their_owner_while_others_have_a_part_are_told() -> None:
    found = setting(MIXED, 'third_parties.x={name: X, owns: [{within: ["8.6.1"], workloads: [payments]}]}')
    [(parts, ids)] = found.effect.shifts().items()
    assert parts == ("customer", "shared")
    assert not {each.case for each in found.effect.differences()} & set(ids)
    [line] = [each for each in effect_notes(found.effect, found.effect.differences()) if "others have a part" in each]
    assert f"{len(ids)} from {parts[0]} to {parts[1]}" in line
