"""The worked scopes that are shipped, and the totals that they expect: data that tests read rather than repeat."""

from pathlib import Path
from typing import Any

from paths import ROOT
from pcimatrix.yamlio.parser import read_yaml

FOLDER = ROOT / "examples"
EXAMPLES = sorted(FOLDER.glob("*.yaml"))


def example(name: str) -> Path:
    """Return the file of an example by its name: `mixed`."""
    return FOLDER / f"{name}.yaml"


def expected(name: str) -> dict[str, int]:
    """Return the totals that an example expects."""
    values: Any = read_yaml(str(example(name))).values
    return dict(values["expected"])
