"""Responsibility summary as a value: the input of every format."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from pcimatrix.catalogue.editions import Edition
from pcimatrix.catalogue.loader import Reference, overlay_of
from pcimatrix.catalogue.model import Basis, Catalogue, Reading
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.catalogue.published import Source
from pcimatrix.ownership.asked import Report
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.cells import matrix as cells_of
from pcimatrix.ownership.comparison import Comparison
from pcimatrix.ownership.matrix import Matrix, Subject
from pcimatrix.ownership.totals import By, Totals, totals
from pcimatrix.ownership.workloads import SideBySide
from pcimatrix.reports.content.board import assumptions_table, basis_table, warnings_table
from pcimatrix.reports.content.columns import Row, Shown, fields, text
from pcimatrix.reports.content.comparison import totals_comparison_table
from pcimatrix.reports.content.flows import flow_picture
from pcimatrix.reports.content.marks import MarkColumn, mark_columns, marks_of
from pcimatrix.reports.content.operated import operated_table, statements
from pcimatrix.reports.content.report import OWNERS_AS_PUBLISHED
from pcimatrix.reports.content.requirement_lines import (
    RequirementLine,
    line_notes,
    requirement_line,
)
from pcimatrix.reports.content.totals import LEADS, OF_NO_DAY, responsibility_note
from pcimatrix.reports.escaping import json_comment
from pcimatrix.reports.pictures.model import Picture
from pcimatrix.reports.summary import remarks
from pcimatrix.reports.summary.chapters import Chapter, chapters
from pcimatrix.reports.summary.meanings import ABOUT, BASES
from pcimatrix.reports.summary.stamp import Detail, Traces
from pcimatrix.reports.table import Table
from pcimatrix.scope.cautions import cautions
from pcimatrix.scope.model import Assessment, Scope

DEFAULT_TITLE = "PCI DSS responsibility summary"


class Summary(NamedTuple):
    """A responsibility summary: a matrix with all that a document says of it.

    `scope` is the entity's own, if the matrix is of one, and `front` are its tables. `comparison` is with the first
    pattern, or of the first with the published one: what going serverless saves. `date` (YYYY-MM-DD) is there only if
    it was given. `report` is the questionnaire by which the entity validates: the totals count what it asks for, and
    `cells` are all. `workloads` are those of a scope, side by side. `detail` is how much documents say, `traces` which
    test cases carry their trace: None for what is usual in a format.
    """

    title: str
    reference: Reference
    matrix: Matrix
    totals: Totals
    comparison: Comparison | None = None
    scope: Scope | None = None
    front: tuple[Table, ...] = ()
    date: str | None = None
    report: Report | None = None
    traces: Traces | None = None
    as_of: str | None = None
    workloads: SideBySide = SideBySide()
    detail: Detail | None = None

    def by_default(self, detail: Detail, traces: Traces) -> "Summary":
        """Return the summary with the detail and the traces that a format has if none are asked for."""
        return self._replace(detail=self.detail or detail, traces=self.traces or traces)

    @property
    def day(self) -> str | None:
        """The day (YYYY-MM-DD) that the matrix is of: the scope's date, or the day asked for; None for no day."""
        return self.scope.date if self.scope else self.as_of

    @property
    def service_provider(self) -> bool | None:
        """Whether the entity is a service provider; None for a pattern, which is nobody's."""
        return self.scope.assessment is Assessment.SERVICE_PROVIDER if self.scope else None

    @property
    def counted(self) -> tuple[Cell, ...]:
        """The cells that the totals count: all, or what the questionnaire asks for."""
        return tuple(self.report.of(self.cells)) if self.report else self.cells

    @property
    def subject(self) -> Subject:
        """What the matrix is of: a pattern, or the entity's own scope."""
        return self.matrix.subject

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every test case with its owner, in the standard's order."""
        return self.matrix.cells

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue."""
        return self.reference.catalogue

    @property
    def patterns(self) -> Patterns:
        """The architecture patterns."""
        return self.reference.patterns

    @property
    def edition(self) -> str:
        """The standard's edition that the test cases are from."""
        return self.catalogue.edition

    @property
    def overlay(self) -> Edition | None:
        """What the edition changes in the one before it; none if the summary is in the catalogue's own."""
        return overlay_of(self.edition)

    def changed_in(self, cell: Cell) -> str:
        """Return what the edition changes that affects a test case, and what follows; empty if it does nothing."""
        return self.overlay.says_of(cell.case.id) if self.overlay else ""

    @property
    def day_remarks(self) -> tuple[str, ...]:
        """Return how many test cases are best practices on the matrix's day, or superseded by then."""
        if self.day is None:
            return ()
        return remarks.day_remarks(self.counted, self.day, service_provider=self.service_provider)

    @property
    def edition_remarks(self) -> tuple[str, ...]:
        """Return which test cases an edition words otherwise than the one before, and what a matrix is no proof of."""
        return remarks.edition_remarks(self.overlay, self.cells) if self.overlay else ()

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of the catalogue's canonical content."""
        return self.reference.digest

    @property
    def source(self) -> Source:
        """The post that the published table comes from."""
        return self.reference.published.source

    @property
    def about(self) -> str:
        """What the numbers of this summary are: published, modelled, or of an entity's own scope."""
        if self.report and self.subject.published:
            return OWNERS_AS_PUBLISHED
        if self.as_of and self.subject.published:
            return OF_NO_DAY
        return ABOUT[self.subject.origin]

    @property
    def recipe(self) -> str:
        """What makes this summary again from the same inputs, as text that `verify` reads back."""
        values = self._inputs
        values["report"] = (
            {"questionnaire": self.report.questionnaire.id, "since": self.report.edition.since} if self.report else None
        )
        if self.detail not in {None, Detail.CASE}:
            values["detail"] = self.detail
        if self.scope and self.traces not in {None, Traces.ALL}:
            values["trace"] = self.traces
        return json_comment(json.dumps(values, ensure_ascii=False))

    def recipe_for(self, audience: str, title: str) -> str:
        """Return what makes the matrix of this title again that is made of this summary for others than an assessor."""
        return json_comment(json.dumps({**self._inputs, "title": title, "audience": audience}, ensure_ascii=False))

    @property
    def _inputs(self) -> dict[str, Any]:
        """What a recipe says of the inputs."""
        values: dict[str, Any] = {
            "title": self.title,
            "pattern": self.subject.id,
            "date": self.date,
            "reading": self.subject.reading.value,
            "edition": self.edition,
            "report": None,
            "catalogue_sha256": self.digest,
            "scope_sha256": self.subject.digest,
        }
        if self.as_of is not None:
            values["as_of"] = self.as_of
        return values

    @property
    def legend(self) -> dict[Basis, str]:
        """The meaning of each basis that occurs in this summary."""
        found = {cell.ownership.basis for cell in self.cells}
        return {basis: meaning for basis, meaning in BASES.items() if basis in found}

    @property
    def picture(self) -> Picture | None:
        """The picture of an entity's own flows of account data; none without flows."""
        return flow_picture(self.reference.facts, self.scope) if self.scope else None

    @property
    def comparison_totals(self) -> Table | None:
        """The comparison's totals by principal requirement; none for an entity's own scope."""
        return totals_comparison_table(self.comparison) if self.comparison else None

    @property
    def by_basis(self) -> Table:
        """How each owner is known: each basis, what it means, and how many of the counted test cases rest on it."""
        meanings = {basis.value: meaning for basis, meaning in self.legend.items()}
        return basis_table(meanings, totals(self.catalogue, self.counted, By.BASIS))

    @property
    def board(self) -> tuple[Table, ...]:
        """What a summary for a board says beside the totals: warnings and assumptions, if there are any."""
        if self.scope is None:
            return ()
        told = cautions(self.catalogue, self.patterns, self.reference.facts, self.scope)
        found = (
            warnings_table([each.message for each in told]),
            assumptions_table(self.matrix.assumptions, self.reference.facts),
        )
        return tuple(table for table in found if table.rows)

    @property
    def shown(self) -> tuple[Table, ...]:
        """The tables that a document has between the totals and the matrix: for a board, or of an entity's scope."""
        if self.detail is Detail.SUMMARY:
            return self.board
        if self.detail is not Detail.REQUIREMENT or not self.mark_columns:
            return self.front
        operated = operated_table(self.patterns, self.matrix.traces)
        return (*self.front, operated) if operated.rows else self.front

    def trace(self, cell: Cell) -> tuple[str, ...]:
        """Return the steps that made a cell of an entity's own scope what it is; none for a pattern's."""
        found = self.matrix.traces.get(cell.case.id)
        if found is None or self.traces is Traces.NONE or (self.traces is Traces.CHANGES and not found.moved):
            return ()
        return found.lines

    def reason(self, cell: Cell) -> str:
        """Return why the owner of a cell is this one; nothing if the trace that goes with it says so already."""
        said = cell.ownership.reason
        return "" if any(step.endswith(said) for step in self.trace(cell)) else said

    @property
    def mark_columns(self) -> tuple[MarkColumn, ...]:
        """The columns of letters by workload that lines of requirements have."""
        return mark_columns(self.workloads)

    def requirement_lines(self) -> dict[str, RequirementLine]:
        """Return who does what in each requirement, in a line, by its id."""
        columns = self.mark_columns
        # Where workloads differ, what a provider does in each would be told in most lines again.
        layers = statements(self.patterns) if columns else {}
        names = {each.id: each.name for each in self.scope.third_parties} if self.scope else {}
        return {
            requirement.id: requirement_line(
                requirement, [self.row(cell) for cell in cells], columns, self.matrix.traces, layers, names=names
            )
            for chapter in self.chapters()
            for part in chapter.parts
            for requirement, cells in part.requirements
        }

    @property
    def line_notes(self) -> tuple[str, ...]:
        """What a reader of the requirements' lines has to know."""
        columns = self.mark_columns
        marks = (mark for cell in self.cells for mark in marks_of([self.row(cell)], columns)) if columns else ()
        return line_notes(columns, (cell.ownership for cell in self.cells), marks)

    def party(self, cell: Cell) -> str:
        """Return the names of the third parties that own a cell of an entity's own scope; empty if none does."""
        if self.scope is None:
            return ""
        return ", ".join(self.scope.party(party).name for party in self.matrix.traces[cell.case.id].parties)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Return remarks on the totals: who has a part in how many, and what only the published count says."""
        report, subject = self.report, self.subject
        doubts = remarks.doubt_remarks(self.counted)
        said = [*(report.remarks(self.cells) if report else ()), responsibility_note(self.totals.shares)]
        said += [*remarks.conditional_remarks(self.counted), *doubts]
        if subject.published:
            cells = cells_of(self.catalogue, self.patterns, subject.id, Reading.LAYERS)
            said.append(remarks.layers_remark(report.of(cells) if report else cells, self.totals.whole.aws))
        if doubts and not report:
            said.append(LEADS)
        return (*said, *self.day_remarks, *self.edition_remarks)

    def row(self, cell: Cell) -> Row:
        """Return what the columns of a test case are taken from."""
        asked = self.report.asks(cell.case) if self.report else None
        return Row(
            cell, self.party(cell), self.trace(cell), asked, self.changed_in(cell), self.workloads.of(cell.case.id)
        )

    def lines(self, cell: Cell) -> tuple[tuple[str, str, str], ...]:
        """Return what a document says of a test case line by line, with key and heading; nothing that is empty."""
        row = self.row(cell)
        found = ((field.key, field.heading, text(field.value(row))) for field in fields(Shown.DOCUMENT))
        return tuple(each for each in found if each[2])

    def chapters(self) -> Iterator[Chapter]:
        """Yield the principal requirements with their sections and cells."""
        return chapters(self.catalogue, self.cells)
