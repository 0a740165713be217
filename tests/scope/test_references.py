"""Many unknown names in one scope file: each is told, in time that grows with their number alone."""

import difflib
from typing import Any

import pytest

from pcimatrix.catalogue.loader import load, shipped_facts
from pcimatrix.errors import InputError
from pcimatrix.scope.model import scope_of
from pcimatrix.yamlio.parser import parse_yaml

HEAD = """\
schema_version: 1
entity: E
assessment: merchant
pci_dss: "4.0"
date: 2026-11-24
workloads:
  - {name: a, account: a, pattern: abstracted, standing: cde}
"""
MANY = 1000
IDS = ", ".join(f'"8.3.{number}"' for number in range(100, 100 + MANY))
DECISION = '  - {{within: "8.3.1", owner: custome{0}, reason: r, by: b, date: 2026-01-01}}\n'
KINDS = {
    "ids": f"third_parties:\n  - {{id: idp, name: I, owns: [{{within: [{IDS}]}}]}}\n",
    "owners": "decisions:\n" + "".join(map(DECISION.format, range(MANY))),
    "facts": f"facts: {{{', '.join(f'wireles{number}: no' for number in range(MANY))}}}\n",
}


def _problems(text: str) -> list[str]:
    loaded = load()
    with pytest.raises(InputError) as caught:
        scope_of(parse_yaml((HEAD + text).encode(), "f"), loaded.catalogue, loaded.patterns, shipped_facts())
    return [str(each) for each in caught.value.problems]


@pytest.mark.parametrize("kind", KINDS)
def test_of_many_unknown_names_each_is_told_and_a_few_suggestions_are_sought(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sought = []
    matches = difflib.get_close_matches

    def counted(word: str, known: Any, **bounds: Any) -> list[str]:
        sought.append(word)
        return matches(word, known, **bounds)

    monkeypatch.setattr(difflib, "get_close_matches", counted)
    problems = _problems(KINDS[kind])
    assert len({each.partition("unknown ")[2].partition(";")[0] for each in problems}) >= MANY
    assert 0 < len(sought) <= 5
    assert max(map(len, problems[5:])) < 200  # a list of all known names is told once, not a thousand times


def test_another_kind_of_unknown_name_gets_its_suggestion_after_many_of_the_first() -> None:
    problems = _problems(
        KINDS["ids"] + 'decisions:\n  - {within: "8.3.1", owner: idb, reason: r, by: b, date: 2026-01-01}\n'
    )
    assert problems[-1].endswith("unknown owner 'idb'; did you mean 'idp'?")
