"""What the OSCAL documents share as documents: metadata, back matter, and where they look for the catalog."""

from typing import Any

from pcimatrix.reports.escaping import json_document
from pcimatrix.reports.formats.summaries._oscal import NAMESPACE, day_of, identify, markup, own
from pcimatrix.reports.summary.model import Summary

OSCAL_VERSION = "1.2.1"
"""The version of NIST's OSCAL that the documents are written in: the newest that compliance-trestle 5 reads."""
_KNOWN_BY = {
    "published": "The totals of this pattern are those of the table that AWS Security published; which test case "
    "within a row is whose is worked out, and the property basis says how.",
    "modelled": "This pattern is modelled: whose a test case is follows from our own model of who operates what, "
    "never published by AWS.",
    "scope": "Whose a test case is follows from the entity's own scope file. Owners on the basis modelled are our own "
    "model, never published by AWS.",
}
_NOTE = (
    f"Properties and parts in the namespace {NAMESPACE} are the project's own: NIST's model of shared "
    "responsibility is a prototype and not released, so OSCAL has none for whose a control is. Titles and summaries "
    "are the words of the catalogue; the text of the standard is copyright of the PCI SSC and not here."
)


def document_uuid(summary: Summary, kind: str) -> str:
    """Return the UUID of a document of a kind (`catalog` …): another where the catalogue or the scope is another."""
    digest = summary.subject.digest or ""
    return identify("document", kind, summary.subject.id, summary.digest, digest)


def last_day(summary: Summary) -> str:
    """Return the day of the last change: the catalogue's own, or the scope's where that is later."""
    days = [summary.catalogue.updated]
    if summary.subject.date:
        days.append(summary.subject.date)
    return max(map(day_of, days))


def metadata(summary: Summary, what: str, **more: Any) -> dict[str, Any]:
    """Return a document's metadata; `what` says what the document is, `more` are roles, parties and the like.

    Raises `FormatError` if the catalogue's date is no day.
    """
    day = last_day(summary)
    tally = summary.totals.whole._asdict()
    scope = summary.subject.digest
    return {
        "title": markup(summary.title),
        **({"published": _moment(day_of(summary.date))} if summary.date else {}),
        "last-modified": _moment(day),
        "version": day,
        "oscal-version": OSCAL_VERSION,
        "props": [
            *own("edition", summary.edition),
            *own("pattern", summary.subject.id),
            *own("column", summary.subject.origin),
            *own("catalogue-sha256", summary.digest),
            *own("scope-sha256", *filter(None, [scope])),
            *own("questionnaire", *([summary.report.label] if summary.report else [])),
            *(each for name, count in tally.items() for each in own(f"total-{name.replace('_', '-')}", str(count))),
        ],
        "links": [{"href": f"#{_source_uuid(summary)}", "rel": "reference"}],
        **more,
        "remarks": f"{what} {_KNOWN_BY[summary.subject.origin]}\n\n{_NOTE}",
    }


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"


def _source_uuid(summary: Summary) -> str:
    return identify("source", summary.source.url)


def back_matter(summary: Summary, *resources: dict[str, Any]) -> dict[str, Any]:
    """Return the back matter: the post that the published table comes from, and what else a document names."""
    post = {
        "uuid": _source_uuid(summary),
        "title": markup(summary.source.title),
        "description": markup(f"{summary.source.publisher}. {summary.source.caveat}"),
        "rlinks": [{"href": summary.source.url}],
    }
    return {"resources": [post, *resources]}


def catalog_href(summary: Summary) -> str:
    """Return the file name under which other documents look for the catalog, beside themselves."""
    return f"pcimatrix-{summary.subject.id}-catalog.json"


def catalog_resource(summary: Summary) -> dict[str, Any]:
    """Return the resource that says which catalog a document's controls come from, and how it is made."""
    title = "The catalog of the test cases"
    return _beside(summary, "catalog", title, "oscal", catalog_href(summary))


def plan_href(summary: Summary) -> str:
    """Return the file name under which an assessment plan looks for the system security plan, beside itself."""
    return f"pcimatrix-{summary.subject.id}-plan.json"


def plan_resource(summary: Summary) -> dict[str, Any]:
    """Return the resource that says which plan an assessment plan is of, and how it is made."""
    return _beside(summary, "system-security-plan", "The system security plan", "oscal-ssp", plan_href(summary))


def _beside(summary: Summary, kind: str, title: str, name: str, href: str) -> dict[str, Any]:
    """Return the resource of another document of a kind, which a format of this name writes from the same inputs."""
    what = "catalog" if kind == "catalog" else "plan"
    return {
        "uuid": identify("resource", document_uuid(summary, kind)),
        "title": title,
        "description": f"Written by pcimatrix render --format {name}, from the same inputs as this document. "
        f"Its document-id here is the {what}'s own UUID.",
        "document-ids": [{"identifier": document_uuid(summary, kind)}],
        "rlinks": [{"href": href, "media-type": "application/json"}],
    }


def catalog_link(summary: Summary) -> dict[str, str]:
    """Return the link to that resource."""
    return {"href": f"#{catalog_resource(summary)['uuid']}", "rel": "reference"}


def document(name: str, content: dict[str, Any]) -> str:
    """Return an OSCAL document of a model (`catalog` …) as JSON text with a final newline."""
    return json_document({name: content})
