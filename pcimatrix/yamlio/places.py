"""Places of keys and values in a YAML text: where an error is."""

from typing import Any, NamedTuple, TypeAlias

Path_: TypeAlias = tuple[str | int, ...]


class Place(NamedTuple):
    """Where something stands in a text; both count from 1."""

    line: int
    column: int

    def offset_in(self, text: str) -> int:
        """Return how many characters of a text come before the place."""
        lines = text.splitlines(keepends=True)
        return sum(map(len, lines[: self.line - 1])) + self.column - 1


class Places:
    """Where each key and value of a YAML text stands, by its path from the root: `("rows", 0, "id")`."""

    def __init__(self) -> None:
        self.keys: dict[Path_, Place] = {}
        self.values: dict[Path_, Place] = {}

    def of(self, path: Path_, *, key: bool = False) -> Place:
        """Return the place of the value (or of its key) at `path`, or of the nearest parent that has one."""
        tables = (self.keys, self.values) if key else (self.values, self.keys)
        for length in range(len(path), -1, -1):
            for table in tables:
                if place := table.get(path[:length]):
                    return place
        return Place(1, 1)


def place_of(event: Any) -> Place:
    """Return where an event begins."""
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
