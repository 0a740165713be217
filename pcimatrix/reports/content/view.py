"""What `architecture` shows, as a value that its formats write: sections of text, and a picture of flows."""

from typing import NamedTuple

from pcimatrix.reports.pictures.model import Picture


class Hung(NamedTuple):
    """A paragraph of plain text: its indent, and that of its further lines (two more if it is not given)."""

    text: str
    indent: int
    further: int | None = None


class Section(NamedTuple):
    """A section: its title, its paragraphs for plain text, and the same as a table's headings and rows.

    Without headings it has no table.
    """

    title: str
    paragraphs: tuple[Hung, ...]
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class View(NamedTuple):
    """What is shown: a title, sections, then what flows with its picture, then further sections."""

    title: str
    before: tuple[Section, ...]
    flows: Section
    picture: Picture
    after: tuple[Section, ...] = ()
