"""Bad and hostile sources: one clear message with file and place, exit code 2, and nothing half-written."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from deployment_data import plan, resource, write
from paths import ROOT
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.deployment import streaming
from pcimatrix.deployment.draft import draft_values
from pcimatrix.deployment.grouping import groups
from pcimatrix.deployment.hints import hinted
from pcimatrix.deployment.proposals import proposals
from pcimatrix.deployment.reading import read_sources
from pcimatrix.deployment.resource_types import shipped_types
from pcimatrix.errors import InputError
from pcimatrix.scope.model import draft_of
from pcimatrix.scope.writer import draft_text
from pcimatrix.yamlio.parser import parse_yaml

Call = Callable[..., CompletedProcess[str]]
STATE = {
    "version": 4,
    "terraform_version": "1.11.4",
    "serial": 1,
    "lineage": "x",
    "resources": [{"type": "aws_instance"}],
}
LOG = '{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","type":"version"}\n'
HCL = 'resource "aws_instance" "web" {\n  ami = "ami-1"\n}\n'


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (json.dumps(STATE), "this is a raw state file; convert it: terraform show -json > state.json"),
        (b"PK\x03\x04\x14\0plan", "this is a binary plan; convert it: terraform show -json PLAN > plan.json"),
        (LOG * 3, "these are the messages of terraform plan -json, not the plan; save the plan"),
        (HCL, "this is Terraform's own language (HCL); terraform plan -out PLAN && terraform show -json"),
        ("Terraform will perform the following actions:\n", "this is a plan as people read it"),
        ("", "the file is empty"),
        ("{", "the JSON ends early"),
        ('{"format_version":"1.2","planned_values":{"root_module":{"res', ":1:58: the JSON ends early"),
        ('{"format_version":"1.2",\n "planned_values": nope}', ":2:20: this is not JSON"),
        ('{"format_version":"2.0","values":{}}', "format_version 2.0; expected 0.1 to 1.x"),
        ('{"planned_values":{}}', "format_version is missing"),
        ('{"format_version":"1.2"' + ',"a":' + "[" * 10_000, "nesting is deeper than 200 levels"),
        ('{"a":' * 10_000, "nesting is deeper than 200 levels"),
        ("[" * 10_000, "nesting is deeper than 200 levels"),
        ('{"Resources":' + '{"a":' * 10_000, "nesting is"),
        ('{"Resources":{"A":{"Type":"AWS::S3::Bucket"},"A":{"Type":"AWS::S3::Bucket"}}}', "duplicate key 'A'"),
        ("Resources:\n  A: {Type: AWS::S3::Bucket}\n  A: {Type: AWS::S3::Bucket}\n", ":3:3: duplicate key 'A'"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nResources: [*b, *b]\n", "anchors and aliases are not supported"),
        ("Resources:\n  A: !!python/object:os.system {}\n", "is not supported"),
        ("kind: Deployment\nspec: {replicas: 1}\n", "this is none of the sources that are read"),
        ('{"name": "x", "version": "1.0.0"}', "this is none of the sources that are read"),
        ('{"format_version":"1.2","values":{}}\n{"format_version":"1.2"}', ":2:1: something follows after the end"),
        (
            '{"TemplateBody": {"Resources": {}}}',
            "not the template; aws cloudformation get-template --query",
        ),
        ("- just\n- a list\n", "this is none of the sources that are read"),
        (b'\xff\xfe{\0"\0', "the JSON ends early"),
        (b'{"format_version":"1.2","x":"\xff\xff"}', "this is not UTF-8 text"),
        (
            json.dumps(plan(resource("aws_instance.a"), resource("aws_instance.a"))),
            "duplicate address 'aws_instance.a'",
        ),
        (json.dumps(plan(resource("aws_instance.a"), errored=True)), "this plan ended in an error, so it is not whole"),
        (json.dumps(plan(resource("null_resource.a"))), "nothing in it makes a workload after the change"),
        (json.dumps(plan(resource("aws_instance.a", actions=["delete"]))), "nothing in it makes a workload"),
    ],
)
def test_a_source_that_cannot_be_read_is_refused_in_one_message(
    content: str | bytes, message: str, call: Call, tmp_path: Path
) -> None:
    path = tmp_path / "source.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = call("scope", "draft", path.name, "--output", "scope.yaml", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    [line] = [each for each in done.stderr.splitlines() if each.startswith("pcimatrix: ")]
    assert line.startswith("pcimatrix: source.json:")
    assert message in line
    assert not (tmp_path / "scope.yaml").exists()


def test_a_folder_that_is_no_output_of_cdk_and_a_missing_file_are_refused(call: Call, tmp_path: Path) -> None:
    assert "it has no manifest.json" in call("scope", "draft", ".", cwd=tmp_path).stderr
    assert "no such file; check the path" in call("scope", "draft", "nope.json", cwd=tmp_path).stderr


def test_an_existing_file_is_not_overwritten(call: Call, tmp_path: Path) -> None:
    write(tmp_path / "plan.json", plan(resource("aws_instance.a")))
    (tmp_path / "scope.yaml").write_text("mine", encoding="utf-8")
    done = call("scope", "draft", "plan.json", "-o", "scope.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "the file exists; use --force to overwrite it" in done.stderr
    assert (tmp_path / "scope.yaml").read_text(encoding="utf-8") == "mine"
    folder = call("scope", "draft", "plan.json", "-o", tmp_path)
    assert (folder.returncode, folder.stderr) == (2, f"pcimatrix: {tmp_path}: this is a directory; name a file in it\n")


HOSTILE = 'a\x1b[31m\u202e<script>|`@everyone`\n=cmd()|"]'


def test_hostile_names_reach_no_output(call: Call, tmp_path: Path) -> None:
    address = f'module.m["{HOSTILE}"].aws_instance.web["{HOSTILE * 50}"]'
    change = {**resource("aws_instance.web"), "address": address}
    values: Any = {"format_version": "1.2", "resource_changes": [change]}
    write(tmp_path / "plan.json", values)
    drafted = call("scope", "draft", "plan.json", "--group-by", "module", "-o", "scope.yaml", cwd=tmp_path)
    assert drafted.returncode == 0, drafted.stderr
    text = (tmp_path / "scope.yaml").read_text(encoding="utf-8")
    for shown in (drafted.stderr, text):
        assert not {"\x1b", "\u202e"} & set(shown)


JUNK: tuple[Any, ...] = (None, True, 0, 1.5, "", HOSTILE, [], {}, [[]], [{}], {"": [None]}, 10**30)
_PROVIDER = {"name": "aws", "alias": "a", "expressions": {"assume_role": [{"role_arn": {"constant_value": "x"}}]}}
_MODULE = {
    "resources": [{"address": "aws_instance.a", "provider_config_key": "aws"}],
    "module_calls": {"m": {"module": {}}},
}
_ITEM = {
    "resourceType": "AWS::ECS::Service",
    "resourceId": "s",
    "configuration": {"launchType": "EC2"},
    "tags": {"a": "b"},
}
_FOUND = {
    "Arn": "a",
    "ResourceType": "ec2:instance",
    "Properties": [{"Name": "tags", "Data": [{"Key": "k", "Value": "v"}]}],
}
_STACK = {"type": "aws:cloudformation:stack", "environment": "aws://x/y", "properties": {"templateFile": "t.json"}}
_ASSETS = {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}}
DOCUMENTS: dict[str, Any] = {
    "plan": plan(
        resource("aws_lambda_function.a", {"vpc_config": [{"subnet_ids": ["x"]}], "tags": {"a": "b"}}),
        variables={"v": {"value": "x"}},
        configuration={"provider_config": {"aws": _PROVIDER}, "root_module": _MODULE},
    ),
    "template": {
        "Transform": ["AWS::Serverless-2016-10-31"],
        "Globals": {"Function": {"VpcConfig": {"SubnetIds": [{"Ref": "A"}]}}},
        "Resources": {
            "F": {
                "Type": "AWS::Serverless::Function",
                "Properties": {"Events": {"E": {"Type": "Api", "Properties": {}}}},
            },
            "N": {
                "Type": "AWS::CloudFormation::Stack",
                "Metadata": {"aws:asset:path": "x"},
                "Properties": {"TemplateURL": "y"},
            },
            "Fn::ForEach::L": [
                "a",
                ["b"],
                {"I": {"Type": "AWS::EC2::Instance", "Condition": "c", "Properties": {"Tags": [{"Key": "a"}]}}},
            ],
        },
    },
    "config": {"configurationItems": [_ITEM]},
    "explorer": {"Count": {}, "Resources": [_FOUND]},
    "manifest": {"version": "1", "artifacts": {"s": _STACK, "a": _ASSETS}},
}


def variants(node: Any) -> Iterator[Any]:
    """Yield a document with each of its values replaced by each kind of junk."""
    yield from JUNK
    if isinstance(node, dict):
        for key, value in node.items():
            yield from ({**node, key: other} for other in variants(value))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from ([*node[:index], other, *node[index + 1 :]] for other in variants(value))


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_whatever_a_value_is_a_source_is_read_or_refused(kind: str, tmp_path: Path) -> None:
    """The draft that comes of it is one that `scope edit` takes."""
    loaded, types = load(), shipped_types()
    write(tmp_path / "t.json", {"Resources": {"I": {"Type": "AWS::EC2::Instance"}}})
    write(tmp_path / "assets.json", {"files": {"a" * 64: {"source": {"path": "t.json"}}}})
    path = tmp_path / "manifest.json"
    drafts: set[str] = set()
    tried: set[str] = set()
    for values in variants(DOCUMENTS[kind]):
        write(path, values)
        try:
            grouped = groups(read_sources([str(path)], types), types, "tag:a")
        except InputError as error:
            assert len(error.problems) == 1
            continue
        found = proposals(grouped, types)
        draft = draft_values(found, hinted(grouped, types), types)
        if repr(draft) in tried:  # most junk leaves the draft as it was
            continue
        tried.add(repr(draft))
        text = draft_text(draft)
        if found:
            draft_of(parse_yaml(text.encode(), "draft"), loaded.catalogue, loaded.patterns, shipped_facts())
            drafts.add(text)
    assert drafts


@pytest.mark.parametrize("format_", ["text", "markdown", "json", "github", "sarif", "gitlab"])
def test_hostile_names_are_only_text_in_every_output_of_drift(format_: str, call: Call, tmp_path: Path) -> None:
    change = {**resource("aws_instance.web"), "address": f'module.m["{HOSTILE}"].aws_instance.web'}
    write(tmp_path / "plan.json", {"format_version": "1.2", "resource_changes": [change]})
    (tmp_path / "scope.yaml").write_bytes((ROOT / "examples/serverless.yaml").read_bytes())
    done = call("scope", "drift", "scope.yaml", "plan.json", "--group-by", "module", "-f", format_, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert not {"\x1b", "\u202e"} & set(done.stdout + done.stderr)
    if format_ == "markdown":
        assert "<script>" not in done.stdout
        assert "@everyone" not in done.stdout.replace("\\@", "")
    if format_ in {"json", "sarif", "gitlab"}:
        json.loads(done.stdout)
    if format_ == "github":
        assert all(line.startswith("::error file=scope.yaml,") for line in done.stdout.splitlines())


def test_the_walk_keeps_only_what_is_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"a": [1, {"b": None}], "c": {"x": 1, "y": [2]}, "d": "e"})

    def read(walked: streaming.Walk) -> list[Any]:
        found: list[Any] = []
        for name in walked.names():
            if name == "a":
                found += [walked.value() for _ in walked.items()]
            elif name == "c":
                found.append(walked.value(lambda key: key == "y"))
            else:
                walked.skip()
        return found

    assert streaming.walk(path, "a.json", read) == [1, {"b": None}, {"y": [2]}]
