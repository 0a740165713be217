"""The example application: complete, in step with the published claims, and drawn with its account-data flow alone."""

import csv
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paths import GOLDEN
from pcimatrix.catalogue.example import Architecture, Component, EveryService, Service, Store, flows
from pcimatrix.catalogue.loader import load, shipped_architecture, shipped_published
from pcimatrix.cli.commands.architecture import USE_CASES
from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.selection import known_ids
from pcimatrix.reports import format_names, writer
from pcimatrix.reports.content.example import example_view
from pcimatrix.reports.content.view import View
from pcimatrix.reports.pictures.model import NO_FLOW

Run: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]
Pairs: TypeAlias = list[tuple[str, str]]

SVG = "{http://www.w3.org/2000/svg}"

KNOWN = shipped_architecture()
CLAIMS = {claim.id: claim for claim in shipped_published().claims}
NAMED = {
    "route_53": "Route 53",
    "waf": "WAF",
    "cloudfront": "CloudFront",
    "s3": "S3",
    "cognito": "Cognito",
    "api_gateway": "API Gateway",
    "lambda": "Lambda",
    "step_functions": "Step Functions",
    "dynamodb": "DynamoDB",
    "sns": "SNS",
    "ses": "SES",
    "sqs": "SQS",
    "sts": "STS",
    "cloudwatch": "CloudWatch",
    "cloudtrail": "CloudTrail",
    "security_hub": "Security Hub",
    "guardduty": "GuardDuty",
    "config": "AWS Config",
    "inspector": "Inspector",
    "kms": "KMS",
    "acm": "ACM",
    "iam": r"IAM(?! Identity)",
    "identity_center": "Identity Center",
    "organizations": "Organizations",
    "artifact": "Artifact",
    "ec2": "EC2",
    "vpc": "VPCs?",
}
"""What the post and its claims call each service."""


def view(only: int | None = None, architecture: Architecture = KNOWN) -> View:
    """Return a view of the whole or of one use case."""
    return example_view(architecture, None if only is None else architecture.use_case(only))


def titled(title: str) -> Architecture:
    """Return the architecture with this title on whatever a diagram labels."""
    data: dict[str, Any] = KNOWN.model_dump(mode="json", by_alias=True)
    for each in (data, *data["accounts"], *data["parties"], *data["components"]):
        each["title"] = title
    for each in data["services"]:
        each["name"] = title
    return Architecture.model_validate(data)


def expected(only: int | None) -> Pairs:
    """Return the pairs of ends that account data moves between, straight from the steps."""
    found = []
    for case in KNOWN.use_cases:
        for step in case.steps:
            if step.account_data and only in {None, case.id}:
                ends = [step.start, *step.via, step.to]
                found += [(ends[index], ends[index + 1]) for index in range(len(ends) - 1)]
    return sorted(set(found))


def mermaid_edges(text: str) -> Pairs:
    return sorted(re.findall(r'^ *n_(\w+) -->\|"[^"]+"\| n_(\w+)$', text, re.MULTILINE))


def svg_edges(text: str) -> Pairs:
    drawn = [each for each in ET.fromstring(text).iter(f"{SVG}g") if each.get("class") == "edge"]
    assert all(len(each.findall(f"{SVG}path")) == 1 for each in drawn)
    return sorted((each.attrib["data-from"], each.attrib["data-to"]) for each in drawn)


# The data


def test_the_use_cases_have_16_and_8_steps_in_order() -> None:
    assert [[step.number for step in case.steps] for case in KNOWN.use_cases] == [
        list(range(1, 17)),
        list(range(1, 9)),
    ]
    assert [str(case.id) for case in KNOWN.use_cases] == list(USE_CASES)


def test_all_requirements_that_services_support_are_in_the_catalogue() -> None:
    named = {each for service in KNOWN.services for each in service.supports} | set(KNOWN.every_service.supports)
    assert named - set(known_ids(load().catalogue)) == set()


def test_all_claims_exist() -> None:
    data = KNOWN.model_dump()
    parts = [data["every_service"]]
    for kind in ("accounts", "parties", "services", "stores", "governance"):
        parts += data[kind]
    named = {claim for part in parts for claim in part["claims"]}
    named |= {duty.claim for service in KNOWN.services for duty in service.customer_must if duty.claim}
    assert named - set(CLAIMS) == set()


def test_what_a_service_supports_is_covered_by_its_claims() -> None:
    services: list[Service | EveryService] = [*KNOWN.services, KNOWN.every_service]
    for service in services:
        covered = {each for claim in service.claims for each in CLAIMS[claim].covers}
        assert set(service.supports) - covered == set(), service


def test_the_services_are_those_of_the_post_and_of_its_claims() -> None:
    assert {service.id for service in KNOWN.services} == set(NAMED)
    for service in KNOWN.services:
        pattern = rf"\b{NAMED[service.id]}\b"
        assert re.search(pattern, service.name) or service.id == "acm"
        naming = {claim.id for claim in CLAIMS.values() if re.search(pattern, claim.says)}
        assert naming - set(service.claims) == set(), service.id


def test_every_name_like_a_service_in_the_claims_is_one_that_is_known() -> None:
    known = set(re.findall(r"\w+", " ".join([*(each.name for each in KNOWN.services), "ACM"])))
    for claim in CLAIMS.values():
        for name in re.findall(r"\b(?:Amazon|AWS) ([A-Z]\w*)", claim.says):
            assert name in known, claim.id


def test_whatever_names_a_service_account_or_end_names_one_that_there_is() -> None:
    services, accounts = set(KNOWN.names()), {each.id for each in KNOWN.accounts}
    ends = [*(each.id for each in KNOWN.parties), *(each.id for each in KNOWN.components)]
    assert len(ends) == len(set(ends))
    at = {each.id: each.service for each in KNOWN.components}
    parts: list[Component | Store] = [*KNOWN.components, *KNOWN.stores]
    for part in parts:
        assert part.service in services
        assert part.account in accounts
        assert part.account in next(each for each in KNOWN.services if each.id == part.service).accounts
    assert {each.service for each in KNOWN.governance} <= services
    for case in KNOWN.use_cases:
        for step in case.steps:
            assert set(step.services) <= services
            assert set(step.path()) <= set(ends)
            assert {at[end] for end in step.path() if end in at} <= set(step.services), (case.id, step.number)


def test_every_component_is_part_of_a_step() -> None:
    used = {end for case in KNOWN.use_cases for step in case.steps for end in step.path()}
    assert {each.id for each in KNOWN.components} == used - {each.id for each in KNOWN.parties}


def test_stores_are_stated_or_a_judgement() -> None:
    for store in KNOWN.stores:
        assert store.says or store.judgement
        assert (store.holds.value == "stated") <= bool(store.says and store.claims)
        assert (store.holds.value == "judgement") <= bool(store.judgement)


def test_account_data_stays_out_of_the_second_use_case_and_its_account() -> None:
    outside = {each.id for each in KNOWN.components if each.account == "non_pci"}
    assert not outside & {end for pair in expected(None) for end in pair}
    assert expected(2) == []


def test_what_account_data_leaves_it_came_to() -> None:
    moves = flows(KNOWN.use_cases)
    reached = {"consumer"}
    for _ in moves:
        reached |= {flow.to for flow in moves if flow.start in reached}
    assert {flow.start for flow in moves} <= reached


def test_a_service_is_found_by_id_or_name_in_any_case() -> None:
    for spelling in ("api_gateway", "API Gateway", "amazon api gateway", "Api-Gateway"):
        assert KNOWN.service(spelling).id == "api_gateway"
    for service in KNOWN.services:
        assert KNOWN.service(service.id) == KNOWN.service(service.name.upper()) == service
    with pytest.raises(UnknownIdError, match=r"did you mean 'dynamodb'"):
        KNOWN.service("DinamoDB")
    with pytest.raises(UnknownIdError, match=r"expected one of: route_53"):
        KNOWN.service("?")
    with pytest.raises(UnknownIdError, match=r"expected one of: 1, 2"):
        KNOWN.use_case(3)


# The formats


def test_the_formats() -> None:
    assert format_names("architecture") == ("markdown", "mermaid", "svg", "text")


def test_text(update_golden: bool) -> None:
    text = writer("architecture", "text")(view())
    file = GOLDEN / "architecture.txt"
    if update_golden:
        file.write_text(text, encoding="utf-8", newline="")
    assert text == file.read_bytes().decode()
    assert max(map(len, text.splitlines())) <= 100


@pytest.mark.parametrize("only", [None, 1, 2])
def test_diagrams_have_every_account_data_edge_and_no_other(only: int | None) -> None:
    shown = view(only)
    mermaid, svg = writer("architecture", "mermaid")(shown), writer("architecture", "svg")(shown)
    assert mermaid_edges(mermaid) == svg_edges(svg) == expected(only)
    assert mermaid.count("-->") == len(expected(only))
    assert (NO_FLOW in mermaid, NO_FLOW in svg) == (only == 2, only == 2)
    nodes = {end for pair in expected(only) for end in pair}
    assert set(re.findall(r"^ *n_(\w+)[\[(]", mermaid, re.MULTILINE)) == nodes


def test_markdown_has_every_step_and_the_mermaid_diagram() -> None:
    text = writer("architecture", "markdown")(view())
    assert len(re.findall(r"^\| \d+ \|", text, re.MULTILINE)) == 24
    assert f"```mermaid\n{writer('architecture', 'mermaid')(view())}```\n" in text
    one = writer("architecture", "markdown")(view(1))
    assert len(re.findall(r"^\| \d+ \|", one, re.MULTILINE)) == 16


HOSTILE = ('"];x-->y["', "a\\", '<script>alert("1")</script>', "#quot;&quot;", "`b` ``` {{c}} %%{init}%%", "\u202e]")


@pytest.mark.parametrize("title", HOSTILE)
def test_hostile_labels_stay_labels(title: str) -> None:
    shown = view(architecture=titled(title))
    mermaid, svg = writer("architecture", "mermaid")(shown), writer("architecture", "svg")(shown)
    assert mermaid_edges(mermaid) == svg_edges(svg) == expected(None)
    assert "<script" not in mermaid + svg
    assert "```" not in mermaid
    assert "\u202e" not in mermaid + svg
    for line in mermaid.splitlines():
        assert line.count('"') in {0, 2}
        assert "<" not in line.replace("<br/>", "")


@given(
    # What has no width is refused as a title where nothing else is in it.
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cc", "Cf", "Cs")), min_size=1, max_size=30).filter(
        lambda text: bool(text.strip())
    )
)
def test_no_label_ends_its_string(title: str) -> None:
    shown = view(architecture=titled(title))
    for line in writer("architecture", "mermaid")(shown).splitlines():
        assert line.count('"') in {0, 2}
    tags = {each.tag.removeprefix(SVG) for each in ET.fromstring(writer("architecture", "svg")(shown)).iter()}
    assert tags <= {"svg", "g", "title", "desc", "text", "rect", "path", "polygon"}


# The commands


def test_architecture_prints_or_writes_the_same(call: Run, tmp_path: Path) -> None:
    for format_ in format_names("architecture"):
        for only in ((), ("--use-case", "1"), ("--use-case", "2")):
            done = call("architecture", "-f", format_, *only)
            assert (done.returncode, done.stderr) == (0, "")
            assert done.stdout == writer("architecture", format_)(view(int(only[1]) if only else None))
            assert call("architecture", "-f", format_, *only, "-o", tmp_path / "file").stdout == ""
            assert (tmp_path / "file").read_text(encoding="utf-8") == done.stdout
    refused = call("architecture", "--use-case", "3")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "'3' is not one of: 1, 2" in refused.stderr


def test_services_in_each_format(call: Run) -> None:
    data = json.loads(call("services", "-f", "json").stdout)
    assert [each["id"] for each in data["services"]] == [each.id for each in KNOWN.services]
    header, *rows = csv.reader(call("services", "-f", "csv").stdout.splitlines())
    assert header == ["service", "name", "accounts", "supports", "does", "customer_must"]
    assert [row[0] for row in rows] == [each.id for each in KNOWN.services]
    assert call("services", "-f", "markdown").stdout.startswith("| Service | Name | Accounts | Supports |")
    text = call("services").stdout
    assert all(f"{each.name} ({each.id})\n" in text for each in KNOWN.services)


def test_one_service_says_what_to_switch_on_and_who_says_so(call: Run) -> None:
    text = call("services", "aws security hub").stdout
    assert re.search(r"^  supports  10\.4\.2$", text, re.MULTILINE)
    assert "Switch on its PCI DSS standard [the post]" in text
    assert json.loads(call("services", "KMS", "-f", "json").stdout)["supports"] == ["3.6", "3.7"]


def test_an_unknown_service_suggests_the_nearest(call: Run) -> None:
    done = call("services", "guard duty!")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "pcimatrix: unknown service 'guard duty!'; did you mean 'guardduty'?\n"
