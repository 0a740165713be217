"""Matrix files: what a provider's responsibility matrix says, with the sheet and row of each line."""

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from pcimatrix.catalogue.editions import Version
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.text import inflect
from pcimatrix.yamlio.fields import Identifier, Line, Model, Name

Number = Annotated[int, Field(strict=True, ge=1, le=1_048_576)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal digits."""


class MatrixSource(Model):
    """The spreadsheet that a matrix is from."""

    file: Annotated[Line, Field(description="The name of the file, without its folder")]
    sha256: Annotated[Digest, Field(description="The SHA-256 of its bytes")]


class MatrixRow(Model):
    """Whose a requirement or test case is, as a row of the spreadsheet says."""

    id: Identifier
    responsibility: Responsibility
    how: Annotated[
        Literal["exact", "list", "range", "section", "all"], Field(description="How the row names the requirement")
    ]
    service: Annotated[Line | None, Field(description="The service that this is of; without it, all")] = None
    condition: Annotated[Line | None, Field(description="What must be used for the row to hold")] = None
    provider_does: Annotated[Line | None, Field(description="What the provider does, in the spreadsheet's words")] = (
        None
    )
    customer_does: Annotated[Line | None, Field(description="What the customer does, in the spreadsheet's words")] = (
        None
    )
    sheet: Annotated[str, Field(max_length=100, description="The name of the sheet; empty for CSV")]
    row: Annotated[Number, Field(description="The number of the row, from 1; in CSV, of the record")]
    rows: Annotated[tuple[Number, ...], Field(description="All rows of the id, if it has several")] = ()

    @property
    def place(self) -> str:
        """Where it is in the spreadsheet, in words."""
        numbers = ", ".join(map(str, self.rows or (self.row,)))
        row = f"{inflect(len(self.rows) or 1, 'row')} {numbers}"
        return f"sheet {self.sheet}, {row}" if self.sheet else row

    def holds_for(self, used: Collection[str]) -> bool:
        """Tell whether it holds if these services and features are in use; one for all of them always does."""
        folded = {each.casefold() for each in used}
        return all(each is None or each.casefold() in folded for each in (self.service, self.condition))


class ProviderMatrix(Model):
    """A provider's responsibility matrix."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    party: Annotated[Name, Field(description="The id of the third party; aws for AWS")]
    edition: Annotated[Version, Field(description="The edition of PCI DSS that the ids are of")]
    source: MatrixSource
    rows: Annotated[tuple[MatrixRow, ...], Field(min_length=1)]

    @cached_property
    def by_id(self) -> Mapping[str, tuple[MatrixRow, ...]]:
        """The rows by what they are of."""
        found: dict[str, list[MatrixRow]] = {}
        for each in self.rows:
            found.setdefault(each.id, []).append(each)
        return {identifier: tuple(rows) for identifier, rows in found.items()}
