"""`pcimatrix scope`: an entity's own scope file."""

import os
import shlex
import sys
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from pcimatrix.cli.app import command_app
from pcimatrix.cli.clock import today
from pcimatrix.cli.commands.scope_check import check
from pcimatrix.cli.commands.scope_draft import draft
from pcimatrix.cli.commands.scope_drift import accept, drift
from pcimatrix.cli.commands.scope_from_xlsx import from_xlsx
from pcimatrix.cli.commands.scope_saq import saq
from pcimatrix.cli.commands.scope_set import set_
from pcimatrix.cli.options import CatalogueFile
from pcimatrix.cli.output import check_regular
from pcimatrix.errors import OutputError
from pcimatrix.text import one_line

app = command_app()

AnswersFile: TypeAlias = Annotated[
    str | None,
    typer.Option("--answers", metavar="FILE", help="Take the answers from this YAML file, and ask nothing."),
]


@app.callback()
def scope() -> None:
    """Create, edit and check your own scope; draft it from code.

    It names workloads, facts, third parties and decisions.

    `scope new` asks for it in plain words, `scope edit` goes through it again. `scope set` changes single values, or
    shows what they would change. `scope draft` makes one from
    infrastructure code, `scope drift` says what a change of that code moves, `scope accept` takes the change over.

    \b
    Examples:
      pcimatrix scope check scope.yaml
      pcimatrix scope drift scope.yaml plan.json
    """


@app.command()
def new(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The scope file to write.")] = "scope.yaml",
    *,
    answers: AnswersFile = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing scope file.")] = False,
    catalogue: CatalogueFile = None,
) -> None:
    """Ask about your environment, and write its scope file.

    After each answer you see which test cases moved, from whom to whom. If you do not know an answer, leave it empty:
    it stays an assumption. At every question: back, stop, ? (explain more) and list. Each answer is saved beside the
    scope file (scope.answers.yaml), so a stopped session (by stop or Ctrl-C) resumes there.

    With --answers, or with answers piped in, one per line, nobody is asked. An answers file is a YAML mapping of
    question ids (shown by ?) to answers, as a stopped session saves it:

    \b
      workloads.1.name: payments
      workloads.1.standing: cde          # cde, connected, out_of_scope
      workloads.1.pattern: abstracted
      workloads.1.account: production
      workloads.1.services: [AWS Lambda, Amazon DynamoDB]
      poi_devices: no                    # a fact; omit it if unknown
      third_parties.1.name: Example Identity
      third_parties.1.owns: ["8.3.6"]
      assessment: merchant               # merchant, service_provider
      entity: Example Ltd
      date: 2026-01-31

    \b
    Examples:
      pcimatrix scope new
      pcimatrix scope new shop.yaml --answers answers.yaml
    """
    from pcimatrix.catalogue.loader import load
    from pcimatrix.cli.session.hold import hold
    from pcimatrix.session.impact import ground
    from pcimatrix.session.start import Session

    path = Path(file)
    if not path.name or not path.parent.is_dir():
        raise OutputError(f"{one_line(file) or 'an empty name'}: cannot create the file: no such directory")
    if os.path.lexists(file) and not force:
        raise OutputError(
            f"{one_line(file)}: the file exists; change it with pcimatrix scope edit, or use --force to overwrite it"
        )
    check_regular(file)
    loaded = load(catalogue)
    session = Session(ground(loaded), today=_day_to_offer())
    command = f"pcimatrix scope new {_quoted(file)}{' --force' if force else ''}"
    hold(session, file, command, given=answers, force=force)


@app.command()
def edit(
    file: Annotated[str, typer.Argument(metavar="FILE", help="The scope file.")],
    *,
    only: Annotated[
        str | None,
        typer.Option("--only", metavar="PART", help="Ask only about workloads, facts, third_parties or details."),
    ] = None,
    answers: AnswersFile = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Go through the questions again; Enter keeps the current answer.

    With --only, you go to what is meant: workloads, facts, third_parties, or details (assessment, company, version,
    date, who confirms).

    A - removes an answer; with a workload's or third party's name, it removes all of it. Anything not asked for
    (decisions, approaches, a workload's own facts) stays. All that does not change stays byte for byte, with its
    comments. The edited scope's totals become the expected ones. In an answers file, null means the same as a typed -.

    \b
    Examples:
      pcimatrix scope edit scope.yaml
      pcimatrix scope edit scope.yaml --only facts
    """
    from pcimatrix.catalogue.loader import load, shipped_facts
    from pcimatrix.cli.session.hold import hold
    from pcimatrix.scope.model import load_draft
    from pcimatrix.session.given_facts import renewed
    from pcimatrix.session.impact import ground
    from pcimatrix.session.start import Session

    part = _part(only)
    check_regular(file)
    loaded = load(catalogue)
    facts = shipped_facts()
    old = load_draft(file, loaded.catalogue, loaded.patterns, facts)
    session = Session(ground(loaded), renewed(old.document.values, facts), only=part, attested=old.scope.attested)
    command = f"pcimatrix scope edit {_quoted(file)}{f' --only {part}' if part else ''}"
    hold(session, file, command, given=answers, old=old)


def _part(only: str | None) -> str | None:
    """Return the part of a session that is meant, by its first letters. Raises `typer.BadParameter`."""
    from pcimatrix.session.wording import PARTS

    if only is None:
        return None
    meant = [part for part in PARTS if only and part.startswith(only.casefold().replace("-", "_"))]
    if len(meant) == 1:
        return meant[0]
    if only in {"decisions", "approaches", "reading"}:
        raise typer.BadParameter(f"a session does not ask about {only}: use pcimatrix scope set", param_hint="--only")
    raise typer.BadParameter(f"{one_line(only)!r} is no part; choose from: {', '.join(PARTS)}", param_hint="--only")


def _day_to_offer() -> str | None:
    """Return the day to offer to a person; answers from elsewhere have to say theirs."""
    return today() if sys.stdin is not None and sys.stdin.isatty() else None


def _quoted(file: str) -> str:
    return shlex.quote(one_line(file))


app.command("set")(set_)
app.command()(draft)
app.command()(drift)
app.command()(accept)
app.command("from-xlsx")(from_xlsx)
app.command()(saq)
app.command()(check)
