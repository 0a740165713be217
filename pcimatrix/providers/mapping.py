"""The user's map: what columns and words of a provider's spreadsheet mean, if it does not say so itself."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from pcimatrix.catalogue.editions import Version
from pcimatrix.providers.columns import Role
from pcimatrix.yamlio.fields import FREEZE, THAW, Identifier, Line, Model
from pcimatrix.yamlio.parser import Document
from pcimatrix.yamlio.validation import validate


class Word(StrEnum):
    """What a word in a cell can mean."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    SHARED = "shared"
    NA = "na"
    MARK = "mark"
    """As an X."""
    BLANK = "blank"
    """As nothing."""


class ConfirmedId(Model):
    """The id of a row that a spreadsheet program has changed, such as 12.10 that became 12.1."""

    sheet: Annotated[str, Field(max_length=100, description="The sheet's name; empty for CSV")] = ""
    row: Annotated[int, Field(strict=True, ge=1, le=1_048_576)]
    id: Identifier


def _none() -> Mapping[str, str]:
    return MappingProxyType({})


class MatrixMap(Model):
    """What columns and words of a provider's spreadsheet mean."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)] = 1
    edition: Annotated[Version | None, Field(description="The edition of the standard that its ids are of")] = None
    sheets: Annotated[tuple[Line, ...], Field(description="The sheets to read; without it, all that are visible")] = ()
    columns: Annotated[
        Mapping[Line, Role],
        Field(default_factory=_none, description="What a column means, by its heading"),
        FREEZE,
        THAW,
    ]
    words: Annotated[
        Mapping[Line, Word],
        Field(default_factory=_none, description="What a word in a cell or heading means"),
        FREEZE,
        THAW,
    ]
    rows: Annotated[tuple[ConfirmedId, ...], Field(description="Ids of rows, instead of what their cells hold")] = ()


def map_of(document: Document) -> MatrixMap:
    """Return the map that a document holds. Raises `InputError`."""
    return validate(document, MatrixMap, [])
