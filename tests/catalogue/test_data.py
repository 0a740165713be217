"""The shipped data: complete, in order, in our own words, and in step with its schemas."""

import csv
import json
from collections import Counter
from typing import Any

import jsonschema_rs
import pytest
import yaml

from paths import ROOT
from pcimatrix.catalogue import ids
from pcimatrix.catalogue.loader import load, shipped_patterns, shipped_published
from pcimatrix.catalogue.model import Limited, Owner
from pcimatrix.catalogue.rules import breaches
from pcimatrix.ownership.selection import known_ids
from pcimatrix.schema import schema_of

FACTS = list(csv.DictReader((ROOT / "tests/facts/test_cases.csv").read_text(encoding="utf-8").splitlines()))
CATALOGUE = load().catalogue
CASES = list(CATALOGUE.test_cases())
SAFE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Another parser than the program's: libyaml's if it is there."""


def test_the_test_cases_are_those_of_the_facts_in_their_order() -> None:
    assert [case.id for case in CASES] == [row["id"] for row in FACTS]
    assert len(FACTS) == 464


def test_methods_and_limits_are_those_of_the_facts() -> None:
    limits = {("yes", "no"): Limited.SERVICE_PROVIDERS, ("no", "yes"): Limited.ISSUERS, ("no", "no"): None}
    for case, row in zip(CASES, FACTS, strict=True):
        assert "+".join(case.methods) == row["methods"], case.id
        assert case.limited_to is limits[row["service_provider_only"], row["issuer_only"]], case.id


def test_there_are_12_principal_requirements_63_sections_and_250_requirements() -> None:
    assert len(CATALOGUE.principal_requirements) == 12
    assert len(list(CATALOGUE.sections())) == 63
    assert len(list(CATALOGUE.requirements())) == 250


def test_summaries_are_short_and_no_two_are_alike() -> None:
    assert [case.id for case in CASES if len(case.summary) > 120] == []
    repeated = [summary for summary, count in Counter(case.summary.lower() for case in CASES).items() if count > 1]
    assert repeated == []


def test_no_two_titles_are_alike() -> None:
    sections = [each.title.lower() for each in CATALOGUE.sections()]
    titles = Counter(sections + [each.title.lower() for each in CATALOGUE.requirements()])
    assert [title for title, count in titles.items() if count > 1] == []


def test_no_summary_is_a_reference_or_made_from_an_id() -> None:
    for case in CASES:
        assert case.id not in case.summary
        assert "see requirement" not in case.summary.lower()


def test_what_limits_a_case_to_service_providers_names_who_owns_it_then() -> None:
    limited = [case for case in CASES if case.limited_to is Limited.SERVICE_PROVIDERS]
    assert len(limited) == 23
    assert all(case.if_service_provider is Owner.CUSTOMER for case in limited)


@pytest.mark.parametrize(
    ("case", "word"),
    [
        ("3.2.1.a", "retention"),
        ("9.4.7.a", "TTL"),
        ("11.5.1.a", "GuardDuty"),
        ("10.4.2.a", "Security Hub"),
        ("10.2.1", "CloudTrail"),
        ("1.2.3.a", "diagram"),
        ("1.2.4.a", "draw the card data flow"),
    ],
)
def test_the_known_residual_duties_are_there(case: str, word: str) -> None:
    residual = next(each.residual for each in CASES if each.id == case)
    assert residual is not None
    assert word.lower() in residual.lower()


def test_all_rules_hold() -> None:
    assert breaches(CATALOGUE, shipped_patterns()) == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("catalogue", "requirements"),
        ("patterns", "patterns"),
        ("published", "published"),
        ("facts", "facts"),
        ("timeline", "timeline"),
        ("timeframes", "timeframes"),
        ("resource_types", "resource_types"),
        ("questionnaires", "questionnaires"),
        ("architecture", "architecture"),
        ("services", "services"),
    ],
)
def test_each_data_file_is_valid_by_the_schema_beside_it_which_is_the_models(kind: str, name: str) -> None:
    schema: dict[str, Any] = json.loads((ROOT / f"data/{name}.schema.json").read_text(encoding="utf-8"))
    assert schema == schema_of(kind)
    text = (ROOT / f"data/{name}.yaml").read_text(encoding="utf-8")
    jsonschema_rs.meta.validate(schema)
    jsonschema_rs.Draft202012Validator(schema).validate(SAFE(text).get_single_data())
    assert text.startswith(f"# yaml-language-server: $schema={name}.schema.json\n")


def test_the_published_table_adds_up() -> None:
    published = shipped_published()
    for field in ("test_cases", "customer", "aws", "na"):
        assert sum(getattr(row, field) for row in published.table) == getattr(published.total, field)
    assert [row.id for row in published.table] == [str(number) for number in range(1, 13)]


def test_all_ids_that_the_published_data_name_are_in_the_catalogue() -> None:
    published = shipped_published()
    known = set(known_ids(CATALOGUE))
    named = {each for claim in published.claims for each in claim.covers}
    named |= {each for discrepancy in published.discrepancies for each in discrepancy.concerns}
    named |= {each for reading in published.readings for part in reading.owners for each in part.within}
    assert named - known == set()


def test_pattern_operators_cite_known_sources_or_give_a_judgement() -> None:
    patterns = shipped_patterns()
    layers = [layer.id for layer in patterns.layers]
    for pattern in patterns.patterns:
        assert list(pattern.layers) == layers
        for layer, operator in pattern.layers.items():
            assert operator.sources or operator.judgement, (pattern.id, layer)
            assert set(operator.sources) <= set(patterns.sources)


def test_layers_of_cases_are_known_and_every_layer_is_examined() -> None:
    layers = {layer.id for layer in shipped_patterns().layers}
    assert {layer for case in CASES for layer in case.layers} == layers


def test_the_order_is_the_standards() -> None:
    keys = [ids.sort_key(case.id) for case in CASES]
    assert keys == sorted(keys)


def test_the_requirements_that_nobody_can_meet_by_the_customized_approach_are_those_of_the_roc_template() -> None:
    marked = [each.id for each in load().catalogue.requirements() if each.customized_approach]
    assert marked == ["3.3.1", "3.3.1.1", "3.3.1.2", "3.3.1.3", "3.3.2", "3.5.1.2", "11.3.2"]
