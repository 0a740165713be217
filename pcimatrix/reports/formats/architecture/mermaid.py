"""The account-data flow as a Mermaid flowchart, which code hosts draw."""

from pcimatrix.reports.content.view import View
from pcimatrix.reports.pictures.mermaid import mermaid

ENDINGS = (".mmd", ".mermaid")
"""How the names of its files end; see `endings`."""


def write(view: View) -> str:
    """Return the picture as Mermaid text; the same nodes and edges as the SVG has."""
    return mermaid(view.picture)
