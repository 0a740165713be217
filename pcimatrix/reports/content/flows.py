"""An entity's own flows of account data: their table, their picture, and the view that `architecture` shows."""

from collections.abc import Iterator, Mapping

from pcimatrix.catalogue.facts import Facts
from pcimatrix.reports.content.view import Hung, Section, View
from pcimatrix.reports.pictures.model import Edge, Lane, Node, Picture, Said, Shape
from pcimatrix.reports.table import Column, Table
from pcimatrix.scope.flows import AccountData, End, Flow
from pcimatrix.scope.model import Scope, Standing, Workload
from pcimatrix.text import one_line

TITLE = "Account data flows (1.2.4, 12.5.2)"
"""What the table of flows is called, in every document."""
FLOW = "flow"
"""The key of the table's first column, by which a document finds where the picture belongs."""
STORED = "stored_account_data"
"""The fact that account data is stored."""

ELEMENTS = {
    AccountData.PAN: "PAN",
    AccountData.CARDHOLDER_NAME: "cardholder name",
    AccountData.EXPIRATION_DATE: "expiration date",
    AccountData.SERVICE_CODE: "service code",
    AccountData.TRACK_DATA: "track data (SAD)",
    AccountData.CARD_VERIFICATION_CODE: "card verification code (SAD)",
    AccountData.PIN: "PIN (SAD)",
}
"""Elements of account data as people read them; SAD is sensitive authentication data."""
ENDS = {
    End.BROWSER: ("Consumers' browsers", Shape.PERSON),
    End.APP: ("Consumers' mobile app", Shape.PERSON),
    End.TERMINAL: ("Payment terminals", Shape.PERSON),
    End.TELEPHONE: ("Telephone", Shape.PERSON),
    End.MAIL: ("Mail and paper", Shape.PERSON),
    End.STAFF: ("Staff", Shape.PERSON),
    End.CUSTOMERS: ("Customers' systems", Shape.PARTY),
    End.ACQUIRER: ("Acquirer", Shape.PARTY),
    End.PAYMENT_BRAND: ("Payment brand", Shape.PARTY),
}
"""The kinds of ends as people read them, and how they are drawn."""
STANDINGS = {
    Standing.CDE: "in the CDE",
    Standing.CONNECTED: "connected to the CDE",
    Standing.OUT_OF_SCOPE: "out of scope",
}
"""How a workload stands to account data, as people read it."""
_KINDS = {Shape.PERSON: "people and devices", Shape.PARTY: "another company"}
_NOT_STATED = "not stated"


def flow_table(scope: Scope) -> Table:
    """Return the table of a scope's flows, each with its number; without rows if it has none."""
    headings = ("Flow", "From", "To", "Over", "Open network", "Account data", "Protected by", "Purpose")
    rows = tuple(_row(scope, number, flow) for number, flow in enumerate(scope.flows, 1))
    columns = tuple(Column(each.lower().replace(" ", "_"), each) for each in headings)
    return Table(columns, rows, None, title=TITLE)


def flow_picture(facts: Facts, scope: Scope) -> Picture | None:
    """Return the picture of a scope's flows: ends in lanes, an arrow for each pair of ends; None without flows."""
    if not scope.flows:
        return None
    ends = dict.fromkeys(end for flow in scope.flows for end in flow.ends)
    ids = {end: str(number) for number, end in enumerate(ends, 1)}
    lanes = (*_outside_lanes(scope, ids), *_account_lanes(facts, scope, ids))
    return Picture(
        f"{scope.entity}: account data flows, {scope.date}",
        tuple(each for each in lanes if each.nodes),
        tuple(_edges(scope, ids)),
    )


def _outside_lanes(scope: Scope, ids: Mapping[str, str]) -> Iterator[Lane]:
    """Yield the lanes of what is outside the accounts: people and devices, and other companies."""
    outside = tuple(Node(number, *_titled(scope, end)) for end, number in ids.items() if _workload(scope, end) is None)
    for title, shape in (("People and devices", Shape.PERSON), ("Other companies", Shape.PARTY)):
        nodes = tuple(node for node in outside if node.shape is shape)
        yield Lane(f"outside_{shape}", title, nodes, framed=False)


def _account_lanes(facts: Facts, scope: Scope, ids: Mapping[str, str]) -> Iterator[Lane]:
    """Yield a lane for each account with workloads that are ends of flows."""
    accounts: dict[str, list[Node]] = {}
    for end, number in ids.items():
        if (workload := _workload(scope, end)) is not None:
            stored = scope.settled(facts, workload).get(STORED)
            stores = stored is not None and stored.answer
            note = STANDINGS[workload.standing] + ("; stores account data" if stores else "")
            node = Node(number, end, note, Shape.STORE if stores else Shape.PART)
            accounts.setdefault(workload.account, []).append(node)
    for at, (name, nodes) in enumerate(accounts.items(), 1):
        yield Lane(str(at), name, tuple(nodes))


def _edges(scope: Scope, ids: Mapping[str, str]) -> Iterator[Edge]:
    """Yield an arrow for each pair of ends, with all flows from the one to the other."""
    pairs: dict[tuple[str, str], list[tuple[int, Flow]]] = {}
    for number, flow in enumerate(scope.flows, 1):
        pairs.setdefault(flow.ends, []).append((number, flow))
    for (start, to), flows in pairs.items():
        yield _edge(ids[start], ids[to], flows)


def flow_view(scope: Scope, picture: Picture) -> View:
    """Return the view of a scope's flows: the ends, and each flow with its picture."""
    table = flow_table(scope)
    paragraphs = [
        Hung(f"{number}. {start} -> {to}: {_what(flow)}", 2, 5)
        for (number, start, to, *_), flow in zip(table.rows, scope.flows, strict=True)
    ]
    found = [(lane, node) for lane in picture.lanes for node in lane.nodes]
    rows = tuple(
        (each.title, each.note or _KINDS[each.shape], lane.title if lane.framed else "") for lane, each in found
    )
    ends = Section(
        "Ends",
        tuple(Hung(f"{title} ({where}): {what}" if where else f"{title}: {what}", 2) for title, what, where in rows),
        ("End", "What it is", "Account"),
        rows,
    )
    flows = Section(TITLE, tuple(paragraphs), tuple(each.heading for each in table.columns), table.rows)
    return View(one_line(f"{scope.entity}: account data flows, {scope.date}"), (ends,), flows, picture)


def _row(scope: Scope, number: int, flow: Flow) -> tuple[str, ...]:
    crosses = {True: "yes", False: "no", None: _NOT_STATED}[flow.crosses_open_network]
    protected = flow.protected or (_NOT_STATED if flow.account_data else "")
    ends = (_titled(scope, end)[0] for end in flow.ends)
    return (str(number), *ends, flow.over, crosses, _elements(flow), protected, flow.purpose or "")


def _elements(flow: Flow) -> str:
    return ", ".join(ELEMENTS[each] for each in flow.account_data) or "none"


def _what(flow: Flow) -> str:
    """Return what a flow is in words: over what, which account data, how protected, and what for."""
    data = f"account data: {_elements(flow)}"
    network = "across an open network" if flow.crosses_open_network else ""
    protected = f"protected by {flow.protected}" if flow.is_protected else "protection not stated"
    said = (flow.over, network, data, protected if flow.account_data else "", flow.purpose)
    return "; ".join(each for each in said if each)


def _edge(start: str, to: str, flows: list[tuple[int, Flow]]) -> Edge:
    says = tuple(Said(str(number), _what(flow), f"{flow.over} ({_elements(flow)})") for number, flow in flows)
    label = ", ".join(each.number for each in says)
    return Edge(start, to, label, says, carries=any(flow.account_data for _, flow in flows))


def _workload(scope: Scope, end: str) -> Workload | None:
    return next((each for each in scope.workloads if each.name == end), None)


def _titled(scope: Scope, end: str) -> tuple[str, str, Shape]:
    """Return an end's title, note and shape; a workload's title is its name."""
    if any(each.id == end for each in scope.third_parties):
        return scope.party(end).name, "", Shape.PARTY
    if end in frozenset(End):
        title, shape = ENDS[End(end)]
        return title, "", shape
    return end, "", Shape.PART
