"""Differences between editions of the standard, as a table and as text; those that affect test cases come first."""

from collections.abc import Iterable
from textwrap import fill
from typing import Any

from pcimatrix.catalogue.editions import Difference, Edition
from pcimatrix.catalogue.ids import is_within, sort_key
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import one_line

SCHEMA_VERSION = 1
"""The version of the JSON shape."""

OWN_CLAIMS = (
    "A responsibility matrix serves 12.8.5, and 12.9.2 for a service provider. It is never the written agreement that "
    "12.8.2 asks for."
)
"""What a reader may take a matrix for, and what it is no evidence of."""

_WIDTH = 100


def ordered(edition: Edition, within: Iterable[str] = ()) -> tuple[Difference, ...]:
    """Return an edition's differences of some ids, all without: first what affects test cases, in their order."""

    def rank(found: Difference) -> tuple[bool, bool, Any]:
        return not found.affects, found.id is None, sort_key(found.affects[0] if found.affects else found.id or "99")

    return tuple(sorted(edition.about(within), key=rank))


def editions_table(editions: Iterable[Edition], within: Iterable[str] = ()) -> Table:
    """Return a row for each difference of each edition; its data is what `editions --format json` prints."""
    editions, within = tuple(editions), tuple(within)
    columns = (
        Column("edition", "Edition"),
        Column("id", "Id"),
        Column("kind", "Kind"),
        Column("changed", "What changed"),
        Column("effect", "What follows"),
        Column("affects", "Test cases affected"),
        Column("confidence", "Confidence"),
        Column("source", "Source"),
    )
    rows = tuple(
        (
            each.version,
            found.id or "all",
            found.kind.value.replace("_", " "),
            found.changed,
            found.effect or "Nothing known",
            ", ".join(found.affects),
            found.confidence.value,
            each.sources[found.source].title,
        )
        for each in editions
        for found in ordered(each, within)
    )
    data = {"schema_version": SCHEMA_VERSION, "editions": [_data(each, within) for each in editions]}
    return Table(columns, rows, data, notes=(OWN_CLAIMS,))


def _data(edition: Edition, within: tuple[str, ...]) -> dict[str, Any]:
    """Return an edition as JSON has it, of some ids if any are given."""

    def meant(identifier: str) -> bool:
        return not within or any(is_within(identifier, each) for each in within)

    return {
        "edition": edition.edition,
        "version": edition.version,
        "base": edition.base,
        "base_retired": edition.base_retired,
        "affected_test_cases": sorted(filter(meant, edition.affected()), key=sort_key),
        "titles": {each: text for each, text in edition.titles.items() if meant(each)},
        "summaries": {each: text for each, text in edition.summaries.items() if meant(each)},
        "customized_approach": edition.customized_approach.model_dump(mode="json"),
        "unverified": {each: why for each, why in edition.unverified.items() if meant(each)},
        "differences": [difference_data(edition, found) for found in ordered(edition, within)],
    }


def difference_data(edition: Edition, found: Difference) -> dict[str, Any]:
    """Return a difference as JSON has it, with its source in full."""
    source = {"id": found.source, **edition.sources[found.source].model_dump(mode="json")}
    return {**found.model_dump(mode="json"), "source": source}


def edition_data(editions: Iterable[Edition], identifier: str) -> list[dict[str, Any]]:
    """Return what each edition changes in one id, as JSON has it; nothing for editions that change nothing there."""
    return [
        {"edition": each.edition, "differences": [difference_data(each, found) for found in shown]}
        for each in editions
        if (shown := ordered(each, (identifier,)))
    ]


def edition_text(editions: Iterable[Edition], identifier: str) -> str:
    """Return what each edition changes in one id, as text; empty if none does."""
    lines = [
        f"  {line}"
        for each in editions
        for found in ordered(each, (identifier,))
        for line in difference_lines(each, found)
    ]
    return "\n".join(["", "  what a later edition changes", *lines, ""]) if lines else ""


def editions_text(editions: Iterable[Edition], within: Iterable[str] = ()) -> str:
    """Return the differences as blocks of text, for people."""
    blocks = []
    within = tuple(within)
    for edition in editions:
        shown = ordered(edition, within)
        blocks.append(f"{edition.edition} against {edition.base}, which retired on {edition.base_retired}")
        blocks += ["\n".join(difference_lines(edition, found)) for found in shown]
        unsure = [each for each in edition.unverified if not within or any(is_within(each, near) for near in within)]
        if unsure:
            blocks.append(_hang(f"Not compared word for word: {', '.join(unsure)}.", 0))
    blocks.append(_hang(OWN_CLAIMS, 0))
    return "\n\n".join(blocks) + "\n"


def difference_lines(edition: Edition, found: Difference) -> list[str]:
    """Return a difference as lines of text: what changed, what follows for which test cases, how that is known."""
    head = f"{found.id or 'The whole standard'}  {found.kind.value.replace('_', ' ')} in v{edition.version}"
    lines = [head, f"  {_hang(found.changed, 2)}"]
    if found.effect:
        lines.append(f"  what follows: {_hang(found.effect, 16)}")
    if found.affects:
        lines.append(f"  test cases: {_hang(', '.join(found.affects), 14)}")
    lines.append(f"  {_hang(f'{found.confidence.value} confidence: {edition.sources[found.source].title}', 2)}")
    return [one_line(part) for line in lines for part in line.split("\n")]


def _hang(text: str, indent: int) -> str:
    return fill(text, _WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent).lstrip()
