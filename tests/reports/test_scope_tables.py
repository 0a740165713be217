"""Tables of a scope in documents, with few workloads and with many."""

from collections.abc import Iterable

from pcimatrix.catalogue.loader import load
from pcimatrix.reports.content.scope_tables import scope_tables
from pcimatrix.reports.table import Table
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import scope_of
from pcimatrix.yamlio.parser import parse_yaml

LOADED = load()
HEAD = "schema_version: 1\nentity: Estate\nassessment: merchant\npci_dss: '4.0.1'\ndate: 2026-11-24\nworkloads:\n"


def workloads_of(count: int) -> Table:
    patterns = ("fargate", "abstracted")
    return table_of(
        f"  - {{name: w{number}, account: a{number}, pattern: {patterns[number % 2]}, standing: cde}}\n"
        for number in range(count)
    )


def table_of(lines: Iterable[str]) -> Table:
    text = HEAD + "".join(lines)
    own = scope_of(parse_yaml(text.encode(), "scope.yaml"), LOADED.catalogue, LOADED.patterns, LOADED.facts)
    tables = scope_tables(LOADED, own.scope, scope_matrix(LOADED, own))
    [found] = [each for each in tables if each.title.startswith("Workloads")]
    return found


def test_each_of_few_workloads_has_a_row() -> None:
    rows = workloads_of(200).rows
    assert [(row[0], row[1]) for row in rows] == [(f"w{number}", f"a{number}") for number in range(200)]


def test_many_workloads_that_run_alike_share_rows_and_each_is_named_with_its_account() -> None:
    rows = workloads_of(450).rows
    named = ", ".join(row[0] for row in rows).split(", ")
    assert sorted(named) == sorted(f"w{number} (a{number})" for number in range(450))
    assert {len(row[0].split(", ")) for row in rows} == {50, 25}
    assert {row[1] for row in rows} == {"beside each name"}


def test_a_hosted_workload_names_its_host() -> None:
    found = table_of(
        [
            "  - {name: shop, account: plan 7, pattern: hosted, provider: host, standing: cde}\n",
            "third_parties:\n  - {id: host, name: Example Hosting}\n",
        ]
    )
    assert found.rows[0][2].endswith(", by Example Hosting")
