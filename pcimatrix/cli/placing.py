"""The names of files as code hosts know them: relative to the working directory, the repository's root in CI."""

import os
import re
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pcimatrix.findings.model import Report

_ADDRESS = re.compile(r"https://[\w.-]+(?:/[\w.-]+)+", re.ASCII)
"""An address that can stand in a report: nothing in it has to be escaped."""


def placed(report: "Report") -> "Report":
    """Return a report that knows the names which code hosts give its files, and the program that made it.

    The address of the program's repository is what `PCIMATRIX_HOME` says: the action sets it. See `Report.path`.
    """
    from importlib.metadata import version

    from pcimatrix.cli.clock import epoch_moment
    from pcimatrix.findings.model import Maker

    home = os.environ.get("PCIMATRIX_HOME", "")
    maker = Maker(version("pcimatrix"), home if _ADDRESS.fullmatch(home) else "", epoch_moment() or "")
    return report._replace(paths={each.file: path_of(each.file) for each in report.findings}, maker=maker)


def path_of(file: str) -> str:
    """Return a file's name relative to the working directory if the file is below it, else its absolute name.

    There are no `.` and `..` in it. The file itself is not followed if it is a link, since the link is what is named.
    """
    try:
        here = Path.cwd()
        whole = Path(normpath(here / file))
        for name in (whole, whole.parent.resolve() / whole.name):
            if name.is_relative_to(here):
                return name.relative_to(here).as_posix()
    except (OSError, ValueError, RuntimeError):  # there is no such directory any more, or no such name
        return file
    return whole.as_posix()
