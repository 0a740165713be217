"""The example application as a value that its formats write, and its account-data flow as DOT text."""

from collections.abc import Callable
from typing import NamedTuple

from pcimatrix.catalogue.example import Account, Architecture, Component, Flow, Party, UseCase, flows
from pcimatrix.reports.escaping import dot_string


class View(NamedTuple):
    """What a format writes: the architecture, the one use case that was asked for, and what lays diagrams out.

    `only` is None if the whole is shown. `layout` makes SVG text of DOT text; only `svg` calls it.
    """

    architecture: Architecture
    only: UseCase | None
    layout: Callable[[str], str]

    @property
    def use_cases(self) -> tuple[UseCase, ...]:
        """The use cases that are shown."""
        return self.architecture.use_cases if self.only is None else (self.only,)

    @property
    def flows(self) -> tuple[Flow, ...]:
        """The moves of account data in the use cases that are shown."""
        return flows(self.use_cases)

    @property
    def heading(self) -> str:
        """What a diagram shows, in one line."""
        cases = " and ".join(f"use case {case.id}" for case in self.use_cases)
        return f"{self.architecture.title}: account data in {cases}"


class Diagram(NamedTuple):
    """The nodes and edges of an account-data flow: only what account data reaches is in it."""

    parties: tuple[Party, ...]
    accounts: tuple[tuple[Account, tuple[Component, ...]], ...]
    flows: tuple[Flow, ...]


NO_FLOW = "No account data flows here"
"""What a diagram without an edge says."""


def diagram(view: View) -> Diagram:
    """Return the account-data flow of a view: the parties and, account by account, the components on it."""
    moves = view.flows
    ends = {end for flow in moves for end in (flow.start, flow.to)}
    architecture = view.architecture
    parts = tuple(
        (account, tuple(each for each in architecture.components if each.account == account.id and each.id in ends))
        for account in architecture.accounts
    )
    return Diagram(
        parties=tuple(each for each in architecture.parties if each.id in ends),
        accounts=tuple((account, components) for account, components in parts if components),
        flows=moves,
    )


def stores_data(view: View, component: Component) -> bool:
    """Tell whether a component is one of the stores of account data."""
    return component.id in {store.id for store in view.architecture.stores}


def dot_text(view: View) -> str:
    """Return the account-data flow as text for Graphviz; every label is quoted, none can become markup."""
    drawn = diagram(view)
    names = view.architecture.names()
    lines = [
        "digraph {",
        f"  graph [label={dot_string(view.heading)}, labelloc=t, rankdir=LR, fontname=Helvetica];",
        "  node [shape=box, fontname=Helvetica];",
        "  edge [fontname=Helvetica, fontsize=11];",
    ]
    for party in drawn.parties:
        extra = ", shape=ellipse" if party.kind == "person" else ", style=dashed"
        lines.append(f"  {dot_string(party.id)} [label={dot_string(party.title)}{extra}];")
    for account, components in drawn.accounts:
        lines += [f"  subgraph {dot_string('cluster_' + account.id)} {{", f"    label={dot_string(account.title)};"]
        for each in components:
            shape = ", shape=cylinder" if stores_data(view, each) else ""
            lines.append(f"    {dot_string(each.id)} [label={dot_string(each.title, names[each.service])}{shape}];")
        lines.append("  }")
    if not drawn.flows:
        lines.append(f"  {dot_string('none')} [label={dot_string(NO_FLOW)}, shape=plain];")
    lines += [
        f"  {dot_string(flow.start)} -> {dot_string(flow.to)} [label={dot_string(', '.join(flow.steps))}];"
        for flow in drawn.flows
    ]
    return "\n".join([*lines, "}"]) + "\n"
