"""UUIDs and ids in the OSCAL documents: each once, and none that refers to nothing, which trestle lets pass."""

import json
from typing import Any
from uuid import UUID

import pytest

from oscal_documents import SMALL, SUBJECTS, dangling, data_of, doubled, nodes, text_of
from pcimatrix.reports import writer
from summaries import pattern_summary


@pytest.mark.parametrize(("format_", "name"), SUBJECTS)
def test_no_id_stands_twice_and_no_reference_dangles(format_: str, name: str) -> None:
    document = data_of(format_, name)
    assert doubled(document) == set()
    assert dangling(document) == set()
    assert all(UUID(node["uuid"]).version == 4 for node in nodes(document) if "uuid" in node)


def test_the_check_finds_a_doubled_control_and_a_doubled_uuid() -> None:
    assert doubled(double_control(text_of("oscal", "abstracted"))) >= {"pci-1.1.1", "pci-1.1.1_smt"}
    component = json.loads(text_of("oscal-component", "abstracted"))
    required = component["component-definition"]["components"][0]["control-implementations"][0]
    required["implemented-requirements"].append(required["implemented-requirements"][0])
    assert required["implemented-requirements"][0]["uuid"] in doubled(component)
    required["implemented-requirements"][1]["statements"][0]["responsible-roles"][0]["party-uuids"] = ["elsewhere"]
    assert dangling(component) == {"elsewhere"}


def double_control(text: str) -> Any:
    document = json.loads(text)
    requirement = document["catalog"]["groups"][0]["groups"][0]["groups"][0]
    requirement["controls"] *= 2
    return document


def test_a_document_of_other_inputs_has_another_uuid() -> None:
    texts = [text_of(format_, name) for format_, name in SUBJECTS]
    texts.append(writer("summaries", "oscal")(pattern_summary(SMALL, "abstracted")))
    uuids = [next(iter(json.loads(text).values()))["uuid"] for text in texts]
    assert len(set(uuids)) == len(uuids)


def test_the_documents_parts_have_uuids_of_their_subject() -> None:
    one = {node["uuid"] for node in nodes(data_of("oscal-component", "abstracted")) if "uuid" in node}
    two = {node["uuid"] for node in nodes(data_of("oscal-component", "fargate")) if "uuid" in node}
    source = {each["uuid"] for each in data_of("oscal", "abstracted")["catalog"]["back-matter"]["resources"]}
    assert one & two == source | {
        data_of("oscal-component", "fargate")["component-definition"]["metadata"]["parties"][0]["uuid"]
    }
