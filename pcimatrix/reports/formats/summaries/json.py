"""The responsibility summary as JSON, in the shape of `data/summary.schema.json`."""

import json

from pcimatrix.reports.content.columns import Shown, workloads_data
from pcimatrix.reports.content.columns import data as data_of
from pcimatrix.reports.content.comparison import comparison_counts
from pcimatrix.reports.content.report import report_data
from pcimatrix.reports.content.totals import totals_table
from pcimatrix.reports.escaping import json_document
from pcimatrix.reports.summary.model import Summary

ENDINGS = (".json",)
"""How the names of its files end; see `endings`."""

SCHEMA_VERSION = 2
"""The version of the JSON shape; it changes when a key's meaning does."""
_TOTALS = ("rows", "total", "residual", "responsibility", "percent")
"""What the summary takes over from `totals --format json`."""


def write(summary: Summary) -> str:
    """Return the summary as JSON text with a final newline."""
    totals = totals_table(summary.totals, summary.subject).data
    data = {
        "schema_version": SCHEMA_VERSION,
        "title": summary.title,
        "edition": summary.edition,
        "pattern": summary.subject.id,
        "subject": summary.subject.title,
        "column": summary.subject.origin,
        "date": summary.date,
        "catalogue_sha256": summary.digest,
        "scope_sha256": summary.subject.digest,
        "report": report_data(summary.report, summary.cells) if summary.report else None,
        "totals": {key: totals[key] for key in _TOTALS},
        "legend": {basis.value: meaning for basis, meaning in summary.legend.items()},
        "workloads": workloads_data(summary.workloads.groups),
        "test_cases": [data_of(summary.row(cell), Shown.JSON, Shown.SUMMARY) for cell in summary.cells],
        "comparison": comparison_counts(summary.comparison) if summary.comparison else None,
        "source": summary.source.model_dump(),
        "recipe": json.loads(summary.recipe),
    }
    return json_document(data)
