"""Names of AWS services: each means one, and what scopes and commands make of them."""

import json
from collections import Counter
from typing import Any

import pytest

from pcimatrix.catalogue.loader import shipped_architecture, shipped_document, shipped_services
from pcimatrix.scope.model import Scope
from pcimatrix.scope.warnings import attestations, unknown_services

NAMES = shipped_services()


def test_each_name_means_one_service_whatever_its_case() -> None:
    counts = Counter(each.casefold() for each in NAMES.spellings())
    assert [each for each, count in counts.items() if count > 1] == []


def _services(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["service"]} if isinstance(value.get("service"), str) else set()
        return own.union(*map(_services, value.values()))
    return set().union(*map(_services, value)) if isinstance(value, list) else set()


def test_the_services_of_resource_types_and_of_the_post_are_known() -> None:
    named = _services(shipped_document("resource_types.yaml").values)
    assert named
    assert [each for each in sorted(named) if NAMES.known(each) != each] == []
    assert [each.name for each in shipped_architecture().services if NAMES.known(each.name) is None] == []


@pytest.mark.parametrize("alias", ["Lambda", "lambda", "AWS::Lambda", "aws  lambda"])
def test_an_alias_means_its_service(alias: str) -> None:
    assert NAMES.known(alias) == "AWS Lambda"


def _scope(used: list[str], attested: list[str]) -> Scope:
    head = {"schema_version": 1, "entity": "Shop", "assessment": "merchant", "pci_dss": "4.0", "date": "2026-11-24"}
    web = {"name": "web", "account": "prod", "pattern": "abstracted", "standing": "cde", "services": used}
    aws = {"id": "aws", "name": "AWS", "aoc": {"date": "2026-05-31", "version": "4.0"}, "services": attested}
    return Scope.model_validate_json(json.dumps({**head, "workloads": [web], "third_parties": [aws]}))


def test_a_scope_and_an_aoc_are_compared_by_the_service_meant() -> None:
    scope = _scope(["Lambda", "Amazon SQS", "s3"], ["AWS Lambda", "Amazon Simple Storage Service (S3)"])
    assert [each.message for each in attestations(scope)] == ["AWS: web uses Amazon SQS, outside its AOC (12.8.4)"]
    assert unknown_services(scope) == []


def test_an_unknown_name_is_warned_of_at_its_place_and_compared_as_text() -> None:
    scope = _scope(["AWS Lambda", "AWS Lamda", "Our Own Thing"], ["Lambda", "Our Own Thing"])
    assert [each.message for each in attestations(scope)] == ["AWS: web uses AWS Lamda, outside its AOC (12.8.4)"]
    found = unknown_services(scope)
    assert [each.path for each in found] == [
        ("workloads", 0, "services", 1),
        ("workloads", 0, "services", 2),
        ("third_parties", 0, "services", 1),
    ]
    assert found[0].code == "service_unknown"
    assert "did you mean 'AWS Lambda'?" in found[0].message


def test_the_services_command_understands_aliases(call: Any) -> None:
    by_alias = call("services", "Key Management Service")
    assert by_alias.returncode == 0
    assert by_alias.stdout == call("services", "kms").stdout


def test_totals_without_a_scope_does_not_read_the_names(call: Any) -> None:
    shipped_services.cache_clear()
    assert call("totals").returncode == 0
    assert shipped_services.cache_info().misses == 0
