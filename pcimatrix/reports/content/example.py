"""The post's example application as a view: accounts, parties, use cases, and where account data flows and stays."""

from collections.abc import Collection, Iterator

from pcimatrix.catalogue.example import Architecture, Step, UseCase, flows
from pcimatrix.reports.content.view import Hung, Section, View
from pcimatrix.reports.pictures.model import NO_FLOW, Edge, Lane, Node, Picture, Shape
from pcimatrix.text import one_line

_SHAPES = {"person": Shape.PERSON, "third_party": Shape.PARTY}
_OURS = "Our judgement"


def example_view(architecture: Architecture, only: UseCase | None = None) -> View:
    """Return the view of the whole example, or of one use case: its steps and its flows."""
    use_cases = architecture.use_cases if only is None else (only,)
    steps = tuple(_use_case(case, architecture) for case in use_cases)
    around = (_accounts(architecture), _parties(architecture)) if only is None else ()
    after = (_stores(architecture), _governance(architecture)) if only is None else ()
    picture = example_picture(architecture, use_cases)
    return View(one_line(architecture.title), (*around, *steps), _flows(picture), picture, after)


def example_picture(architecture: Architecture, use_cases: tuple[UseCase, ...]) -> Picture:
    """Return the account-data flow of use cases: only what account data reaches is in it."""
    moves = flows(use_cases)
    ends = {end for flow in moves for end in (flow.start, flow.to)}
    outside = tuple(
        Node(each.id, each.title, "", _SHAPES[each.kind]) for each in architecture.parties if each.id in ends
    )
    lanes = (Lane("outside", "Outside the accounts", outside, framed=False), *_account_lanes(architecture, ends))
    cases = " and ".join(f"use case {case.id}" for case in use_cases)
    return Picture(
        f"{architecture.title}: account data in {cases}",
        tuple(lane for lane in lanes if lane.nodes),
        tuple(Edge(flow.start, flow.to, ", ".join(flow.steps)) for flow in moves),
    )


def _account_lanes(architecture: Architecture, ends: Collection[str]) -> Iterator[Lane]:
    """Yield a lane for each account, with those of its components that are ends of flows."""
    names = architecture.names()
    stores = {store.id for store in architecture.stores}
    for account in architecture.accounts:
        parts = tuple(
            Node(each.id, each.title, names[each.service], Shape.STORE if each.id in stores else Shape.PART)
            for each in architecture.components
            if each.account == account.id and each.id in ends
        )
        yield Lane(account.id, account.title, parts)


def _accounts(architecture: Architecture) -> Section:
    found: list[Hung] = []
    for each in architecture.accounts:
        found += [Hung(f"{each.title}: {each.says}", 2), *_ours(each.judgement, 4)]
    rows = tuple((each.title, each.says, each.judgement or "") for each in architecture.accounts)
    return Section("Accounts", tuple(found), ("Account", "The post says", _OURS), rows)


def _parties(architecture: Architecture) -> Section:
    found: list[Hung] = []
    for each in architecture.parties:
        kind = " (third party)" if each.kind == "third_party" else ""
        found += [Hung(f"{each.title}{kind}: {each.says}", 2), *_ours(each.judgement, 4)]
    rows = tuple(
        (each.title, each.kind.replace("_", " "), each.says, each.judgement or "") for each in architecture.parties
    )
    return Section("Outside the accounts", tuple(found), ("Who", "Kind", "The post says", _OURS), rows)


def _use_case(case: UseCase, architecture: Architecture) -> Section:
    names = architecture.names()
    found: list[Hung] = []
    rows = []
    for step in case.steps:
        services = ", ".join(names[each] for each in step.services)
        mark = "  [account data]" if step.account_data else ""
        found += [
            Hung(f"{step.number:>2}. {_route(step, architecture)}{mark}", 2, 6),
            Hung(step.happens, 6),
            Hung(f"Services: {services}", 6),
            *_ours(step.judgement, 6),
        ]
        data = "yes" if step.account_data else "no"
        rows.append((str(step.number), _route(step, architecture), services, step.happens, data, step.judgement or ""))
    headings = ("Step", "From and to", "Services", "What happens", "Account data", _OURS)
    return Section(f"Use case {case.id}: {case.title}", tuple(found), headings, tuple(rows))


def _route(step: Step, architecture: Architecture) -> str:
    """Return the titles of a step's ends in order, with arrows between them."""
    titles = architecture.titles()
    return " -> ".join(titles[end] for end in step.path())


def _flows(picture: Picture) -> Section:
    titles = {node.id: node.title for node in picture.nodes}
    found = [Hung(f"{titles[edge.start]} -> {titles[edge.to]} ({edge.label})", 2) for edge in picture.edges]
    return Section("Where account data flows (in steps)", tuple(found or [Hung(NO_FLOW, 2)]))


def _stores(architecture: Architecture) -> Section:
    names = architecture.names()
    found: list[Hung] = []
    rows = []
    for store in architecture.stores:
        service = names[store.service]
        found.append(Hung(f"{store.title} ({service}; {store.holds.value})", 2))
        if store.says:
            found.append(Hung(f"The post: {store.says}", 4))
        found += [*_ours(store.judgement, 4), Hung(f"The customer must: {store.customer_must}", 4)]
        said = (store.says or "", store.judgement or "", store.customer_must)
        rows.append((store.title, service, store.holds.value, *said))
    headings = ("Store", "Service", "Known", "The post says", _OURS, "The customer must")
    return Section("Where account data stays", tuple(found), headings, tuple(rows))


def _governance(architecture: Architecture) -> Section:
    names = architecture.names()
    found: list[Hung] = []
    for watcher in architecture.governance:
        found += [Hung(f"{names[watcher.service]}: {watcher.watches}", 2), *_ours(watcher.judgement, 4)]
    rows = tuple((names[each.service], each.watches, each.judgement or "") for each in architecture.governance)
    title = "What watches it (label 25 of the post's figure)"
    return Section(title, tuple(found), ("Service", "Watches", _OURS), rows)


def _ours(judgement: str | None, indent: int) -> Iterator[Hung]:
    if judgement:
        yield Hung(f"{_OURS}: {judgement}", indent)
