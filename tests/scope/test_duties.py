"""Who has a part in a test case of an entity's own scope, over its workloads and third parties."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from examples import EXAMPLES
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.catalogue.model import Owner, Reading
from pcimatrix.ownership.cells import matrix
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.ownership.totals import shares, tally
from pcimatrix.scope.model import load_scope, scope_of
from pcimatrix.scope.resolve import resolve
from pcimatrix.yamlio.parser import parse_yaml
from scopes import resolved, scope

LOADED = load()
FACTS = shipped_facts()

SHARED = """\
schema_version: 1
entity: Shop
assessment: merchant
pci_dss: "4.0"
date: 2026-11-24
workloads:
  - {name: web, account: prod, pattern: abstracted, standing: cde}
third_parties:
  - {id: aws, name: Amazon Web Services, aoc: {date: 2026-05-31, version: PCI DSS v4.0.1}}
  - id: cdn
    name: Example CDN
    aoc: {date: 2026-02-28, version: PCI DSS v4.0.1}
    owns:
      - {within: ["4.2.1"], residual: Keep TLS on from CDN to origin}
      - {within: ["8.3.6"]}
"""


def test_a_takeover_can_leave_the_entity_a_duty_or_take_all() -> None:
    scope = scope_of(parse_yaml(SHARED.encode(), "scope.yaml"), LOADED.catalogue, LOADED.patterns, FACTS).scope
    by_case = {each.cell.case.id: each for each in resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope)}
    shared, whole = by_case["4.2.1.a"].cell.ownership, by_case["8.3.6"].cell.ownership
    assert (shared.holder, shared.residual) == ("cdn", "Keep TLS on from CDN to origin")
    assert shared.responsibility is Responsibility.SHARED
    assert [(duty.party, duty.does) for duty in shared.duties][1] == ("customer", "Keep TLS on from CDN to origin")
    assert (whole.holder, whole.residual, whole.responsibility) == ("cdn", None, Responsibility.PROVIDER)
    # What a third party leaves is shared with it; the residual duties that totals count are beside AWS's test cases.
    assert tally([by_case["4.2.1.a"].cell]).residual == 0


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_each_cell_of_a_scope_has_the_duties_of_its_responsibility(file: Path) -> None:
    own = load_scope(str(file), LOADED.catalogue, LOADED.patterns, FACTS)
    found = resolve(LOADED.catalogue, LOADED.patterns, FACTS, own.scope)
    counted = shares(each.cell for each in found)
    assert sum(counted) == len(found)
    for each in found:
        own_cell = each.cell.ownership
        parties = [duty.party for duty in own_cell.duties]
        assert (own_cell.responsibility is Responsibility.NA) == (own_cell.owner is Owner.NA) == (not parties)
        assert parties[:1] == ([] if own_cell.owner is Owner.NA else [own_cell.holder]), each.cell.case.id
        assert (own_cell.responsibility is Responsibility.SHARED) == (len(set(parties)) > 1)


def test_a_scope_says_how_its_published_pattern_is_read() -> None:
    text = SHARED.replace("date: 2026-11-24\n", "date: 2025-03-30\nreading: layers\n")
    scope = scope_of(parse_yaml(text.encode(), "scope.yaml"), LOADED.catalogue, LOADED.patterns, FACTS).scope
    found = {each.cell.case.id: each.cell for each in resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope)}
    by_layers = {cell.case.id: cell for cell in matrix(LOADED.catalogue, LOADED.patterns, "abstracted", Reading.LAYERS)}
    untouched = [case for case in found if not case.startswith(("4.2.1", "8.3.6"))]
    assert {case: found[case].ownership.owner for case in untouched} == {
        case: by_layers[case].ownership.owner for case in untouched
    }
    assert found["12.8.5.a"].ownership.owner is Owner.CUSTOMER


def test_what_a_fact_makes_the_entitys_is_its_whole_procedure_not_what_is_left_if_it_has_no_such_thing() -> None:
    text = SHARED + "facts: {poi_devices: true, own_sites: true}\n"
    scope = scope_of(parse_yaml(text.encode(), "scope.yaml"), LOADED.catalogue, LOADED.patterns, FACTS).scope
    found = {each.cell.case.id: each.cell for each in resolve(LOADED.catalogue, LOADED.patterns, FACTS, scope)}
    for case in ("9.5.1.1.a", "9.2.1"):
        cell = found[case]
        does = next(duty.does for duty in cell.ownership.duties if duty.party == Owner.CUSTOMER.value)
        assert (cell.ownership.owner, does) == (Owner.CUSTOMER, f"Show the assessor: {cell.case.summary}")


@pytest.mark.parametrize("name", ["abstracted", "containerized", "hosted"])
def test_a_duty_that_an_answer_makes_void_is_not_left_to_the_entity(name: str) -> None:
    workloads: list[Mapping[str, object]] = [
        {"name": "one", "account": "a", "pattern": name, "standing": "cde"},
        {"name": "two", "account": "a", "pattern": name, "standing": "cde", "facts": {"own_sites": False}},
    ]
    depending = {case.id for case in LOADED.catalogue.test_cases() if case.residual_if == "own_sites"}

    def left(*given: Mapping[str, object], **facts: bool) -> set[str]:
        found = resolved(scope(facts=facts, workloads=list(given)))
        return {each.cell.case.id for each in found if each.cell.ownership.residual} & depending

    assert len(depending) == 27
    assert left(workloads[0]) == depending
    assert left(workloads[1]) == left(workloads[0], own_sites=False) == set()
    assert left(*workloads) == left(workloads[0])


def test_every_duty_that_begins_with_own_sites_depends_on_the_fact() -> None:
    for case in LOADED.catalogue.test_cases():
        assert (case.residual_if == "own_sites") == (case.residual or "").startswith("If you have own sites"), case.id
