"""The data on resource types: complete, with a source for each row, and in step with patterns and facts."""

import pytest

from pcimatrix.catalogue.loader import shipped_facts, shipped_patterns
from pcimatrix.deployment.classification import AWS_PREFIXES, classify
from pcimatrix.deployment.inventory import Resource
from pcimatrix.deployment.resource_types import shipped_types

TYPES = shipped_types()


def test_each_row_says_its_source_or_that_it_is_our_judgement() -> None:
    for row in TYPES.types:
        assert (row.source is None) != (row.judgement is None), row
        assert row.source is None or row.source in TYPES.sources
    judged = [*(row.judgement for row in TYPES.types), *(each.judgement for each in TYPES.families)]
    assert all(each is None or each.startswith("our judgement") for each in judged)
    assert {row.source for row in TYPES.types} >= set(TYPES.sources), "no source that nothing uses"


def test_rows_name_patterns_and_questions_that_exist() -> None:
    patterns = set(shipped_patterns().names())
    questions = {each.id for each in TYPES.questions}
    for row in TYPES.types:
        assert row.terraform or row.cloudformation, row
        assert row.pattern is None or row.pattern in patterns
        assert row.asks is None or row.asks in questions
    for each in TYPES.questions:
        assert {each.proposes or "abstracted", *each.settled_by} <= patterns


def test_a_row_after_one_without_conditions_would_never_count() -> None:
    for name in {each for row in TYPES.types for each in (row.terraform, row.cloudformation) if each}:
        *before, last = TYPES.rows(name)
        assert all(row.when for row in before), name
        assert not last.when, f"{name}: the last row holds for all that is left"


def test_each_condition_asks_one_thing() -> None:
    rules = [condition for row in TYPES.types for condition in row.when]
    rules += [condition for hint in TYPES.hints for condition in hint.when]
    for condition in rules:
        asked = condition.model_dump(exclude_none=True).keys() - {"setting"}
        assert len(asked) == 1, condition
        assert (condition.setting is None) == (asked <= {"tag", "beside"}), condition


def test_hints_are_about_facts_and_known_types() -> None:
    known = {each for row in TYPES.types for each in (row.terraform, row.cloudformation)}
    for hint in TYPES.hints:
        assert hint.about in shipped_facts().names(), hint.id
        assert bool(hint.types) != hint.stores, hint.id
        for name in (*hint.types, *hint.unless):
            assert name in known or TYPES.family(name), f"{hint.id}: {name}"
    assert len({hint.id for hint in TYPES.hints}) == len(TYPES.hints)


def test_types_are_aws_s_and_sam_becomes_what_is_known() -> None:
    for row in TYPES.types:
        for name in (row.terraform, row.cloudformation):
            assert name is None or name.startswith((*AWS_PREFIXES, "Custom::AWSCDK-"))
    for name in (*TYPES.sam.types.values(), *(each.type for each in TYPES.sam.events.values())):
        assert TYPES.rows(name) or TYPES.family(name), name


@pytest.mark.parametrize(
    ("type_", "pattern", "asks"),
    [
        ("AWS::MWAA::Environment", None, "network"),
        ("aws_kinesisanalyticsv2_application", "abstracted", None),
        ("AWS::OpsWorks::Instance", "infrastructure", None),
        ("AWS::CloudFormation::StackSet", None, "nested"),
        ("aws_cloudformation_stack", None, "nested"),
        ("aws_storagegateway_gateway", None, "external_hosts"),
        ("aws_docdbelastic_cluster", None, "database"),
        ("AWS::SecurityLake::DataLake", None, None),
        ("AWSQS::EKS::Cluster", None, None),
        ("awscc_iam_role_policy", None, None),
    ],
)
def test_known_types_say_what_they_mean(type_: str, pattern: str | None, asks: str | None) -> None:
    found = classify(Resource("it", type_, "plan.json"), TYPES, frozenset())
    assert (found.pattern, found.open) == (pattern, asks)
    assert found.service
