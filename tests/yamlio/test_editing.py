"""Edits of YAML text: the values are the wanted ones, and the rest stays byte for byte, with its comments."""

import copy
import json
from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from pcimatrix.yamlio.editing import edited
from pcimatrix.yamlio.nodes import comments
from pcimatrix.yamlio.parser import parse_yaml
from pcimatrix.yamlio.writer import yaml_text

Change: TypeAlias = Callable[[Any], None]

TEXT = """\
# The head
items:
  # The first
  - name: a  # its name
    kind: "old"   # why
    parts: [x, y]  # some
    # Reviewed

  # The second
  - name: b
    kind: old
    inner: {deep: 1}  # flow
facts: # f
  one: true # 1
  # two
  two: false
  three:
    # inner
    answer: true
empty:   # nothing
tail: 'it''s'  # stays"""


def edit(text: str, change: Change) -> tuple[str, tuple[str, ...]]:
    """Return the edited text and its lost comments, after a look at its values."""
    old = parse_yaml(text.encode(), "a.yaml")
    wanted = copy.deepcopy(old.values)
    change(wanted)
    found = edited(old, wanted)
    assert found is not None
    assert parse_yaml(found.text.encode(), "a.yaml").values == wanted
    return found


def replaced(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


CHANGES: list[tuple[Change, list[tuple[str, str]], tuple[str, ...]]] = [
    (lambda v: v["items"][0].update(kind="new"), [('"old"', "new")], ()),
    (lambda v: v["items"][0]["parts"].append("1.10"), [("[x, y]", '[x, y, "1.10"]')], ()),
    (lambda v: v["items"][0]["parts"].remove("x"), [("[x, y]", "[y]")], ()),
    (lambda v: v["items"][1]["inner"].update(deep=2, more="a, b"), [("{deep: 1}", "{deep: 2, more: 'a, b'}")], ()),
    (lambda v: v["items"][1].update(inner={}), [("{deep: 1}", "{}")], ()),
    (lambda v: v["items"][1].update(last="no"), [("# flow\n", "# flow\n    last: 'no'\n")], ()),
    (lambda v: v.update(empty="full"), [("empty:", "empty: full")], ()),
    (lambda v: v.update(new=[{"x": 1}]), [("# stays", "# stays\nnew:\n  - x: 1")], ()),
    (lambda v: v["facts"].update(one={"answer": False}), [("one: true", "one: {answer: false}")], ()),
    (
        lambda v: v["facts"].update(three=False),
        [("three:\n    # inner\n    answer: true\n", "three: false\n    # inner\n")],
        (),
    ),
    (lambda v: v["facts"].pop("two"), [("  # two\n  two: false\n", "")], ("# two",)),
    (
        lambda v: v["items"].pop(),
        [("  # The second\n  - name: b\n    kind: old\n    inner: {deep: 1}  # flow\n", "")],
        ("# The second", "# flow"),
    ),
    (
        lambda v: v["items"].insert(0, {"name": "z", "kind": "new"}),
        [("  - name: a  #", "  - name: z\n    kind: new\n  - name: a  #")],
        (),
    ),
    (lambda v: v["items"].append({"name": "c"}), [("# flow\n", "# flow\n  - name: c\n")], ()),
    (
        lambda v: v.update(facts={}),
        [(TEXT[TEXT.index("facts:") : TEXT.index("empty:")], "facts: {} # f\n")],
        ("# 1", "# two", "# inner"),
    ),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize(("change", "pairs", "lost"), CHANGES)
def test_only_what_changes_is_written_anew(
    change: Change, pairs: list[tuple[str, str]], lost: tuple[str, ...], newline: str
) -> None:
    text = TEXT.replace("\n", newline)
    wanted = replaced(TEXT, *pairs).replace("\n", newline)
    found, gone = edit(text, change)
    assert found == wanted
    assert sorted(gone) == sorted(lost)
    found, _ = edit(text + newline, change)
    assert found == wanted + newline


@pytest.mark.parametrize(
    ("text", "change", "wanted"),
    [
        ("{a: 1, b: [x, {name: c}]}\n", lambda v: v.update(c=2), "{a: 1, b: [x, {name: c}], c: 2}\n"),
        ("- a: {b: 1}  # c\n", lambda v: v[0]["a"].update(d={"e": 1}), "- a:\n    b: 1\n    d:\n      e: 1  # c\n"),
        ("{a: 1, b: 2, c: 3, d: 4}\n", lambda v: [v.pop("a"), v.pop("b")], "{c: 3, d: 4}\n"),
        ("{a: 1, b: 2, c: 3, d: 4}\n", lambda v: [v.pop("b"), v.pop("c")], "{a: 1, d: 4}\n"),
        ("{a: [1, 2]}\n", lambda v: v.update(a=[]), "{a: []}\n"),
        ("{a: [], b: 1}\n", lambda v: v["a"].append({"x": "y: z"}), "{a: [{x: 'y: z'}], b: 1}\n"),
        ('{"a": true,\n "b": 1}', lambda v: v.update(c=["x", None]), '{"a": true,\n "b": 1, "c": ["x", null]}'),
        ("a: [\n  x,  # the x\n  y,\n]\n", lambda v: v["a"].append("z"), "a: [\n  x,  # the x\n  y, z,\n]\n"),
        ("-\n  a: 1\n-   a: 2\n", lambda v: v.pop(0), "-   a: 2\n"),
        ("a:\n- x\n# c\n- y\nb: 1\n", lambda v: v["a"].insert(1, "n"), "a:\n- x\n- n\n# c\n- y\nb: 1\n"),
        ("- - x\n  - y\n", lambda v: v[0].append("z"), "- - x\n  - y\n  - z\n"),
        ("- a: 1\n  b: 2\n", lambda v: v[0].pop("a"), "- b: 2\n"),
        ("a: >-\n  long\n  text\nb: 1\n", lambda v: v.update(a="short"), "a: short\nb: 1\n"),
        ("a: |\n  text\n", lambda v: v.update(b=1), "a: |\n  text\nb: 1\n"),
        ("---\na: 1\n...\n", lambda v: v.update(b=1), "---\na: 1\nb: 1\n...\n"),
        ('"a": 1 # é\n', lambda v: v.update(a="\u2028"), '"a": "\\L" # é\n'),
        ("a: x\u2028b: 1\n", lambda v: v.update(a="y"), "a: y\u2028b: 1\n"),
        ("- - x\n  - y\n", lambda v: v[0].insert(0, "n"), "- - n\n  - x\n  - y\n"),
        ("- a: 1\n  b: 2\n  c: 3\n", lambda v: [v[0].pop(each) for each in "ab"], "- c: 3\n"),
        ("- - x\n  - y\n", lambda v: v[0].pop(0), "- - y\n"),
        ("- a: 1\n  b: 2\n- c: 3\n", lambda v: v.__setitem__(0, {"d": [4]}), "- d:\n    - 4\n- c: 3\n"),
        ("a:\n- x\n", lambda v: v.update(a=["x", "y"], b=1), "a:\n- x\n- y\nb: 1\n"),
        ("- a: 1\n", lambda v: (v[0].update(b=2), v.append({"a": 3})), "- a: 1\n  b: 2\n- a: 3\n"),
        ("a: 1\rb: 2\r", lambda v: v.update(c="3"), 'a: 1\rb: 2\rc: "3"\r'),
    ],
)
def test_other_layouts(text: str, change: Change, wanted: str) -> None:
    assert edit(text, change)[0] == wanted


def test_a_truth_value_is_not_a_number() -> None:
    assert edit("a: true\n", lambda v: v.update(a=1))[0] == "a: 1\n"


def test_a_layout_that_does_not_allow_an_edit_is_refused() -> None:
    old = parse_yaml(b"? a\n: 1\n", "a.yaml")
    found = edited(old, {"a": 1, "b": {"c": 2}})
    assert found is None or parse_yaml(found.text.encode(), "a").values == {"a": 1, "b": {"c": 2}}
    assert edited(parse_yaml(b"[a: 1]\n", "a.yaml"), [{"a": 1, "b": 2}]) is None


KEYS = st.sampled_from(["a", "b", "no", "x y", "é", "#k", "1"])
SCALARS = st.one_of(
    st.booleans(),
    st.integers(-5, 5),
    st.text(st.sampled_from("a1 :#,[]{}'\"|>-&*?!%@~\u00e9\u2028\ufeff\\"), max_size=6),
)
VALUES = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=3) | st.dictionaries(KEYS, below, max_size=3), max_leaves=8
)
DOCUMENTS = st.dictionaries(KEYS, VALUES, min_size=1, max_size=4)


def with_comments(text: str) -> str:
    """Return block YAML with a comment after each line that can have one."""
    lines = text.splitlines(keepends=True)
    return "".join(f"{line[:-1]}  # c{number}\n" for number, line in enumerate(lines))


@costly(30)
@given(DOCUMENTS, DOCUMENTS, st.booleans())
def test_any_values_become_any_others_in_block_and_flow(old: Any, new: Any, flow: bool) -> None:
    # In YAML, a line separator within quotes is a line break, which JSON has to escape.
    text = json.dumps(old, ensure_ascii=False).replace("\u2028", "\\u2028") if flow else yaml_text(old)
    document = parse_yaml(text.encode(), "a.yaml")
    assert document.values == old
    found = edited(document, new)
    assert found is not None
    assert parse_yaml(found.text.encode(), "a.yaml").values == new


@costly(30)
@given(DOCUMENTS, st.data())
def test_comments_survive_what_is_set_and_added(old: Any, data: st.DataObject) -> None:
    text = with_comments(yaml_text(old))
    document = parse_yaml(text.encode(), "a.yaml")
    assert document.values == old
    new = {**old, data.draw(KEYS): data.draw(SCALARS)}
    found = edited(document, new)
    assert found is not None
    kept = [key for key in old if json.dumps(old[key]) == json.dumps(new[key])]
    if kept == list(old):
        assert found.lost == ()
    changed = [key for key in old if key not in kept and isinstance(old[key], dict | list)]
    if not changed:
        assert comments(found.text) == comments(text)
