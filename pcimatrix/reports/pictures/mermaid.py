"""A picture of flows as a Mermaid flowchart, which code hosts draw."""

from collections.abc import Iterator

from pcimatrix.reports.escaping import mermaid_label
from pcimatrix.reports.pictures.model import NO_FLOW, Edge, Node, Picture, Shape
from pcimatrix.text import truncate

_BRACKETS = {
    Shape.PERSON: ("([", "])"),
    Shape.PARTY: ("[[", "]]"),
    Shape.PART: ("[", "]"),
    Shape.STORE: ("[(", ")]"),
}
_MOST_SAID = 80
"""The most characters of what an edge says: the rest is in the table beside a picture."""


def mermaid(picture: Picture) -> str:
    """Return a picture as Mermaid text; no title, note or label can become anything else."""
    lines = [f"%% {mermaid_label(picture.title)}", "flowchart LR"]
    for lane in picture.lanes:
        indent = "  " if lane.framed else ""
        if lane.framed:
            lines.append(f'  subgraph a_{lane.id}["{mermaid_label(lane.title)}"]')
        lines += [f"{indent}  {_node(each)}" for each in lane.nodes]
        if lane.framed:
            lines.append("  end")
    if not picture.edges:
        lines.append(f'  none["{mermaid_label(NO_FLOW)}"]')
    for edge in picture.edges:
        arrow = "-->" if edge.carries else "-.->"
        lines.append(f'  n_{edge.start} {arrow}|"{"<br/>".join(_labels(edge))}"| n_{edge.to}')
    return "\n".join(lines) + "\n"


def _node(node: Node) -> str:
    first, last = _BRACKETS[node.shape]
    rows = "<br/>".join(mermaid_label(each) for each in (node.title, node.note) if each)
    return f'n_{node.id}{first}"{rows}"{last}'


def _labels(edge: Edge) -> Iterator[str]:
    """Yield the rows of an edge's label. A number with a full stop and a blank would be a list to Mermaid."""
    if not edge.says:
        yield mermaid_label(edge.label)
    for each in edge.says:
        yield mermaid_label(f"{each.number}: {truncate(each.brief, _MOST_SAID)}")
