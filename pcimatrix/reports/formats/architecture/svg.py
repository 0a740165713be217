"""The account-data flow as an SVG document, with a legend and a description for screen readers."""

from pcimatrix.reports.content.view import View
from pcimatrix.reports.pictures.svg import svg

ENDINGS = (".svg",)
"""How the names of its files end; see `endings`."""


def write(view: View) -> str:
    """Return the picture as SVG text."""
    return svg(view.picture)
