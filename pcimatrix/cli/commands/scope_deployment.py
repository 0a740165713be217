"""`pcimatrix scope draft`, `drift` and `accept`: a scope from what is deployed, and what a change moves in it."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import typer

from pcimatrix.cli.options import CatalogueFile, OutputFile, choice
from pcimatrix.cli.output import emit, heard_or_not, note, write_file
from pcimatrix.cli.placing import placed
from pcimatrix.errors import EXIT_FINDINGS, EXIT_INVALID, InputError, OutputError
from pcimatrix.text import one_line, pluralize

if TYPE_CHECKING:
    from pcimatrix.deployment.drift import Drift
    from pcimatrix.deployment.grouping import Group
    from pcimatrix.deployment.inventory import Inventory
    from pcimatrix.deployment.proposals import Proposal
    from pcimatrix.deployment.resource_types import ResourceTypes
    from pcimatrix.scope.model import LoadedScope

_OF_DRIFT = ("text", "markdown", "json")
FORMATS = (*_OF_DRIFT, "github", "sarif", "gitlab")
"""The formats of `scope drift`: its own, and those of findings that show places in the scope file."""


def _check_grouping(given: str) -> str:
    from pcimatrix.deployment.grouping import GROUPINGS, is_grouping

    if not is_grouping(given):
        raise typer.BadParameter(f"{given!r} is not one of: {', '.join(GROUPINGS)}, tag:NAME")
    return given


Sources: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE...",
        help="Plans or states as JSON, CloudFormation or SAM templates, CDK's output folder, or exports of AWS Config "
        "or Resource Explorer.",
    ),
]
ScopeArgument: TypeAlias = Annotated[str, typer.Argument(metavar="SCOPE", help="The scope file.")]
GroupBy: TypeAlias = Annotated[
    str,
    typer.Option(
        "--group-by",
        metavar="account|stack|module|tag:NAME",
        help="What makes a workload within an account: a stack or root module, a first-level module, or a tag's value.",
        callback=_check_grouping,
    ),
]


class Read(NamedTuple):
    """What was read of sources, and what it proposes."""

    inventory: "Inventory"
    groups: "list[Group]"
    proposals: "list[Proposal]"
    types: "ResourceTypes"


def read(sources: list[str], group_by: str) -> Read:
    """Read sources. Raises `InputError`."""
    from pcimatrix.deployment.grouping import groups
    from pcimatrix.deployment.proposals import proposals
    from pcimatrix.deployment.reading import read_sources
    from pcimatrix.deployment.resource_types import shipped_types

    types = shipped_types()
    inventory = read_sources(sources, types)
    grouped = groups(inventory, types, group_by)
    return Read(inventory, grouped, proposals(grouped, types), types)


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
    error what was read, what decided each workload, and what was ignored. Never calls AWS, and keeps no values.

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


def drift(
    scope: ScopeArgument,
    sources: Sources,
    *,
    format_: Annotated[str, choice(FORMATS, "--format -f", "The output's format.")] = "text",
    output: OutputFile = None,
    group_by: GroupBy = "stack",
    catalogue: CatalogueFile = None,
) -> None:
    """Compare a scope with what is deployed, or with what a plan will make.

    New workloads and services, patterns that change, what is gone, and services outside AWS's AOC; for each, which test
    cases change hands and why, the totals before and after, and the resources that cause it. What exists after the
    change counts. Markdown is made to be a pull request's comment.

    Exit code 0 if nothing moves, 1 if something does, 2 if a file cannot be read (a finding in github, sarif and
    gitlab).

    \b
    Examples:
      pcimatrix scope drift scope.yaml plan.json
      pcimatrix scope drift scope.yaml plan.json --format markdown --output comment.md
    """
    from pcimatrix.findings.from_deployment import deployed
    from pcimatrix.findings.from_inputs import unreadable
    from pcimatrix.findings.model import Report
    from pcimatrix.reports import writer

    try:
        own, found, _ = _drift(scope, sources, group_by, catalogue)
    except InputError as error:
        if format_ in _OF_DRIFT:
            raise
        code, text = EXIT_INVALID, writer("findings", format_)(placed(Report("scope drift", (unreadable(error),))))
    else:
        code = 0 if found.ok else EXIT_FINDINGS
        if format_ in _OF_DRIFT:
            text = writer("drift", format_)(found)
        else:
            text = writer("findings", format_)(placed(deployed(found, own.document)))
    with heard_or_not():
        emit(text, output)
    if code:
        raise typer.Exit(code)


def _drift(scope: str, sources: list[str], group_by: str, catalogue: str | None) -> "tuple[LoadedScope, Drift, Read]":
    from pcimatrix.catalogue.loader import load, shipped_facts
    from pcimatrix.deployment.drift import drift as drifted
    from pcimatrix.deployment.matching import matches
    from pcimatrix.scope.model import load_scope

    loaded, facts = load(catalogue), shipped_facts()
    own = load_scope(scope, loaded.catalogue, loaded.patterns, facts)
    read_ = read(sources, group_by)
    found = matches(own.scope.workloads, read_.proposals, read_.groups)
    moved = drifted(own.scope, found, loaded, facts, read_.types)
    return own, moved._replace(file=own.document.source), read_


def accept(
    scope: ScopeArgument,
    sources: Sources,
    *,
    group_by: GroupBy = "stack",
    standing: Annotated[
        str | None,
        choice(
            ("cde", "connected", "out_of_scope"),
            "--standing",
            "How new workloads stand to the CDE. Without it, scope edit asks.",
        ),
    ] = None,
    catalogue: CatalogueFile = None,
) -> None:
    """Take what is deployed over into a scope file.

    Writes what `scope drift` shows: patterns and services change, new workloads are added, and what is gone is removed.
    Comments stay. If what is new leaves open questions, the file is a draft until `scope edit` has asked them.

    \b
    Examples:
      pcimatrix scope accept scope.yaml plan.json --standing connected
    """
    from pcimatrix.catalogue.loader import load, shipped_facts
    from pcimatrix.deployment.acceptance import accepted_values
    from pcimatrix.reports.content.drift import line, verdict
    from pcimatrix.scope.expected import expectation
    from pcimatrix.scope.model import Standing, draft_of, scope_of
    from pcimatrix.scope.resolve import resolve
    from pcimatrix.scope.writer import with_items
    from pcimatrix.yamlio.parser import parse_yaml

    if standing == Standing.OUT_OF_SCOPE:
        raise typer.BadParameter("a workload out of scope needs a reason; use scope edit", param_hint="--standing")
    own, found, read_ = _drift(scope, sources, group_by, catalogue)
    loaded, facts = load(catalogue), shipped_facts()
    values = accepted_values(own.document.values, found, read_.types, Standing(standing) if standing else None)
    edited = with_items(own.document, "workloads", values, by="name")
    document = parse_yaml(own.document.encoded(edited.text), own.document.source)
    after = draft_of(document, loaded.catalogue, loaded.patterns, facts)
    if "expected" in values and "questions" not in values:
        now = resolve(loaded.catalogue, loaded.patterns, facts, after.scope)
        edited = with_items(own.document, "workloads", {**values, "expected": expectation(now)}, by="name")
        scope_of(
            parse_yaml(own.document.encoded(edited.text), own.document.source), loaded.catalogue, loaded.patterns, facts
        )
    name = own.document.source
    if edited.text == own.document.text:
        note(f"no changes; {name} is as it was")
        return
    write_file(scope, own.document.encoded(edited.text))
    note(f"{name}: {verdict(found)}")
    for change in found.changes:
        note(line(change))
    for key in edited.lost:
        note(f"{name}: removed the comments in {key}")
    if "questions" in values:
        asked = pluralize(len(values["questions"]), "open question")
        note(f"{asked}; answer with pcimatrix scope edit {name}")
