"""Details of one id as text: its titles, its totals under each pattern, and each of its test cases."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from textwrap import fill
from typing import TypeVar

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Catalogue, Limited, Owner, TestCase
from pcimatrix.catalogue.patterns import Pattern, Patterns
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.provenance import claims_on
from pcimatrix.ownership.responsibility import Ownership
from pcimatrix.ownership.selection import cases_within
from pcimatrix.ownership.totals import Tally, tally
from pcimatrix.ownership.traces import Effective
from pcimatrix.reports.content.columns import Row, Shown, fields, text
from pcimatrix.reports.content.detail import Known, defined_only, titles
from pcimatrix.reports.content.fact_conditions import conditions
from pcimatrix.reports.content.patterns import who_says
from pcimatrix.scope.over_workloads import SUBJECT
from pcimatrix.text import one_line

_WIDTH = 100


_Said = TypeVar("_Said", bound=Hashable)


def detail_text(known: Known, identifier: str) -> str:
    """Return one id as text: its titles, its totals under each pattern, and each of its test cases.

    With an entity's own matrix its totals, and each test case's owner and trace in it, are there too.
    """
    own = known.own
    cases = cases_within(known.reference.catalogue, identifier)
    lines = [*_titles_above(known.reference.catalogue, identifier)]
    if len(cases) > 1:
        lines += ["", *_totals_lines(known, cases)]
    for case in cases:
        mine = _own_lines(own[case.id]) if own else ()
        lines += ["", *_case_lines(case, known, mine)]
    return "\n".join(map(_safe, lines)) + "\n"


def _titles_above(catalogue: Catalogue, identifier: str) -> Iterator[str]:
    """Yield the titles of an id, and of all that it is in, from the principal requirement down."""
    named, only = titles(catalogue), defined_only(catalogue)
    for each in dict.fromkeys(_ancestors(identifier)):
        if each in named:
            mark = " (not eligible for the customized approach)" if each in only else ""
            yield f"{each}  {named[each]}{mark}"


def _totals_lines(known: Known, cases: Sequence[TestCase]) -> Iterator[str]:
    """Yield the totals of some test cases under each pattern, and those of an entity's own matrix."""
    for pattern in known.reference.patterns.patterns:
        owned = _owned(tally(known.cells(pattern.id, cases)), third_party=pattern.hosted)
        yield f"  {pattern.id:<15} {owned} ({pattern.column})"
    if known.own:
        yield f"  {SUBJECT:<15} {_owned(tally(known.own[case.id].cell for case in cases), third_party=True)}"


def _owned(whole: Tally, *, third_party: bool) -> str:
    third = f", {whole.third_party} third party" if third_party else ""
    owned = f"{whole.customer:>3} customer, {whole.aws:>3} AWS ({whole.residual} leave a residual duty)"
    return f"{owned}{third}, {whole.na:>2} N/A of {whole.test_cases}"


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


def _case_lines(case: TestCase, known: Known, own: Iterable[str]) -> Iterator[str]:
    patterns = known.reference.patterns
    yield f"{case.id}  {case.summary}"
    facts = [" + ".join(method.value for method in case.methods)]
    if case.limited_to:
        facts.append(f"limited to {case.limited_to.value.replace('_', ' ')}")
    if case.if_service_provider:
        facts.append(f"{case.if_service_provider.value}'s if the entity is a service provider")
    yield f"  {'; '.join(facts)}"
    told = conditions(known.reference.facts.get(name) for name in case.applies_when)
    yield from (f"  {_hang(each, 4)}" for each in told)
    yield from _owner_lines(case, known)
    yield from own
    yield from _duty_lines(case, known)
    yield "  layers that it examines, and who operates them"
    if case.layers_because:
        yield f"    {_hang(f'why these layers: {case.layers_because}', 6)}"
    for layer in case.layers:
        yield from _layer_lines(layer, patterns)
    claims = claims_on(known.reference.published, case.id)
    yield "  what AWS's blog post says of it" if claims else "  AWS's blog post says nothing of it"
    for claim in claims:
        yield f"    {claim.kind.value:<15} {_hang(f'{claim.says} ({claim.place})', 20)}"
        if claim.discrepancy:
            yield f"    {'':<15} disagreement: {claim.discrepancy}"
    for rule, reason in case.exceptions.items():
        yield f"  excepted from {rule}: {_hang(reason, 4)}"


def _owner_lines(case: TestCase, known: Known) -> Iterator[str]:
    """Yield who owns a test case and why, patterns of which the same is said together."""
    lines = ((tuple(_under(case, known, pattern)), pattern.id) for pattern in known.reference.patterns.patterns)
    for found, where in _together(lines):
        yield f"  {where}"
        yield from (f"    {line}" for line in found)


def _under(case: TestCase, known: Known, pattern: Pattern) -> Iterator[str]:
    """Yield who owns a test case under a pattern and why, what stays with the customer, and what its layers say."""
    cell = known.matrices[pattern.id][case.id]
    own = cell.ownership
    mark = "modelled" if pattern.column == "modelled" else own.basis.value
    yield f"{own.owner.value:<9} {mark:<11} {_hang(own.reason, 26)}"
    if own.owner is Owner.AWS:
        yield f"{'':<9} {'residual:':<11} {_hang(own.residual or 'none known', 26)}"
    if pattern.column == "published" and case.limited_to is not Limited.SERVICE_PROVIDERS:
        by_layers = known.reference.patterns.operator(pattern.id, case.layers)
        agree = "agree" if by_layers is own.owner else f"would say {by_layers.value}; the published count stands"
        yield f"{'':<9} {'layers:':<11} {agree}"
    yield from (f"{'':<9} {_hang(each, 14)}" for each in _columns(cell))


def _duty_lines(case: TestCase, known: Known) -> Iterator[str]:
    """Yield what each party does, patterns with the same duties together."""
    yield "  who does what"
    done = (((own.responsibility, own.duties), pattern.id) for pattern, own in known.under(case))
    for (responsibility, duties), where in _together(done):
        yield f"    {responsibility.value:<9} {_hang(where, 14)}"
        for duty in duties:
            yield f"      {duty.party:<9} {_hang(f'{duty.does} [{duty.source}]', 16)}"


def _duties(own: Ownership) -> str:
    """Return what each party does, a sentence each; the sources are those of the layers, which `show` names."""
    return ". ".join(f"{duty.party} does: {duty.does}" for duty in own.duties) or "nobody's"


def _layer_lines(layer: str, patterns: Patterns) -> Iterator[str]:
    """Yield a layer's operators, patterns in which the same is said of it together."""
    yield f"    {next(each.title for each in patterns.layers if each.id == layer)}"
    operators = ((pattern.layers[layer], pattern.id) for pattern in patterns.patterns)
    said = (((each.operator.value, f"{each.says} [{who_says(each, patterns)}]"), name) for each, name in operators)
    for (operator, told), where in _together(said, everywhere="in every pattern"):
        yield f"      {operator:<9} {_hang(f'{where}: {told}', 16)}"


def _together(said: Iterable[tuple[_Said, str]], everywhere: str = "every pattern") -> Iterator[tuple[_Said, str]]:
    """Yield each of what is said of patterns once, with the names of these; `everywhere` if it is said of all."""
    found: dict[_Said, list[str]] = {}
    for what, pattern in said:
        found.setdefault(what, []).append(pattern)
    for what, patterns in found.items():
        yield what, everywhere if len(found) == 1 else ", ".join(patterns)


def _hang(text: str, indent: int) -> str:
    return fill(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent).lstrip()
