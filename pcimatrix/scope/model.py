"""A company's own environment, as its scope file states it: workloads, facts, third parties, decisions."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field, PrivateAttr

from pcimatrix.catalogue.editions import version_of
from pcimatrix.catalogue.facts import Facts, Settled
from pcimatrix.catalogue.loader import in_edition
from pcimatrix.catalogue.model import Catalogue, Reading
from pcimatrix.catalogue.patterns import Patterns
from pcimatrix.catalogue.validation import Validation
from pcimatrix.providers.matrix_file import ProviderMatrix
from pcimatrix.scope import drafts
from pcimatrix.scope.answers import Answers, plain, unanswered
from pcimatrix.scope.customers import CustomerDuty
from pcimatrix.scope.flows import Flow
from pcimatrix.scope.matrix_files import matrices_of
from pcimatrix.scope.provider_faults import provider_faults
from pcimatrix.scope.references import CUSTOMIZED, scope_faults
from pcimatrix.scope.third_parties import ThirdParty
from pcimatrix.yamlio.fields import DISTINCT, FREEZE, THAW, Day, Identifier, Line, Model, Name
from pcimatrix.yamlio.parser import Document, digest, read_yaml
from pcimatrix.yamlio.validation import validate

Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
"""A number of test cases; the bound is far beyond any catalogue, and keeps out what nobody could print."""
Recorded = Annotated[
    Mapping[Name, tuple[Identifier, ...]],
    Field(description="By owner (customer, aws, na, a third party's id) what it owns; the nearest id holds"),
    FREEZE,
    THAW,
]


class Assessment(StrEnum):
    """What the entity is assessed as."""

    MERCHANT = "merchant"
    SERVICE_PROVIDER = "service_provider"


class Standing(StrEnum):
    """How a workload stands to the cardholder data environment (CDE)."""

    CDE = "cde"
    """In the CDE: it stores, processes or transmits account data."""
    CONNECTED = "connected"
    """Connected to the CDE, or able to affect its security."""
    OUT_OF_SCOPE = "out_of_scope"
    """Neither; the reason says why."""


class Workload(Model):
    """One workload: where it runs, under which pattern, and how it stands to the CDE."""

    name: Line
    account: Line
    pattern: Name
    provider: Annotated[
        Name | None, Field(description="The id of the third party that hosts it, if it is of the pattern hosted")
    ] = None
    services: Annotated[tuple[Line, ...], DISTINCT] = ()
    standing: Standing
    reason: Line | None = None
    facts: Annotated[Answers, Field(default_factory=unanswered)]
    deployed: Annotated[
        Line | None, Field(description="What `scope draft` found it as; `scope drift` finds it again by it")
    ] = None


class Decision(Model):
    """An owner set by hand; the last decision on a test case holds."""

    within: Identifier
    owner: Annotated[Name, Field(description="customer, aws, na, or the id of a third party")]
    reason: Line
    by: Line
    date: Day


class Approach(Model):
    """How a requirement is met, where not by the defined approach alone."""

    requirement: Identifier
    approach: Literal["defined", "customized", "compensating_control"]
    reference: Line


class OpenQuestion(Model):
    """A question that infrastructure code leaves open, until `scope edit` has asked it.

    It is about a fact, or about a workload's standing, pattern or account; `resources` raise it.
    """

    workload: Line | None = None
    about: Annotated[Name, Field(description="standing, pattern, account, or a fact")]
    asks: Line
    proposes: Annotated[Line | None, Field(description="The answer that code hints at")] = None
    resources: tuple[Line, ...] = ()


class Expected(Model):
    """Totals that the scope is expected to have, so that drift is noticed; with owners, each test case that moved."""

    test_cases: Count
    customer: Count
    aws: Count
    third_party: Count
    na: Count
    owners: Recorded | None = None


class Scope(Model):
    """An entity's scope: everything that turns the catalogue into its own matrix."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    entity: Line
    assessment: Assessment
    validation: Annotated[
        Validation | None, Field(description="The report by which the entity validates: a ROC, or an SAQ")
    ] = None
    pci_dss: Annotated[Line, Field(description="The version of PCI DSS assessed against, e.g. 4.0.1")]
    date: Day
    reading: Annotated[
        Reading,
        Field(description="How a pattern with published totals is read: as AWS counted, or by its layers"),
    ] = Reading.PUBLISHED
    confirmed_by: Annotated[
        Line | None, Field(description="Who at the entity confirms the facts, and so what does not apply")
    ] = None
    facts: Annotated[Answers, Field(default_factory=unanswered)]
    workloads: Annotated[tuple[Workload, ...], Field(min_length=1)]
    third_parties: tuple[ThirdParty, ...] = ()
    approaches: Annotated[tuple[Approach, ...], DISTINCT] = ()
    decisions: tuple[Decision, ...] = ()
    flows: Annotated[
        tuple[Flow, ...],
        Field(description="Where account data flows (1.2.4, 12.5.2); `architecture` draws them"),
        DISTINCT,
    ] = ()
    customers: Annotated[
        tuple[CustomerDuty, ...], Field(description="What a service provider leaves to its customers (12.9.2)")
    ] = ()
    questions: Annotated[
        tuple[OpenQuestion, ...], Field(description="What is still to be asked, as `scope draft` left it")
    ] = ()
    expected: Expected | None = None

    _attested: Mapping[str, ProviderMatrix] = PrivateAttr(default_factory=lambda: MappingProxyType({}))

    @property
    def attested(self) -> Mapping[str, ProviderMatrix]:
        """The responsibility matrices that the third parties name, by their ids, as the files have them."""
        return self._attested

    def attesting(self, matrices: Mapping[str, ProviderMatrix]) -> "Scope":
        """Return the scope with the matrices that its third parties name, by their ids."""
        named = {each.id for each in self.third_parties if each.matrix is not None}
        found = self.model_copy()
        kept = {name: each for name, each in matrices.items() if name in named}
        found._attested = MappingProxyType(kept)  # noqa: SLF001 - its own, before anybody has it
        return found

    def in_scope(self) -> tuple[Workload, ...]:
        """Return the workloads in the CDE or connected to it."""
        return tuple(each for each in self.workloads if each.standing is not Standing.OUT_OF_SCOPE)

    def settled(self, facts: Facts, workload: Workload) -> dict[str, Settled]:
        """Return the facts that are settled in a workload: by its own answers, else by the entity's.

        A requirement that is met by the customized approach answers the fact on that approach.
        """
        given = {**facts.settled(plain(self.facts)), **facts.settled(plain(workload.facts))}
        if CUSTOMIZED not in given and any(each.approach == "customized" for each in self.approaches):
            given[CUSTOMIZED] = Settled(True, CUSTOMIZED)
        return given

    def is_of(self, edition: str) -> bool:
        """Tell whether the assessment is against an edition: `4.0`, `v4.0` and `PCI DSS v4.0` are the same."""
        return version_of(self.pci_dss) == version_of(edition)

    def provider_of(self, workload: Workload) -> ThirdParty | None:
        """Return the third party that hosts a workload; None if none does, or none of the scope's."""
        return next((each for each in self.third_parties if each.id == workload.provider), None)

    def party(self, identifier: str) -> ThirdParty:
        """Return the third party of this id, which must be there."""
        return next(each for each in self.third_parties if each.id == identifier)


class LoadedScope:
    """A scope that has been read, with the document that it came from."""

    def __init__(self, scope: Scope, document: Document) -> None:
        self.scope = scope
        self.document = document

    @cached_property
    def digest(self) -> str:
        """The SHA-256 (hex) of its content, and of the files of matrices that it names."""
        if not self.scope.attested:
            return self.document.digest
        matrices = {name: each.model_dump(mode="json") for name, each in self.scope.attested.items()}
        return digest([self.document.digest, matrices])

    def read(self, reading: Reading) -> "LoadedScope":
        """Return the scope by another reading than its file says."""
        return LoadedScope(self.scope.model_copy(update={"reading": reading}), self.document)

    def on(self, day: str) -> "LoadedScope":
        """Return the scope as of another day (YYYY-MM-DD) than its file says."""
        return LoadedScope(self.scope.model_copy(update={"date": day}), self.document)

    def assessed_against(self, version: str) -> "LoadedScope":
        """Return the scope as assessed against another edition (`4.0.1`) than its file says."""
        return LoadedScope(self.scope.model_copy(update={"pci_dss": version}), self.document)


def load_scope(path: str, catalogue: Catalogue, patterns: Patterns, facts: Facts) -> LoadedScope:
    """Read the scope file at `path`. Raises `InputError` with all errors of the file."""
    return scope_of(read_yaml(path), catalogue, patterns, facts)


def load_draft(path: str, catalogue: Catalogue, patterns: Patterns, facts: Facts) -> LoadedScope:
    """Read a scope file to edit it: of a draft, what its questions ask for may be missing. Raises `InputError`."""
    return draft_of(read_yaml(path), catalogue, patterns, facts)


def draft_of(document: Document, catalogue: Catalogue, patterns: Patterns, facts: Facts) -> LoadedScope:
    """Return the scope or draft that a document holds.

    The document is as it is; the model of a draft has placeholders for what is missing. Raises `InputError` for all
    other errors.
    """
    if not drafts.is_draft(document.values):
        return scope_of(document, catalogue, patterns, facts)
    filled = drafts.filled(document.values, patterns.names()[0])
    own = scope_of(document._replace(values=filled), catalogue, patterns, facts)
    return LoadedScope(own.scope, document)


def scope_of(document: Document, catalogue: Catalogue, patterns: Patterns, facts: Facts) -> LoadedScope:
    """Return the scope that a document holds. Raises `InputError` with all of its errors.

    What the edition that it names lets nobody do is an error, so the catalogue is read in that edition.
    """
    stated = document.values.get("pci_dss") if isinstance(document.values, dict) else None
    if isinstance(stated, str):
        catalogue = in_edition(catalogue, stated) or catalogue
    faults = scope_faults(document.values, catalogue, patterns.names(), facts)
    faults += provider_faults(document.values, patterns)
    faults += drafts.faults(document.values, document.source)
    matrices, more = matrices_of(document, catalogue)
    return LoadedScope(validate(document, Scope, faults + more).attesting(matrices), document)
