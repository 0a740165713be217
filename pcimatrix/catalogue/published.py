"""Published table and claims of the post, as data for comparison with the catalogue."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from pcimatrix.catalogue.model import CatalogueOwner
from pcimatrix.yamlio.fields import Identifier, Line, Model, Name

Count = Annotated[int, Field(strict=True, ge=0)]


class Source(Model):
    """The post that the table comes from."""

    title: Line
    publisher: Line
    url: Line
    caveat: Annotated[Line, Field(description="The note under the table, in our own words")]
    disclaimer: Annotated[Line, Field(description="The substance of the post's disclaimer, in our own words")]


class Counts(Model):
    """Numbers of test cases by owner, as published."""

    test_cases: Count
    customer: Count
    aws: Count
    na: Count


class Row(Counts):
    """One row of the published table: a principal requirement."""

    id: Identifier


class Percent(Model):
    """The published percentages, whole numbers."""

    customer: Count
    aws: Count
    na: Count


class Kind(StrEnum):
    """What a claim of the post says of the requirements that it covers."""

    AWS = "aws"
    """AWS is responsible, or handles it."""
    NOT_APPLICABLE = "not_applicable"
    """It is not applicable in the example."""
    SUPPORTS = "supports"
    """A service supports compliance."""
    CUSTOMER = "customer"
    """The customer is responsible, or must do something."""
    CONTEXT = "context"
    """A statement on scope, counts or the example; it gives nothing to anybody."""


class Claim(Model):
    """One claim of the post, paraphrased, with its place and the ids that it covers."""

    id: Name
    place: Line
    says: Line
    kind: Kind
    covers: tuple[Identifier, ...]
    discrepancy: Name | None = None


class Side(StrEnum):
    """The sources that a discrepancy can lie between."""

    PROSE = "prose"
    TABLE = "table"
    STANDARD = "standard"
    AWS_DOCUMENTATION = "aws_documentation"


class Discrepancy(Model):
    """A conflict between two sources: what each says, whom it concerns, and how the catalogue decides."""

    id: Name
    between: Annotated[tuple[Side, ...], Field(min_length=2, max_length=2)]
    says: Line
    against: Line
    concerns: tuple[Identifier, ...]
    effect: Line
    decision: Line


class Reassignment(Model):
    """An owner for all test cases within some ids, except those within others."""

    owner: CatalogueOwner
    within: tuple[Identifier, ...]
    excluding: Annotated[tuple[Identifier, ...], Field(alias="except")] = ()


class ProseReading(Model):
    """Another way to count the published pattern: owners that replace those of the catalogue."""

    id: Name
    title: Line
    owners: tuple[Reassignment, ...]


class Published(Model):
    """The post's table, its claims, where they disagree, and the other ways to count that follow."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    source: Source
    pattern: Name
    percent: Percent
    table: Annotated[tuple[Row, ...], Field(min_length=1)]
    total: Counts
    claims: tuple[Claim, ...]
    discrepancies: tuple[Discrepancy, ...]
    readings: tuple[ProseReading, ...]
