"""The example application as plain text: the same bytes whatever the terminal."""

from collections.abc import Iterator
from textwrap import fill

from pcimatrix.catalogue.example import Architecture, Step, UseCase
from pcimatrix.reports.content.diagram import NO_FLOW, View
from pcimatrix.text import one_line

ENDINGS = (".txt",)
"""How the names of its files end; see `endings`."""

_WIDTH = 100


def write(view: View) -> str:
    """Return the example as text: accounts, parties, use cases, flow, stores, governance; or one use case."""
    architecture = view.architecture
    lines = [one_line(architecture.title)]
    if view.only is None:
        lines += _around(architecture)
    for case in view.use_cases:
        lines += ["", *_use_case(case, architecture)]
    lines += ["", *_flows(view)]
    if view.only is None:
        lines += ["", *_stores(architecture), "", *_governance(architecture)]
    return "\n".join(lines) + "\n"


def _around(architecture: Architecture) -> Iterator[str]:
    yield ""
    yield "Accounts"
    for account in architecture.accounts:
        yield _hang(f"{account.title}: {account.says}", 2)
        yield from _ours(account.judgement, 4)
    yield ""
    yield "Outside the accounts"
    for party in architecture.parties:
        kind = " (third party)" if party.kind == "third_party" else ""
        yield _hang(f"{party.title}{kind}: {party.says}", 2)
        yield from _ours(party.judgement, 4)


def _use_case(case: UseCase, architecture: Architecture) -> Iterator[str]:
    yield one_line(f"Use case {case.id}: {case.title}")
    for step in case.steps:
        mark = "  [account data]" if step.account_data else ""
        yield _hang(f"{step.number:>2}. {route(step, architecture)}{mark}", 2, 6)
        yield _hang(step.happens, 6)
        yield _hang(f"Services: {', '.join(architecture.names()[each] for each in step.services)}", 6)
        yield from _ours(step.judgement, 6)


def route(step: Step, architecture: Architecture) -> str:
    """Return the titles of a step's ends in order, with arrows between them."""
    titles = architecture.titles()
    return " -> ".join(titles[end] for end in step.path())


def _flows(view: View) -> Iterator[str]:
    titles = view.architecture.titles()
    yield "Where account data flows (in steps)"
    for flow in view.flows:
        yield _hang(f"{titles[flow.start]} -> {titles[flow.to]} ({', '.join(flow.steps)})", 2)
    if not view.flows:
        yield f"  {NO_FLOW}"


def _stores(architecture: Architecture) -> Iterator[str]:
    yield "Where account data stays"
    for store in architecture.stores:
        yield _hang(f"{store.title} ({architecture.names()[store.service]}; {store.holds.value})", 2)
        if store.says:
            yield _hang(f"The post: {store.says}", 4)
        yield from _ours(store.judgement, 4)
        yield _hang(f"The customer must: {store.customer_must}", 4)


def _governance(architecture: Architecture) -> Iterator[str]:
    yield "What watches it (label 25 of the post's figure)"
    for watcher in architecture.governance:
        yield _hang(f"{architecture.names()[watcher.service]}: {watcher.watches}", 2)
        yield from _ours(watcher.judgement, 4)


def _ours(judgement: str | None, indent: int) -> Iterator[str]:
    if judgement:
        yield _hang(f"Our judgement: {judgement}", indent)


def _hang(text: str, indent: int, further: int | None = None) -> str:
    """Return text in lines of at most 100 characters, those after the first indented further."""
    after = indent + 2 if further is None else further
    return fill(
        one_line(text),
        _WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=" " * after,
        break_on_hyphens=False,
    )
