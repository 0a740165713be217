"""Options that choose test cases by time: future-dated, superseded, new, of a milestone, recurring."""

from typing import Annotated, TypeAlias

import typer

FutureDated: TypeAlias = Annotated[
    bool,
    typer.Option("--future-dated", help="Only what v4.0 had as a best practice until a later day, or a part of it."),
]
SupersededOnly: TypeAlias = Annotated[
    bool, typer.Option("--superseded", help="Only what another requirement replaces from a day on.")
]
NewOnly: TypeAlias = Annotated[bool, typer.Option("--new", help="Only what came with v4.0 and was required at once.")]
MilestoneNumber: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--milestone", metavar="N", min=1, max=6, help="Only this milestone of the PCI SSC's Prioritized Approach."
    ),
]
Recurring: TypeAlias = Annotated[
    bool, typer.Option("--recurring", help="Only duties that are due again and again, with how often.")
]
