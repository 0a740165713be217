"""Values that are kept of shipped files: always those of the file as it is, and never in the way."""

import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from paths import ROOT
from pcimatrix.errors import InputError
from pcimatrix.yamlio import kept
from pcimatrix.yamlio.kept import shipped_yaml
from pcimatrix.yamlio.parser import parse_yaml

SHIPPED = sorted((ROOT / "data").rglob("*.yaml"))


@pytest.fixture(autouse=True)
def writing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep values, whatever the variables of who runs the tests say of byte code."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "some.yaml"
    path.write_text("owner: aws\n", encoding="utf-8")
    return path


def kept_of(path: Path) -> list[Path]:
    return sorted((path.parent / "__pycache__").iterdir())


def parsed_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("it is parsed again")

    monkeypatch.setattr(kept, "parse_yaml", refuse)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_what_is_kept_is_what_the_parser_reads(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    right = parse_yaml(path.read_bytes(), "data")
    assert shipped_yaml(copy, "data") == right
    parsed_no_more(monkeypatch)
    again = shipped_yaml(copy, "data")
    assert again == right
    assert json.dumps(again.values) == json.dumps(right.values), "the order of keys, and 1 is not true"


def test_a_changed_file_of_the_same_size_and_time_is_read_anew(file: Path) -> None:
    times = file.stat()
    assert shipped_yaml(file, "some.yaml").values == {"owner": "aws"}
    file.write_text("owner: all\n", encoding="utf-8")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert shipped_yaml(file, "some.yaml").values == {"owner": "all"}
    assert len(kept_of(file)) == 1, "the old values are gone, and no part of a file is left"


@pytest.mark.parametrize("damaged", ["", "{", "[]", "null", '{"values": 1}', "\x00", "[" * 100_000])
def test_damaged_values_are_not_used(file: Path, damaged: str) -> None:
    shipped_yaml(file, "some.yaml")
    [place] = kept_of(file)
    whole = place.read_bytes()
    place.write_text(damaged, encoding="utf-8")
    assert shipped_yaml(file, "some.yaml").values == {"owner": "aws"}
    assert place.read_bytes() == whole


def test_values_of_another_way_of_reading_are_not_used(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped_yaml(file, "some.yaml")
    [place] = kept_of(file)
    place.write_text(place.read_text(encoding="utf-8").replace('"aws"', '"old"'), encoding="utf-8")
    assert shipped_yaml(file, "some.yaml").values == {"owner": "old"}, "else this test shows nothing"
    monkeypatch.setattr(kept, "_READING", 0)
    assert shipped_yaml(file, "some.yaml").values == {"owner": "aws"}


def test_where_nothing_can_be_written_nothing_is_kept(file: Path) -> None:
    (file.parent / "__pycache__").write_text("in the way", encoding="utf-8")
    for _ in range(2):
        assert shipped_yaml(file, "some.yaml").values == {"owner": "aws"}
    assert sorted(each.name for each in file.parent.iterdir()) == ["__pycache__", "some.yaml"]


def test_nothing_is_kept_of_a_file_within_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # where a file of an archive would be unpacked
    with zipfile.ZipFile(tmp_path / "program.zip", "w") as archive:
        archive.writestr("data/some.yaml", "owner: aws\n")
    found = shipped_yaml(zipfile.Path(tmp_path / "program.zip", "data/some.yaml"), "some.yaml")
    assert found.values == {"owner": "aws"}
    assert [each.name for each in tmp_path.iterdir()] == ["program.zip"]


def test_what_is_not_yaml_is_refused_each_time_and_not_kept(file: Path) -> None:
    file.write_text("owner: aws\nowner: na\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(InputError, match=r"some\.yaml:2:1: duplicate key 'owner'"):
            shipped_yaml(file, "some.yaml")
    assert not (file.parent / "__pycache__").exists()
