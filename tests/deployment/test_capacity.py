"""What the tasks of an ECS service run on, if capacity providers decide it; and parameters that decide."""

from pathlib import Path
from typing import Any

import pytest

from deployment_data import plan, resource, write
from pcimatrix.deployment.grouping import groups
from pcimatrix.deployment.proposals import Proposal, proposals
from pcimatrix.deployment.reading import read_sources
from pcimatrix.deployment.resource_types import shipped_types

TYPES = shipped_types()
CLUSTER = resource("aws_ecs_cluster.main", {"name": "shop"}, unknown={"arn": True, "id": True})
OTHER = resource("aws_ecs_cluster.other", {"name": "other"})
OWN_HOSTS = resource(
    "aws_ecs_capacity_provider.own",
    {"name": "own", "auto_scaling_group_provider": [{"managed_scaling": []}]},
    unknown={"auto_scaling_group_provider": [{"auto_scaling_group_arn": True}]},
)
MANAGED = resource("aws_ecs_capacity_provider.own", {"name": "own", "managed_instances_provider": [{"x": "y"}]})


def propose(path: Path, values: Any) -> list[Proposal]:
    return proposals(groups(read_sources([str(write(path / "app.json", values))], TYPES), TYPES), TYPES)


def read(path: Path, *resources: Any) -> tuple[str | None, list[str]]:
    """Return the pattern of the only workload that a plan proposes, and its questions."""
    return answer(propose(path, plan(*resources)))


def answer(found: list[Proposal]) -> tuple[str | None, list[str]]:
    [only] = found
    return only.pattern, [each.question for each in only.raised]


def service(values: dict[str, Any] | None = None, **unknown: Any) -> dict[str, Any]:
    """Return a service as a plan has it that sets no launch type."""
    stated = {"capacity_provider_strategy": [], **(values or {})}
    return resource("aws_ecs_service.web", stated, unknown={"launch_type": True, **unknown})


def default(name: str) -> dict[str, Any]:
    """Return the default strategy of the cluster named shop."""
    values = {"cluster_name": "shop", "default_capacity_provider_strategy": [{"capacity_provider": name, "base": 1}]}
    return resource("aws_ecs_cluster_capacity_providers.main", values)


def test_a_service_without_launch_type_has_its_clusters_default_strategy(tmp_path: Path) -> None:
    web = service(cluster=True)
    assert read(tmp_path, CLUSTER, default("FARGATE"), web) == ("fargate", [])
    assert read(tmp_path, CLUSTER, default("own"), OWN_HOSTS, web) == ("containerized", [])
    assert read(tmp_path, CLUSTER, default("own"), MANAGED, web) == (None, ["managed_hosts"])


@pytest.mark.parametrize("named", ["shop", "arn:aws:ecs:eu-west-1:111122223333:cluster/shop"])
def test_a_cluster_is_found_by_name_or_arn(tmp_path: Path, named: str) -> None:
    assert read(tmp_path, CLUSTER, OTHER, default("FARGATE"), service({"cluster": named})) == ("fargate", [])


def test_what_the_source_does_not_say_is_asked(tmp_path: Path) -> None:
    asked, fargate, web = (None, ["launch_type"]), default("FARGATE"), service(cluster=True)
    assert read(tmp_path, CLUSTER, fargate, service({"cluster": "third"})) == asked, "its cluster is elsewhere"
    assert read(tmp_path, CLUSTER, OTHER, fargate, web) == asked, "of two clusters, either may be meant"
    assert read(tmp_path, CLUSTER, web) == asked, "the default strategy may be set elsewhere"
    elsewhere = read(tmp_path, CLUSTER, default("elsewhere"), web)
    assert elsewhere == (None, ["capacity_provider"]), "the provider is not in the source"
    gone = {**fargate, "change": {**fargate["change"], "actions": ["delete"], "after": None}}
    assert read(tmp_path, CLUSTER, gone, web) == asked, "the default strategy goes"


def test_a_launch_type_or_strategy_of_its_own_comes_first(tmp_path: Path) -> None:
    typed = resource("aws_ecs_service.web", {"launch_type": "EC2"}, unknown={"cluster": True})
    assert read(tmp_path, CLUSTER, default("FARGATE"), typed) == ("containerized", [])
    own = service({"capacity_provider_strategy": [{"capacity_provider": "own"}]}, cluster=True)
    assert read(tmp_path, CLUSTER, default("FARGATE"), OWN_HOSTS, own) == ("containerized", [])
    both = [{"capacity_provider": "own"}, {"capacity_provider": "FARGATE"}]
    mixed = service({"capacity_provider_strategy": both}, cluster=True)
    assert read(tmp_path, CLUSTER, OWN_HOSTS, mixed) == (None, ["capacity_provider"])


OWN = {"AutoScalingGroupProvider": {"AutoScalingGroupArn": {"Ref": "Hosts"}}}
PROVIDERS = {"Cluster": {"Ref": "Main"}, "DefaultCapacityProviderStrategy": [{"CapacityProvider": {"Ref": "Own"}}]}


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"Cluster": {"Ref": "Main"}}, ("containerized", [])),
        ({"Cluster": {"Fn::GetAtt": ["Main", "Arn"]}}, ("containerized", [])),
        ({"Cluster": {"Fn::GetAtt": "Main.Arn"}}, ("containerized", [])),
        ({"Cluster": {"Fn::ImportValue": "cluster"}}, (None, ["launch_type"])),
        ({}, (None, ["launch_type"])),
    ],
)
def test_a_templates_references_are_followed(tmp_path: Path, named: Any, found: tuple[str | None, list[str]]) -> None:
    resources = {
        "Main": {"Type": "AWS::ECS::Cluster"},
        "Own": {"Type": "AWS::ECS::CapacityProvider", "Properties": OWN},
        "Providers": {"Type": "AWS::ECS::ClusterCapacityProviderAssociations", "Properties": PROVIDERS},
        "Web": {"Type": "AWS::ECS::Service", "Properties": named},
    }
    assert answer(propose(tmp_path, {"Resources": resources})) == found


WEB = {"Type": "AWS::ECS::Service", "Properties": {"LaunchType": {"Ref": "Kind"}}}


@pytest.mark.parametrize(
    ("parameter", "proposes"),
    [
        ({"Type": "String", "Default": "FARGATE"}, "fargate"),
        ({"Type": "String", "Default": "EC2"}, "containerized"),
        ({"Type": "String"}, None),
        ({"Type": "AWS::SSM::Parameter::Value<String>", "Default": "FARGATE"}, None),
    ],
)
def test_a_parameters_default_is_proposed_not_decided(
    tmp_path: Path, parameter: dict[str, str], proposes: str | None
) -> None:
    found = propose(tmp_path, {"Parameters": {"Kind": parameter}, "Resources": {"Web": WEB}})
    assert answer(found) == (None, ["launch_type"])
    assert [each.proposes for each in found[0].raised] == [proposes]


def test_what_a_stack_gives_a_nested_stack_is_a_fact(tmp_path: Path) -> None:
    inner = {"Parameters": {"Kind": {"Type": "String", "Default": "EC2"}}, "Resources": {"Web": WEB}}
    write(tmp_path / "web.json", inner)
    stack = {"TemplateURL": "web.json", "Parameters": {"Kind": "FARGATE"}}
    nested = {"Web": {"Type": "AWS::CloudFormation::Stack", "Properties": stack}}
    assert answer(propose(tmp_path, {"Resources": nested})) == ("fargate", [])


GROUP = resource("aws_autoscaling_group.hosts", {"name": "hosts"}, unknown={"arn": True})


def test_the_group_of_a_capacity_provider_is_the_clusters_hosts(tmp_path: Path) -> None:
    assert read(tmp_path, CLUSTER, OWN_HOSTS, GROUP) == ("containerized", [])
    beside = resource("aws_autoscaling_group.batch", {"name": "batch"}, unknown={"arn": True})
    assert read(tmp_path, CLUSTER, OWN_HOSTS, GROUP, beside) == (None, ["cluster_hosts"]), "either may be meant"


def test_a_choice_is_known_if_either_way_is_the_same(tmp_path: Path) -> None:
    def web(name: str, *values: Any) -> dict[str, Any]:
        strategy = [{"CapacityProvider": {"Fn::If": ["Spot", *values]}}]
        properties = {"LaunchType": {"Fn::If": ["Spot", *values]}} if name == "LaunchType" else {name: strategy}
        return {"Resources": {"Web": {"Type": "AWS::ECS::Service", "Properties": properties}}}

    same = web("CapacityProviderStrategy", "FARGATE_SPOT", "FARGATE")
    assert answer(propose(tmp_path, same)) == ("fargate", [])
    other = web("CapacityProviderStrategy", "own", "FARGATE")
    assert answer(propose(tmp_path, other)) == (None, ["capacity_provider"])
    assert answer(propose(tmp_path, web("LaunchType", "EC2", "FARGATE"))) == (None, ["launch_type"])


def test_outputs_of_nested_stacks_are_followed(tmp_path: Path) -> None:
    cluster = {
        "Resources": {
            "Main": {"Type": "AWS::ECS::Cluster"},
            "Own": {"Type": "AWS::ECS::CapacityProvider", "Properties": OWN},
            "Hosts": {"Type": "AWS::AutoScaling::AutoScalingGroup"},
        },
        "Outputs": {"Provider": {"Value": {"Ref": "Own"}}, "Note": {"Value": "text"}},
    }
    strategy = [{"CapacityProvider": {"Ref": "Provider"}}]
    web = {"Type": "AWS::ECS::Service", "Properties": {"CapacityProviderStrategy": strategy}}
    write(tmp_path / "cluster.json", cluster)
    write(tmp_path / "web.json", {"Parameters": {"Provider": {"Type": "String"}}, "Resources": {"Web": web}})
    passed = {"Provider": {"Fn::GetAtt": ["Base", "Outputs.Provider"]}}
    nested = {
        "Base": {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "cluster.json"}},
        "Web": {"Type": "AWS::Serverless::Application", "Properties": {"Location": "web.json", "Parameters": passed}},
    }
    parent = {"Transform": "AWS::Serverless-2016-10-31", "Resources": nested}
    assert answer(propose(tmp_path, parent)) == ("containerized", [])


@pytest.mark.parametrize(("account", "found"), [("1" * 12, ("fargate", [])), ("2" * 12, (None, ["launch_type"]))])
def test_a_cluster_of_another_account_is_not_the_one_meant(
    account: str, found: tuple[str | None, list[str]], tmp_path: Path
) -> None:
    def item(type_: str, arn: str, **configuration: Any) -> dict[str, Any]:
        return {"resourceType": type_, "arn": arn, "awsAccountId": "1" * 12, "configuration": configuration}

    cluster, strategy = "arn:aws:ecs:eu-west-1:{}:cluster/shop", [{"CapacityProvider": "FARGATE"}]
    main = cluster.format("1" * 12)
    items = [
        item("AWS::ECS::Cluster", main, ClusterName="shop", DefaultCapacityProviderStrategy=strategy),
        item("AWS::ECS::Service", "arn:aws:ecs:eu-west-1:x:service/web", Cluster=cluster.format(account)),
    ]
    assert answer(propose(tmp_path, {"configurationItems": items})) == found
