"""Start of a session: what is known, the scope that is edited, if any, and what is gone through."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from pcimatrix.providers.matrix_file import ProviderMatrix
from pcimatrix.session.edited_file import present
from pcimatrix.session.impact import Ground
from pcimatrix.session.question import Answers


@dataclass(frozen=True)
class Session:
    """What a session starts from: the ground, the values of the edited scope (none if new), a date to offer.

    `only` names the part (of `PARTS`) that is gone through; the rest stays as it is. `attested` are the matrices that
    third parties of the edited scope name.
    """

    ground: Ground
    base: Mapping[str, Any] = field(default_factory=dict)
    today: str | None = None
    only: str | None = None
    attested: Mapping[str, ProviderMatrix] = field(default_factory=dict)

    @cached_property
    def present(self) -> Answers:
        """The answers that the edited scope gives already, by the ids of their questions."""
        return MappingProxyType(present(self.base))

    def asks(self, part: str) -> bool:
        """Tell whether a part is gone through."""
        return self.only in {None, part}
