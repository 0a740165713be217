"""Widths of a table's columns on paper, by the texts in them."""

from collections.abc import Collection, Iterable, Sequence

from pcimatrix.reports.content.requirement_lines import RequirementLine, Told
from pcimatrix.reports.table import Table

_PAGE = 170
"""The characters that a page's width has room for."""
_WORD, _TEXT = 24, 110
"""The most characters of a word, and of a text, that weigh when columns share the width."""
_USUAL = 0.85
"""The share of a column's texts that are no longer than the usual."""
_LONG = 45
"""The most characters that the longest text weighs, if it is longer than the usual."""
_SHORT = 30
"""Texts up to so many characters stay on one line."""
_MARGINS = 3
"""The room that a cell's own margins take, in characters."""
_BOLD = 1.15
"""How much wider than a text's average character those of a heading are."""
_NAMES, _LEAST, _MOST = 0.25, 0.42, 0.46
"""The shares of width that what others do has in a requirement's line: at least if it is names of layers, at least if
it is told, and at most."""


def text_shares(lines: Collection[RequirementLine]) -> tuple[float, float]:
    """Return the shares of width that what others do and what the entity does have in lines, by their lengths."""
    others = sum(_length(line.others) for line in lines)
    yours = sum(_length(line.you) + _length(each for _, each in line.notes) for line in lines)
    marked = any(line.marks for line in lines)
    share = min(max(others / max(others + yours, 1), _NAMES if marked else _LEAST), _MOST)
    return share, 1 - share


def _length(told: Iterable[Told]) -> int:
    return sum(len(each.label) + len(each.text) for each in told)


def shares(table: Table) -> list[float]:
    """Return the widths of a table's columns, in characters: no usual word breaks, and a longer text has more room."""
    texts = list(zip(*([column.heading for column in table.columns], *table.rows, *table.footer), strict=True))
    least = [_least(*column) for column in texts]
    longest = [min(_usual(column), _TEXT) + _MARGINS for column in texts]
    wanted = map(max, least, longest)
    left = max(_PAGE - sum(least), 0)
    more = [want - room for want, room in zip(wanted, least, strict=True)]
    return [room + left * each / (sum(more) or 1) for room, each in zip(least, more, strict=True)]


def _usual(texts: Sequence[str]) -> int:
    """Return the length that all texts but the longest have: a column is hardly wider for one long answer in it."""
    lengths = sorted(map(len, texts))
    return max(lengths[int(_USUAL * (len(lengths) - 1))], min(lengths[-1], _LONG))


def _least(heading: str, *texts: str) -> float:
    """Return the width that a column has to have: its longest usual word, or all of it if its texts are short."""
    longest = max(map(len, texts), default=1)
    words = [longest] if longest <= _SHORT else [len(word) for text in texts for word in text.split()]
    in_heading = max((len(word) for word in heading.split()), default=1)
    return _MARGINS + max(_BOLD * in_heading, min(max(words, default=1), _WORD if longest > _SHORT else _SHORT))
