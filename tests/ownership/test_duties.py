"""Who has a part in a test case: duties, and the responsibility that they make."""

import re
from functools import cache

import pytest

from pcimatrix.catalogue.loader import load, shipped_published
from pcimatrix.catalogue.model import Limited, Owner, Reading
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.check import compare
from pcimatrix.ownership.duties import parties_by_layers
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.ownership.totals import By, shares, totals

LOADED = load()
MATRICES = [(pattern, reading) for pattern in LOADED.patterns.names() for reading in Reading]


def cells_of(pattern: str, reading: Reading) -> list[Cell]:
    return matrix(LOADED.catalogue, LOADED.patterns, pattern, reading)


@pytest.mark.parametrize(("pattern", "reading"), MATRICES)
def test_responsibility_follows_from_the_parties_that_have_a_part(pattern: str, reading: Reading) -> None:
    for cell in cells_of(pattern, reading):
        own = cell.ownership
        parties = [duty.party for duty in own.duties]
        assert len(parties) == len(set(parties)), cell.case.id
        assert (own.responsibility is Responsibility.SHARED) == (len(parties) >= 2), cell.case.id
        assert (own.responsibility is Responsibility.NA) == (not parties) == (own.owner is Owner.NA), cell.case.id
        if parties:
            assert parties[0] == own.owner.value, f"{cell.case.id}: the owner leads"
        assert all(duty.does and duty.source for duty in own.duties), cell.case.id


@pytest.mark.parametrize(("pattern", "reading"), MATRICES)
def test_the_parties_are_those_that_operate_what_is_examined_and_the_owner(pattern: str, reading: Reading) -> None:
    under = LOADED.patterns.get(pattern)
    for cell in cells_of(pattern, reading):
        if cell.case.limited_to is Limited.SERVICE_PROVIDERS:
            assert cell.ownership.duties == ()
            continue
        expected = parties_by_layers(under, cell.case.layers) | {cell.ownership.owner}
        assert {duty.party for duty in cell.ownership.duties} == {party.value for party in expected}, cell.case.id


@pytest.mark.parametrize(("pattern", "reading"), MATRICES)
def test_the_sum_over_responsibilities_is_the_catalogue(pattern: str, reading: Reading) -> None:
    cells = cells_of(pattern, reading)
    counted = totals(LOADED.catalogue, cells, By.PRINCIPAL)
    assert sum(counted.shares) == len(cells) == sum(sum(row.shares) for row in counted.rows)
    assert counted.shares == shares(cells)


def test_the_published_reading_is_the_published_table_and_the_layers_are_not() -> None:
    published = shipped_published()
    as_counted = cells_of(published.pattern, Reading.PUBLISHED)
    by_layers = cells_of(published.pattern, Reading.LAYERS)
    assert compare(LOADED.catalogue, as_counted, published, {}).ok
    assert not compare(LOADED.catalogue, by_layers, published, {}).ok
    differing = {
        old.case.id
        for old, new in zip(as_counted, by_layers, strict=True)
        if old.ownership.owner is not new.ownership.owner
    }
    assert differing == {cell.case.id for cell in as_counted if cell.ownership.doubt}
    assert not any(cell.ownership.doubt for cell in by_layers)


def test_what_only_the_published_count_gives_to_aws_says_so_in_its_duty() -> None:
    counted = [
        duty
        for cell in cells_of("abstracted", Reading.PUBLISHED)
        for duty in cell.ownership.duties
        if duty.source == "the published count alone"
    ]
    assert counted
    assert {duty.party for duty in counted} == {"aws"}


def test_a_layer_that_does_not_exist_in_a_pattern_is_no_party() -> None:
    infrastructure = LOADED.patterns.get("infrastructure")
    assert infrastructure.layers["container_image"].operator is Owner.NA
    assert parties_by_layers(infrastructure, ["container_image", "hardware"]) == {Owner.AWS}
    assert parties_by_layers(infrastructure, ["container_image"]) == frozenset()


@cache
def shared() -> list[tuple[str, Reading, Cell]]:
    """Return the test cases that a provider and the customer share: once for all tests."""
    return [
        (pattern, reading, cell)
        for pattern, reading in MATRICES
        for cell in cells_of(pattern, reading)
        if cell.ownership.responsibility is Responsibility.SHARED
    ]


ELSEWHERE = {"infrastructure", "containerized", "fargate", "hosted"}


def test_what_stays_with_the_customer_has_words_of_its_own_wherever_it_examines_a_layer_of_the_customers() -> None:
    plain = {
        (pattern, cell.case.id)
        for pattern, _, cell in shared()
        if Owner.CUSTOMER in parties_by_layers(LOADED.patterns.get(pattern), cell.case.layers)
        for duty in cell.ownership.duties
        if duty.party == Owner.CUSTOMER.value and duty.source == "the testing procedure"
    }
    assert plain == set()


def test_outside_serverless_no_duty_of_a_shared_case_speaks_of_what_only_serverless_has() -> None:
    serverless = re.compile(r"\b(Lambda|[Ff]unctions in|own functions|API Gateway|DynamoDB|SQS|Step Functions|TTL)\b")
    found = [
        (pattern, cell.case.id, duty.does)
        for pattern, _, cell in shared()
        if pattern in ELSEWHERE
        for duty in cell.ownership.duties
        if duty.party == Owner.CUSTOMER.value and serverless.search(duty.does)
    ]
    assert found == []


def test_a_duty_worded_for_a_pattern_is_that_of_one_test_case_alone() -> None:
    said: dict[str, set[str]] = {}
    for case in LOADED.catalogue.test_cases():
        for text in case.residual_in.values():
            said.setdefault(text, set()).add(case.id)
    assert {text: ids for text, ids in said.items() if len(ids) > 1} == {}
    assert {text for text in said if len(text) > 140} == set()


def test_a_duty_worded_for_a_pattern_takes_the_place_of_the_general_one_there() -> None:
    case = next(each for each in LOADED.catalogue.test_cases() if each.id == "3.7.3.b")
    for pattern in LOADED.patterns.names():
        cell = next(each for each in cells_of(pattern, Reading.PUBLISHED) if each.case.id == case.id)
        said = next(duty.does for duty in cell.ownership.duties if duty.party == Owner.CUSTOMER.value)
        whole = f"Show the assessor: {case.summary}"
        worded = {"abstracted": case.residual, "on_premises": whole}
        assert said == case.residual_in.get(pattern, worded.get(pattern)), pattern


def test_what_a_test_case_says_of_a_provider_takes_the_place_of_what_its_layers_say() -> None:
    said = {
        (pattern, duty.party): (duty.does, duty.source)
        for pattern in LOADED.patterns.names()
        for cell in cells_of(pattern, Reading.LAYERS)
        if cell.case.id == "10.6.2"
        for duty in cell.ownership.duties
        if duty.party != Owner.CUSTOMER.value
    }
    assert {pattern: does for (pattern, _), (does, _) in said.items()} == {
        **dict.fromkeys(("infrastructure", "containerized", "abstracted", "fargate"), said["fargate", "aws"][0]),
        "hosted": "The provider runs the time servers that its platform follows",
    }
    does, source = said["fargate", "aws"]
    assert does.startswith("AWS runs the Amazon Time Sync Service")
    assert source.startswith("Amazon EC2 User Guide")


def test_what_is_hosted_leaves_the_customer_no_duty_in_words_for_aws() -> None:
    for cell in cells_of("hosted", Reading.LAYERS):
        words = [duty.does for duty in cell.ownership.duties if duty.party == Owner.CUSTOMER.value]
        words += [cell.ownership.residual] if cell.ownership.residual else []
        if cell.ownership.responsibility is not Responsibility.CUSTOMER:
            assert not any(re.search(r"\b(AWS|Amazon|IAM|KMS)\b", each) for each in words), cell.case.id


def test_where_a_third_party_hosts_own_sites_stay_with_the_entity() -> None:
    residual = {cell.case.id: cell.ownership.residual for cell in cells_of("hosted", Reading.LAYERS)}
    assert residual["9.2.1"]
    assert residual["9.2.1"].startswith("If you have own sites in scope")
