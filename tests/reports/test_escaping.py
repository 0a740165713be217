"""JSON as it is written fast: the same text as Python's own."""

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pcimatrix.reports.escaping import indented_json, json_document

TEXTS = st.text(st.characters(), max_size=8)  # half of a surrogate pair is a character, too
SHARES = st.integers(0, 1000).map(lambda number: number / 10)
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | SHARES | TEXTS,
    lambda some: st.lists(some, max_size=3) | st.tuples(some) | st.dictionaries(TEXTS, some, max_size=3),
    max_leaves=8,
)


@given(VALUES)
@example([[], {}, (), {"a": [], "b": {}}, '\x00\x1f\b\f\n\r\t"\\/\x7f\x85\u2028\ud800', 10**30, 52.0])
def test_indented_json_is_what_python_writes(values: Any) -> None:
    assert indented_json(values) == json.dumps(values, ensure_ascii=False, indent=2)


def test_a_document_shows_what_cannot_be_seen_and_replaces_what_cannot_be_encoded() -> None:
    text = json_document({"a": ["\u202e\x7f", "\udc80"]})
    assert text == '{\n  "a": [\n    "\\u202e\\u007f",\n    "\ufffd"\n  ]\n}\n'
    assert json.loads(text) == {"a": ["\u202e\x7f", "\ufffd"]}
