"""Verification of a summary: made again by its recipe, and compared byte by byte, by cells or by text."""

from collections.abc import Callable
from typing import Any, NamedTuple

from pcimatrix.catalogue.loader import Reference
from pcimatrix.errors import InputError, Problem
from pcimatrix.reports.summary.documents import compare, find
from pcimatrix.reports.summary.stamp import Recipe
from pcimatrix.reports.text_diff import first_differences
from pcimatrix.scope.model import LoadedScope
from pcimatrix.scope.over_workloads import SUBJECT
from pcimatrix.source import in_utf8
from pcimatrix.text import one_line

_COMPARED = {
    "bytes": "It was compared byte by byte.",
    "cells": "It was compared cell by cell: what people fill in or add, comments and looks do not count.",
    "text": "It was compared by its text, as another program or version of a library wrote it; looks do not count.",
}
"""How a binary document was compared, in words."""
_BINARY = frozenset({"docx", "pdf", "xlsx"})
SCHEMA_VERSION = 1
"""The version of the JSON shape; it changes when a key's meaning does."""


class Digests(NamedTuple):
    """The SHA-256 of an input's content: as the summary states it, and as it is found now."""

    stated: str
    found: str

    @property
    def same(self) -> bool:
        """Whether the input is the one that the summary states."""
        return self.stated == self.found


class Verdict(NamedTuple):
    """What was found of a summary: what it states, the digests of its inputs, and how its text differs.

    `scope` is None for a pattern's summary. `differences` are the first lines of a diff; they are looked for only
    where the inputs are the stated ones. `crlf` is true for a summary that is the same but for its line ends, all CRLF.
    `compared` says how it was compared: by `bytes`, by `cells` (a workbook) or by `text` (Word, PDF).
    """

    format: str
    recipe: Recipe
    catalogue: Digests
    scope: Digests | None
    differences: tuple[str, ...]
    crlf: bool
    compared: str = "bytes"

    @property
    def ok(self) -> bool:
        """Whether the summary is what the inputs give."""
        return self.catalogue.same and (self.scope is None or self.scope.same) and not self.differences


def verify_summary(
    data: bytes, loaded: Reference, scope: LoadedScope | None, again: Callable[[Recipe, str], str | bytes], *, name: str
) -> Verdict:
    """Return whether a summary is what the inputs give; `again` makes what a recipe asks for in a format.

    What it states of itself chooses only pattern, title, date and format; all else is made anew and compared as
    bytes. A copy in which every line ends in CRLF passes: version control and mail make such copies, and no reader
    of the text formats tells them apart. So does one with a byte order mark, or in UTF-16, as Windows tools make
    them. Line ends of both kinds do not pass. Excel, Word and PDF that differ in their bytes are compared by cells, but
    for those that people fill in, or by text. Raises `InputError` if this is no
    summary with a recipe, or a scope is given for a pattern's summary or missing for a scope's.
    """
    format_, recipe = find(data, name)
    of_scope = recipe.pattern == SUBJECT and recipe.scope_sha256 is not None
    if of_scope and scope is None:
        raise _refuse(name, "this is a summary of an entity's own scope", "name the scope file with --scope FILE")
    if scope is not None and not of_scope:
        raise _refuse(name, f"this is a summary of the pattern {recipe.pattern!r}", "omit the scope file")
    catalogue = Digests(recipe.catalogue_sha256, loaded.digest)
    own = Digests(recipe.scope_sha256 or "", scope.digest) if scope is not None else None
    verdict = Verdict(format_, recipe, catalogue, own, (), crlf=False)
    if not verdict.ok:
        return verdict
    made = again(recipe, format_)
    if isinstance(made, bytes):
        compared, differences = compare(format_, data, made, name)
        return verdict._replace(differences=differences, compared=compared)
    data, wanted = in_utf8(data), made.encode()
    if data == wanted.replace(b"\n", b"\r\n"):
        return verdict._replace(crlf=True)
    return verdict._replace(differences=tuple(first_differences(data, wanted, name)))


def _refuse(name: str, found: str, expected: str) -> InputError:
    return InputError([Problem(name, 0, 0, found, expected)])


def verdict_text(verdict: Verdict, name: str) -> str:
    """Return a verdict for people: the answer, what is not as stated, and the digests."""
    name = one_line(name)
    if verdict.ok:
        lines = [f"{name} is what these inputs give" + (", with CRLF line ends." if verdict.crlf else ".")]
    else:
        lines = [f"{name} is not what these inputs give."]
    recipe = verdict.recipe
    lines.append(f"It states: {recipe.title!r}, {recipe.date or 'no date'}, {recipe.pattern}, {verdict.format}.")
    for kind, digests in _inputs(verdict):
        if digests.same:
            lines.append(f"The {kind} has the stated content (SHA-256 {digests.found}).")
        else:
            lines.append(f"The {kind} has other content: SHA-256 {digests.stated} stated, {digests.found} found.")
    if verdict.format in _BINARY and all(digests.same for _, digests in _inputs(verdict)):
        lines.append(_COMPARED[verdict.compared])
    if verdict.differences:
        lines.append(
            "The text differs from what this version of pcimatrix writes: it was edited, or written by another version."
        )
    return "".join(f"{one_line(line)}\n" for line in (*lines, *verdict.differences))


def verdict_data(verdict: Verdict, name: str) -> dict[str, Any]:
    """Return a verdict as JSON has it."""
    inputs: dict[str, Any] = {"catalogue": None, "scope": None}
    for kind, digests in _inputs(verdict):
        inputs[kind] = {"stated": digests.stated, "found": digests.found, "same": digests.same}
    return {
        "schema_version": SCHEMA_VERSION,
        "file": name,
        "ok": verdict.ok,
        "format": verdict.format,
        "pattern": verdict.recipe.pattern,
        "title": verdict.recipe.title,
        "date": verdict.recipe.date.isoformat() if verdict.recipe.date else None,
        **inputs,
        "crlf": verdict.crlf,
        "compared": verdict.compared,
        "differences": list(verdict.differences),
    }


def _inputs(verdict: Verdict) -> list[tuple[str, Digests]]:
    found = [("catalogue", verdict.catalogue)]
    return [*found, ("scope", verdict.scope)] if verdict.scope else found
