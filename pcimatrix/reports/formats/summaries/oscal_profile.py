"""The test cases that an assessment asks for as an OSCAL profile: a ready selection of the catalog's controls."""

from pcimatrix.reports.formats.summaries._oscal import control_id
from pcimatrix.reports.formats.summaries._oscal_document import (
    back_matter,
    catalog_href,
    catalog_resource,
    document,
    document_uuid,
    metadata,
)
from pcimatrix.reports.summary.model import Summary

ENDINGS = (".json",)
"""How the names of its files end; see `endings`."""


def write(summary: Summary) -> str:
    """Return the profile as JSON text: all test cases, or what the summary's questionnaire asks for.

    It imports the catalog of the same inputs, beside it under the name `catalog_href`, and keeps the catalog's groups.
    Raises `FormatError` if the catalogue's date is no day.
    """
    what = "A selection of the catalog's controls: the test cases that the totals count."
    return document(
        "profile",
        {
            "uuid": document_uuid(summary, "profile"),
            "metadata": metadata(summary, what),
            "imports": [
                {
                    "href": catalog_href(summary),
                    "include-controls": [{"with-ids": [control_id(cell.case.id) for cell in summary.counted]}],
                }
            ],
            "merge": {"as-is": True},
            "back-matter": back_matter(summary, catalog_resource(summary)),
        },
    )
