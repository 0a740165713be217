"""Plans and states of Terraform: what exists after the change, in which account, and what is not kept."""

import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from deployment_data import plan, resource, write
from pcimatrix.deployment.grouping import groups
from pcimatrix.deployment.inventory import Inventory
from pcimatrix.deployment.proposals import Proposal, proposals
from pcimatrix.deployment.reading import read_sources
from pcimatrix.deployment.resource_types import shipped_types

TYPES = shipped_types()


def read(path: Path, values: Any) -> Inventory:
    return read_sources([str(write(path / "app.json", values))], TYPES)


def propose(path: Path, values: Any, by: str = "stack") -> list[Proposal]:
    return proposals(groups(read(path, values), TYPES, by), TYPES)


def patterns(found: list[Proposal]) -> list[str | None]:
    return [each.pattern for each in found]


def test_what_counts_is_what_exists_after_the_change(tmp_path: Path) -> None:
    values = plan(
        resource("aws_instance.kept", actions=["no-op"]),
        resource("aws_instance.changed", actions=["update"]),
        resource("aws_instance.replaced", actions=["delete", "create"]),
        resource("aws_instance.gone", actions=["delete"]),
        resource("aws_instance.forgotten", actions=["forget"]),
        resource_drift=[resource("aws_instance.drifted")],
        prior_state={"values": {"root_module": {"resources": [{"address": "aws_instance.prior"}]}}},
    )
    values["planned_values"]["root_module"]["resources"].append(
        {"address": "data.aws_ami.it", "mode": "data", "type": "aws_ami", "name": "it", "values": {}}
    )
    there = {each.address: each.exists for each in read(tmp_path, values).resources}
    assert there == {
        "aws_instance.kept": True,
        "aws_instance.changed": True,
        "aws_instance.replaced": True,
        "aws_instance.gone": False,
        "aws_instance.forgotten": True,
    }


def test_a_deposed_object_is_no_second_resource(tmp_path: Path) -> None:
    values = plan(resource("aws_instance.web"))
    values["resource_changes"].append(resource("aws_instance.web", actions=["delete"], deposed="00000000"))
    assert [each.exists for each in read(tmp_path, values).resources] == [True]


def test_states_of_old_releases_leave_module_and_index_out_of_addresses(tmp_path: Path) -> None:
    def old(index: int) -> dict[str, Any]:
        return {"address": "aws_instance.web", "mode": "managed", "type": "aws_instance", "index": index, "values": {}}

    modules = [{"resources": [old(0), old(1)], "address": "module.a"}, {"resources": [old(0)], "address": "module.b"}]
    values = {"format_version": "0.1", "values": {"root_module": {"child_modules": modules}}}
    assert [each.address for each in read(tmp_path, values).resources] == [
        "module.a.aws_instance.web[0]",
        "module.a.aws_instance.web[1]",
        "module.b.aws_instance.web[0]",
    ]


def test_accounts_follow_from_roles_variables_and_arns(tmp_path: Path) -> None:
    addresses = ("aws_lambda_function.a", "aws_lambda_function.b", "aws_lambda_function.c", "aws_lambda_function.d")
    by_provider = dict(zip(addresses, ("aws.role", "aws.variable", "aws.known", "aws.region"), strict=True))
    role = {"assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::111122223333:role/deploy"}}]}
    variable = {"assume_role": [{"role_arn": {"references": ["var.role"]}}]}
    values = plan(
        *map(resource, addresses),
        resource(
            "aws_lambda_function.e", {"arn": "arn:aws:lambda:eu-west-1:999900001111:function:e"}, actions=["no-op"]
        ),
        variables={"role": {"value": "arn:aws:iam::444455556666:role/deploy"}, "secret": {"value": "s3cr3t"}},
        configuration={
            "provider_config": {
                "aws.role": {"name": "aws", "alias": "role", "expressions": role},
                "aws.variable": {"name": "aws", "alias": "variable", "expressions": variable},
                "aws.region": {"name": "aws", "alias": "region", "expressions": {"region": {"constant_value": "x"}}},
            },
            "root_module": {
                "resources": [{"address": address, "provider_config_key": key} for address, key in by_provider.items()]
                + [{"address": "aws_lambda_function.e", "provider_config_key": "aws.known"}]
            },
        },
    )
    found = {each.address[-1]: each.account for each in read(tmp_path, values).resources}
    assert found == {"a": "111122223333", "b": "444455556666", "c": "999900001111", "d": "", "e": "999900001111"}


def test_no_value_is_kept_but_those_that_decide(tmp_path: Path) -> None:
    secret = "hunter2-do-not-keep"  # noqa: S105 - a made-up one
    settings = {"environment": [{"variables": {"PASSWORD": secret}}], "package_type": secret, "tags": {"key": secret}}
    values = plan(
        resource("aws_lambda_function.a", settings, sensitive={"package_type": True, "tags": {"key": True}}),
        resource("aws_db_instance.b", {"password": secret, "engine": secret}, sensitive={"engine": True}),
        variables={"password": {"value": secret}},
    )
    inventory = read(tmp_path, values)
    assert secret not in repr(inventory)
    assert secret not in repr(propose(tmp_path, values))


@pytest.mark.parametrize(
    ("values", "pattern"),
    [
        ({"launch_type": "FARGATE"}, "fargate"),
        ({"launch_type": "EC2"}, "containerized"),
        ({"launch_type": "EXTERNAL"}, None),
        ({"launch_type": None, "capacity_provider_strategy": []}, None),
        (
            {"capacity_provider_strategy": [{"capacity_provider": "FARGATE"}, {"capacity_provider": "FARGATE_SPOT"}]},
            "fargate",
        ),
        ({"capacity_provider_strategy": [{"capacity_provider": "FARGATE"}, {"capacity_provider": "own"}]}, None),
    ],
)
def test_a_service_of_ecs_is_what_its_launch_type_says(values: Any, pattern: str | None, tmp_path: Path) -> None:
    assert patterns(propose(tmp_path, plan(resource("aws_ecs_service.s", values)))) == [pattern]


@pytest.mark.parametrize(
    ("address", "values", "question"),
    [
        ("aws_lambda_function.f", {"vpc_config": [{"subnet_ids": ["subnet-1"]}]}, "network"),
        ("aws_db_instance.d", {"engine": "postgres"}, "database"),
        ("aws_ecs_service.s", {}, "launch_type"),
        ("aws_lambda_capacity_provider.c", {}, "managed_hosts"),
        ("aws_eks_cluster.c", {"compute_config": [{"enabled": True}]}, "eks_auto"),
        ("aws_outposts_outpost.o", {}, "outposts"),
        ("aws_not_yet_known.n", {}, "unknown_type"),
        ("aws_s3_bucket.b", {}, "nothing_runs"),
    ],
)
def test_what_cannot_be_known_is_an_open_question_with_its_address(
    address: str, values: Any, question: str, tmp_path: Path
) -> None:
    [found] = propose(tmp_path, plan(resource(address, values)))
    assert found.pattern is None
    assert [(each.question, [one.resource.address for one in each.resources]) for each in found.raised] == [
        (question, [address])
    ]


def test_a_value_known_after_apply_is_an_open_question(tmp_path: Path) -> None:
    unknown = {"vpc_config": [{"subnet_ids": True}]}
    in_vpc = resource("aws_lambda_function.f", {"vpc_config": [{"security_group_ids": []}]}, unknown=unknown)
    assert [each.question for each in propose(tmp_path, plan(in_vpc))[0].raised] == ["network"]
    service = resource("aws_batch_compute_environment.b", {"type": "MANAGED"}, unknown={"compute_resources": True})
    assert propose(tmp_path, plan(service))[0].pattern is None


def test_neutral_resources_decide_nothing_and_patterns_are_workloads_of_their_own(tmp_path: Path) -> None:
    values = plan(
        *map(
            resource, ("aws_lambda_function.f", "aws_instance.i", "aws_s3_bucket.b", "aws_kms_key.k", "aws_iam_role.r")
        )
    )
    found = propose(tmp_path, values)
    assert [(each.name, each.pattern, each.services) for each in found] == [
        ("app (abstracted)", "abstracted", ("AWS IAM", "AWS KMS", "AWS Lambda", "Amazon S3")),
        ("app (infrastructure)", "infrastructure", ("Amazon EC2",)),
    ]


def test_a_database_beside_instances_leaves_nothing_open(tmp_path: Path) -> None:
    found = propose(tmp_path, plan(resource("aws_instance.i"), resource("aws_db_instance.d", {"engine": "mysql"})))
    assert [(each.pattern, each.raised) for each in found] == [("infrastructure", ())]


def test_hosts_of_clusters_are_known_by_tags_or_asked(tmp_path: Path) -> None:
    tagged = resource("aws_autoscaling_group.g", {"tag": [{"key": "kubernetes.io/cluster/shop", "value": "owned"}]})
    assert patterns(propose(tmp_path, plan(tagged))) == ["containerized"]
    beside = plan(resource("aws_autoscaling_group.g"), resource("aws_ecs_cluster.c"))
    assert [each.question for each in propose(tmp_path, beside)[0].raised] == ["cluster_hosts"]
    assert patterns(propose(tmp_path, plan(resource("aws_autoscaling_group.g")))) == ["infrastructure"]
    service = resource("aws_ecs_service.s", {"launch_type": "EC2"})
    both = propose(tmp_path, plan(resource("aws_autoscaling_group.g"), resource("aws_ecs_cluster.c"), service))
    assert [(each.pattern, each.raised) for each in both] == [("containerized", ())]


def test_groups_are_made_by_module_account_or_tag(tmp_path: Path) -> None:
    values = plan(
        resource('module.shop["eu"].aws_lambda_function.f', {"tags": {"team": "a"}}),
        resource("module.batch.module.inner.aws_instance.i", {"tags": {"team": "b"}}),
        resource("aws_lambda_function.root"),
    )
    assert [each.name for each in propose(tmp_path, values, "module")] == ['shop["eu"]', "batch", "app"]
    assert [each.name for each in propose(tmp_path, values, "tag:team")] == ["a", "b", "untagged"]
    assert [each.name for each in propose(tmp_path, values, "account")] == ["all (abstracted)", "all (infrastructure)"]


def test_other_clouds_and_helpers_are_ignored(tmp_path: Path) -> None:
    values = plan(*map(resource, ("aws_lambda_function.f", "null_resource.n", "google_compute_instance.g")))
    found = groups(read(tmp_path, values), TYPES)[0]
    assert [each.ignored for each in found.resources] == ["", "not of AWS", "not of AWS"]
    assert patterns(propose(tmp_path, values)) == ["abstracted"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_of_powershell_is_read(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(json.dumps(plan(resource("aws_instance.münchen")), ensure_ascii=False).encode(encoding))
    assert [each.address for each in read_sources([str(path)], TYPES).resources] == ["aws_instance.münchen"]


def test_unknown_properties_and_any_order_of_keys_are_read(tmp_path: Path) -> None:
    values = plan(resource("aws_ecs_service.s", {"launch_type": "FARGATE"}), applyable=True, checks=[])
    path = tmp_path / "app.json"
    path.write_text(json.dumps(values, sort_keys=True), encoding="utf-8")
    assert patterns(proposals(groups(read_sources([str(path)], TYPES), TYPES), TYPES)) == ["fargate"]


def test_a_plan_can_come_through_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    text = json.dumps(plan(resource("aws_instance.i")))
    writer = threading.Thread(target=pipe.write_text, args=(text,))
    writer.start()
    found = proposals(groups(read_sources([str(pipe)], TYPES), TYPES), TYPES)
    writer.join()
    assert [(each.name, each.pattern) for each in found] == [("main", "infrastructure")]


def test_what_is_not_set_in_a_state_is_empty_there(tmp_path: Path) -> None:
    function = {"vpc_config": [{"subnet_ids": [], "vpc_id": ""}], "package_type": "Zip"}
    assert patterns(propose(tmp_path, plan(resource("aws_lambda_function.f", function, actions=["no-op"])))) == [
        "abstracted"
    ]
    service = {"launch_type": "", "capacity_provider_strategy": [{"capacity_provider": "FARGATE"}]}
    assert patterns(propose(tmp_path, plan(resource("aws_ecs_service.s", service, actions=["no-op"])))) == ["fargate"]


def test_a_capacity_provider_known_after_apply_is_asked(tmp_path: Path) -> None:
    after = {"capacity_provider_strategy": [{"base": 1}]}
    unknown = {"capacity_provider_strategy": [{"capacity_provider": True}]}
    [found] = propose(tmp_path, plan(resource("aws_ecs_service.shop", after, unknown=unknown)))
    assert (found.pattern, [each.question for each in found.raised]) == (None, ["capacity_provider"])


def test_types_of_the_provider_awscc_are_those_of_cloudformation(tmp_path: Path) -> None:
    service = {"launch_type": "FARGATE", "tags": [{"key": "team", "value": "shop"}]}
    values = plan(resource("awscc_ecs_service.shop", service), resource("awscc_rds_db_instance.orders"))
    found = read(tmp_path, values).resources
    assert [each.type for each in found] == ["AWS::ECS::Service", "AWS::RDS::DBInstance"]
    assert found[0].tags == {"team": "shop"}
    assert patterns(propose(tmp_path, values)) == ["fargate"]


def test_long_addresses_that_are_shown_alike_are_two(tmp_path: Path) -> None:
    long = [resource(f'module.m["{"a" * 400}"].aws_instance.i{number}') for number in (1, 2)]
    first, second = read(tmp_path, plan(*long)).resources
    assert first.address == second.address
    assert len(first.address) == 300
