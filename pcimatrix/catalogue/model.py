"""Models of the catalogue: test cases, their owners by pattern, and the basis of each owner."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pcimatrix.catalogue import ids
from pcimatrix.yamlio.fields import DISTINCT, FREEZE, THAW, Day, Identifier, Keyed, Line, Model, Name

CONDITIONAL = "If you have"
"""How a residual duty begins that depends on what no fact asks for, such as hosts of the entity's own."""


class Owner(StrEnum):
    """Who must show the assessor that a test case is met."""

    CUSTOMER = "customer"
    """The entity under assessment itself."""
    AWS = "aws"
    """AWS, by its Attestation of Compliance (AOC) and responsibility summary."""
    NA = "na"
    """Nobody: the test case does not apply to the entity."""
    THIRD_PARTY = "third_party"
    """Another third-party service provider (TPSP): in an entity's own scope, or as the host in a pattern."""

    @property
    def label(self) -> str:
        """The owner as the heading or the cell of a table names it."""
        return {"customer": "Customer", "aws": "AWS", "third_party": "Third party", "na": "N/A"}[self.value]

    @property
    def within_text(self) -> str:
        """The owner as a sentence names it."""
        return {"customer": "customer", "third_party": "third party"}.get(self.value, self.label)

    @property
    def whose(self) -> str:
        """Whose a test case of this owner is, in words for a sentence."""
        return {"customer": "the customer's", "aws": "AWS's", "third_party": "a third party's"}.get(
            self.value, "not applicable"
        )


class Basis(StrEnum):
    """How the owner of a test case is known (the definitions are those of the project's facts)."""

    STRUCTURAL = "structural"
    """Service-provider-only, and the row's N/A count is exactly the number of these."""
    STATED = "stated"
    """The post names the requirement and says that AWS is responsible, or that it is not applicable."""
    SUPPORTED = "supported"
    """The post names the requirement and says only that AWS supports compliance; the table counts it under AWS."""
    REMAINDER = "remainder"
    """What the row's total leaves once the others are placed."""
    RECONCILED = "reconciled"
    """One of several choices of whole requirements that close the row; both sides of the choice."""
    FACT = "fact"
    """A fact of the entity's own scope."""
    AGREEMENT = "agreement"
    """A third-party service provider has taken it over, as the entity's own scope says."""
    ATTESTED = "attested"
    """A provider's own responsibility matrix says so, which the entity's own scope names."""
    DECISION = "decision"
    """Decided by hand in the entity's own scope, with a reason."""
    SUPERSEDED = "superseded"
    """Another requirement has replaced it by the day that is asked about."""
    MODELLED = "modelled"
    """Our own model: the layers that the test case examines, and who operates them in the pattern."""


class Method(StrEnum):
    """What the assessor does in a testing procedure ("inspect" and "review" count as examine)."""

    EXAMINE = "examine"
    OBSERVE = "observe"
    INTERVIEW = "interview"


class Limited(StrEnum):
    """Whom a requirement is limited to, where the standard limits it."""

    SERVICE_PROVIDERS = "service_providers"
    ISSUERS = "issuers"


CatalogueOwner = Literal[Owner.CUSTOMER, Owner.AWS, Owner.NA]
"""Who can own a test case in a catalogue file: what a third party hosts follows from the layers alone."""
Owners = Annotated[Mapping[Name, Owner], FREEZE, THAW]
"""An owner by the name of an architecture pattern."""
Reasons = Annotated[Mapping[str, Line], FREEZE, THAW]
"""A reason by the name of the rule that it excepts a test case from."""


PublishedBasis = Literal[Basis.STRUCTURAL, Basis.STATED, Basis.SUPPORTED, Basis.REMAINDER, Basis.RECONCILED]
"""What the owner under the published pattern can rest on: anything but our own model."""


class Reading(StrEnum):
    """How owners are read where AWS published totals: as it counted, or as in the other patterns."""

    PUBLISHED = "published"
    """As AWS counted its example: the owners under `abstracted` add up to the published table."""
    LAYERS = "layers"
    """By who operates what is examined, as under the modelled patterns."""


class ProviderDuty(Model):
    """What a provider does for one test case, if what patterns.yaml states of its layers is beside the point.

    `sources` are those of patterns.yaml; where they state nothing, `judgement` says so and why.
    """

    says: Line
    sources: tuple[Name, ...] = ()
    judgement: Line | None = None


class TestCase(Keyed):
    """One testing procedure of the defined approach, and who owns it under each pattern."""

    __test__: ClassVar[bool] = False  # pytest collects classes of this name

    id: Identifier
    summary: Annotated[Line, Field(description="What this procedure looks at, in our own words")]
    methods: Annotated[tuple[Method, ...], Field(min_length=1), DISTINCT]
    limited_to: Limited | None = None
    layers: Annotated[
        tuple[Name, ...],
        Field(min_length=1, description="The layers (patterns.yaml) that the procedure examines"),
        DISTINCT,
    ]
    layers_because: Annotated[
        Line | None, Field(description="Why these layers, if independent readings came to others")
    ] = None
    applies_when: Annotated[
        tuple[Name, ...],
        Field(description="Facts (facts.yaml) without which the test case does not apply"),
        DISTINCT,
    ] = ()
    owner: Owners
    basis: Annotated[PublishedBasis, Field(description="How the owner under `abstracted` is known")]
    reason: Annotated[Line, Field(description="Why the owner under `abstracted` is this one")]
    residual: Annotated[
        Line | None,
        Field(description="What the customer still has to do where AWS owns the test case, or has a part in it"),
    ] = None
    residual_in: Annotated[
        Mapping[Name, Line],
        FREEZE,
        THAW,
        Field(
            default_factory=lambda: MappingProxyType({}),
            description="The same by pattern, where other words are needed than those of `residual`",
        ),
    ]
    residual_if: Annotated[
        Name | None,
        Field(description="The fact of `applies_when` without which `residual` leaves the customer nothing to do"),
    ] = None
    if_service_provider: Annotated[
        CatalogueOwner | None, Field(description="The owner if the entity is a service provider")
    ] = None
    provider_does: Annotated[
        Mapping[Literal["aws", "third_party"], ProviderDuty],
        FREEZE,
        THAW,
        Field(
            default_factory=lambda: MappingProxyType({}),
            description="What a provider does here, by party, instead of what patterns.yaml states of its layers",
        ),
    ]
    exceptions: Annotated[
        Reasons,
        Field(
            default_factory=lambda: MappingProxyType({}),
            description="Rules that this test case is excepted from, each with the reason",
        ),
    ]

    @cached_property
    def requirement(self) -> str:
        """The id of the requirement that this test case belongs to."""
        return ids.requirement_of(self.id)

    @property
    def residual_is_conditional(self) -> bool:
        """Whether the residual duty depends on what the entity has besides: on a fact, or on what no fact asks for."""
        return self.residual_if is not None or (self.residual or "").startswith(CONDITIONAL)

    def residual_under(self, pattern: str, *, hosted: bool = False) -> str | None:
        """Return the residual duty in the words of a pattern; nothing if none is known.

        `residual` supposes that AWS runs the rest. Where a third party hosts (`hosted`), it holds only if it depends on
        what the entity has besides.
        """
        worded = self.residual_in.get(pattern)
        return worded or (self.residual if self.residual_is_conditional or not hosted else None)


class Requirement(Model):
    """One requirement of the standard's defined approach and its test cases."""

    id: Identifier
    title: Line
    customized_approach: Annotated[
        Literal["not_eligible"] | None,
        Field(description="Whether the standard lets nobody meet it by the customized approach (ROC Template)"),
    ] = None
    test_cases: Annotated[tuple[TestCase, ...], Field(min_length=1)]


class Section(Model):
    """One section (`1.2`) of a principal requirement."""

    id: Identifier
    title: Line
    requirements: Annotated[tuple[Requirement, ...], Field(min_length=1)]


class PrincipalRequirement(Model):
    """One of the twelve principal requirements."""

    id: Identifier
    title: Line
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]


class Catalogue(Model):
    """All test cases of one edition of the standard, in the standard's order."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    edition: Annotated[Line, Field(description="The edition of the standard, e.g. PCI DSS v4.0")]
    updated: Annotated[
        Day,
        Field(description="The day of the last change to any line below, YYYY-MM-DD"),
    ]
    principal_requirements: Annotated[tuple[PrincipalRequirement, ...], Field(min_length=1)]

    def test_cases(self) -> Iterator[TestCase]:
        """Yield every test case in the standard's order."""
        for requirement in self.requirements():
            yield from requirement.test_cases

    def requirements(self) -> Iterator[Requirement]:
        """Yield every requirement in the standard's order."""
        for section in self.sections():
            yield from section.requirements

    def sections(self) -> Iterator[Section]:
        """Yield every section in the standard's order."""
        for principal in self.principal_requirements:
            yield from principal.sections
