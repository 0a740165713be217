"""Scope files: the examples are valid, and what is wrong is refused with its place."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from examples import EXAMPLES
from paths import ROOT, TESTS
from pcimatrix.errors import InputError
from pcimatrix.ownership.totals import tally
from pcimatrix.scope.expected import drift
from pcimatrix.scope.model import load_scope
from pcimatrix.scope.resolve import cells
from scopes import FACTS, LOADED, resolved

BAD = sorted((TESTS / "cases/scopes").glob("*.yaml"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_has_the_totals_that_it_expects(file: Path) -> None:
    own = load_scope(str(file), LOADED.catalogue, LOADED.patterns, FACTS).scope
    assert own.expected is not None
    assert drift(tally(cells(resolved(own))), own.expected) == []


def test_examples_are_scopes_and_nothing_else() -> None:
    files = [each for each in (ROOT / "examples").iterdir() if each.is_file()]
    assert len(EXAMPLES) == len(files) == 5


class _Core(yaml.SafeLoader):
    """Reads as an editor for YAML 1.2 does: yes and no are texts, and so is a day."""


_Core.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":bool", ":timestamp"))]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


_Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_is_valid_by_the_schema_in_an_editor_for_yaml_1_2(file: Path) -> None:
    schema = json.loads((ROOT / "data/scope.schema.json").read_text(encoding="utf-8"))
    text = file.read_text(encoding="utf-8")
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(yaml.load(text, Loader=_Core))] == []  # noqa: S506
    assert list(validator.iter_errors(yaml.load(text.replace(": true", ": yes"), Loader=_Core)))  # noqa: S506


@pytest.mark.parametrize("file", BAD, ids=lambda file: file.stem)
def test_a_bad_scope_is_refused_with_its_messages(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    with pytest.raises(InputError) as caught:
        load_scope(file.name, LOADED.catalogue, LOADED.patterns, FACTS)
    assert f"{caught.value}\n" == file.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_bad_scopes_of_every_kind() -> None:
    assert len(BAD) >= 12
