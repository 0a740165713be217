"""Architecture patterns as tables: all side by side, or one layer by layer with its sources."""

from pcimatrix.catalogue.patterns import Operator, Patterns
from pcimatrix.reports.table import Column, Table

SCHEMA_VERSION = 1
"""The version of the JSON shapes, of all patterns and of one; it changes when a key's meaning does."""


def patterns_table(patterns: Patterns) -> Table:
    """Return a row for each layer and a column for each pattern: who operates the layer there."""
    columns = (Column("layer", "Layer"), *(Column(each.id, each.id) for each in patterns.patterns))
    rows = tuple(
        (layer.title, *(each.layers[layer.id].operator.value for each in patterns.patterns))
        for layer in patterns.layers
    )
    notes = [f"{each.id} ({each.column}): {each.runs}. {each.note or ''}".strip() for each in patterns.patterns]
    return Table(
        columns, rows, {"schema_version": SCHEMA_VERSION} | patterns.model_dump(mode="json"), notes=tuple(notes)
    )


def pattern_table(patterns: Patterns, name: str) -> Table:
    """Return a row for each layer of one pattern: its operator, what is said of it, and who says so.

    Raises `UnknownIdError` for an unknown pattern.
    """
    pattern = patterns.get(name)
    columns = (
        Column("layer", "Layer"),
        Column("operator", "Operator"),
        Column("says", "What is said"),
        Column("sources", "Who says so"),
    )
    rows = tuple(
        (layer.title, operator.operator.value, operator.says, who_says(operator, patterns))
        for layer in patterns.layers
        for operator in (pattern.layers[layer.id],)
    )
    notes = (f"{pattern.runs}.", pattern.note or "")
    title = f"{pattern.title} ({pattern.column})"
    data = {"schema_version": SCHEMA_VERSION} | pattern.model_dump(mode="json")
    return Table(columns, rows, data, notes=tuple(filter(None, notes)), title=title)


def who_says(operator: Operator, patterns: Patterns) -> str:
    """Return the titles of an operator's sources, and our judgement where AWS states nothing."""
    titles = [patterns.sources[source].title for source in operator.sources]
    return "; ".join([*titles, *([operator.judgement] if operator.judgement else [])])
