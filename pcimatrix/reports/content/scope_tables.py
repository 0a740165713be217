"""Scope tables in the order of an assessor's reading: the front matter of its summary."""

from collections.abc import Iterable

from pcimatrix.catalogue.ids import is_within
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Catalogue, Owner
from pcimatrix.catalogue.patterns import Patterns, pattern_label
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.reports.content.fact_tables import fact_tables
from pcimatrix.reports.content.flows import STANDINGS, flow_table
from pcimatrix.reports.table import Table, text_table
from pcimatrix.scope.model import Assessment, Scope, Workload
from pcimatrix.scope.multi_tenant import APPENDIX_A1, is_multi_tenant_provider
from pcimatrix.scope.third_parties import ThirdParty
from pcimatrix.scope.warnings import warnings

_MOST_ROWS = 200
"""More workloads than this share rows with those that differ in name and account alone: rows take memory on paper."""
_MOST_IN_A_ROW = 50
"""The most workloads in a row, so that a cell stays below what Excel holds (32,767 characters)."""


def scope_tables(reference: Reference, scope: Scope, matrix: Matrix) -> tuple[Table, ...]:
    """Return the tables that have rows: from the entity, workloads and flows to facts and what does not apply."""
    tables = (
        _entity(reference.catalogue, scope),
        _workloads(scope, reference.patterns),
        flow_table(scope),
        _third_parties(scope),
        text_table("Third parties to look at (12.8.4, 12.8.5)", ("Warning",), [(each,) for each in warnings(scope)]),
        _besides(scope),
        _approaches(scope),
        _decisions(scope),
        *fact_tables(reference.facts, scope, matrix.assumptions),
        _register(scope, matrix.cells),
    )
    return tuple(table.filled for table in tables if table.rows)


def _besides(scope: Scope) -> Table:
    rows = [("Appendix A1", APPENDIX_A1)] if is_multi_tenant_provider(scope) else []
    return text_table("Besides the test cases", ("What", "Note"), rows)


def _entity(catalogue: Catalogue, scope: Scope) -> Table:
    other = "" if scope.is_of(catalogue.edition) else f"; the test cases below are those of {catalogue.edition}"
    rows = [
        ("Entity", scope.entity),
        ("Assessed as", scope.assessment.value.replace("_", " ")),
        ("Validates by", _validates(scope)),
        ("PCI DSS", f"{scope.pci_dss}{other}"),
        ("As of", scope.date),
        *([("Facts confirmed by", scope.confirmed_by)] if scope.confirmed_by else []),
    ]
    return text_table("The entity", ("What", "Value"), rows)


def _validates(scope: Scope) -> str:
    """Return by which report the entity validates, and if it is not said, what the matrix counts for."""
    if scope.validation is None:
        other = "SAQ D" if scope.assessment is Assessment.SERVICE_PROVIDER else "SAQ D for merchants"
        return f"not stated; the matrix is that of a Report on Compliance (ROC), or of {other}"
    questionnaire = scope.validation.questionnaire
    return f"SAQ {questionnaire}" if questionnaire else "a Report on Compliance (ROC)"


def _workloads(scope: Scope, patterns: Patterns) -> Table:
    hosts = {party.id: party.name for party in scope.third_parties}
    apart = len(scope.workloads) <= _MOST_ROWS
    places: dict[tuple[str, ...], list[Workload]] = {}
    for each in scope.workloads:
        runs = (
            pattern_label(patterns, each.pattern) + (f", by {hosts[each.provider]}" if each.provider else ""),
            STANDINGS[each.standing],
            ", ".join(each.services),
            each.reason or "",
        )
        places.setdefault((each.name, *runs) if apart else ("", *runs), []).append(each)
    rows = [
        (*_named(some), *runs)
        for (_, *runs), found in places.items()
        for some in (found[start : start + _MOST_IN_A_ROW] for start in range(0, len(found), _MOST_IN_A_ROW))
    ]
    headings = ("Workload", "Account", "Pattern", "Standing", "Services", "Reason")
    return text_table("Workloads, in and out of scope (12.5.2)", headings, rows)


def _named(workloads: list[Workload]) -> tuple[str, str]:
    """Return the names and the accounts of workloads, as a row has them."""
    if len(workloads) == 1:
        return workloads[0].name, workloads[0].account
    return ", ".join(f"{each.name} ({each.account})" for each in workloads), "beside each name"


def _third_parties(scope: Scope) -> Table:
    rows = [
        (
            each.name,
            f"{each.aoc.date}, {each.aoc.version}" if each.aoc else "none recorded",
            ", ".join(each.services),
            "; ".join(
                ", ".join(takeover.within) + (f" for {', '.join(takeover.workloads)}" if takeover.workloads else "")
                for takeover in each.owns
            ),
        )
        for each in scope.third_parties
    ]
    headings = ("Third party", "AOC", "Services", "Has taken over")
    title = "Third-party service providers (12.8.5)"
    if not scope.attested:
        return text_table(title, headings, rows)
    with_matrix = [(*row, _matrix(scope, each)) for row, each in zip(rows, scope.third_parties, strict=True)]
    return text_table(title, (*headings, "Its own matrix"), with_matrix)


def _matrix(scope: Scope, party: ThirdParty) -> str:
    """Return the spreadsheet that a third party's matrix is from, with the beginning of its digest."""
    if party.matrix is None or party.id not in scope.attested:
        return ""
    source = scope.attested[party.id].source
    for_ = f" for {', '.join(party.matrix.workloads)}" if party.matrix.workloads else ""
    return f"{source.file}, SHA-256 {source.sha256[:16]}…{for_}"


def _approaches(scope: Scope) -> Table:
    notes = {
        "customized": "customized approach: the procedures below are replaced by those of the controls matrix",
        "compensating_control": "compensating control",
        "defined": "defined approach",
    }
    rows = [(each.requirement, notes[each.approach], each.reference) for each in scope.approaches]
    return text_table(
        "Requirements not met by the defined approach alone", ("Requirement", "Approach", "Reference"), rows
    )


def _decisions(scope: Scope) -> Table:
    rows = [(each.within, each.owner, each.reason, each.by, each.date) for each in scope.decisions]
    return text_table("Decisions made by hand", ("Within", "Owner", "Reason", "By", "Date"), rows)


def _of_all(reason: str, cases: int) -> str:
    """Return why a number of test cases do not apply, as it is said of one."""
    return reason if cases == 1 else reason.replace("so it does not apply", "so they do not apply")


def _register(scope: Scope, cells: Iterable[Cell]) -> Table:
    """Return what does not apply: test cases with the same justification and confirmation share a row."""
    by_facts = f"{scope.confirmed_by}, {scope.date}" if scope.confirmed_by else f"{scope.entity}, by its scope file"
    same: dict[tuple[str, str], list[str]] = {}
    for case, own in cells:
        if own.owner is Owner.NA:
            decided = [f"{at.by}, {at.date}" for at in scope.decisions if is_within(case.id, at.within)]
            same.setdefault((own.reason, decided[-1] if decided else by_facts), []).append(case.id)
    rows = [(", ".join(cases), _of_all(reason, len(cases)), by) for (reason, by), cases in same.items()]
    title = "Register of what does not apply, with its justification"
    return text_table(title, ("Test cases", "Justification", "Confirmed by"), rows)
