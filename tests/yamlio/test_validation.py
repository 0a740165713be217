"""What messages say of values that are nearly right, and what bounds them."""

from typing import Any

import pytest
from pydantic import StrictBool, StrictInt

from pcimatrix.errors import InputError
from pcimatrix.text import truncate
from pcimatrix.yamlio import validation
from pcimatrix.yamlio.fields import Identifier, Model
from pcimatrix.yamlio.parser import parse_yaml
from pcimatrix.yamlio.validation import Fault, Hint, refuse, validate


class _Example(Model):
    id: Identifier = "1"
    answer: StrictBool = True
    number: StrictInt = 1


def _message(text: str) -> str:
    with pytest.raises(InputError) as caught:
        validate(parse_yaml(text.encode(), "f"), _Example, [])
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('answer: "no"', "f:1:9: found the text 'no'; expected yes or no; remove the quotes"),
        ('answer: "True"', "f:1:9: found the text 'True'; expected yes or no; remove the quotes"),
        ("answer: perhaps", "f:1:9: found 'perhaps'; expected yes or no; leave it out if it is not known"),
        ('number: "12"', "f:1:9: found the text '12'; expected a whole number; remove the quotes"),
        ('id: "03.2.1.a"', "expected '3.2.1.a': an id has no leading zeros, and only the digits 0 to 9"),
        ('id: "٣.2"', "expected '3.2': an id has no leading zeros, and only the digits 0 to 9"),
        ('id: "3/x"', "f:1:5: found '3/x'; expected an id such as '8.3.6'"),
    ],
)
def test_a_value_that_is_nearly_right_is_told_how_to_be_right(text: str, message: str) -> None:
    assert message in _message(text)


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
