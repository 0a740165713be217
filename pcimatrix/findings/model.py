"""Findings of a command in files, each with its place: the input of every format of findings."""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from pcimatrix.errors import EXIT_FINDINGS, EXIT_INVALID
from pcimatrix.ownership.check import CheckResult

INPUT_ERROR = "input_error"
"""The code of a finding that a file cannot be read as what it should be."""
PUBLISHED_TOTALS = "published_totals"
"""The code of a finding that a row's totals are not those of the published table."""
EXPECTED_TOTALS = "expected_totals"
"""The code of a finding that a scope's total is not the one that its file expects."""
EXPECTED_OWNERS = "expected_owners"
"""The code of a finding that a test case's owner in a scope is not the one that its file records."""


Level: TypeAlias = Literal["error", "warning"]
"""How grave a finding is."""


class Finding(NamedTuple):
    """One finding: its code, the row, test case or owner it is about, what it says, and where.

    `message` is one line of plain text. `line` and `column` count from 1; they are 0 where there is no place, e.g.
    where there is no such file. A warning is to be looked at, and fails no check unless that is strict.
    """

    code: str
    subject: str
    message: str
    file: str
    line: int
    column: int
    cases: tuple[str, ...] = ()
    level: Level = "error"

    @property
    def place(self) -> str:
        """`file:line:column`, or the file alone where there is no place in it."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class Criterion(NamedTuple):
    """One thing that a file is examined for: a rule, or the total of a row.

    Its findings are those of its code and, if it has one, its subject. `group` gathers criteria of
    a kind; `name` is for people, `meaning` says what the code stands for.
    """

    code: str
    group: str
    name: str
    meaning: str
    subject: str | None = None


class Examined(NamedTuple):
    """One file: what it was examined for, what was found, and what is said before and after that (may be empty).

    `test_cases` is how many it has, None if it could not be read.
    """

    file: str
    criteria: tuple[Criterion, ...]
    findings: tuple[Finding, ...]
    test_cases: int | None = None
    opening: str = ""
    verdict: str = ""

    def found(self, criterion: Criterion) -> list[Finding]:
        """Return the findings by a criterion; none where it is met."""
        return [
            each for each in self.findings if each.code == criterion.code and criterion.subject in {None, each.subject}
        ]


class Maker(NamedTuple):
    """What a report says of the program: its version, the address of its repository, and when it ran (RFC 3339, UTC).

    All are empty if they are not known; without SOURCE_DATE_EPOCH there is no time, so that two runs give the same.
    """

    version: str = ""
    home: str = ""
    time: str = ""


class Report(NamedTuple):
    """What a command found in its files; `result` has the rows where it compared with the published table.

    In a `strict` report, warnings fail as errors do.
    `paths` are the names of files as code hosts know them, where these are not the names that were given. `maker` is
    what is said of the program.
    """

    command: str
    files: tuple[Examined, ...]
    result: CheckResult | None = None
    paths: Mapping[str, str] = MappingProxyType({})
    strict: bool = False
    maker: Maker = Maker()

    def path(self, finding: Finding) -> str:
        """Return the name of a finding's file as code hosts compare it with theirs: with no `./` before it."""
        return self.paths.get(finding.file) or PurePosixPath(finding.file).as_posix()

    @property
    def fingerprints(self) -> tuple[str, ...]:
        """What tells each finding from the others, in their order, and stays when lines move.

        It follows from the finding's code, its subject and its file's name; alike findings are counted.
        """
        seen: Counter[tuple[str, ...]] = Counter()
        found = []
        for each in self.findings:
            key = (each.code, each.subject, self.path(each))
            found.append(sha256("\0".join((*key, str(seen[key]))).encode()).hexdigest())
            seen[key] += 1
        return tuple(found)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all files, in their order."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def exit_code(self) -> int:
        """2 where a file could not be read as what it should be, else 1 where anything failed, else 0."""
        codes = {finding.code for finding in self.findings if self.strict or finding.level == "error"}
        return EXIT_INVALID if INPUT_ERROR in codes else EXIT_FINDINGS if codes else 0

    @property
    def ok(self) -> bool:
        """Whether nothing failed; warnings fail only where the report is strict."""
        return self.exit_code == 0

    def without_warnings(self) -> "Report":
        """Return the report with errors alone; its exit code can differ."""
        files = (
            each._replace(findings=tuple(one for one in each.findings if one.level == "error")) for each in self.files
        )
        return self._replace(files=tuple(files))

    @property
    def meanings(self) -> dict[str, str]:
        """What each code of the criteria stands for, in their order."""
        return {code: criterion.meaning for code, criterion in self.criteria.items()}

    @property
    def criteria(self) -> dict[str, Criterion]:
        """The criteria by their code, in their order; of several with the same code the first."""
        found: dict[str, Criterion] = {}
        for file in self.files:
            for criterion in file.criteria:
                found.setdefault(criterion.code, criterion)
        return found
