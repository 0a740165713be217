"""Widths of a table's columns on paper, by the texts in them."""

from pcimatrix.reports.table import Table

_WORD, _TEXT = 24, 70
"""The most characters of a word, and of a text, that weigh when columns share the width."""
_MARGINS = 4
"""The room that a cell's own margins take, in characters."""
_BOLD = 1.4
"""How much wider than a text's average character those of a heading are."""


def shares(table: Table) -> list[float]:
    """Return the widths of a table's columns, in characters: no usual word breaks, and a longer text has more room."""
    texts = zip(*([column.heading for column in table.columns], *table.rows), strict=True)
    return [_weight(*column) for column in texts]


def _weight(heading: str, *texts: str) -> float:
    words = [len(word) for text in (heading, *texts) for word in text.split()]
    longest = max(map(len, texts), default=1)
    return _MARGINS + max(_BOLD * min(max(words, default=1), _WORD), min(longest, _TEXT))
