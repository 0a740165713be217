"""Findings from results: the published table, the rules, a scope, a file's errors."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.locations import block_places, case_places
from pcimatrix.catalogue.model import Owner
from pcimatrix.catalogue.rules import RULES, Breach
from pcimatrix.errors import InputError
from pcimatrix.findings.model import (
    EXPECTED_OWNERS,
    EXPECTED_TOTALS,
    INPUT_ERROR,
    PUBLISHED_TOTALS,
    Criterion,
    Examined,
    Finding,
    Report,
)
from pcimatrix.ownership.check import CheckResult, RowResult
from pcimatrix.ownership.matrix import Matrix
from pcimatrix.ownership.totals import tally
from pcimatrix.scope.caution import MEANINGS
from pcimatrix.text import inflect, one_line, pluralize
from pcimatrix.yamlio.parser import Document
from pcimatrix.yamlio.places import Place

if TYPE_CHECKING:
    from pcimatrix.providers.matrix_file import ProviderMatrix
    from pcimatrix.scope.caution import Caution
    from pcimatrix.scope.checking import ScopeCheck
    from pcimatrix.scope.model import LoadedScope

_TOP = Place(1, 1)
_READABLE = "The file is readable and valid"
_PUBLISHED = "The catalogue's totals equal the table that AWS Security published"
_TOTALS = "The scope's totals equal the expected totals in its file"
_OWNERS = "The scope's owners equal the owners recorded in its file"
_IS_READABLE = Criterion(INPUT_ERROR, INPUT_ERROR, _READABLE, _READABLE)
_AS_EXPECTED = (
    Criterion(EXPECTED_TOTALS, "expected", _TOTALS, _TOTALS),
    Criterion(EXPECTED_OWNERS, "expected", _OWNERS, _OWNERS),
)
_CAUTIONS = tuple(Criterion(code, "warnings", meaning, meaning) for code, meaning in MEANINGS.items())
_RULES = tuple(Criterion(rule.code, "rules", f"{rule.code}: {rule.meaning}", rule.meaning) for rule in RULES)


def unreadable(error: InputError) -> Examined:
    """Return what is said of a file that cannot be read, or is not what it should be: a finding for each problem."""
    findings = tuple(
        Finding(
            INPUT_ERROR,
            one_line(each.found),
            one_line("; ".join(filter(None, (each.found, each.expected)))),
            each.source,
            each.line,
            each.column,
        )
        for each in error.problems
    )
    return Examined(findings[0].file, (_IS_READABLE,), findings)


def validated(loaded: Reference, broken: list[Breach]) -> Examined:
    """Return what is said of a catalogue that is one: a finding for each breach of its rules."""
    file = loaded.document.source
    places = case_places(loaded.document) if broken else {}
    count = sum(1 for _ in loaded.catalogue.test_cases())
    verdict = f"{pluralize(len(broken), 'breach')} of the rules" if broken else f"all {len(RULES)} rules hold"
    findings = tuple(_breaches(broken, file, places))
    return Examined(
        file, (_IS_READABLE, *_RULES), findings, count, verdict=f"{file}: {pluralize(count, 'test case')}, {verdict}"
    )


def matrix_examined(document: Document, matrix: "ProviderMatrix") -> Examined:
    """Return what is said of a provider's matrix file that is one: how many rows it has, and of what."""
    rows, ids = pluralize(len(matrix.rows), "row"), pluralize(len(matrix.by_id), "id")
    of = f"of {matrix.party} for PCI DSS v{matrix.edition} ({one_line(matrix.source.file)})"
    return Examined(document.source, (_IS_READABLE,), (), verdict=f"{document.source}: {rows} of {ids}, {of}")


def checked(result: CheckResult, document: Document) -> Report:
    """Return what a comparison with the published table found: differing rows first, then broken rules."""
    file = document.source
    rows = (*result.rows, result.total)
    criteria = tuple(Criterion(PUBLISHED_TOTALS, PUBLISHED_TOTALS, _name(row), _PUBLISHED, row.id) for row in rows)
    cases, principals = ({}, {}) if result.ok else block_places(document)
    differing = (_differing(row, file, cases, principals) for row in rows if not row.ok)
    findings = (*differing, *_breaches(result.breaches, file, cases))
    count = result.total.found.test_cases
    examined = Examined(file, (*criteria, *_RULES), findings, count, verdict=_verdict(result))
    return Report("check", (examined,), result)


def _differing(row: RowResult, file: str, cases: Mapping[str, Place], principals: Mapping[str, Place]) -> Finding:
    """Return the finding of a row that differs: at its first suspect, else at its principal requirement."""
    suspects = tuple(suspect.case for suspect in row.suspects)
    places = [cases[case] for case in suspects if case in cases]
    place = min(places) if places else principals.get(row.id, _TOP)
    return Finding(PUBLISHED_TOTALS, row.id, _describe(row), file, *place, suspects)


def _verdict(result: CheckResult) -> str:
    """Return one sentence on a comparison with the published table."""
    if result.ok:
        return "The catalogue's totals equal the published table, and all rules hold."
    differing = sum(not row.ok for row in result.rows)
    rows = f"{differing} of {pluralize(len(result.rows), 'row')} {inflect(differing, 'differs', 'differ')}"
    return f"{rows} from the published table; {pluralize(len(result.breaches), 'breach')} of the rules."


def warned(own: "LoadedScope", found: "Sequence[Caution]") -> tuple[Finding, ...]:
    """Return a scope's warnings as findings, each at the line that it speaks of."""
    if not found:
        return ()
    file, places = own.document.source, own.document.places
    return tuple(
        Finding(each.code, each.subject, one_line(each.message), file, *places.of(each.path, key=True), level="warning")
        for each in found
    )


def drifted(own: "LoadedScope", matrix: Matrix, check: "ScopeCheck") -> Examined:
    """Return what is said of a scope's matrix: a finding for each total and each owner that is not as recorded.

    `check` is what a check of the scope found. Its warnings, if it has any, come first.
    """
    file, expected = own.document.source, own.scope.expected
    found = tally(matrix.cells)
    numbers = f"{found.customer} customer, {found.aws} AWS, {found.third_party} third party, {found.na} N/A"
    opening = f"{file}: {pluralize(found.test_cases, 'test case')}: {numbers}"
    warnings = warned(own, check.cautions)
    criteria = (_IS_READABLE, *_CAUTIONS)
    if expected is None:
        verdict = "No expected totals; record them with `pcimatrix scope check --record` to notice drift."
        return Examined(file, criteria, warnings, found.test_cases, opening, verdict)
    places = own.document.places
    findings = [
        Finding(
            EXPECTED_TOTALS,
            owner,
            f"{owner}: {count} instead of {wanted}",
            file,
            *places.of(("expected", owner), key=True),
        )
        for owner, wanted, count in check.drift
    ]
    findings += [
        Finding(
            EXPECTED_OWNERS,
            case,
            one_line(f"{case}: {owner} instead of {recorded}: {reason}"),
            file,
            *places.of(("expected", "owners", recorded), key=True),
            (case,),
        )
        for case, recorded, owner, reason in check.changed
    ]
    verdict = "" if findings else "The totals are as expected."
    if findings and expected.owners is None:
        verdict = "To see which test cases moved, record the owners: `pcimatrix scope check --record`."
    return Examined(file, (*criteria, *_AS_EXPECTED), (*warnings, *findings), found.test_cases, opening, verdict)


def _breaches(broken: Iterable[Breach], file: str, places: Mapping[str, Place]) -> Iterable[Finding]:
    return (
        Finding(rule, case, one_line(f"{case}: {message}"), file, *places[case], (case,))
        for rule, case, message in broken
    )


def _name(row: RowResult) -> str:
    return "Total" if row.id == "total" else one_line(f"Requirement {row.id}: {row.title}")


def _describe(row: RowResult) -> str:
    """Return one line on a differing row: what was expected, what was found, and the cases concerned."""
    label = "Total" if row.id == "total" else f"Requirement {row.id}"
    parts = [
        f"{name} {getattr(row.found, key)} instead of {getattr(row.expected, key)}"
        for key, name in (
            ("test_cases", "test cases"),
            *((owner.value, owner.within_text) for owner in (Owner.CUSTOMER, Owner.AWS, Owner.NA)),
        )
        if getattr(row.found, key) != getattr(row.expected, key)
    ]
    concerned = "; ".join(f"{suspect.case}: {suspect.why}" for suspect in row.suspects)
    return one_line(f"{label}: {', '.join(parts)}" + (f" ({concerned})" if concerned else ""))
