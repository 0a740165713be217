"""What is kept beside Python's byte code: whole or not at all, and where Python keeps its own."""

import sys
from pathlib import Path

import pytest

from pcimatrix.byte_code import keep, place_of


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep files, whatever the variables of who runs the tests say of byte code."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


def kept(file: Path, ending: str = ".json") -> Path:
    place = place_of(file, ending)
    assert place is not None
    return place


def test_a_file_is_kept_beside_byte_code_by_the_version_of_python(tmp_path: Path) -> None:
    place = kept(tmp_path / "some.html.j2", ".code")
    assert place == tmp_path / "__pycache__" / f"some.html.{sys.implementation.cache_tag}.code"
    for data in (b"one", b"another"):
        keep(place, data)
        assert place.read_bytes() == data
    assert [*place.parent.iterdir()] == [place], "no part of a file is left"


def test_a_python_without_byte_code_has_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.implementation, "cache_tag", None)
    assert place_of(Path("some.yaml"), ".json") is None


def test_it_is_written_where_and_when_python_writes_byte_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    keep(kept(tmp_path / "some.yaml"), b"{}")
    assert [*tmp_path.iterdir()] == []
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", str(tmp_path / "elsewhere"))
    keep(kept(tmp_path / "some.yaml"), b"{}")
    assert [each.name for each in tmp_path.iterdir()] == ["elsewhere"]


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "__pycache__").write_text("in the way", encoding="utf-8")
    keep(kept(tmp_path / "some.yaml"), b"{}")
    assert [each.name for each in tmp_path.iterdir()] == ["__pycache__"]


def test_what_is_in_the_way_of_a_file_stays_and_no_part_is_left(tmp_path: Path) -> None:
    place = kept(tmp_path / "some.yaml")
    place.mkdir(parents=True)
    keep(place, b"{}")
    assert [*place.parent.iterdir()] == [place]
