"""Time and memory of a scope with many workloads, and the memory of each format at the most of them.

Run it with the Python that the program is installed for: `python benchmarks/workloads.py [FORMAT ...]`. Workloads are
of ten kinds: five patterns, each with one fact answered and without. It prints the processor's seconds and the peak
memory of `totals`, `scope check` and `render --format html` for 1 to 5,000 workloads, each as a ratio to ten
workloads, and then those of each format at 5,000; with names of formats, only these. It ends with 1 if 1,000 workloads
take three times the time of ten, or if anything takes 300 MB.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from pcimatrix.reports import format_names

SIZES = (1, 10, 100, 1_000, 5_000)
MANY, TIMES_OF_TEN, MEGABYTES = 1_000, 3, 300
PATTERNS = ("abstracted", "containerized", "fargate", "infrastructure", "on_premises")
FACTS = ("", ", facts: {wireless_networks: false}")
HEAD = "schema_version: 1\nentity: Estate\nassessment: merchant\npci_dss: '4.0.1'\ndate: 2026-11-24\nworkloads:\n"
COMMANDS: dict[str, list[str]] = {
    "totals": ["totals", "--scope"],
    "scope check": ["scope", "check"],
    "render --format html": ["render", "--format", "html", "--scope"],
}
EVERY_CASE = [str(number) for number in range(1, 13)]
OTHERS: dict[str, list[str]] = {
    "totals --by workload": ["totals", "--by", "workload", "--scope"],
    "list --format json": ["list", "--format", "json", "--scope"],
    "explain --format json": ["explain", *EVERY_CASE, "--format", "json", "--scope"],
    "show --format json": ["show", *EVERY_CASE, "--format", "json", "--scope"],
}


class Taken(NamedTuple):
    """What a process took: seconds of the processor, megabytes of memory at its peak, megabytes of output."""

    seconds: float
    memory: float
    output: float


def write_scope(path: Path, count: int) -> None:
    """Write a scope with so many workloads of at most ten kinds."""
    kinds = [(pattern, facts) for facts in FACTS for pattern in PATTERNS]
    with path.open("w", encoding="utf-8") as stream:
        stream.write(HEAD)
        for number in range(count):
            pattern, facts = kinds[number % len(kinds)]
            own = f"name: workload {number:04}, account: '{number:012}', pattern: {pattern}, standing: cde"
            stream.write(f"  - {{{own}{facts}}}\n")


def measure(arguments: list[str], folder: Path) -> Taken:
    """Return what a command takes; its output is thrown away once it has been weighed."""
    program, output = Path(sys.executable).with_name("pcimatrix"), folder / "output"
    with output.open("wb") as stream:
        process = subprocess.Popen([program, *arguments], stdout=stream, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code == 0, f"{arguments}: exit code {code}"  # noqa: S101
    return Taken(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, output.stat().st_size / 1e6)


def main() -> int:
    """Measure, and print; return 1 if a limit is broken."""
    broken = False
    chosen = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count in SIZES:
            write_scope(folder / f"{count}.yaml", count)
        for command, arguments in {} if chosen else COMMANDS.items():
            found = {count: measure([*arguments, str(folder / f"{count}.yaml")], folder) for count in SIZES}
            for count, taken in found.items():
                ratio = taken.seconds / found[10].seconds
                broken |= taken.memory > MEGABYTES or (count == MANY and ratio > TIMES_OF_TEN)
                print(
                    f"{command:<22} {count:>5} workloads  {taken.seconds:>6.2f} s  {ratio:>5.2f} x ten  "
                    f"{taken.memory:>4.0f} MB  {taken.memory / found[10].memory:>5.2f} x ten"
                )
        largest = folder / f"{SIZES[-1]}.yaml"
        others = {f"render --format {each}": ["render", "--format", each] for each in format_names("summaries")}
        for command, arguments in (OTHERS | {each: [*done, "--scope"] for each, done in others.items()}).items():
            if chosen and not any(command.endswith(f" {each}") for each in chosen):
                continue
            taken = measure([*arguments, str(largest)], folder)
            broken |= taken.memory > MEGABYTES
            written = f"{taken.output:>6.2f} MB written"
            print(f"{command:<32} {taken.seconds:>6.2f} s  {taken.memory:>4.0f} MB  {written}", flush=True)
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
