"""Sources of what is deployed, as the commands on them are given them."""

from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import typer

if TYPE_CHECKING:
    from pcimatrix.deployment.drift import Drift
    from pcimatrix.deployment.grouping import Group
    from pcimatrix.deployment.inventory import Inventory
    from pcimatrix.deployment.proposals import Proposal
    from pcimatrix.deployment.resource_types import ResourceTypes
    from pcimatrix.scope.model import LoadedScope


def _check_grouping(given: str) -> str:
    from pcimatrix.deployment.grouping import GROUPINGS, is_grouping

    if not is_grouping(given):
        raise typer.BadParameter(f"{given!r} is not one of: {', '.join(GROUPINGS)}, tag:NAME")
    return given


Sources: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="SOURCE",
        help="Plans or states as JSON, CloudFormation or SAM templates, CDK's output folder, or exports of AWS Config "
        "or Resource Explorer; - is standard input.",
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


def drifted(scope: str, sources: list[str], group_by: str, catalogue: str | None) -> "tuple[LoadedScope, Drift, Read]":
    """Return a scope, its drift from what is deployed, and what was read. Raises `InputError`."""
    from pcimatrix.catalogue.loader import load, shipped_facts
    from pcimatrix.deployment.drift import drift
    from pcimatrix.deployment.matching import matches
    from pcimatrix.scope.model import load_scope

    loaded, facts = load(catalogue), shipped_facts()
    own = load_scope(scope, loaded.catalogue, loaded.patterns, facts)
    read_ = read(sources, group_by)
    whole = read_.inventory.whole
    found = matches(own.scope.workloads, read_.proposals, read_.groups, whole=whole)
    moved = drift(own.scope, found, loaded, facts, read_.types, whole=whole)
    said = tuple(f"{source.file}: {note}" for source in read_.inventory.sources for note in source.notes)
    return own, moved._replace(file=own.document.source, notes=(*moved.notes, *said)), read_
