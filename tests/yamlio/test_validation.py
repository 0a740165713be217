"""What messages say of values that are nearly right, and what bounds them."""

from typing import Annotated, Any

import pytest
from pydantic import Field, StrictBool, StrictInt

from pcimatrix.errors import InputError
from pcimatrix.text import truncate
from pcimatrix.yamlio import validation
from pcimatrix.yamlio.fields import Day, Identifier, Line, Model
from pcimatrix.yamlio.parser import parse_yaml
from pcimatrix.yamlio.validation import Fault, Hint, refuse, validate


class _Example(Model):
    id: Identifier = "1"
    answer: StrictBool = True
    number: Annotated[StrictInt, Field(ge=0, le=9)] = 1
    day: Day = "2026-01-31"
    line: Line = "text"


def _message(text: str) -> str:
    with pytest.raises(InputError) as caught:
        validate(parse_yaml(text.encode(), "f"), _Example, [])
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('answer: "no"', "f:1:9: found the text 'no'; expected yes or no; remove the quotes"),
        ('answer: "True"', "f:1:9: found the text 'True'; expected yes or no; remove the quotes"),
        ("answer: perhaps", "f:1:9: found 'perhaps'; expected yes or no; omit it if it is not known"),
        ('number: "12"', "f:1:9: found the text '12'; expected a whole number; remove the quotes"),
        ('id: "03.2.1.a"', "expected '3.2.1.a': an id has no leading zeros, and only the digits 0 to 9"),
        ('id: "٣.2"', "expected '3.2': an id has no leading zeros, and only the digits 0 to 9"),
        ('id: "3/x"', "f:1:5: found '3/x'; expected an id such as '8.3.6'"),
        ("number: -1", "f:1:9: found the number -1; expected at least 0"),
        ("number: 10", "f:1:9: found the number 10; expected at most 9"),
        ("number: .nan", "f:1:9: found the number .nan; expected a whole number"),
        ("number: -.inf", "f:1:9: found the number .inf; expected a whole number"),
        ("number: 1000000000000000", "f:1:9: found a very large number; expected at most 9"),
        ("day: 20260131", "f:1:6: found the number 20260131; expected a day, YYYY-MM-DD"),
        ("line: 8.10", "f:1:7: found the number 8.10; expected text; put it in quotes"),
        ("line: ''", "f:1:7: found ''; expected text"),
        ('line: "\\tA"', "f:1:7: found '\\tA'; expected one line of text that says something"),
        ("line: " + "a" * 401, "; shorten it to 400 characters"),
    ],
)
def test_a_value_that_is_nearly_right_is_told_how_to_be_right(text: str, message: str) -> None:
    assert message in _message(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("०८.3", "f:1:5: found '०८.3'; expected '8.3': an id has no leading zeros, and only the digits 0 to 9"),
        ("8.3.B", "f:1:5: unknown id '8.3.B'; did you mean '8.3'?"),
    ],
)
def test_a_name_that_is_neither_of_its_form_nor_known_is_told_once(text: str, message: str) -> None:
    unknown = Fault(("id",), f"unknown id {text!r}", Hint(text, ["8.3"]))
    with pytest.raises(InputError) as caught:
        validate(parse_yaml(f"id: {text}".encode(), "f"), _Example, [unknown])
    assert str(caught.value) == message


def test_a_hex_number_too_long_to_print_is_refused_at_its_place() -> None:
    assert _message("id: 0x" + "f" * 4000).startswith("f:1:5: found '0xfff")


def test_of_many_unknown_names_each_is_told_and_only_the_first_get_a_suggestion(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sought = []

    def did_you_mean(name: str, known: list[str], otherwise: str) -> str:
        sought.append((name, known))
        return otherwise

    monkeypatch.setattr(validation, "did_you_mean", did_you_mean)
    names = [f"x{number}" for number in range(500)]
    document = parse_yaml(b"a: 1", "f")
    faults: list[Any] = [Fault(("a",), f"there is no {name}", Hint(name, ["y"])) for name in names]
    assert len(refuse(document, faults).problems) == len(names)
    assert 0 < len(sought) < 50


def test_truncated_text_has_at_most_the_length_asked_for() -> None:
    assert truncate("abcdef", 6) == "abcdef"
    assert truncate("abcdefg", 6) == "abcde…"
