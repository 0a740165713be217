"""How long a cold start takes, as a ratio to a Typer program that does nothing, in the same environment.

Run it with the Python of an environment in which pcimatrix is installed:

    python benchmarks/startup.py [ROUNDS]

Processes take turns (a round starts each once), so that a machine whose speed drifts slows all of them alike.
Printed are medians, and the median of the ratios within a round. Then, from `-X importtime`, what imports cost,
and what the steps after them take.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NOTHING = """
import typer
app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
@app.command()
def nothing() -> None:
    pass
app()
"""
COMMANDS = {
    "totals": ["totals"],
    "check": ["check"],
    "render (Markdown)": ["render"],
    "render (HTML)": ["render", "--format", "html"],
    "--version": ["--version"],
}

# An installer compiles what it installs. Where the sources are run, the first process does so, unless a variable
# forbids it: then each process would, which is a fifth of its time.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(command: list[str]) -> float:
    """Return how long one process takes from start to end, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(command, check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def imports(command: list[str]) -> list[tuple[float, str]]:
    """Return the costliest top-level imports of a process in milliseconds, with all that each brings in."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command[1:]], check=True, env=ENVIRONMENT, capture_output=True, text=True
    )
    found = re.findall(r"^import time:\s+\d+ \|\s+(\d+) \| (\S+)$", done.stderr, re.MULTILINE)
    return sorted(((int(microseconds) / 1000, name) for microseconds, name in found), reverse=True)[:8]


def phases() -> list[tuple[float, str]]:
    """Return how long each step of `totals` takes within one process, in milliseconds, after its imports."""
    from pcimatrix.catalogue import loader as catalogue  # noqa: PLC0415 - imports are measured apart
    from pcimatrix.ownership.cells import matrix  # noqa: PLC0415
    from pcimatrix.ownership.totals import By, totals  # noqa: PLC0415
    from pcimatrix.yamlio.parser import parse_yaml  # noqa: PLC0415

    catalogue.shipped_patterns()
    start = time.perf_counter()
    document = catalogue.shipped_document("requirements.yaml")
    kept = time.perf_counter()
    loaded = catalogue.load()
    read = time.perf_counter()
    cells = matrix(loaded.catalogue, loaded.patterns, "abstracted")
    totals(loaded.catalogue, cells, By.PRINCIPAL)
    counted = time.perf_counter()
    parse_yaml(document.text.encode(), document.source)
    parsed = time.perf_counter()
    return [
        (1000 * (kept - start), f"the catalogue's values, as kept ({len(document.text) // 1000} kB of YAML)"),
        (1000 * (read - kept), "reading: the same, then ids and order, owners, models"),
        (1000 * (counted - read), "cells and totals"),
        (1000 * (parsed - counted), "the catalogue's values from YAML, as in the first run of an installation"),
    ]


def main() -> None:
    """Measure, and print a table."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        nothing = Path(folder) / "nothing.py"
        nothing.write_text(NOTHING, encoding="utf-8")
        base = [sys.executable, str(nothing)]
        commands = {"nothing": base}
        commands |= {name: [sys.executable, "-m", "pcimatrix", *rest] for name, rest in COMMANDS.items()}
        times: dict[str, list[float]] = {name: [] for name in commands}
        for command in commands.values():
            seconds(command)  # the first run fills caches and is not counted
        for _ in range(rounds):
            for name, command in commands.items():
                times[name].append(seconds(command))
        print(f"{rounds} rounds; medians of whole processes")
        for name, taken in times.items():
            ratios = [mine / theirs for mine, theirs in zip(taken, times["nothing"], strict=True)]
            print(f"{name:<18} {1000 * statistics.median(taken):7.0f} ms   {statistics.median(ratios):5.2f} x nothing")
        print("\nimports of `totals`, with all that each brings in")
        for milliseconds, name in imports(commands["totals"]):
            print(f"{milliseconds:7.1f} ms  {name}")
        print("\nsteps of `totals` after its imports")
        for milliseconds, name in phases():
            print(f"{milliseconds:7.1f} ms  {name}")


if __name__ == "__main__":
    main()
