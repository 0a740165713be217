"""The ids of an edition, and what a cell names of them."""

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from pcimatrix.catalogue import ids
from pcimatrix.catalogue.model import Catalogue


class Named(NamedTuple):
    """What an id cell names.

    `how` is `exact`, `list`, `range`, `section` or `all`; empty if no requirement can be told, for the reason `why` of
    a `kind`. `level` is how near it is to its requirements: 3 names each, 2 a section or range, 1 all of a principal
    requirement. `candidates` are the ids that an unclear one may mean. `title` is what follows the id.
    """

    how: str = ""
    ids: tuple[str, ...] = ()
    level: int = 0
    kind: str = ""
    why: str = ""
    title: str = ""
    principal: str = ""
    footnote: bool = False
    candidates: tuple[str, ...] = ()

    @property
    def is_id(self) -> bool:
        """Whether the cell is in the column of ids, by what it holds: it names a requirement, or tries to."""
        return bool(self.how) or self.kind in {"unknown id", "bad range", "date", "number", "appendix", "struck"}


class Known:
    """The ids of an edition."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.edition = catalogue.edition
        self.requirements = tuple(each.id for each in catalogue.requirements())
        self.cases = frozenset(each.id for each in catalogue.test_cases())
        self.sections = {each.id: tuple(one.id for one in each.requirements) for each in catalogue.sections()}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each requirement in the standard."""
        return {each: number for number, each in enumerate(self.requirements)}

    def within(self, principal: str) -> tuple[str, ...]:
        """Return the requirements of a principal requirement."""
        return tuple(each for each in self.requirements if ids.principal_of(each) == principal)

    def meant(self, text: str) -> str | None:
        """Return the id that a text is, in the catalogue's form (`3.2.1a` is 3.2.1.a); None if there is none."""
        if text[-1].isalpha():
            case = f"{text[:-1].rstrip('.')}.{text[-1].lower()}"
            return case if case in self.cases else None
        return text if text in self.order or text in self.sections else None

    def below(self, identifier: str) -> tuple[str, ...]:
        """Return the requirements of a section; of anything else, itself."""
        return self.sections.get(identifier, (identifier,))


def requirements_of(candidates: Iterable[str], known: Known) -> tuple[str, ...]:
    """Return the requirements that ids stand for."""
    return tuple(dict.fromkeys(one for each in candidates for one in known.below(each)))
