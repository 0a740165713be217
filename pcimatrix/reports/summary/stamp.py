"""Recipe of a summary: the record of its inputs, read back from HTML, Markdown, JSON and other documents."""

import datetime as dt
import html
import json
import re
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pcimatrix.catalogue.model import Reading
from pcimatrix.errors import InputError, Problem
from pcimatrix.yamlio.fields import Name
from pcimatrix.yamlio.validation import ModelT

MAX_BYTES = 16 * 1024 * 1024
"""The largest summary that is read back: twenty times the largest of the examples."""
AUDIENCES = ("assessor", "customers")
"""Whom a responsibility matrix is for; for customers, a service provider's own is turned round."""
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal digits."""

_HTML = re.compile(r'<meta name="pcimatrix" content="([^"<>]*)">')
_MARKDOWN = re.compile(r"^<!-- pcimatrix (\{[^<>\n]*\}) -->\r?$", re.MULTILINE)


class ReportStamp(BaseModel):
    """The questionnaire that a summary is counted by, and the first day of its edition."""

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, defer_build=True)

    questionnaire: str
    since: dt.date


class Traces(StrEnum):
    """Which test cases of a scope's summary carry their trace."""

    NONE = "none"
    CHANGES = "changes"
    """Those whose owner follows from a fact, a third party or a decision, in any workload."""
    ALL = "all"


class Detail(StrEnum):
    """How much a document says of a summary."""

    SUMMARY = "summary"
    """A page or two: totals, who does what by principal requirement, warnings, assumptions, what it rests on."""
    REQUIREMENT = "requirement"
    """A line for each requirement: who does what, and in which of its test cases that differs."""
    CASE = "case"
    """Every test case, with its basis and reason."""


class Recipe(BaseModel):
    """What a summary states of its making: enough to make it again from the same inputs.

    `pattern` is `scope` for an entity's own scope. Title and date are what whoever made it gave.
    `edition` is the edition of the standard that words it; older summaries do not say. `audience` says whom it is for:
    what customers get is made of a scope's summary.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, defer_build=True)

    title: str
    pattern: Name
    date: dt.date | None
    reading: Annotated[Reading, Field(strict=False)] = Reading.PUBLISHED
    edition: str | None = None
    report: ReportStamp | None = None
    detail: Annotated[Detail, Field(strict=False)] = Detail.CASE
    trace: Annotated[Traces, Field(strict=False)] = Traces.ALL
    audience: Literal["assessor", "customers"] = "assessor"
    as_of: dt.date | None = None
    catalogue_sha256: Sha256
    scope_sha256: Sha256 | None


class _Json(BaseModel):
    """A summary in JSON, of which only the recipe is read."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    recipe: Recipe


class Found(NamedTuple):
    """A summary's recipe and the format that it was found in."""

    format: Literal["docx", "html", "json", "markdown", "pdf", "xlsx"]
    recipe: Recipe


def find_recipe(text: str, name: str) -> Found:
    """Return the recipe that a summary's text holds; `name` names the summary in messages. Raises `InputError`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.lstrip().startswith("{"):
        return Found("json", _read(_Json, text, name).recipe)
    if head := _HTML.search(text):
        try:
            recipe = html.unescape(head[1])
        except ValueError:  # a character reference of more digits than Python makes a number of
            raise _refuse(name) from None
        return Found("html", _read(Recipe, recipe, name))
    if comment := _MARKDOWN.search(text):
        return Found("markdown", _read(Recipe, comment[1], name))
    raise _refuse(name)


def recipe_of(values: object) -> Recipe | None:
    """Return the recipe that plain values hold; None if they hold none."""
    try:
        return Recipe.model_validate_json(json.dumps(values))
    except ValidationError:
        return None


def _read(model: type[ModelT], text: str, name: str) -> ModelT:
    try:
        return model.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise _refuse(name, f" ({where or 'JSON'}: {first['msg']})") from None


def _refuse(name: str, why: str = "") -> InputError:
    found = f"no summary with a record of its inputs{why}"
    return InputError(
        [
            Problem(
                name, 0, 0, found, "expected HTML, Markdown, JSON, Excel, Word or PDF as `pcimatrix render` writes it"
            )
        ]
    )
