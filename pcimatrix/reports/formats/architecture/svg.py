"""The account-data flow as SVG, which the view's layout makes of DOT text."""

from pcimatrix.reports.content.diagram import View, dot_text

ENDINGS = (".svg",)
"""How the names of its files end; see `endings`."""


def write(view: View) -> str:
    """Return the diagram as SVG text. Raises what the layout raises, e.g. where Graphviz is missing."""
    return view.layout(dot_text(view))
