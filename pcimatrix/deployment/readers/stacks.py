"""Stacks: where a template belongs, how far stacks may nest each other, and which files are theirs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pcimatrix.deployment.inventory import NOTHING, refuse, shown

DEEPEST = 50
"""Deeper nesting of stacks than this is not read."""
MOST_STACKS = 2500
"""As many resources as CloudFormation takes in nested stacks at once."""


class Count:
    """How many nested stacks were read: stacks that nest each other several times over grow without an end."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, number: int, name: str) -> None:
        """Count nested stacks of the template with this name. Raises `InputError` if there are too many."""
        self._count += number
        if self._count > MOST_STACKS:
            raise refuse(name, f"more than {MOST_STACKS} nested stacks", "name the templates one by one")


class Stack(NamedTuple):
    """Where a template belongs: its folder, the stack's name and account, the nested stack it is, and its parents.

    `assets` are the files of CDK's assets by their hashes, `given` the parameters that its parent gives a nested stack,
    and `linked` the addresses that they name. `nested` counts the nested stacks that were read.
    """

    root: Path
    name: str
    nested: Count
    account: str = ""
    module: str = ""
    prefix: str = ""
    parents: tuple[Path, ...] = ()
    assets: Mapping[str, str] = NOTHING
    given: Mapping[str, Any] = NOTHING
    linked: Mapping[str, Any] = NOTHING

    def entered(self, path: Path, name: str) -> "Stack":
        """Return the stack with the template at `path` among its parents.

        Raises `InputError` if it is among them already, or if they are too many.
        """
        real = path.resolve()
        if real in self.parents:
            what = f"remove {shown(self.prefix)} from the template"
            raise refuse(name, "stacks are nested in a circle", what)
        if len(self.parents) >= DEEPEST:
            raise refuse(name, f"stacks are nested deeper than {DEEPEST} levels", "name the templates one by one")
        return self._replace(parents=(*self.parents, real))


def within(root: Path, name: str) -> Path | None:
    """Return the file of this name in a folder; none if there is none, or if it leads out of the folder."""
    try:
        base, found = root.resolve(), (root / name).resolve()
        return found if found.is_relative_to(base) and found.is_file() else None
    except (OSError, ValueError, RuntimeError):  # no such name, or links in a circle
        return None
