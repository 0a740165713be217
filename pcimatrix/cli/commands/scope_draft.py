"""`pcimatrix scope draft`: a scope from what is deployed."""

import os
from pathlib import Path
from typing import Annotated

import typer

from pcimatrix.cli.commands.scope_sources import GroupBy, Sources, read
from pcimatrix.cli.options import OutputFile
from pcimatrix.cli.output import emit, note
from pcimatrix.errors import OutputError
from pcimatrix.text import one_line, pluralize


def draft(
    sources: Sources,
    *,
    group_by: GroupBy = "stack",
    output: OutputFile = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing scope file.")] = False,
) -> None:
    """Draft a scope from infrastructure code.

    Reads what is deployed, or what a plan will make, and writes the workloads that it finds: their accounts, services
    and patterns. What code cannot say is not guessed: it is an open question, which `scope edit` asks. Says on standard
    error what was read, what decided each workload, and what was ignored. Never calls AWS, and keeps no value but
    those that decide a pattern.

    \b
    Examples:
      terraform show -json plan.out > plan.json
      pcimatrix scope draft plan.json --output scope.yaml
      pcimatrix scope draft cdk.out --group-by account
    """
    from pcimatrix.deployment.draft import draft_values
    from pcimatrix.deployment.hints import hinted
    from pcimatrix.deployment.inventory import refuse
    from pcimatrix.reports.content.deployment import reading_lines
    from pcimatrix.scope.writer import draft_text

    if output and Path(output).is_dir():
        raise OutputError(f"{one_line(output)}: this is a directory; name a file in it")
    if output and output != "-" and os.path.lexists(output) and not force and not Path(output).is_char_device():
        raise OutputError(f"{one_line(output)}: the file exists; use --force to overwrite it")
    found = read(sources, group_by)
    if not found.proposals:
        raise refuse(sources[0], "nothing in it makes a workload after the change", "name what deploys your systems")
    values = draft_values(found.proposals, hinted(found.groups, found.types), found.types)
    for line in reading_lines(found.inventory, found.groups, found.proposals, found.types):
        note(line)
    emit(draft_text(values), output)
    file = output if output and output != "-" else "scope.yaml"
    asked = pluralize(len(values["questions"]), "open question")
    note(f"{asked}; answer with pcimatrix scope edit {one_line(file)}")
