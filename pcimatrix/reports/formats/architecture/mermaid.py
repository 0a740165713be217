"""The account-data flow as a Mermaid flowchart, which code hosts draw."""

from pcimatrix.reports.content.diagram import NO_FLOW, View, diagram, stores_data
from pcimatrix.reports.escaping import mermaid_label

ENDINGS = (".mmd", ".mermaid")
"""How the names of its files end; see `endings`."""


def write(view: View) -> str:
    """Return the diagram as Mermaid text; the same labels, edges and stores as the SVG has."""
    drawn = diagram(view)
    names = view.architecture.names()
    lines = [f"%% {mermaid_label(view.heading)}", "flowchart LR"]
    for party in drawn.parties:
        first, last = ("([", "])") if party.kind == "person" else ("[[", "]]")
        lines.append(f'  n_{party.id}{first}"{mermaid_label(party.title)}"{last}')
    for account, components in drawn.accounts:
        lines.append(f'  subgraph a_{account.id}["{mermaid_label(account.title)}"]')
        for each in components:
            first, last = ("[(", ")]") if stores_data(view, each) else ("[", "]")
            text = f"{mermaid_label(each.title)}<br/>{mermaid_label(names[each.service])}"
            lines.append(f'    n_{each.id}{first}"{text}"{last}')
        lines.append("  end")
    if not drawn.flows:
        lines.append(f'  none["{mermaid_label(NO_FLOW)}"]')
    lines += [f'  n_{flow.start} -->|"{mermaid_label(", ".join(flow.steps))}"| n_{flow.to}' for flow in drawn.flows]
    return "\n".join(lines) + "\n"
