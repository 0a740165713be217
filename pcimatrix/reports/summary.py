"""The responsibility summary as a value: all that its formats write, put together once."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pcimatrix.compare import Comparison, compare
from pcimatrix.effective import Effective
from pcimatrix.model import Basis, Catalogue, Limited, PrincipalRequirement, Requirement, Section
from pcimatrix.pattern import Pattern, Patterns
from pcimatrix.published import Source
from pcimatrix.query import By, Cell, Totals, matrix, totals
from pcimatrix.reports.comparison import totals_comparison_table
from pcimatrix.reports.scope_tables import pattern_label
from pcimatrix.reports.table import Table
from pcimatrix.scope import Scope

BASES: dict[Basis, str] = {
    Basis.STRUCTURAL: "Limited to service providers; the published row's N/A count is exactly the number of these.",
    Basis.STATED: "The post names it and says that AWS is responsible, or that it is not applicable in the example "
    "(the table then counts it under AWS).",
    Basis.SUPPORTED: "The post names it and says only that AWS supports compliance; the table counts it under AWS.",
    Basis.REMAINDER: "What the published row's total leaves once the others are placed.",
    Basis.RECONCILED: "One of several choices of whole requirements that close the published row; worked out.",
    Basis.FACT: "A fact about the entity, as its scope file answers it.",
    Basis.AGREEMENT: "A third-party service provider owns it, as the scope file records.",
    Basis.DECISION: "Decided by hand in the scope file, with a reason, by whom and when.",
    Basis.MODELLED: "Our own model, never published by AWS: the layers that the test case examines and who "
    "operates them in this pattern.",
}
"""What each basis means, in words for an assessor."""

DEFAULT_TITLE = "PCI DSS responsibility summary"


class OwnScope(NamedTuple):
    """An entity's own scope in the place of a pattern: what it runs, its tables, and the trace of each test case."""

    id: str
    title: str
    column: str
    runs: str
    note: str | None
    digest: str
    tables: tuple[Table, ...]
    traces: Mapping[str, tuple[str, ...]]


class Summary(NamedTuple):
    """A responsibility summary of one pattern, or of an entity's own scope.

    `comparison` is with the first pattern, or of the first with the published one: what going serverless saves.
    `digest` is the SHA-256 of the catalogue's canonical content; `date` (YYYY-MM-DD) is there only if it was given.
    """

    title: str
    edition: str
    catalogue: Catalogue
    patterns: Patterns
    pattern: Pattern | OwnScope
    cells: tuple[Cell, ...]
    totals: Totals
    comparison: Comparison | None
    source: Source
    digest: str
    date: str | None

    @property
    def legend(self) -> dict[Basis, str]:
        """The meaning of each basis that occurs in this summary."""
        found = {cell.ownership.basis for cell in self.cells}
        return {basis: meaning for basis, meaning in BASES.items() if basis in found}

    def by_layers(self, cell: Cell) -> str:
        """Return what the layers would say where only the published count says otherwise; nothing if they agree."""
        if (
            self.pattern.column != "published"
            or isinstance(self.pattern, OwnScope)
            or cell.case.limited_to is Limited.SERVICE_PROVIDERS
        ):
            return ""
        operator = self.patterns.operator(self.pattern.id, cell.case.layers)
        if operator is cell.ownership.owner:
            return ""
        titles = {layer.id: layer.title.lower() for layer in self.patterns.layers}
        decisive = [titles[each] for each in cell.case.layers if self.pattern.layers[each].operator is operator]
        counted = f"Only the published count makes it {cell.ownership.owner.whose}"
        return f"{counted}; by what it examines ({', '.join(decisive)}) it would be {operator.whose}"

    @property
    def comparison_totals(self) -> Table | None:
        """The comparison's totals by principal requirement; none for an entity's own scope."""
        return totals_comparison_table(self.comparison) if self.comparison else None

    @property
    def front(self) -> tuple[Table, ...]:
        """The tables that go before the test cases: an entity's own scope, if this is its summary."""
        return self.pattern.tables if isinstance(self.pattern, OwnScope) else ()

    def trace(self, cell: Cell) -> tuple[str, ...]:
        """Return the steps that made a cell of an entity's own scope what it is; none for a pattern's."""
        return self.pattern.traces[cell.case.id] if isinstance(self.pattern, OwnScope) else ()

    def chapters(self) -> Iterator["Chapter"]:
        """Yield the principal requirements with their sections and cells."""
        by_requirement: dict[str, list[Cell]] = {}
        for cell in self.cells:
            by_requirement.setdefault(cell.case.requirement, []).append(cell)
        for principal in self.catalogue.principal_requirements:
            parts = tuple(
                Part(section, tuple((each, tuple(by_requirement[each.id])) for each in section.requirements))
                for section in principal.sections
            )
            yield Chapter(principal, parts)


class Part(NamedTuple):
    """A section with its requirements and their cells."""

    section: Section
    requirements: tuple[tuple[Requirement, tuple[Cell, ...]], ...]


class Chapter(NamedTuple):
    """A principal requirement with its sections."""

    principal: PrincipalRequirement
    parts: tuple[Part, ...]


def summarize(
    catalogue: Catalogue,
    patterns: Patterns,
    pattern: str,
    source: Source,
    digest: str,
    *,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
) -> Summary:
    """Return the summary of a pattern. Raises `UnknownIdError` for an unknown pattern."""
    cells = matrix(catalogue, patterns, pattern)
    first = patterns.patterns[0].id
    published = next(each.id for each in patterns.patterns if each.column == "published")
    return Summary(
        title=title,
        edition=catalogue.edition,
        catalogue=catalogue,
        patterns=patterns,
        pattern=patterns.get(pattern),
        cells=tuple(cells),
        totals=totals(catalogue, cells, By.PRINCIPAL),
        comparison=compare(catalogue, patterns, first, published if pattern == first else pattern),
        source=source,
        digest=digest,
        date=date,
    )


def summarize_scope(
    catalogue: Catalogue,
    patterns: Patterns,
    own: OwnScope,
    *,
    cells: tuple[Cell, ...],
    source: Source,
    digest: str,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
) -> Summary:
    """Return the summary of an entity's own scope from its resolved cells."""
    return Summary(
        title=title,
        edition=catalogue.edition,
        catalogue=catalogue,
        patterns=patterns,
        pattern=own,
        cells=cells,
        totals=totals(catalogue, cells, By.PRINCIPAL),
        comparison=None,
        source=source,
        digest=digest,
        date=date,
    )


def own_scope(
    scope: Scope, patterns: Patterns, digest: str, tables: tuple[Table, ...], effective: Iterable[Effective]
) -> OwnScope:
    """Return an entity's scope as a summary takes it; `digest` is the SHA-256 of the scope file's content."""
    traces = {
        each.cell.case.id: tuple(f"{part.workload}: {step}" for part in each.parts for step in part.steps) + each.steps
        for each in effective
    }
    named = ", ".join(f"{each.name}: {pattern_label(patterns, each.pattern)}" for each in scope.in_scope())
    return OwnScope(
        id="scope",
        title=scope.entity,
        column="scope",
        runs=f"In scope are {named}",
        note="Owners follow from the workloads' patterns, the entity's facts, its third parties and its decisions.",
        digest=digest,
        tables=tables,
        traces=traces,
    )
