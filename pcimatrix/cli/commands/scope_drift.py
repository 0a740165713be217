"""`pcimatrix scope drift` and `accept`: what a change of what is deployed moves in a scope."""

from typing import Annotated

import typer

from pcimatrix.cli.commands.scope_sources import GroupBy, ScopeArgument, Sources, drifted
from pcimatrix.cli.options import CatalogueFile, OutputFile, choice
from pcimatrix.cli.output import emit, heard_or_not, note, note_comments, write_file
from pcimatrix.cli.placing import placed
from pcimatrix.errors import EXIT_FINDINGS, EXIT_INVALID, InputError, Problem
from pcimatrix.text import pluralize

_OF_DRIFT = ("text", "markdown", "json")
FORMATS = (*_OF_DRIFT, "github", "sarif", "gitlab")
"""The formats of `scope drift`: its own, and those of findings that show places in the scope file."""


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
        own, found, _ = drifted(scope, sources, group_by, catalogue)
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
    from pcimatrix.scope.writer import edited_text
    from pcimatrix.yamlio.parser import parse_yaml

    if standing == Standing.OUT_OF_SCOPE:
        raise typer.BadParameter("a workload out of scope needs a reason; use scope edit", param_hint="--standing")
    own, found, read_ = drifted(scope, sources, group_by, catalogue)
    loaded, facts = load(catalogue), shipped_facts()
    values = accepted_values(own.document.values, found, read_.types, Standing(standing) if standing else None)
    if not values["workloads"]:
        none_left = "nothing of any workload is left after the change, and a scope needs one"
        raise InputError([Problem(own.document.source, 0, 0, none_left, "remove the file, or leave it as it is")])
    edited = edited_text(own.document, values)
    document = parse_yaml(own.document.encoded(edited.text), own.document.source)
    after = draft_of(document, loaded.catalogue, loaded.patterns, facts)
    if "expected" in values and "questions" not in values:
        now = resolve(loaded.catalogue, loaded.patterns, facts, after.scope)
        edited = edited_text(own.document, {**values, "expected": expectation(now)})
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
    note_comments(name, edited.lost)
    if "questions" in values:
        asked = pluralize(len(values["questions"]), "open question")
        note(f"{asked}; answer with pcimatrix scope edit {name}")
