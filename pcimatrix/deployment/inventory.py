"""Inventory of what exists after a change: resources with the few settings that say something about responsibility."""

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeAlias

from pcimatrix.errors import InputError, Problem
from pcimatrix.text import one_line, truncate

_LONGEST = 300
"""The longest address that is kept; a longer one is cut."""


class Unknown(Enum):
    """The value of a setting that nobody can know from the source."""

    UNKNOWN = "unknown"
    """It is set, to a value known after apply, a reference, or a sensitive value."""
    MAYBE = "maybe"
    """It may be set or not."""


UNKNOWN: Final = Unknown.UNKNOWN
MAYBE: Final = Unknown.MAYBE


class Choice(NamedTuple):
    """The values of a setting of which a condition of the template takes one."""

    values: tuple[Any, ...]


Settings: TypeAlias = Mapping[str, tuple[Any, ...]]
"""Values by the path of a setting; a path without a value is not set. No other setting is kept."""
NOTHING: Mapping[str, Any] = MappingProxyType({})


class Resource(NamedTuple):
    """One resource.

    `account` is its number or name and empty if not known, `stack` the stack or root module, `module` the first-level
    module or nested stack (empty outside one). `recorded` is false if the source has no settings, `exists` if the
    change removes it, and `conditional` is true if a condition decides. `ignored` says why it counts for nothing.
    `links` are settings that name other resources, which are their addresses if a template refers to them. `defaults`
    are the settings as parameters' defaults make them, empty if these change nothing.
    """

    address: str
    type: str
    file: str
    account: str = ""
    stack: str = ""
    module: str = ""
    tags: Mapping[str, str] = NOTHING
    settings: Settings = NOTHING
    links: Settings = NOTHING
    defaults: Settings = NOTHING
    recorded: bool = True
    exists: bool = True
    conditional: bool = False
    ignored: str = ""


class Source(NamedTuple):
    """One source that was read: its name, what it is in words, and what is to be said of it.

    `whole` is false if it leaves out some of what exists, as a plan with `-target` does, and `planned` is true if its
    values may only be known after apply. `resources`
    are how many exist after the change, `deleted` how many do not.
    """

    file: str
    kind: str
    notes: tuple[str, ...] = ()
    whole: bool = True
    planned: bool = False
    resources: int = 0
    deleted: int = 0


class Inventory(NamedTuple):
    """All resources of all sources."""

    resources: tuple[Resource, ...]
    sources: tuple[Source, ...]

    @property
    def whole(self) -> bool:
        """Whether what is not in it does not exist."""
        return all(each.whole for each in self.sources)


def shown(text: str) -> str:
    """Return a name or address from a source as one short line that can be shown anywhere."""
    line = one_line(text).strip()
    return truncate(line, _LONGEST) if any(each.isalnum() for each in line) else "(no name)"


def refuse(file: str, found: str, expected: str = "", line: int = 0, column: int = 0) -> InputError:
    """Return the error of a source that cannot be used, at its place if it has one."""
    return InputError([Problem(one_line(file), line, column, found, expected)])
