"""YAML within bounds: values as PyYAML has them, and places for all of them."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from paths import ROOT
from pcimatrix.errors import InputError
from pcimatrix.yamlio.parser import MAX_BYTES, MAX_DEPTH, parse_yaml, read_yaml
from pcimatrix.yamlio.places import Place

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef", min_size=1), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_values_are_those_of_the_safe_loader(value: object) -> None:
    text = yaml.safe_dump(value, allow_unicode=True)
    assert parse_yaml(text.encode(), "f").values == yaml.safe_load(text)


def test_shipped_catalogue_reads_as_the_safe_loader_reads_it() -> None:
    path = ROOT / "data/requirements.yaml"
    assert read_yaml(path).values == yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def test_places_are_those_of_keys_and_values() -> None:
    places = parse_yaml(b"a:\n  - x: 1\n    yy: [1, 2]\n", "f").places
    assert places.of(("a", 0, "yy"), key=True) == Place(3, 5)
    assert places.of(("a", 0, "yy")) == Place(3, 9)
    assert places.of(("a", 0, "yy", 1)) == Place(3, 13)
    assert places.of(("a", 0, "missing")) == Place(2, 5)
    assert places.of(("missing",)) == Place(1, 1)


def test_a_date_stays_text_and_a_byte_order_mark_is_no_content() -> None:
    assert parse_yaml(b"\xef\xbb\xbfday: 2026-02-30\n", "f").values == {"day": "2026-02-30"}


def test_nesting_up_to_the_bound_is_read() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert parse_yaml(deep.encode(), "f").values
    with pytest.raises(InputError, match=r"f:1:17: nesting is deeper than 16 levels"):
        parse_yaml(f"[{deep}]".encode(), "f")


def test_every_duplicate_key_is_reported() -> None:
    with pytest.raises(InputError) as caught:
        parse_yaml(b"a: 1\na: 2\nb: {c: 1, c: 2}\n", "f")
    assert [(each.line, each.column) for each in caught.value.problems] == [(2, 1), (3, 11)]


def test_a_file_over_the_bound_is_refused_and_one_at_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_bytes(b"a: 1\n" + b"#" * (MAX_BYTES - 5))
    assert read_yaml(file).values == {"a": 1}
    file.write_bytes(b"a: 1\n" + b"#" * (MAX_BYTES - 4))
    with pytest.raises(InputError, match="larger than 4 MiB"):
        read_yaml(file)


@given(st.binary(max_size=200))
def test_no_bytes_cause_anything_but_a_value_or_an_input_error(data: bytes) -> None:
    try:
        parse_yaml(data, "f")
    except InputError as error:
        assert error.problems


@given(st.text("-:?[]{},&*!|>'\"%@`#\n ab0.", max_size=60))
def test_no_text_causes_anything_but_a_value_or_an_input_error(text: str) -> None:
    try:
        parse_yaml(text.encode(), "f")
    except InputError as error:
        assert error.problems
