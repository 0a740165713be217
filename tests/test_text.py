"""Text for people: plurals and lists, and that no other place spells them."""

import ast
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from paths import ROOT
from pcimatrix.text import inflect, one_line, pluralize, some_of

PACKAGE = ROOT / "pcimatrix"
VERBS = {frozenset(pair) for pair in (("is", "are"), ("has", "have"), ("does", "do"), ("this", "these"))}
"""Forms that differ in more than an ending."""


@pytest.mark.parametrize(
    ("noun", "several"),
    [
        ("test case", "2 test cases"),
        ("day", "2 days"),
        ("breach", "2 breaches"),
        ("address", "2 addresses"),
        ("discrepancy", "2 discrepancies"),
        ("third party", "2 third parties"),
    ],
)
def test_a_regular_noun_has_its_plural(noun: str, several: str) -> None:
    assert pluralize(1, noun) == f"1 {noun}"
    assert pluralize(2, noun) == several
    assert pluralize(0, noun) == several.replace("2", "0")


def test_an_irregular_word_has_the_plural_that_is_given() -> None:
    assert pluralize(2, "taxonomy of its own", "taxonomies of their own") == "2 taxonomies of their own"
    assert [inflect(number, "is", "are") for number in range(3)] == ["are", "is", "are"]


def test_a_line_has_only_what_can_be_shown_and_encoded() -> None:
    kinds = {"Cc": " ", "Zl": " ", "Zp": " ", "Cs": "\ufffd"}
    marks = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    found = enumerate(map(unicodedata.category, every))
    unseen = {number: kinds[kind] for number, kind in found if kind in kinds} | {ord(each): "" for each in marks}
    assert one_line(every) == every.translate(unseen)


def test_of_many_names_the_first_are_said_and_how_many_more_there_are() -> None:
    assert some_of(["a", "b"], 2) == "a, b"
    assert some_of(["a", "b", "c"], 2) == "a, b and 1 more"


def spelled(source: str) -> Iterator[int]:
    """Yield the lines of Python code that choose between a singular and a plural, or between an ending and none."""
    if not re.search(r"""\belse[\s(\\]*[rRuUbBfF]*["']""", source):  # most code need not be parsed
        return
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.IfExp(body=ast.Constant(value=str(one)), orelse=ast.Constant(value=str(other))):
                if is_pair(one, other):
                    yield node.lineno


def is_pair(one: str, other: str) -> bool:
    """Tell whether two texts differ in nothing but the forms of words: their endings, or as in `VERBS`."""
    words = [[*re.findall(r"[a-z]+", text)] for text in (one, other)]
    if sorted((one, other)) in (["", "es"], ["", "s"], ["ies", "y"]):
        return True
    if one == other or len(words[0]) != len(words[1]) or re.sub("[a-z]+", "", one) != re.sub("[a-z]+", "", other):
        return False
    return all(
        first.removesuffix("s") == second.removesuffix("s") or frozenset((first, second)) in VERBS
        for first, second in zip(*words, strict=True)
    )


def test_no_code_spells_plurals_by_hand() -> None:
    files = [file for file in PACKAGE.rglob("*.py") if file != PACKAGE / "text.py"]
    assert files
    found = [f"{file}:{line}" for file in files for line in spelled(file.read_text(encoding="utf-8"))]
    assert not found, "use pluralize or inflect"


def test_no_template_spells_plurals_by_hand() -> None:
    by_hand = re.compile(r"\"(?:s|es|ies)?\" if [^}]*else \"(?:s|es|y)?\"|\{\{ ?\"(?:s|es|ies)\" if ")
    files: list[Path] = sorted((ROOT / "templates").glob("*.j2"))
    assert files
    found = [
        f"{file}:{number}"
        for file in files
        if not file.name.endswith(".js.j2")  # what runs in a browser counts there
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if by_hand.search(line)
    ]
    assert not found, "use the filters pluralize and inflect"


@pytest.mark.parametrize(
    "code",
    [
        "f\"row{'s' if many else ''}\"",
        '"row" if number == 1 else "rows"',
        '"entr" + ("y" if number == 1 else "ies")',
        '"changes hands" if number == 1 else "change hands"',
        '"are" if several else "is"',
    ],
)
def test_a_plural_by_hand_is_found(code: str) -> None:
    assert list(spelled(code)) == [1]


@pytest.mark.parametrize("code", ['"day" if timed else "date"', '"" if alone else ", and more"', '"a" if b else "a"'])
def test_other_choices_are_none(code: str) -> None:
    assert not list(spelled(code))
