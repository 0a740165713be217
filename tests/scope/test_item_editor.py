"""Items of a list that change one by one: the rest of the text stays byte for byte."""

from collections.abc import Mapping
from typing import Any

import pytest

from pcimatrix.scope.item_editor import edited_items
from pcimatrix.yamlio.parser import parse_yaml

TEXT = """\
# The head
items:
  # The first
  - name: a  # its name
    kind: "old"   # why
    parts: [x, y]  # some
    # Reviewed

  - name: b
    kind: old
    inner: {deep: 1}
after: 1  # stays
"""
A = {"name": "a", "kind": "old", "parts": ["x", "y"]}
B = {"name": "b", "kind": "old", "inner": {"deep": 1}}


def edit(text: str, *items: Mapping[str, Any]) -> str | None:
    return edited_items(parse_yaml(text.encode(), "a.yaml"), "items", items, by="name")


def test_what_does_not_change_stays_byte_for_byte() -> None:
    assert edit(TEXT, A, B) == TEXT


def test_values_change_in_their_places_and_comments_stay() -> None:
    changed = edit(TEXT, A | {"kind": "new", "parts": ["x", "z z"]}, B | {"kind": "new"})
    assert changed == TEXT.replace('"old"   # why', "new   # why").replace("[x, y]", "[x, z z]").replace(
        "    kind: old\n", "    kind: new\n"
    )


def test_keys_and_items_are_added_and_items_go() -> None:
    changed = edit(TEXT, A | {"more": "yes"}, {"name": "c", "kind": "1.10"})
    assert changed is not None
    assert (
        "    parts: [x, y]  # some\n    more: 'yes'\n    # Reviewed\n\n  - name: c\n    kind: \"1.10\"\nafter"
        in changed
    )
    assert parse_yaml(changed.encode(), "a").values["items"] == [A | {"more": "yes"}, {"name": "c", "kind": "1.10"}]


@pytest.mark.parametrize(
    "text",
    ["items: [{name: a, kind: old}]\n", "items:\n  - {name: a, kind: old}\n", "items:\n-   name: a\n    kind: old\n"],
)
def test_other_layouts_are_right_or_left_to_the_caller(text: str) -> None:
    wanted = {"name": "a", "kind": "new", "more": "x"}
    changed = edit(text, wanted)
    assert changed is None or parse_yaml(changed.encode(), "a").values == {"items": [wanted]}


def test_a_value_on_several_lines_is_left_to_the_caller() -> None:
    text = "items:\n  - name: a\n    parts:\n      - x\n      - y\n"
    assert edit(text, {"name": "a", "parts": ["x"]}) is None
