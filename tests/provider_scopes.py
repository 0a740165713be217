"""Scopes of two workloads whose third party names a matrix file, as tests write them."""

from pathlib import Path
from typing import Any

import yaml


def matrix(path: Path, rows: list[dict[str, Any]], **head: Any) -> Path:
    """Write a matrix file."""
    values = {
        "schema_version": 1,
        "party": "acme",
        "edition": "4.0.1",
        "source": {"file": "acme.csv", "sha256": "0" * 64},
        "rows": [{"how": "exact", "sheet": "S", **row} for row in rows],
    } | head
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return path


def scope(folder: Path, party: dict[str, Any], **more: Any) -> Path:
    """Write a scope of two workloads, with one third party."""
    place = {"account": "a", "standing": "cde", "pattern": "abstracted"}
    values = {
        "schema_version": 1,
        "entity": "Example",
        "assessment": "merchant",
        "pci_dss": "4.0.1",
        "date": "2026-01-31",
        "reading": "layers",
        "workloads": [{"name": "one", **place}, {"name": "two", **place}],
        "third_parties": [{"id": "acme", "name": "Acme", **party}],
    } | more
    path = folder / "scope.yaml"
    path.write_text(yaml.safe_dump(values), encoding="utf-8")
    return path
