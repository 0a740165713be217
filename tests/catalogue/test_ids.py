"""Ids: parents and order."""

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from pcimatrix.catalogue.ids import is_within, principal_of, requirement_of, section_of, sort_key
from pcimatrix.catalogue.loader import load

IDS = [case.id for case in load().catalogue.test_cases()]


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("12.9.2", "12.10.1.a"),
        ("3.3.1.b", "3.3.1.1"),
        ("1.2.2.a", "1.2.2.b"),
        ("9.5.1.2.b", "9.5.1.2.1.a"),
        ("2", "10"),
    ],
)
def test_numbers_count_as_numbers_and_letters_come_before_sub_numbers(earlier: str, later: str) -> None:
    assert sort_key(earlier) < sort_key(later)


def test_parents_follow_from_the_id() -> None:
    assert requirement_of("12.10.4.1.a") == "12.10.4.1"
    assert requirement_of("12.10.2") == "12.10.2"
    assert section_of("12.10.4.1.a") == "12.10"
    assert principal_of("12.10.4.1.a") == "12"


def test_an_id_is_within_its_parents_but_not_within_an_id_that_only_begins_alike() -> None:
    assert is_within("8.3.2.a", "8.3.2")
    assert is_within("8.3.2", "8.3.2")
    assert not is_within("8.3.10", "8.3.1")
    assert not is_within("12.1.1", "1")


@given(st.randoms(use_true_random=False))
@costly(10)
def test_sorting_by_the_key_restores_the_standards_order(shuffler: random.Random) -> None:
    shuffled = IDS.copy()
    shuffler.shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == IDS


@given(st.text())
def test_any_text_has_a_place_in_the_order(text: str) -> None:
    assert sort_key(text) == sort_key(text)
    assert (sort_key(text) < sort_key("1.1.1")) in {True, False}


def test_every_test_case_has_the_form_of_one() -> None:
    form = re.compile(r"\d{1,2}(\.\d{1,2}){2,4}(\.[a-z])?")
    assert [identifier for identifier in IDS if not form.fullmatch(identifier)] == []
