"""Matrix files: what a provider's responsibility matrix says, with the sheet and row of each line."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from pcimatrix.catalogue.editions import Version
from pcimatrix.catalogue.model import Responsibility
from pcimatrix.providers.precedence import Taken
from pcimatrix.providers.reading import Imported
from pcimatrix.providers.spreadsheet import Spreadsheet
from pcimatrix.text import one_line, truncate
from pcimatrix.yamlio.fields import Identifier, Line, Model, Name
from pcimatrix.yamlio.writer import yaml_text

_LONGEST = 400
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
    sheet: Annotated[str, Field(max_length=100, description="The name of the sheet; empty for CSV")]
    row: Annotated[Number, Field(description="The number of the row, from 1; in CSV, of the record")]
    rows: Annotated[tuple[Number, ...], Field(description="All rows of the id, if it has several")] = ()


class ProviderMatrix(Model):
    """A provider's responsibility matrix."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    party: Annotated[Name, Field(description="The id of the third party; aws for AWS")]
    edition: Annotated[Version, Field(description="The edition of PCI DSS that the ids are of")]
    source: MatrixSource
    rows: Annotated[tuple[MatrixRow, ...], Field(min_length=1)]


def matrix_text(party: str, sheet: Spreadsheet, found: Imported) -> str:
    """Return a spreadsheet that was read as the text of a matrix file."""
    head = {
        "schema_version": 1,
        "party": party,
        "edition": found.edition,
        "source": {"file": _line(sheet.file), "sha256": sheet.sha256},
    }
    return yaml_text({**head, "rows": [_row(each) for each in found.taken]})


def _row(each: Taken) -> dict[str, Any]:
    values: dict[str, Any] = {"id": each.id, "responsibility": each.responsibility.value, "how": each.how}
    values |= {key: _line(text) for key, text in (("service", each.service), ("condition", each.condition)) if text}
    values |= {"sheet": one_line(each.sheet)[:100], "row": each.row}
    return values | ({"rows": list(each.rows)} if len(each.rows) > 1 else {})


def _line(text: str) -> str:
    return truncate(one_line(text).strip(), _LONGEST) or "-"
