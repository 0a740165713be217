"""Ids of the standard: their levels and their order."""

from typing import TypeAlias

SortKey: TypeAlias = tuple[tuple[int, int], ...]


def sort_key(identifier: str) -> SortKey:
    """Return a key that sorts ids as the standard does.

    Numbers count as numbers (12.10 after 12.9), and a letter comes before a sub-number
    (3.3.1.b before 3.3.1.1). Parts that are neither sort last, so that any text has a place.
    """
    return tuple(_part_key(part) for part in identifier.split("."))


def _part_key(part: str) -> tuple[int, int]:
    if part.isascii() and part.isdigit():
        return (1, int(part))
    if len(part) == 1 and part.isascii():
        return (0, ord(part))
    return (2, 0)


def requirement_of(test_case: str) -> str:
    """Return the id of the requirement that a test case belongs to: `1.2.2` for `1.2.2.a`."""
    head, _, last = test_case.rpartition(".")
    return head if last.isalpha() else test_case


def section_of(identifier: str) -> str:
    """Return the id of the section (`1.2`) of a requirement or test case."""
    return ".".join(identifier.split(".")[:2])


def principal_of(identifier: str) -> str:
    """Return the id of the principal requirement (`1` … `12`) of any id below it."""
    return identifier.partition(".")[0]


def is_within(identifier: str, ancestor: str) -> bool:
    """Tell whether an id is the other or lies below it: `8.3.2.a` is within `8`, `8.3` and `8.3.2`."""
    return identifier == ancestor or identifier.startswith(ancestor + ".")
