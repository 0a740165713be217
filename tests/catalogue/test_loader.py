"""Catalogue files: what is refused, with its place, and what a catalogue becomes."""

from pathlib import Path

import pytest

from paths import CASES
from pcimatrix.catalogue.loader import load, load_text
from pcimatrix.catalogue.model import Owner
from pcimatrix.errors import InputError

INVALID = sorted((CASES / "invalid").glob("*.yaml"))
MINIMAL = (CASES / "valid/minimal.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_an_invalid_file_is_refused_with_its_messages(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    with pytest.raises(InputError) as caught:
        load(file.name)
    assert f"{caught.value}\n" == file.with_suffix(".txt").read_text(encoding="utf-8")


def test_there_are_invalid_files_of_every_kind() -> None:
    assert len(INVALID) >= 30  # a glob that finds nothing would pass


def test_the_smallest_catalogue_is_read() -> None:
    cases = list(load(str(CASES / "valid/minimal.yaml")).catalogue.test_cases())
    assert [case.id for case in cases] == ["3.2.1.a", "3.2.1.b"]
    assert cases[0].owner["abstracted"] is Owner.AWS
    assert cases[0].requirement == "3.2.1"


def test_a_catalogue_is_frozen() -> None:
    case = next(load_text(MINIMAL).catalogue.test_cases())
    with pytest.raises(ValueError, match="frozen"):
        case.summary = "changed"
    with pytest.raises(TypeError):
        case.owner["abstracted"] = Owner.NA  # type: ignore[index]


def test_the_digest_is_of_the_content_not_of_its_layout() -> None:
    digest = load_text(MINIMAL).digest
    assert load_text("# another comment\n" + MINIMAL.replace("\n", "\r\n")).digest == digest
    assert load_text(MINIMAL.replace("every store", "each store")).digest != digest
