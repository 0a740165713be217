"""Answers to facts as a file gives them: with reasons, and to facts that have become others."""

import yaml

from pcimatrix.catalogue.model import Owner
from pcimatrix.scope.model import scope_of
from pcimatrix.scope.warnings import outdated
from pcimatrix.yamlio.parser import parse_yaml
from scopes import FACTS, LOADED, owners, scope
from summaries import scope_summary


def test_an_answer_can_stand_with_why_by_whom_and_where_it_is_shown() -> None:
    long = {"answer": False, "because": "Cables only", "confirmed_by": "Facilities", "evidence": "Survey of May"}
    workloads = [
        {"name": "one", "account": "a", "pattern": "abstracted", "standing": "cde", "facts": {"own_sites": long}}
    ]
    own = scope(facts={"wireless_networks": long}, workloads=workloads)
    assert owners(own) == owners(scope(facts={"wireless_networks": False, "own_sites": False}))
    document = parse_yaml(yaml.safe_dump(own.model_dump(mode="json")).encode(), "own.yaml")
    loaded = scope_of(document, LOADED.catalogue, LOADED.patterns, FACTS)
    summary = scope_summary(LOADED, loaded)
    assert summary.subject.scoped
    rows = {row[0]: row for table in summary.front for row in table.rows if len(row) == 4}
    assert rows["wireless_networks"][2] == "no; Cables only; confirmed by Facilities; evidence: Survey of May"
    assert rows["wireless_in_cde"][2] == "no, as wireless_networks: no"
    assert rows["own_sites"][3] == "one: no; Cables only; confirmed by Facilities; evidence: Survey of May"


def test_an_older_wider_fact_is_read_as_its_parts_with_a_warning_and_settles_nothing_against_a_newer_one() -> None:
    parts = FACTS.replaced()
    assert set(parts) == {"media", "wireless", "payment_pages"}
    for old, names in parts.items():
        for answer in (True, False):
            assert owners(scope(facts={old: answer})) == owners(scope(facts=dict.fromkeys(names, answer)))
    mixed = scope(facts={"media": True, "stored_account_data": False})
    assert owners(mixed)["9.4.5.a"] is Owner.NA
    assert owners(mixed)["9.4.6.a"] is Owner.CUSTOMER
    assert owners(scope(facts={"media": False, "paper_media": True}))["9.4.6.a"] is Owner.CUSTOMER
    workloads = [{"name": "one", "account": "a", "pattern": "fargate", "standing": "cde", "facts": {"wireless": True}}]
    assert outdated(scope(facts={"payment_pages": True}, workloads=workloads), FACTS) == [
        "the fact payment_pages is read as payment_forms: answer this instead",
        "the fact wireless (workload one) is read as wireless_networks, wireless_in_cde: answer these instead",
    ]
