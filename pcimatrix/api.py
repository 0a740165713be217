"""The Python API: the catalogue and a company's own scope, asked, checked and rendered from a program.

Everything is imported from `pcimatrix` itself:

>>> import pcimatrix
>>> loaded = pcimatrix.load()
>>> cells = pcimatrix.matrix(loaded)
>>> whole = pcimatrix.totals(loaded, cells).whole
>>> whole.test_cases, whole.customer, whole.aws, whole.na
(464, 243, 198, 23)

The same functions take an entity's own scope where they take the name of a pattern:

>>> own = pcimatrix.load_scope("examples/mixed.yaml", loaded)
>>> pcimatrix.totals(loaded, pcimatrix.matrix(loaded, own)).whole
Tally(test_cases=464, customer=411, aws=27, na=23, residual=27, third_party=3)

Nothing here prints, ends the program, writes a file or reads a clock, and values never change once they are made. What
a caller or a file has wrong raises a `PcimatrixError`, whose message is for people.
"""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, TypeVar

from pcimatrix import reports as registry
from pcimatrix.catalogue.editions import version_of
from pcimatrix.catalogue.loader import Reference, load, load_text
from pcimatrix.catalogue.model import (
    Basis,
    Catalogue,
    Duty,
    Limited,
    Method,
    Owner,
    Ownership,
    Reading,
    Responsibility,
    TestCase,
)
from pcimatrix.catalogue.rules import Breach
from pcimatrix.errors import (
    FormatError,
    FormatWarning,
    InputError,
    OutputError,
    PcimatrixError,
    Problem,
    UnknownIdError,
)
from pcimatrix.ownership import selection
from pcimatrix.ownership import totals as totals_module
from pcimatrix.ownership.cells import Cell
from pcimatrix.ownership.check import CheckResult, RowResult, check_catalogue
from pcimatrix.ownership.in_force import on_day
from pcimatrix.ownership.matrix import Matrix, pattern_matrix
from pcimatrix.ownership.selection import Filter
from pcimatrix.ownership.totals import By, Shares, Tally, Totals, TotalsRow
from pcimatrix.ownership.traces import Effective
from pcimatrix.reports.summary import model as summaries
from pcimatrix.reports.summary.model import DEFAULT_TITLE, Summary
from pcimatrix.reports.summary.stamp import Detail, Recipe, Traces
from pcimatrix.reports.summary.verify import Digests, Verdict, verify_summary
from pcimatrix.scope import expected as drift
from pcimatrix.scope import model as scope_module
from pcimatrix.scope import resolve as effective
from pcimatrix.scope.cautions import cautions
from pcimatrix.scope.expected import Changed, Drift
from pcimatrix.scope.matrix import scope_matrix
from pcimatrix.scope.model import LoadedScope, Scope
from pcimatrix.scope.report import find_report, report_by
from pcimatrix.text import MOST_SHOWN, did_you_mean, truncate

__all__ = [
    "Basis",
    "Breach",
    "By",
    "Catalogue",
    "Cell",
    "Changed",
    "CheckResult",
    "Digests",
    "Drift",
    "Duty",
    "Effective",
    "FormatError",
    "FormatWarning",
    "InputError",
    "Limited",
    "LoadedScope",
    "Method",
    "OutputError",
    "Owner",
    "Ownership",
    "PcimatrixError",
    "Problem",
    "Reading",
    "Recipe",
    "Reference",
    "Responsibility",
    "RowResult",
    "Scope",
    "ScopeCheck",
    "Shares",
    "Summary",
    "Tally",
    "TestCase",
    "Totals",
    "TotalsRow",
    "UnknownIdError",
    "Verdict",
    "check_catalogue",
    "check_scope",
    "formats",
    "load",
    "load_scope",
    "load_text",
    "matrix",
    "render",
    "resolve",
    "select",
    "summarize",
    "totals",
    "verify",
]

ChoiceT = TypeVar("ChoiceT", bound=StrEnum)


class ScopeCheck(NamedTuple):
    """What is to be said of a scope: what is not as its file expects, and what to look at.

    `drift` are the totals that differ, `changed` the test cases with another owner than the recorded one; they are
    empty, too, where the file expects nothing. `warnings` are those of `scope check`. `assumptions`
    are the facts that are not answered, each with the number of test cases that keep the owner they have without it.
    """

    drift: tuple[Drift, ...]
    changed: tuple[Changed, ...]
    warnings: tuple[str, ...]
    assumptions: dict[str, int]

    @property
    def ok(self) -> bool:
        """Whether all is as expected."""
        return not self.drift and not self.changed


def load_scope(path: str, loaded: Reference) -> LoadedScope:
    """Read the scope file at `path`, whose ids and patterns are those of the catalogue.

    Its model is at `.scope`, the SHA-256 of its content at `.digest`. Raises `InputError` with all errors of the file.

    >>> own = pcimatrix.load_scope("examples/mixed.yaml", loaded)
    >>> [workload.name for workload in own.scope.in_scope()]
    ['payments', 'scheduler', 'settlement']
    """
    return scope_module.load_scope(path, loaded.catalogue, loaded.patterns, loaded.facts)


def matrix(
    loaded: Reference,
    subject: str | LoadedScope = "abstracted",
    *,
    reading: str = "published",
    as_of: dt.date | None = None,
) -> list[Cell]:
    """Return every test case with its owner, in the standard's order: under a pattern, or in an entity's own scope.

    `reading` is a value of `Reading`: `layers` reads the published pattern as the modelled ones. A scope states its
    own. As of a day, what is superseded by then does not apply: a scope has its own date, a pattern none.
    Raises `UnknownIdError` for an unknown pattern.

    >>> case, ownership = pcimatrix.matrix(loaded, "infrastructure")[0]
    >>> case.id, ownership.owner.value, ownership.reason
    ('1.1.1', 'customer', "People and policies: the customer's in this pattern")
    """
    if not isinstance(subject, str):
        return effective.cells(resolve(loaded, subject, as_of=as_of))
    found = pattern_matrix(loaded, subject, _chosen(Reading, reading)[0])
    return list(on_day(found, _day(as_of) if as_of else None).cells)


def resolve(loaded: Reference, own: LoadedScope, *, as_of: dt.date | None = None) -> list[Effective]:
    """Return a scope's matrix with every step that made each owner what it is, as of a day; else its own date.

    >>> found = pcimatrix.resolve(loaded, own)
    >>> found[0].cell.case.id, found[0].steps
    ('1.1.1', ("Over 3 workloads in scope: the entity's, as in payments",))
    >>> [each.cell.case.id for each in found if each.cell.ownership.party == "idp"]
    ['8.3.4.a', '8.3.6', '8.3.7']
    """
    own = own if as_of is None else own.on(_day(as_of))
    catalogue = loaded.in_edition(own.scope.pci_dss).catalogue
    return effective.resolve(catalogue, loaded.patterns, loaded.facts, own.scope)


def _day(date: dt.date) -> str:
    """Return a day as YYYY-MM-DD; a datetime is a date, too."""
    return date.isoformat()[:10]


def select(
    loaded: Reference,
    cells: Iterable[Cell],
    *,
    within: str | Iterable[str] = (),
    owners: str | Iterable[str] = (),
    methods: str | Iterable[str] = (),
    bases: str | Iterable[str] = (),
    text: str = "",
) -> list[Cell]:
    """Return the cells that match all that is asked for, in order; what is left empty asks for nothing.

    Each part takes one value or several alternatives: `within` ids of any level, `owners`, `methods` and `bases` the
    values of `Owner`, `Method` and `Basis`. `text`, a word or a phrase, is sought in id, summary, reason and residual,
    as whole words, whatever its case; `encrypt*` finds words that begin so.
    Raises `UnknownIdError` for an id or a value that there is not.

    >>> found = pcimatrix.select(loaded, cells, within="12.8", owners="aws")
    >>> [(cell.case.id, cell.ownership.basis.value) for cell in found]
    [('12.8.5.a', 'supported'), ('12.8.5.b', 'supported')]
    >>> len(pcimatrix.select(loaded, cells, within=["1", "9"], methods=pcimatrix.Method.OBSERVE, text="visitor*"))
    7
    """
    wanted = Filter(
        within=tuple([within] if isinstance(within, str) else within),
        owners=_chosen(Owner, owners),
        methods=_chosen(Method, methods),
        bases=_chosen(Basis, bases),
        text=text,
    )
    selection.check_ids(loaded.catalogue, wanted.within)
    return selection.select(cells, wanted)


def totals(loaded: Reference, cells: Iterable[Cell], *, by: str = By.PRINCIPAL) -> Totals:
    """Count cells by owner: a row for each principal requirement (or what `by` says, a value of `By`), and the whole.

    Raises `UnknownIdError` for another `by`.

    >>> rows = pcimatrix.totals(loaded, cells).rows
    >>> rows[2].id, rows[2].tally.customer, rows[2].tally.aws, rows[2].tally.na
    ('3', 24, 29, 2)
    >>> [(row.id, row.tally.test_cases) for row in pcimatrix.totals(loaded, cells, by="method").rows]
    [('examine', 390), ('observe', 61), ('interview', 167)]
    """
    [kind] = _chosen(By, by)
    return totals_module.totals(loaded.catalogue, cells, kind)


def check_scope(loaded: Reference, own: LoadedScope) -> ScopeCheck:
    """Compare a scope's matrix with what its file expects, and return what else is to be looked at.

    >>> checked = pcimatrix.check_scope(loaded, own)
    >>> checked.ok, checked.assumptions["media_off_site"]
    (True, 5)
    >>> checked.warnings
    ()
    """
    found, expected = scope_matrix(loaded, own), own.scope.expected
    told = cautions(loaded.catalogue, loaded.patterns, loaded.facts, own.scope)
    return ScopeCheck(
        drift=tuple(drift.drift(totals_module.tally(found.cells), expected)) if expected else (),
        changed=tuple(drift.changed(found.traces.values(), expected)) if expected else (),
        warnings=tuple(each.message for each in told),
        assumptions=dict(found.assumptions),
    )


def summarize(
    loaded: Reference,
    subject: str | LoadedScope = "abstracted",
    *,
    title: str = DEFAULT_TITLE,
    date: dt.date | None = None,
    reading: str | None = None,
    saq: str | None = None,
    as_of: dt.date | None = None,
    trace: str | None = None,
    detail: str | None = None,
) -> Summary:
    """Return the responsibility summary of a pattern, or of an entity's own scope, for `render`.

    A day is printed only if one is given. `reading` is a value of `Reading`; without it, a scope has its own, and
    a pattern with published totals is read as AWS counted. `saq` is the questionnaire to count by, such as `A-EP`, in
    its edition of the day `as_of`; without them, what a scope says. As of that day, what is superseded does not apply,
    and best practices are marked: a scope has its own date, a pattern none. `trace`, a value of `Traces`, says which
    test cases of a scope carry their trace: `none`, `changes` or `all`; `detail`, a value of `Detail`, how much HTML,
    Markdown, PDF and Word say: `summary`, `requirement` or `case`. Without them, what is usual for a
    format. Raises `UnknownIdError` for an unknown pattern or questionnaire.

    >>> import datetime
    >>> summary = pcimatrix.summarize(loaded, title="Example Shop", date=datetime.date(2026, 1, 31))
    >>> summary.title, summary.date, len(summary.cells)
    ('Example Shop', '2026-01-31', 464)
    """
    day = _day(date) if date else None
    [read] = _chosen(Reading, reading or Reading.PUBLISHED)
    asked = _day(as_of) if as_of else None
    report = report_by(None if isinstance(subject, str) else subject.scope, saq, asked)
    [traces] = _chosen(Traces, trace) if trace else [None]
    [details] = _chosen(Detail, detail) if detail else [None]
    if not isinstance(subject, str) and reading is not None:
        subject = subject.read(read)
    base, matrix_, own = _worked_out(loaded, subject, read, asked)
    return summaries.summarize(
        base, matrix_, own, title=title, date=day, report=report, traces=traces, as_of=asked, detail=details
    )


def _worked_out(
    loaded: Reference, subject: str | LoadedScope, reading: Reading, as_of: str | None
) -> tuple[Reference, Matrix, Scope | None]:
    """Return the matrix of a pattern or scope as of a day, the catalogue as its edition has it, and the scope."""
    if isinstance(subject, str):
        return loaded, on_day(pattern_matrix(loaded, subject, reading), as_of), None
    own = subject if as_of is None else subject.on(as_of)
    loaded = loaded.in_edition(own.scope.pci_dss)
    return loaded, scope_matrix(loaded, own), own.scope


def formats() -> tuple[str, ...]:
    """Return the names of the formats that `render` knows.

    >>> {"csv", "html", "json", "markdown"} <= set(pcimatrix.formats())
    True
    """
    return registry.format_names("summaries")


def render(summary: Summary, format: str = "markdown") -> bytes:  # noqa: A002 - as the option is called
    """Return a summary as a file's content, the same bytes each time. Text formats are UTF-8.

    What a format cannot show is told by a `FormatWarning`. Raises `FormatError` if there is no such format, or what it
    needs is not installed.

    >>> pcimatrix.render(pcimatrix.summarize(loaded)).decode().splitlines()[0]
    '# PCI DSS responsibility summary'
    """
    if format not in formats():
        raise FormatError(f"unknown format {truncate(format, MOST_SHOWN)!r}; {did_you_mean(format, formats())}")
    content: str | bytes = registry.writer("summaries", format)(summary)
    return content.encode() if isinstance(content, str) else content


def verify(data: bytes, loaded: Reference, own: LoadedScope | None = None, *, name: str = "summary") -> Verdict:
    """Return whether a summary is what these inputs give; `name` names it in messages.

    It may be HTML, Markdown, JSON, Excel, Word or PDF. The summary states what it was made from; it is made again and
    compared. A copy whose lines all end in CRLF passes. Excel is compared by cells, but for those that people fill in,
    and Word and PDF by their text, if their bytes differ: `compared` says so. Raises `InputError` if it is no summary,
    or where a scope is missing or given for a pattern's summary.

    >>> content = pcimatrix.render(pcimatrix.summarize(loaded))
    >>> pcimatrix.verify(content, loaded).ok
    True
    >>> verdict = pcimatrix.verify(content.replace(b"243 (52 %)", b"242 (52 %)"), loaded)
    >>> verdict.ok, verdict.differences[3]
    (False, "-Of 464 test cases, 242 (52 %) are the customer's,")
    """

    def again(recipe: Recipe) -> Summary:
        stamp, asked = recipe.report, recipe.as_of.isoformat() if recipe.as_of else None
        base, subject = _in_words_of(loaded, own or recipe.pattern, recipe.edition)
        if not isinstance(subject, str):
            subject = subject.read(recipe.reading)
        base, matrix_, scope = _worked_out(base, subject, recipe.reading, asked)
        return summaries.summarize(
            base,
            matrix_,
            scope,
            title=recipe.title,
            date=recipe.date.isoformat() if recipe.date else None,
            report=find_report(stamp.questionnaire, stamp.since.isoformat()) if stamp else report_by(scope),
            traces=recipe.trace,
            as_of=asked,
            detail=recipe.detail,
        )

    return verify_summary(data, loaded, own, again, name=name)


def _in_words_of(
    loaded: Reference, subject: str | LoadedScope, edition: str | None
) -> tuple[Reference, str | LoadedScope]:
    """Return a catalogue and a subject in the words of an edition, if one is stated and is not their own."""
    own = loaded if isinstance(subject, str) else loaded.in_edition(subject.scope.pci_dss)
    if edition is None or edition == own.catalogue.edition:
        return loaded, subject
    if isinstance(subject, str):
        return loaded.in_edition(edition), subject
    return loaded, subject.assessed_against(version_of(edition))


def _chosen(kind: type[ChoiceT], given: str | Iterable[str]) -> tuple[ChoiceT, ...]:
    """Return members of an enum by their values. Raises `UnknownIdError`."""
    known = [member.value for member in kind]
    chosen = []
    for value in [given] if isinstance(given, str) else given:
        if value not in known:
            found = f"unknown {kind.__name__.lower()} {truncate(value, MOST_SHOWN)!r}"
            raise UnknownIdError(f"{found}; {did_you_mean(value, known)}")
        chosen.append(kind(value))
    return tuple(chosen)
