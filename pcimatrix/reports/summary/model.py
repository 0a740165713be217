"""Responsibility summary as a value: the input of every format, put together once."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pcimatrix.catalogue.facts import Facts
from pcimatrix.catalogue.loader import Loaded, shipped_facts, shipped_published
from pcimatrix.catalogue.model import Basis, Catalogue, PrincipalRequirement, Reading, Requirement, Section
from pcimatrix.catalogue.patterns import Pattern, Patterns
from pcimatrix.catalogue.published import Published, Source
from pcimatrix.ownership.asked import Report
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.comparison import Comparison, compare
from pcimatrix.ownership.totals import By, Totals, shares, tally, totals
from pcimatrix.reports.content.columns import Row, Shown, fields, text
from pcimatrix.reports.content.comparison import totals_comparison_table
from pcimatrix.reports.content.report import OWNERS_AS_PUBLISHED
from pcimatrix.reports.content.scope_tables import pattern_label, scope_tables
from pcimatrix.reports.content.totals import LEADS, responsibility_note
from pcimatrix.reports.escaping import json_comment
from pcimatrix.reports.table import Table
from pcimatrix.scope.model import LoadedScope, Scope
from pcimatrix.scope.report import report_by
from pcimatrix.scope.resolve import SUBJECT, Effective, assumptions, resolve
from pcimatrix.scope.resolve import cells as cells_of
from pcimatrix.text import pluralize

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

ABOUT = {
    "published": "Row totals are those that AWS published for its serverless example; the split below a row is worked "
    "out, and each owner carries its basis.",
    "modelled": "Modelled: AWS published no figures for this pattern. Every owner below is our own model: the layers "
    "that a test case examines, and who operates them.",
    "scope": "The responsibility matrix of the entity's own environment, as its scope file states it (PCI DSS 12.5.2 "
    "and 12.8.5).",
}
"""What a summary's numbers are, by its column."""


class OwnScope(NamedTuple):
    """An entity's own scope in the place of a pattern: what it runs, its tables, and how each owner came about.

    `assumed` are the facts that are not answered, each with its number of test cases.
    """

    id: str
    title: str
    column: str
    runs: str
    note: str | None
    digest: str
    tables: tuple[Table, ...]
    scope: Scope
    effective: Mapping[str, Effective]
    assumed: Mapping[str, int]


class Summary(NamedTuple):
    """A responsibility summary of one pattern, or of an entity's own scope.

    `comparison` is with the first pattern, or of the first with the published one: what going serverless saves.
    `digest` is the SHA-256 of the catalogue's canonical content; `date` (YYYY-MM-DD) is there only if it was given.
    `report` is the questionnaire by which the entity validates: the totals count what it asks for, `cells` are all.
    """

    title: str
    edition: str
    catalogue: Catalogue
    patterns: Patterns
    pattern: Pattern | OwnScope
    cells: tuple[Cell, ...]
    totals: Totals
    comparison: Comparison | None
    published: Published
    digest: str
    date: str | None
    reading: Reading
    report: Report | None = None

    @property
    def counted(self) -> tuple[Cell, ...]:
        """The cells that the totals count: all, or what the questionnaire asks for."""
        return tuple(self.report.of(self.cells)) if self.report else self.cells

    @property
    def source(self) -> Source:
        """The post that the published table comes from."""
        return self.published.source

    @property
    def about(self) -> str:
        """What the numbers of this summary are: published, modelled, or of an entity's own scope."""
        if self.report and self.pattern.column == "published":
            return OWNERS_AS_PUBLISHED
        return ABOUT[self.pattern.column]

    @property
    def recipe(self) -> str:
        """What makes this summary again from the same inputs, as text that `verify` reads back."""
        values = {
            "title": self.title,
            "pattern": self.pattern.id,
            "date": self.date,
            "reading": self.reading.value,
            "report": {"questionnaire": self.report.questionnaire.id, "since": self.report.edition.since}
            if self.report
            else None,
            "catalogue_sha256": self.digest,
            "scope_sha256": self.pattern.digest if isinstance(self.pattern, OwnScope) else None,
        }
        return json_comment(json.dumps(values, ensure_ascii=False))

    @property
    def legend(self) -> dict[Basis, str]:
        """The meaning of each basis that occurs in this summary."""
        found = {cell.ownership.basis for cell in self.cells}
        return {basis: meaning for basis, meaning in BASES.items() if basis in found}

    def by_layers(self, cell: Cell) -> str:
        """Return what the layers would say where only the published count says otherwise; nothing if they agree."""
        return cell.ownership.doubt

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
        if not isinstance(self.pattern, OwnScope):
            return ()
        each = self.pattern.effective[cell.case.id]
        return tuple(f"{alike.label}: {step}" for alike in each.alike for step in alike.part.steps) + each.steps

    def party(self, cell: Cell) -> str:
        """Return the names of the third parties that own a cell of an entity's own scope; empty if none does."""
        if not isinstance(self.pattern, OwnScope):
            return ""
        scope, effective = self.pattern.scope, self.pattern.effective[cell.case.id]
        return ", ".join(scope.party(party).name for party in effective.parties)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return remarks on the totals: who has a part in how many, and what only the published count says."""
        said = [responsibility_note(self.totals.shares)]
        if self.report:
            said = [*self.report.remarks(self.cells), *said]
        doubtful = sum(bool(cell.ownership.doubt) for cell in self.counted)
        if doubtful:
            said.append(
                f"{pluralize(doubtful, 'owner')} rest on the published count alone: by what is examined, somebody else "
                "would lead. Each says so."
            )
        if self.pattern.column == "published":
            cells = matrix(self.catalogue, self.patterns, self.pattern.id, Reading.LAYERS)
            cells = self.report.of(cells) if self.report else cells
            owners, parts = tally(cells), shares(cells)
            said.append(
                f"By its layers, AWS leads in {owners.aws} test cases, not in {self.totals.whole.aws}, and has a part "
                f"in {parts.shared + parts.provider}; the customer leads in {owners.customer}."
            )
        if doubtful and not self.report:
            said.append(LEADS)
        return tuple(said)

    def row(self, cell: Cell) -> Row:
        """Return what the columns of a test case are taken from."""
        asked = self.report.asks(cell.case) if self.report else None
        return Row(cell, self.party(cell), self.trace(cell), asked)

    def lines(self, cell: Cell) -> tuple[tuple[str, str, str], ...]:
        """Return what a document says of a test case line by line, with key and heading; nothing that is empty."""
        row = self.row(cell)
        found = ((field.key, field.heading, text(field.value(row))) for field in fields(Shown.DOCUMENT))
        return tuple(each for each in found if each[2])

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
    loaded: Loaded,
    published: Published,
    pattern: str,
    *,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
    reading: Reading = Reading.PUBLISHED,
    report: Report | None = None,
) -> Summary:
    """Return the summary of a pattern, by a reading, counted by a questionnaire if one is given.

    Raises `UnknownIdError` for an unknown pattern.
    """
    catalogue, patterns = loaded.catalogue, loaded.patterns
    cells = matrix(catalogue, patterns, pattern, reading)
    first = patterns.patterns[0].id
    other = published.pattern if pattern == first else pattern
    comparison = compare(catalogue, patterns, first, other, reading=reading)
    subject = patterns.get(pattern).read(reading)
    return _summary(
        loaded, published, subject, cells, comparison, title=title, date=date, reading=reading, report=report
    )


def summarize_scope(
    loaded: Loaded,
    published: Published,
    facts: Facts,
    own: LoadedScope,
    *,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
    effective: tuple[Effective, ...] = (),
    report: Report | None = None,
) -> Summary:
    """Return the summary of an entity's own scope; `effective` is its matrix, where it has been resolved already.

    It is counted by a questionnaire: the one that is given, else the one that the scope says, if any.
    """
    catalogue, patterns = loaded.catalogue, loaded.patterns
    if title == DEFAULT_TITLE:
        title = f"{DEFAULT_TITLE}: {own.scope.entity}"
    effective = effective or tuple(resolve(catalogue, patterns, facts, own.scope))
    named = ", ".join(f"{each.name}: {pattern_label(patterns, each.pattern)}" for each in own.scope.in_scope())
    subject = OwnScope(
        id=SUBJECT,
        title=own.scope.entity,
        column="scope",
        runs=f"In scope are {named}",
        note="Owners follow from the workloads' patterns, the entity's facts, its third parties and its decisions.",
        digest=own.digest,
        tables=scope_tables(catalogue, patterns, facts, scope=own.scope, effective=effective),
        scope=own.scope,
        effective={each.cell.case.id: each for each in effective},
        assumed=assumptions(effective, facts),
    )
    read = own.scope.reading
    cells = cells_of(effective)
    report = report or report_by(own.scope)
    return _summary(loaded, published, subject, cells, None, title=title, date=date, reading=read, report=report)


def summary_of(
    loaded: Loaded,
    subject: str | LoadedScope,
    *,
    title: str = DEFAULT_TITLE,
    date: str | None = None,
    effective: tuple[Effective, ...] = (),
    reading: Reading = Reading.PUBLISHED,
    report: Report | None = None,
) -> Summary:
    """Return the summary of a pattern, by its name, or of a scope, with the table and facts that are shipped.

    `reading` is that of a pattern; a scope has its own. `effective` is the scope's matrix if it has been resolved
    already. `report` is the questionnaire to count by, instead of what a scope says. Raises `UnknownIdError` for
    an unknown pattern.
    """
    if isinstance(subject, str):
        return summarize(loaded, shipped_published(), subject, title=title, date=date, reading=reading, report=report)
    published, facts = shipped_published(), shipped_facts()
    return summarize_scope(
        loaded, published, facts, subject, title=title, date=date, effective=effective, report=report
    )


def _summary(
    loaded: Loaded,
    published: Published,
    pattern: Pattern | OwnScope,
    cells: Iterable[Cell],
    comparison: Comparison | None,
    *,
    title: str,
    date: str | None,
    reading: Reading,
    report: Report | None,
) -> Summary:
    cells = tuple(cells)
    counted = report.of(cells) if report else cells
    return Summary(
        title=title,
        edition=loaded.catalogue.edition,
        catalogue=loaded.catalogue,
        patterns=loaded.patterns,
        pattern=pattern,
        cells=cells,
        # A row that the questionnaire asks nothing of says so.
        totals=totals(loaded.catalogue, counted, By.PRINCIPAL, empty=report is not None),
        comparison=comparison,
        published=published,
        digest=loaded.digest,
        date=date,
        reading=reading,
        report=report,
    )
