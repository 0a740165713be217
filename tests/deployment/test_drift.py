"""A scope drafted from what is deployed, what a change moves in it, and how it is taken over."""

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
import yaml

from deployment_data import CDK, PAYMENT, REPORTING, SAM, plan, resource, write
from paths import ROOT
from pcimatrix.api import public as api
from pcimatrix.catalogue.model import Reading
from pcimatrix.ownership.comparison import compare
from pcimatrix.scope.model import LoadedScope
from pcimatrix.yamlio.writer import yaml_text

Call = Callable[..., CompletedProcess[str]]
LOADED = api.load()
EXAMPLE = ROOT / "examples" / "serverless.yaml"
FACTS = {name: each["answer"] for name, each in yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["facts"].items()}


GIVEN: dict[str, Any] = {
    "assessment": "merchant",
    "entity": "The application",
    "date": "2026-11-24",
    "workloads.1.standing": "cde",
    "workloads.1.account": "account 1",
}
"""Answers to what code cannot say."""


@pytest.fixture
def few(call: Call, part: Callable[..., Path]) -> Call:
    """Call the program on a section of the catalogue, for what no number of test cases is looked at in."""
    return partial(call, PCIMATRIX_CATALOGUE=str(part("8.3")))


def owners(own: LoadedScope, reading: Reading) -> list[str]:
    return [cell.ownership.holder for cell in api.matrix(LOADED, own.read(reading))]


def reference(folder: Path) -> tuple[str, ...]:
    """Write the plans of the reference application and return their names."""
    write(folder / "payment.json", plan(*map(resource, PAYMENT)))
    write(folder / "reporting.json", plan(*map(resource, REPORTING)))
    return "payment.json", "reporting.json"


def scoped(call: Call, folder: Path, *sources: str | Path) -> Path:
    """Draft a scope from sources and complete it, as a session would: which `test_an_open_question…` holds."""
    assert call("scope", "draft", *sources, "-o", "scope.yaml", cwd=folder).returncode == 0
    path = folder / "scope.yaml"
    draft = yaml.safe_load(path.read_text(encoding="utf-8"))
    del draft["questions"]
    for number, (workload, standing) in enumerate(zip(draft["workloads"], ("cde", "connected"), strict=True), 1):
        workload |= {"standing": standing, "account": f"account {number}"}
    draft |= {"assessment": "merchant", "entity": "The application", "date": "2023-10-31", "pci_dss": "4.0"}
    path.write_text(yaml_text({**draft, "facts": FACTS}), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["sam", "cdk", "terraform"])
def test_the_reference_application_gives_the_owners_of_its_example(kind: str, call: Call, tmp_path: Path) -> None:
    every: dict[str, tuple[str | Path, ...]] = {"sam": SAM, "cdk": (CDK,), "terraform": reference(tmp_path)}
    sources = every[kind]
    own = api.load_scope(str(scoped(call, tmp_path, *sources)), LOADED)
    example = api.load_scope(str(EXAMPLE), LOADED)
    assert [each.pattern for each in own.scope.workloads] == ["abstracted", "abstracted"]
    for reading in Reading:
        assert owners(own, reading) == owners(example, reading)
    assert call("scope", "drift", "scope.yaml", *sources, cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("reading", list(Reading))
def test_one_instance_moves_what_compare_says(reading: Reading, call: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    path = scoped(call, tmp_path, *sources)
    text = path.read_text(encoding="utf-8").replace("reading: layers", f"reading: {reading.value}")
    path.write_text(text, encoding="utf-8")
    write(tmp_path / "payment.json", plan(*map(resource, (*PAYMENT, "aws_instance.batch"))))
    done = call("scope", "drift", "scope.yaml", *sources, "--format", "json", cwd=tmp_path)
    found = json.loads(done.stdout)
    moves = compare(LOADED.catalogue, LOADED.patterns, "abstracted", "infrastructure", reading=reading).moves
    assert done.returncode == 1
    assert [each["id"] for each in found["test_cases"]] == [each.case.id for each in moves]
    assert [(each["kind"], each["resources"]) for each in found["changes"]] == [
        ("new_workload", ["aws_instance.batch"]),
    ]
    comment = call("scope", "drift", "scope.yaml", *sources, "--format", "markdown", cwd=tmp_path).stdout
    assert comment.startswith(f"### PCI DSS responsibility: {len(moves)} test cases change hands")
    assert comment.count("aws → customer") == 1


def drift(call: Call, folder: Path, *sources: str) -> list[tuple[str, str, str, str]]:
    """Return the changes that a drift shows."""
    done = call("scope", "drift", "scope.yaml", *sources, "--format", "json", cwd=folder)
    found = json.loads(done.stdout)
    assert done.returncode == (0 if found["ok"] else 1)
    return [(each["kind"], each["workload"], each["before"], each["after"]) for each in found["changes"]]


def test_patterns_services_and_workloads_that_change_are_told(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    scoped(few, tmp_path, *sources)
    write(tmp_path / "reporting.json", plan(resource("aws_ecs_service.s", {"launch_type": "FARGATE"})))
    assert drift(few, tmp_path, *sources)[0] == ("pattern", "reporting", "abstracted", "fargate")
    write(tmp_path / "reporting.json", plan(*(resource(each, actions=["delete"]) for each in REPORTING)))
    assert drift(few, tmp_path, *sources) == [("gone_workload", "reporting", "abstracted", "")]
    write(tmp_path / "reporting.json", plan(*map(resource, (REPORTING[0], "aws_sqs_queue.q"))))
    assert drift(few, tmp_path, *sources) == [
        ("new_service", "reporting", "", "Amazon SQS"),
        ("gone_service", "reporting", "Amazon API Gateway", ""),
        ("gone_service", "reporting", "Amazon DynamoDB", ""),
    ]
    in_vpc = resource("aws_lambda_function.vpc", {"vpc_config": [{"subnet_ids": ["subnet-1"]}]})
    write(tmp_path / "reporting.json", plan(*map(resource, REPORTING), in_vpc))
    assert drift(few, tmp_path, *sources) == [("open_question", "reporting (to decide)", "", "to decide")]


def test_what_a_targeted_plan_leaves_out_is_not_gone(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    scoped(few, tmp_path, *sources)
    write(tmp_path / "reporting.json", plan(resource("aws_instance.i"), complete=False))
    assert drift(few, tmp_path, *sources) == [("new_workload", "reporting 2", "", "infrastructure")]
    shown = few("scope", "drift", "scope.yaml", *sources, cwd=tmp_path).stdout
    assert "reporting.json: The plan is not complete (-target, or deferred changes)" in shown


def test_a_part_of_a_workload_says_nothing_of_the_rest(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    scoped(few, tmp_path, *sources)
    write(tmp_path / "reporting.json", plan(resource("aws_dynamodb_table.t"), complete=False))
    assert drift(few, tmp_path, *sources) == []


def test_deferred_resources_are_named(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    scoped(few, tmp_path, *sources)
    later = [
        {"reason": "instance_count_unknown", "resource_change": resource(f"aws_instance.i{number}")}
        for number in range(7)
    ]
    write(tmp_path / "reporting.json", plan(*map(resource, REPORTING), complete=False, deferred_changes=later))
    shown = few("scope", "drift", "scope.yaml", *sources, cwd=tmp_path).stdout
    named = ", ".join(f"aws_instance.i{number}" for number in range(5))
    assert f"reporting.json: Deferred to a later plan, so not counted: {named} and 2 more\n" in shown


def test_a_comment_is_short_however_many_sources_have_remarks(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    scoped(few, tmp_path, *sources)
    parts = [f"{number}-{'x' * 200}.json" for number in range(300)]
    for each in parts:
        write(tmp_path / each, plan(resource("aws_lambda_function.a"), complete=False))
    comment = few("scope", "drift", "scope.yaml", *parts, "--format", "markdown", cwd=tmp_path).stdout
    assert len(comment) < 60_000
    assert "more: see --format json" in comment


def test_a_comment_mentions_nobody_and_refers_to_nothing(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    scoped(few, tmp_path, *sources)
    write(tmp_path / "other.json", plan(resource('module.m["@security #12"].aws_instance.i')))
    comment = few("scope", "drift", "scope.yaml", "other.json", "--format", "markdown", cwd=tmp_path).stdout
    assert '\\["@&#8203;security #&#8203;12"\\]' in comment


def test_an_account_that_is_known_only_once_parts_no_workload(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    path = scoped(few, tmp_path, *sources)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("deployed: /", "deployed: 111122223333/"), encoding="utf-8")
    assert drift(few, tmp_path, *sources) == []
    write(tmp_path / "payment.json", plan(*(resource(each, actions=["delete"]) for each in PAYMENT)))
    assert drift(few, tmp_path, *sources) == [("gone_workload", "payment", "abstracted", "")]


def test_parts_that_change_without_the_owner_are_told(call: Call, tmp_path: Path) -> None:
    (tmp_path / "scope.yaml").write_text(
        "schema_version: 1\nentity: A\nassessment: merchant\npci_dss: '4.0'\ndate: 2026-01-31\nreading: layers\n"
        "workloads:\n  - {name: app, account: a, pattern: abstracted, standing: cde}\n",
        encoding="utf-8",
    )
    write(tmp_path / "app.json", plan(resource("aws_instance.i")))
    assert drift(call, tmp_path, "app.json") == [("pattern", "app", "abstracted", "infrastructure")]
    done = call("scope", "drift", "scope.yaml", "app.json", "--format", "json", cwd=tmp_path)
    found = json.loads(done.stdout)
    moved = {each["id"] for each in found["test_cases"]}
    assert found["responsibility"], "what AWS patched for functions is the entity's alone on instances"
    assert all(moved.isdisjoint(each["test_cases"]) for each in found["responsibility"])
    for format_ in ("text", "markdown"):
        shown = call("scope", "drift", "scope.yaml", "app.json", "--format", format_, cwd=tmp_path).stdout
        assert "with the same owner: who has a part changes, shared → customer" in shown.replace("\\", "")


def test_a_source_that_is_left_out_says_nothing(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    scoped(few, tmp_path, *sources)
    done = few("scope", "drift", "scope.yaml", "payment.json", cwd=tmp_path)
    assert done.returncode == 0
    assert "The sources say nothing of: reporting" in done.stdout


def test_a_new_service_outside_the_aoc_is_told(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    path = scoped(few, tmp_path, *sources)
    aoc = "{date: 2026-05-31, version: PCI DSS v4.0.1}"
    party = f"third_parties:\n  - {{id: aws, name: Amazon Web Services, aoc: {aoc}, services: [AWS Lambda]}}\n"
    path.write_text(path.read_text(encoding="utf-8") + party, encoding="utf-8")
    write(
        tmp_path / "reporting.json",
        plan(*map(resource, (*REPORTING, "aws_gamelift_alias.a", "aws_athena_workgroup.w"))),
    )
    assert ("outside_aoc", "reporting", "", "Amazon Athena") in drift(few, tmp_path, *sources)


def test_a_scope_written_by_hand_is_found_by_names(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    (tmp_path / "scope.yaml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    kinds = {each[0] for each in drift(few, tmp_path, *sources)}
    assert kinds <= {"new_service", "outside_aoc", "gone_service"}
    write(tmp_path / "payment.json", plan(*map(resource, (*PAYMENT, "aws_instance.batch"))))
    assert ("new_workload", "payment (infrastructure)", "", "infrastructure") in drift(few, tmp_path, *sources)


@pytest.mark.parametrize("format_", ["github", "sarif", "gitlab"])
def test_findings_are_at_the_workload_in_the_scope_file(format_: str, few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    path = scoped(few, tmp_path, *sources)
    lines = path.read_text(encoding="utf-8").splitlines()
    write(tmp_path / "reporting.json", plan(resource("aws_instance.i")))
    done = few("scope", "drift", "scope.yaml", *sources, "--format", format_, cwd=tmp_path)
    line = lines.index("  - name: reporting") + 1
    expected = {
        "github": f"file=scope.yaml,line={line},",
        "sarif": f'"startLine": {line}',
        "gitlab": f'"begin": {line}',
    }
    assert done.returncode == 1
    assert expected[format_] in done.stdout
    assert "aws_instance.i" in done.stdout


def test_the_comment_is_short_whatever_the_size(call: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    path = scoped(call, tmp_path, *sources)
    path.write_text(path.read_text(encoding="utf-8").replace("layers", "published"), encoding="utf-8")
    many = [f"module.m{number}.aws_instance.{'n' * 200}[{number}]" for number in range(400)]
    write(tmp_path / "payment.json", plan(*map(resource, (*PAYMENT, *many))))
    done = call("scope", "drift", "scope.yaml", *sources, "--group-by", "module", "-f", "markdown", cwd=tmp_path)
    assert done.returncode == 1
    assert 10_000 < len(done.stdout) < 60_000
    assert "more: see --format json" in done.stdout
    assert done.stdout.count("<details>") == done.stdout.count("</details>")


def test_accept_takes_a_change_over_and_keeps_comments(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    path = scoped(few, tmp_path, *sources)
    text = path.read_text(encoding="utf-8")
    text = text.replace("    account: account 1\n", "    account: account 1  # the CDE's\n    # Reviewed in May\n")
    path.write_text(text, encoding="utf-8")
    write(tmp_path / "payment.json", plan(*map(resource, (*PAYMENT, "aws_instance.batch", "aws_athena_workgroup.w"))))
    done = few("scope", "accept", "scope.yaml", *sources, "--standing", "connected", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    new = path.read_text(encoding="utf-8")
    assert "account 1  # the CDE's\n    # Reviewed in May\n" in new
    workloads = yaml.safe_load(new)["workloads"]
    assert [(each["name"], each["pattern"], each["standing"]) for each in workloads] == [
        ("payment", "abstracted", "cde"),
        ("reporting", "abstracted", "connected"),
        ("payment (infrastructure)", "infrastructure", "connected"),
    ]
    assert "Amazon Athena" in workloads[0]["services"]
    assert "comment" not in done.stderr


def test_what_is_accepted_drifts_no_longer_once_it_is_answered(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    path = scoped(few, tmp_path, *sources)
    write(tmp_path / "payment.json", plan(resource("aws_instance.batch")))
    write(tmp_path / "reporting.json", plan(*(resource(each, actions=["delete"]) for each in REPORTING)))
    assert few("scope", "accept", "scope.yaml", *sources, cwd=tmp_path).returncode == 0
    assert few("scope", "drift", "scope.yaml", *sources, cwd=tmp_path).returncode == 0
    assert [each["name"] for each in yaml.safe_load(path.read_text(encoding="utf-8"))["workloads"]] == ["payment"]
    write(tmp_path / "payment.json", plan(*map(resource, (*PAYMENT, "aws_instance.batch"))))
    assert few("scope", "accept", "scope.yaml", *sources, cwd=tmp_path).returncode == 0
    drafted = few("scope", "check", "scope.yaml", cwd=tmp_path)
    assert drafted.returncode == 2
    assert "this is a draft of a scope; answer its open questions: pcimatrix scope edit scope.yaml" in drafted.stderr
    values = yaml.safe_load(path.read_text(encoding="utf-8"))
    values["workloads"][1]["standing"] = "connected"
    del values["questions"]
    path.write_text(yaml_text(values), encoding="utf-8")
    assert few("scope", "drift", "scope.yaml", *sources, cwd=tmp_path).returncode == 0
    assert "no changes" in few("scope", "accept", "scope.yaml", *sources, cwd=tmp_path).stderr


def test_an_open_question_is_asked_with_its_resources(few: Call, tmp_path: Path) -> None:
    write(tmp_path / "app.json", plan(resource("aws_ecs_service.checkout", {})))
    assert few("scope", "draft", "app.json", "-o", "scope.yaml", cwd=tmp_path).returncode == 0
    draft = yaml.safe_load((tmp_path / "scope.yaml").read_text(encoding="utf-8"))
    [asked] = [each for each in draft["questions"] if each["about"] == "pattern"]
    assert asked["resources"] == ["aws_ecs_service.checkout"]
    assert "pattern" not in draft["workloads"][0]
    (tmp_path / "answers.yaml").write_text(yaml.safe_dump(GIVEN), encoding="utf-8")
    done = few("scope", "edit", "scope.yaml", "--answers", "answers.yaml", cwd=tmp_path)
    assert (done.returncode, "workloads.1.pattern" in done.stderr) == (2, True)
    given = GIVEN | {"workloads.1.pattern": "containerized"}
    (tmp_path / "answers.yaml").write_text(yaml.safe_dump(given), encoding="utf-8")
    assert few("scope", "edit", "scope.yaml", "--answers", "answers.yaml", cwd=tmp_path).returncode == 0
    edited = yaml.safe_load((tmp_path / "scope.yaml").read_text(encoding="utf-8"))
    assert (edited["workloads"][0]["pattern"], edited.get("questions")) == ("containerized", None)
    assert few("scope", "drift", "scope.yaml", "app.json", cwd=tmp_path).returncode == 0


def test_draft_says_what_it_read_what_decided_and_what_it_ignored(call: Call, tmp_path: Path) -> None:
    write(
        tmp_path / "app.json",
        plan(
            *map(resource, ("aws_lambda_function.f", "aws_iam_role_policy.p", "null_resource.n", "aws_sqs_queue.q")),
            resource("aws_ecs_service.s", {"launch_type": "FARGATE"}),
            resource("aws_instance.old", actions=["delete"]),
        ),
    )
    said = call("scope", "draft", "app.json", CDK, cwd=tmp_path).stderr.splitlines()
    assert said[0] == "app.json: Terraform plan, format 1.2: 5 resources, 1 deleted"
    assert said[1] == f"{CDK}: CDK output: 37 resources"
    assert "  Amazon SQS          fits every pattern      2" in said
    assert "Workload app (fargate): fargate, decided by aws_ecs_service.s (launch_type FARGATE)" in said
    assert "Ignored, not of AWS: null_resource.n" in said
    assert "Ignored, deleted by the change: aws_instance.old" in said
    assert any(line.startswith("Ignored, CDK's own: it deploys, and is no workload: payment/Custom") for line in said)
    assert any("run nothing: aws_iam_role_policy.p, payment/SitePolicy" in line for line in said)


def test_a_service_is_the_same_by_a_short_name(few: Call, tmp_path: Path) -> None:
    write(tmp_path / "app.json", plan(resource("aws_lambda_function.checkout", {})))
    assert few("scope", "draft", "app.json", "-o", "scope.yaml", cwd=tmp_path).returncode == 0
    text = (tmp_path / "scope.yaml").read_text(encoding="utf-8")
    assert "AWS Lambda" in text
    (tmp_path / "answers.yaml").write_text(yaml.safe_dump(GIVEN), encoding="utf-8")
    few("scope", "edit", "scope.yaml", "--answers", "answers.yaml", cwd=tmp_path)
    text = (tmp_path / "scope.yaml").read_text(encoding="utf-8")
    (tmp_path / "scope.yaml").write_text(text.replace("AWS Lambda", "Lambda"), encoding="utf-8")
    said = few("scope", "drift", "scope.yaml", "app.json", cwd=tmp_path).stdout
    assert "a service that the scope does not name" not in said
    assert "no resource uses it" not in said


def test_a_scope_of_which_nothing_is_left_is_not_taken_over(few: Call, tmp_path: Path) -> None:
    sources = reference(tmp_path)
    path = scoped(few, tmp_path, *sources)
    before = path.read_bytes()
    for name, types in zip(sources, (PAYMENT, REPORTING), strict=True):
        write(tmp_path / name, plan(*(resource(each, actions=["delete"]) for each in types)))
    done = few("scope", "accept", "scope.yaml", *sources, cwd=tmp_path)
    assert (done.returncode, path.read_bytes()) == (2, before)
    assert "scope.yaml: nothing of any workload is left after the change, and a scope needs one" in done.stderr
