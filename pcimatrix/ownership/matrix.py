"""The responsibility matrix as a value: what it is of, its cells, and their traces."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.catalogue.loader import Reference
from pcimatrix.catalogue.model import Reading
from pcimatrix.catalogue.patterns import Pattern
from pcimatrix.ownership.cells import Cell, matrix
from pcimatrix.ownership.traces import Effective


class Subject(NamedTuple):
    """What a matrix is of: an architecture pattern, or an entity's own scope.

    `origin` says where the owners come from: `published`, `modelled` or `scope`; in JSON that is the key `column`.
    `runs` is what runs where, `reading` how a pattern with published totals is read. Only a scope has a `digest`, the
    SHA-256 (hex) of its file's content, and a `date` (YYYY-MM-DD). `hosted` is a pattern that a third party hosts.
    """

    id: str
    title: str
    origin: str
    runs: str
    note: str | None
    reading: Reading
    digest: str | None = None
    date: str | None = None
    hosted: bool = False

    @property
    def scoped(self) -> bool:
        """Whether it is an entity's own scope."""
        return self.origin == "scope"

    @property
    def has_third_parties(self) -> bool:
        """Whether a third party can own a test case: in a scope, and in a pattern that one hosts."""
        return self.scoped or self.hosted

    @property
    def modelled(self) -> bool:
        """Whether the owners are our own model of a pattern."""
        return self.origin == "modelled"

    @property
    def published(self) -> bool:
        """Whether the totals are those of the published table."""
        return self.origin == "published"


class Matrix(NamedTuple):
    """A responsibility matrix: the subject, and each test case with its owner, in the standard's order.

    A scope's has a trace for each cell, by test case id, the unanswered facts that owners rest on, each with its number
    of test cases. A pattern's has neither.
    """

    subject: Subject
    cells: tuple[Cell, ...]
    traces: Mapping[str, Effective] = MappingProxyType({})
    assumptions: Mapping[str, int] = MappingProxyType({})


def pattern_subject(pattern: Pattern, reading: Reading) -> Subject:
    """Return a pattern as what a matrix is of, by a reading."""
    read = pattern.read(reading)
    return Subject(read.id, read.title, read.column, read.runs, read.note, reading, hosted=read.hosted)


def pattern_matrix(reference: Reference, pattern: str, reading: Reading = Reading.PUBLISHED) -> Matrix:
    """Return the matrix of a pattern, by a reading. Raises `UnknownIdError` for an unknown pattern."""
    catalogue, patterns = reference.catalogue, reference.patterns
    subject = pattern_subject(patterns.get(pattern), reading)
    return Matrix(subject, tuple(matrix(catalogue, patterns, pattern, reading)))
