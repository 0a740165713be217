"""Workloads of a scope side by side: one column each, and those of a kind together if they are many."""

from pathlib import Path

import pytest

from examples import example
from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.errors import UnknownIdError
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.ownership.workloads import MOST_APART, SideBySide, cells_in, side_by_side
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import load_scope
from summaries import estate

LOADED = load()


def of_file(path: Path) -> Matrix:
    return scope_matrix(LOADED, load_scope(str(path), LOADED.catalogue, LOADED.patterns, shipped_facts()))


def beside(path: Path) -> SideBySide:
    return side_by_side(of_file(path).traces)


def test_a_few_workloads_are_each_a_group_with_what_their_own_scope_gives(tmp_path: Path) -> None:
    matrix = of_file(example("mixed"))
    found = side_by_side(matrix.traces)
    assert [group.workloads for group in found.groups] == [("payments",), ("scheduler",), ("settlement",)]
    for cell in matrix.cells:
        own = matrix.traces[cell.case.id].parts
        assert {group.id: part for group, part in found.of(cell.case.id)} == own
    like = beside(estate(tmp_path, {f"app-{number:02}": "fargate" for number in range(MOST_APART)}))
    assert [group.id for group in like.groups] == [f"app-{number:02}" for number in range(MOST_APART)]


def test_many_workloads_are_a_group_a_kind_and_facts_without_effect_make_none(tmp_path: Path) -> None:
    patterns = {f"app-{number:02}": "fargate" if number % 2 else "abstracted" for number in range(MOST_APART + 1)}
    found = beside(estate(tmp_path, patterns)).groups
    assert {group.workloads for group in found} == {
        tuple(name for name, pattern in patterns.items() if pattern == kind) for kind in ("abstracted", "fargate")
    }
    assert [group.id for group in found] == ["app-00", "app-01"]
    assert found[0].label == "app-00, app-02, app-04, app-06 and 3 more"
    facts = dict.fromkeys(list(patterns)[:4], "{ecommerce_redirect: true}")
    assert [group.workloads for group in beside(estate(tmp_path, patterns, facts)).groups] == [
        group.workloads for group in found
    ]
    facts = {"app-02": "{wireless_networks: false}"}
    assert [group.id for group in beside(estate(tmp_path, patterns, facts)).groups] == [*("app-00", "app-01", "app-02")]


def test_the_cells_in_a_workload_are_its_own_before_decisions() -> None:
    matrix = of_file(example("mixed"))
    cells = {cell.case.id: cell.ownership for cell in cells_in(matrix.traces.values(), "scheduler")}
    assert list(cells) == [cell.case.id for cell in matrix.cells]
    own = {each: parts[1] for each, parts in side_by_side(matrix.traces).parts.items()}
    for identifier, ownership in cells.items():
        assert (ownership.owner, ownership.basis, ownership.reason, ownership.residual, ownership.duties) == (
            *(own[identifier].owner, own[identifier].basis, own[identifier].reason),
            *(own[identifier].residual, own[identifier].duties),
        )
    with pytest.raises(UnknownIdError, match="no workload 'Scheduler' in scope; did you mean 'scheduler'"):
        cells_in(matrix.traces.values(), "Scheduler")
    with pytest.raises(UnknownIdError, match="no workload 'marketing' in scope; in scope are: payments, scheduler"):
        cells_in(matrix.traces.values(), "marketing")


def test_a_part_that_workloads_share_is_the_one_that_each_has_alone(tmp_path: Path) -> None:
    facts = [
        "{wireless_networks: false}",
        "{own_sites: true, wireless_networks: false}",
        "{stored_account_data: false}",
    ]
    patterns = {f"app-{number}": ("fargate", "abstracted")[number % 2] for number in range(8)}
    answered = {name: facts[number % 3] for number, name in enumerate(patterns) if number < 6}
    traces = of_file(estate(tmp_path, patterns, answered)).traces
    for name, pattern in patterns.items():
        own = {name: answered[name]} if name in answered else {}
        alone = of_file(estate(tmp_path, {name: pattern}, own)).traces
        for identifier, each in traces.items():
            assert alone[identifier].parts[name] == each.parts[name], identifier
    assert any(len(each.alike) < len(patterns) for each in traces.values())
    assert len({tuple(alike.workloads for alike in each.alike) for each in traces.values()}) > 1
