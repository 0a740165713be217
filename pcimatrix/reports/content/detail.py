"""Details of one id, as text and as data."""

from collections.abc import Iterable, Iterator, Mapping
from textwrap import fill
from types import MappingProxyType
from typing import Any, NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Catalogue, Duty, Limited, Owner, Ownership, Responsibility, TestCase
from pcimatrix.catalogue.patterns import Pattern, Patterns
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.provenance import claims_on
from pcimatrix.ownership.totals import Tally, tally
from pcimatrix.ownership.traces import Effective
from pcimatrix.ownership.workloads import SideBySide, side_by_side
from pcimatrix.reports.content.columns import Row, Shown, fields, text
from pcimatrix.reports.content.columns import data as data_of
from pcimatrix.reports.content.explain import trace_data
from pcimatrix.reports.content.patterns import who_says
from pcimatrix.reports.content.totals import counts
from pcimatrix.scope.resolve import SUBJECT
from pcimatrix.text import one_line

_WIDTH = 100


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
    cases = [case for case in catalogue.test_cases() if ids.is_within(case.id, identifier)]
    defined_only = _no_customized_approach(catalogue)
    totals = {
        each.id: counts(tally(known.cells(each.id, cases)), third_party=each.hosted)
        for each in known.reference.patterns.patterns
    }
    if own:
        totals[SUBJECT] = counts(tally(own[case.id].cell for case in cases), third_party=True)
    return {
        "id": identifier,
        "title": _titles(catalogue).get(identifier),
        "totals": totals,
        "test_cases": [
            {**_case_data(case, known), "customized_approach": case.requirement not in defined_only}
            | ({SUBJECT: trace_data(own[case.id], known.workloads)} if own else {})
            for case in cases
        ],
    }


def detail_text(known: Known, identifier: str) -> str:
    """Return one id as text: its titles, its totals under each pattern, and each of its test cases.

    With an entity's own matrix its totals, and each test case's owner and trace in it, are there too.
    """
    catalogue, own = known.reference.catalogue, known.own
    titles = _titles(catalogue)
    cases = [case for case in catalogue.test_cases() if ids.is_within(case.id, identifier)]
    above = [each for each in dict.fromkeys(_ancestors(identifier)) if each in titles]
    defined_only = _no_customized_approach(catalogue)
    mark = " (not eligible for the customized approach)"
    lines = [f"{each}  {titles[each]}{mark * (each in defined_only)}" for each in above]
    if len(cases) > 1:
        lines.append("")
        for pattern in known.reference.patterns.patterns:
            whole = tally(known.cells(pattern.id, cases))
            owned = f"{whole.customer:>3} customer, {whole.aws:>3} AWS ({whole.residual} leave a residual duty)"
            third = f", {whole.third_party} third party" if pattern.hosted else ""
            lines.append(
                f"  {pattern.id:<15} {owned}{third}, {whole.na:>2} N/A of {whole.test_cases} ({pattern.column})"
            )
        if own:
            lines.append(_own_totals(tally(own[case.id].cell for case in cases)))
    for case in cases:
        mine = _own_lines(own[case.id]) if own else ()
        lines += ["", *_case_lines(case, known, mine)]
    return "\n".join(map(_safe, lines)) + "\n"


def _own_totals(whole: Tally) -> str:
    owned = f"{whole.customer:>3} customer, {whole.aws:>3} AWS ({whole.residual} leave a residual duty)"
    return f"  {SUBJECT:<15} {owned}, {whole.third_party} third party, {whole.na:>2} N/A of {whole.test_cases}"


def _own_lines(effective: Effective) -> Iterator[str]:
    """Yield who owns a test case in an entity's own matrix, and the steps that led there."""
    own = effective.cell.ownership
    yield f"  {SUBJECT}"
    yield f"    {own.owner.value:<9} {own.basis.value:<11} {_hang(own.reason, 26)}"
    for alike in effective.alike:
        yield f"    {_hang(f'{alike.label}: {alike.part.owner.value}', 6)}"
        yield from (f"      {number}. {_hang(step, 9)}" for number, step in enumerate(alike.part.steps, 1))
    yield from (f"    {_hang(step, 6)}" for step in effective.steps)
    yield f"    {_hang(f'{own.responsibility.value}: {_duties(own)}', 6)}"
    said = [own.doubt, f"residual: {own.residual}" if own.residual else "", *_columns(effective.cell)]
    yield from (f"    {_hang(each, 6)}" for each in said if each)


def _columns(cell: Cell) -> Iterator[str]:
    """Yield the columns that have a line of their own here, with what each says of a cell."""
    for field in fields(Shown.DETAIL):
        if value := text(field.value(Row(cell))):
            yield f"{field.heading.lower()}: {value}"


def _safe(line: str) -> str:
    return "\n".join(map(one_line, line.split("\n")))


def _ancestors(identifier: str) -> tuple[str, ...]:
    return (
        ids.principal_of(identifier),
        ids.section_of(identifier),
        ids.requirement_of(identifier),
        identifier,
    )


def _titles(catalogue: Catalogue) -> dict[str, str]:
    titles = {each.id: each.title for each in catalogue.principal_requirements}
    titles |= {each.id: each.title for each in catalogue.sections()}
    return titles | {each.id: each.title for each in catalogue.requirements()}


def _no_customized_approach(catalogue: Catalogue) -> set[str]:
    """Return the requirements that nobody can meet by the customized approach."""
    return {each.id for each in catalogue.requirements() if each.customized_approach == "not_eligible"}


def _case_data(case: TestCase, known: Known) -> dict[str, Any]:
    data = case.model_dump(mode="json", exclude={"owner", "basis", "reason", "residual", "residual_in"})
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


def _case_lines(case: TestCase, known: Known, own: Iterable[str]) -> Iterator[str]:
    patterns = known.reference.patterns
    yield f"{case.id}  {case.summary}"
    facts = [" + ".join(method.value for method in case.methods)]
    if case.limited_to:
        facts.append(f"limited to {case.limited_to.value.replace('_', ' ')}")
    if case.if_service_provider:
        facts.append(f"{case.if_service_provider.value}'s if the entity is a service provider")
    if case.applies_when:
        facts.append(f"does not apply where one of these is answered no: {', '.join(case.applies_when)}")
    yield f"  {'; '.join(facts)}"
    yield from _owner_lines(case, known)
    yield from own
    yield from _duty_lines(case, known)
    yield "  layers that it examines, and who operates them"
    for layer in case.layers:
        yield from _layer_lines(layer, patterns)
    claims = claims_on(known.reference.published, case.id)
    yield "  what the post says of it" if claims else "  the post says nothing of it"
    for claim in claims:
        yield f"    {claim.kind.value:<15} {_hang(f'{claim.says} ({claim.place})', 20)}"
        if claim.discrepancy:
            yield f"    {'':<15} disagreement: {claim.discrepancy}"
    for rule, reason in case.exceptions.items():
        yield f"  excepted from {rule}: {_hang(reason, 4)}"


def _owner_lines(case: TestCase, known: Known) -> Iterator[str]:
    """Yield who owns a test case and why, patterns of which the same is said together."""
    said: dict[tuple[str, ...], list[str]] = {}
    for pattern, cell in known.under(case):
        whole = known.matrices[pattern.id][case.id]
        mark = "modelled" if pattern.column == "modelled" else cell.basis.value
        lines = [f"{cell.owner.value:<9} {mark:<11} {_hang(cell.reason, 26)}"]
        if cell.owner is Owner.AWS:
            lines.append(f"{'':<9} {'residual:':<11} {_hang(cell.residual or 'none known', 26)}")
        by_layers = known.reference.patterns.operator(pattern.id, case.layers)
        if pattern.column == "published" and case.limited_to is not Limited.SERVICE_PROVIDERS:
            agree = "agree" if by_layers is cell.owner else f"would say {by_layers.value}; the published count stands"
            lines.append(f"{'':<9} {'layers:':<11} {agree}")
        lines += [f"{'':<9} {_hang(each, 14)}" for each in _columns(whole)]
        said.setdefault(tuple(lines), []).append(pattern.id)
    for found, names in said.items():
        yield f"  {'every pattern' if len(said) == 1 else ', '.join(names)}"
        yield from (f"    {line}" for line in found)


def _duty_lines(case: TestCase, known: Known) -> Iterator[str]:
    """Yield what each party does, patterns with the same duties together."""
    yield "  who does what"
    said: dict[tuple[Responsibility, tuple[Duty, ...]], list[str]] = {}
    for pattern, own in known.under(case):
        said.setdefault((own.responsibility, own.duties), []).append(pattern.id)
    for (responsibility, duties), names in said.items():
        where = "every pattern" if len(said) == 1 else ", ".join(names)
        yield f"    {responsibility.value:<9} {_hang(where, 14)}"
        for duty in duties:
            yield f"      {duty.party:<9} {_hang(f'{duty.does} [{duty.source}]', 16)}"


def _duties(own: Ownership) -> str:
    """Return what each party does, a sentence each; the sources are those of the layers, which `show` names."""
    return ". ".join(f"{duty.party} does: {duty.does}" for duty in own.duties) or "nobody's"


def _layer_lines(layer: str, patterns: Patterns) -> Iterator[str]:
    """Yield a layer's operators, patterns in which the same is said of it together."""
    yield f"    {next(each.title for each in patterns.layers if each.id == layer)}"
    said: dict[tuple[str, str], list[str]] = {}
    for pattern in patterns.patterns:
        operator = pattern.layers[layer]
        text = f"{operator.says} [{who_says(operator, patterns)}]"
        said.setdefault((operator.operator.value, text), []).append(pattern.id)
    for (operator_name, text), names in said.items():
        where = "in every pattern" if len(said) == 1 else ", ".join(names)
        yield f"      {operator_name:<9} {_hang(f'{where}: {text}', 16)}"


def _hang(text: str, indent: int) -> str:
    return fill(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent).lstrip()
