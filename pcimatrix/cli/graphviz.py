"""Graphviz at the edge: its program `dot` lays out diagrams."""

import shutil
import subprocess

from pcimatrix.errors import PcimatrixError

_SECONDS = 60


def svg(dot: str) -> str:
    """Return SVG text for DOT text. Raises `PcimatrixError` if Graphviz is missing, fails or takes too long."""
    program = shutil.which("dot")
    if program is None:
        raise PcimatrixError(
            "svg: this format needs Graphviz (the program `dot`), which is not installed; run: apt-get install "
            "graphviz, or use --format mermaid"
        )
    try:
        done = subprocess.run(  # noqa: S603 - the program that the user's own PATH names, without a shell
            [program, "-Tsvg"], input=dot.encode(), capture_output=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise PcimatrixError(f"{program}: no diagram after {_SECONDS} seconds") from None
    except OSError as error:
        raise PcimatrixError(f"{program}: could not be started: {error.strerror or error}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or ["no message"]
        raise PcimatrixError(f"{program}: exit code {done.returncode}: {said[0]}")
    return done.stdout.decode(errors="replace")
