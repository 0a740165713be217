"""Details of one id: what they are taken from, and as data."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Catalogue, TestCase
from pcimatrix.catalogue.patterns import Pattern
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.provenance import claims_on
from pcimatrix.ownership.responsibility import Ownership
from pcimatrix.ownership.selection import cases_within
from pcimatrix.ownership.totals import tally
from pcimatrix.ownership.traces import Effective
from pcimatrix.ownership.workloads import SideBySide, side_by_side
from pcimatrix.reports.content.columns import Row, Shown
from pcimatrix.reports.content.columns import data as data_of
from pcimatrix.reports.content.explain import trace_data
from pcimatrix.reports.content.totals import counts
from pcimatrix.scope.over_workloads import SUBJECT


class Known(NamedTuple):
    """What details are taken from: each pattern's matrix by its name, and the traces of an entity's own scope."""

    reference: Reference
    matrices: Mapping[str, Mapping[str, Cell]]
    own: Mapping[str, Effective]
    workloads: SideBySide

    def cells(self, pattern: str, cases: Iterable[TestCase]) -> Iterator[Cell]:
        """Yield the cells of some test cases under a pattern."""
        return (self.matrices[pattern][case.id] for case in cases)

    def under(self, case: TestCase) -> Iterator[tuple[Pattern, Ownership]]:
        """Yield each pattern with who owns a test case under it."""
        for pattern in self.reference.patterns.patterns:
            yield pattern, self.matrices[pattern.id][case.id].ownership


def known_matrices(reference: Reference, own: Mapping[str, Effective] = MappingProxyType({})) -> Known:
    """Return every pattern's matrix, each worked out once; `own` are the traces of a scope, by test case id."""
    catalogue, patterns = reference.catalogue, reference.patterns
    matrices = {name: {cell.case.id: cell for cell in matrix(catalogue, patterns, name)} for name in patterns.names()}
    return Known(reference, matrices, own, side_by_side(own))


def detail_data(known: Known, identifier: str) -> dict[str, Any]:
    """Return one id as data: its title, its totals under each pattern, and its test cases in full.

    With an entity's own matrix there are its totals, and each test case's owner and trace, under `scope`.
    """
    catalogue, own = known.reference.catalogue, known.own
    cases = cases_within(catalogue, identifier)
    only = defined_only(catalogue)
    totals = {
        each.id: counts(tally(known.cells(each.id, cases)), third_party=each.hosted)
        for each in known.reference.patterns.patterns
    }
    if own:
        totals[SUBJECT] = counts(tally(own[case.id].cell for case in cases), third_party=True)
    return {
        "id": identifier,
        "title": titles(catalogue).get(identifier),
        "totals": totals,
        "test_cases": [
            {**_case_data(case, known), "customized_approach": case.requirement not in only}
            | ({SUBJECT: trace_data(own[case.id], known.workloads)} if own else {})
            for case in cases
        ],
    }


def titles(catalogue: Catalogue) -> dict[str, str]:
    """Return the titles of principal requirements, sections and requirements, by id."""
    found = {each.id: each.title for each in catalogue.principal_requirements}
    found |= {each.id: each.title for each in catalogue.sections()}
    return found | {each.id: each.title for each in catalogue.requirements()}


def defined_only(catalogue: Catalogue) -> set[str]:
    """Return the requirements that nobody can meet by the customized approach."""
    return {each.id for each in catalogue.requirements() if each.customized_approach == "not_eligible"}


def _case_data(case: TestCase, known: Known) -> dict[str, Any]:
    data = case.model_dump(
        mode="json", exclude={"owner", "basis", "reason", "residual", "residual_in", "provider_does"}
    )
    data["ownership"] = [
        each._asdict()
        | {
            "duties": [duty._asdict() for duty in each.duties],
            "responsibility": each.responsibility.value,
            "column": pattern.column,
            "operators": {layer: pattern.layers[layer].operator.value for layer in case.layers},
            "by_layers": known.reference.patterns.operator(pattern.id, case.layers).value,
        }
        | data_of(Row(known.matrices[pattern.id][case.id]), Shown.DETAIL)
        for pattern, each in known.under(case)
    ]
    data["claims"] = [claim.model_dump(mode="json") for claim in claims_on(known.reference.published, case.id)]
    return data
