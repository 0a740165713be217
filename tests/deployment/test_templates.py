"""Templates of CloudFormation and SAM, CDK's output, and inventories."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from deployment_data import CDK, SAM, write
from pcimatrix.deployment.grouping import groups
from pcimatrix.deployment.proposals import Proposal, proposals
from pcimatrix.deployment.reading import read_sources
from pcimatrix.deployment.resource_types import shipped_types
from pcimatrix.errors import InputError

TYPES = shipped_types()


def propose(*paths: Path) -> list[Proposal]:
    return proposals(groups(read_sources(map(str, paths), TYPES), TYPES), TYPES)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_sam_is_read_by_what_it_becomes() -> None:
    payment, reporting = propose(*SAM)
    assert payment.pattern == reporting.pattern == "abstracted"
    assert {"AWS Lambda", "AWS Step Functions", "Amazon API Gateway", "Amazon DynamoDB"} <= set(payment.services)
    assert reporting.services == ("AWS Lambda", "Amazon API Gateway", "Amazon DynamoDB")


def test_cdk_output_has_its_stacks_accounts_and_nested_stacks() -> None:
    found = propose(CDK)
    assert [(each.name, each.account, each.pattern) for each in found] == [
        ("payment", "111122223333", "abstracted"),
        ("reporting", "444455556666", "abstracted"),
    ]
    assert {"Amazon DynamoDB", "Amazon SQS", "AWS KMS"} <= set(found[0].services), "those of the nested stack"
    decided = [each.resource.address for each in found[0].deciding]
    assert decided == ["payment/Pay6F77D406", "payment/Fees6140E605"], "without the functions of CDK's own"


def test_a_manifest_alone_is_read_as_its_folder() -> None:
    assert propose(CDK / "manifest.json") == [
        each._replace(deciding=mine.deciding, fitting=mine.fitting, raised=mine.raised)
        for each, mine in zip(propose(CDK), propose(CDK / "manifest.json"), strict=True)
    ]


def test_nested_stacks_are_found_by_their_hash_too(tmp_path: Path) -> None:
    folder = tmp_path / "cdk.out"
    shutil.copytree(CDK, folder)
    template = folder / "payment.template.json"
    values = json.loads(template.read_text(encoding="utf-8"))
    for body in values["Resources"].values():
        body.pop("Metadata", None)
    write(template, values)
    assert "Amazon SQS" in propose(folder)[0].services


@pytest.mark.parametrize("target", ["../secret.json", "/etc/hostname", "link.json"])
def test_a_manifest_does_not_lead_out_of_its_folder(target: str, tmp_path: Path) -> None:
    folder = tmp_path / "cdk.out"
    shutil.copytree(CDK, folder)
    write(tmp_path / "secret.json", {"Resources": {"I": {"Type": "AWS::EC2::Instance"}}})
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["artifacts"]["payment"]["properties"]["templateFile"] = target
    write(folder / "manifest.json", manifest)
    with pytest.raises(InputError, match="outside its folder"):
        propose(folder)


def test_a_template_that_is_missing_and_stages_in_a_circle_are_refused(tmp_path: Path) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "no.json"}}
    write(tmp_path / "manifest.json", {"version": "1", "artifacts": {"a": stack}})
    with pytest.raises(InputError, match=r"no such template: no\.json"):
        propose(tmp_path)
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "."}}
    write(tmp_path / "manifest.json", {"version": "1", "artifacts": {"a": stage}})
    with pytest.raises(InputError, match="in a circle"):
        propose(tmp_path)


def test_a_circle_of_nested_stacks_is_refused(tmp_path: Path) -> None:
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "b.json"}}
    write(tmp_path / "a.json", {"Resources": {"B": nested}})
    write(tmp_path / "b.json", {"Resources": {"A": {**nested, "Properties": {"TemplateURL": "./a.json"}}}})
    with pytest.raises(InputError, match="nested in a circle"):
        propose(tmp_path / "a.json")


def test_a_nested_stack_elsewhere_is_an_open_question(tmp_path: Path) -> None:
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": "https://example.com/t.yaml"}}
    [found] = propose(write(tmp_path / "a.json", {"Resources": {"B": nested}}))
    assert (found.pattern, [each.question for each in found.raised]) == (None, ["nested"])


def test_resources_in_loops_are_read(tmp_path: Path) -> None:
    loop = ["Each", ["A", "B"], {"Host${Each}": {"Type": "AWS::EC2::Instance"}}]
    values = {"Transform": "AWS::LanguageExtensions", "Resources": {"Fn::ForEach::Hosts": loop}}
    assert [each.pattern for each in propose(write(tmp_path / "a.json", values))] == ["infrastructure"]


SHORT = """
Parameters: {Kind: {Type: String, Default: FARGATE}, InVpc: {Type: String}}
Conditions: {Vpc: !Equals [!Ref InVpc, "yes"]}
Resources:
  S:
    Type: AWS::ECS::Service
    Properties: {LaunchType: LAUNCH, TaskDefinition: !GetAtt T.Arn, Cluster: !Sub "${AWS::StackName}"}
"""


@pytest.mark.parametrize(
    ("launch", "pattern"),
    [
        ("FARGATE", "fargate"),
        ("!Ref Kind", None),
        ("!If [Vpc, FARGATE, EC2]", None),
        ("!If [Vpc, FARGATE, FARGATE]", "fargate"),
        ("{'Fn::If': [Vpc, EC2, {Ref: 'AWS::NoValue'}]}", None),
    ],
)
def test_references_are_not_guessed(launch: str, pattern: str | None, tmp_path: Path) -> None:
    [found] = propose(written(tmp_path / "a.yaml", SHORT.replace("LAUNCH", launch)))
    assert found.pattern == pattern


@pytest.mark.parametrize(
    ("config", "question"),
    [
        ("{SubnetIds: [!Ref A]}", "network"),
        ("{SubnetIds: !Ref As}", "network"),
        ("!If [Vpc, {SubnetIds: [a]}, !Ref 'AWS::NoValue']", "known_after_apply"),
        ("!Ref AWS::NoValue", None),
    ],
)
def test_a_function_in_a_vpc_is_asked(config: str, question: str | None, tmp_path: Path) -> None:
    text = f"Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {{VpcConfig: {config}}}\n"
    [found] = propose(written(tmp_path / "a.yaml", text))
    assert [each.question for each in found.raised] == ([question] if question else [])


def test_a_resource_with_a_condition_is_asked_unless_the_pattern_is_there_anyway(tmp_path: Path) -> None:
    one: dict[str, Any] = {"A": {"Type": "AWS::EC2::Instance", "Condition": "Prod"}}
    [found] = propose(write(tmp_path / "a.json", {"Resources": one}))
    assert [(each.question, each.proposes) for each in found.raised] == [("conditional", "infrastructure")]
    [found] = propose(write(tmp_path / "b.json", {"Resources": one | {"B": {"Type": "AWS::EC2::Instance"}}}))
    assert (found.pattern, found.raised) == ("infrastructure", ())


def test_aws_config_is_read_by_its_items(tmp_path: Path) -> None:
    def item(kind: str, name: str, **more: Any) -> dict[str, Any]:
        return {"resourceType": kind, "resourceId": name, "awsAccountId": "111122223333", **more}

    stack = {"tags": {"aws:cloudformation:stack-name": "shop"}}
    items = [
        item("AWS::ECS::Service", "s", configuration={"LaunchType": "FARGATE"}, **stack),
        item(
            "AWS::Lambda::Function", "f", configuration=json.dumps({"vpcConfig": {"subnetIds": ["subnet-1"]}}), **stack
        ),
        item("AWS::EC2::Instance", "i", configuration={}, configurationItemStatus="ResourceDeleted"),
    ]
    [found] = propose(write(tmp_path / "a.json", {"fileVersion": "1.0", "configurationItems": items}))
    assert (found.name, found.account, found.pattern) == ("shop", "111122223333", "fargate")
    query = {"Results": [json.dumps(each) for each in items[:1]], "QueryInfo": {}}
    assert [each.pattern for each in propose(write(tmp_path / "b.json", query))] == ["fargate"]


def test_resource_explorer_records_no_settings_so_what_they_decide_is_asked(tmp_path: Path) -> None:
    def found(kind: str, name: str) -> dict[str, Any]:
        return {"Arn": f"arn:aws:x:eu-west-1:111122223333:{name}", "ResourceType": kind, "Properties": []}

    values = {"Count": {}, "Resources": [found("ec2:instance", "i"), found("s3:bucket", "b")], "ViewArn": "x"}
    assert [each.pattern for each in propose(write(tmp_path / "a.json", values))] == ["infrastructure"]
    values["Resources"] = [found("lambda:function", "f")]
    assert [each.question for each in propose(write(tmp_path / "a.json", values))[0].raised] == ["not_recorded"]


def test_one_source_given_twice_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"Resources": {}})
    with pytest.raises(InputError, match="given twice"):
        propose(path, tmp_path / "." / "a.json")


def test_a_query_that_leaves_the_types_out_is_refused(tmp_path: Path) -> None:
    query = {"Results": [json.dumps({"configuration": {"runtime": "python3.13"}})], "QueryInfo": {}}
    with pytest.raises(InputError, match="an item without resourceType; select resourceId, resourceType"):
        propose(write(tmp_path / "a.json", query))


def test_stacks_that_nest_each_other_over_and_over_are_refused(tmp_path: Path) -> None:
    for level in range(8):
        inner = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": f"{level + 1}.json"}}
        write(tmp_path / f"{level}.json", {"Resources": {f"S{number}": inner for number in range(20)}})
    write(tmp_path / "8.json", {"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})
    with pytest.raises(InputError, match="more than 2500 nested stacks"):
        propose(tmp_path / "0.json")


def test_stacks_that_are_nested_too_deep_are_refused(tmp_path: Path) -> None:
    for level in range(60):
        inner = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": f"{level + 1}.json"}}
        write(tmp_path / f"{level}.json", {"Resources": {"S": inner}})
    write(tmp_path / "60.json", {"Resources": {"B": {"Type": "AWS::S3::Bucket"}}})
    with pytest.raises(InputError, match="stacks are nested deeper than 50 levels"):
        propose(tmp_path / "0.json")


def test_a_manifest_that_is_a_link_out_of_its_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "cdk.out"
    folder.mkdir()
    (folder / "manifest.json").symlink_to(CDK / "manifest.json")
    with pytest.raises(InputError, match="no such file in CDK's output"):
        propose(folder)
