"""OSCAL's data types, and how ids, UUIDs and dates are written in them."""

import json
import re
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from pcimatrix.errors import FormatError
from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.reports.summary.model import Summary
from pcimatrix.text import one_line, truncate

NAMESPACE = "urn:pcimatrix:oscal"
"""The namespace of the properties and parts that are this project's own, not OSCAL's."""
PROVIDER, CUSTOMER = "provider", "customer"
"""The ids of the roles: a third-party service provider, and the entity under assessment."""
ROLES: tuple[dict[str, Any], ...] = (
    {"id": PROVIDER, "title": "Third-party service provider (TPSP)"},
    {"id": CUSTOMER, "title": "Entity under assessment"},
)
AWS = "Amazon Web Services"
NO_TEXT = "(no text)"
"""What stands where OSCAL wants text and there is none."""

_IDENTITY = uuid5(NAMESPACE_URL, NAMESPACE)
_EDGES = re.compile("^[\\s\ufeff]+|[\\s\ufeff]+$")  # what JSON Schema's regular expressions count as space


def identify(*content: str) -> str:
    """Return the UUID of what a sequence of names stands for, the same wherever it is asked.

    It is made as one of version 5 (RFC 9562, 5.5) but has the version digit 4, since compliance-trestle's commands for
    authors take no other; OSCAL allows both.
    """
    return str(UUID(bytes=uuid5(_IDENTITY, json.dumps(content)).bytes, version=4))


def subject_names(summary: Summary) -> tuple[str, ...]:
    """Return the names of what a summary is of, to identify its parts: the pattern, or the entity of a scope."""
    if summary.subject.scoped:
        return summary.subject.id, summary.subject.title
    return (summary.subject.id,)


def string(text: str) -> str:
    """Return text as OSCAL's data type string: one line, not empty, no space at its ends."""
    return _EDGES.sub("", one_line(text)) or NO_TEXT


def markup(text: str) -> str:
    """Return text for OSCAL's markup-line and markup-multiline, which are Markdown: it is shown as it is."""
    return markdown_cell(string(text))


def own(name: str, *values: str) -> list[dict[str, str]]:
    """Return properties of one name in our namespace, one for each value."""
    return [{"name": name, "ns": NAMESPACE, "value": string(value)} for value in values]


def labels(identifier: str) -> list[dict[str, str]]:
    """Return OSCAL's own properties of an id of the standard: the raw id, and a form that sorts as the standard does.

    A letter becomes `00a`, so that 3.3.1.b comes before 3.3.1.1.
    """
    padded = (f"{int(part):02}" if part.isdecimal() else f"00{part}" for part in identifier.split("."))
    return [{"name": "label", "value": identifier}, {"name": "sort-id", "value": ".".join(padded)}]


def control_id(test_case: str) -> str:
    """Return the id of a test case's control: a token of OSCAL cannot begin with a digit."""
    return f"pci-{test_case}"


def statement_id(test_case: str) -> str:
    """Return the id of the control's part that says what the test case looks at."""
    return f"{control_id(test_case)}_smt"


def item_id(test_case: str, party: str) -> str:
    """Return the id of that part's item that says what a party does, by the party's id (`aws`, `customer` …).

    compliance-trestle makes the id of an item from its label in the same way.
    """
    return f"{statement_id(test_case)}.{party}"


def responsible(role: str, *parties: str) -> list[dict[str, Any]]:
    """Return a responsible role, with the UUIDs of the parties that have it if they are known."""
    return [{"role-id": role} | ({"party-uuids": list(parties)} if parties else {})]


def organization(name: str) -> dict[str, str]:
    """Return an organization as a party; its UUID follows from its name."""
    return {"uuid": identify("party", name), "type": "organization", "name": string(name)}


def day_of(text: str) -> str:
    """Return a day as it is. Raises `FormatError` if it is none that OSCAL can hold."""
    try:
        if date(1900, 1, 1) <= date.fromisoformat(text) < date(3000, 1, 1):
            return text
    except ValueError:
        pass
    problem = f"{truncate(text, 40)!r} is not a date that OSCAL supports"
    raise FormatError(f"{problem}; expected YYYY-MM-DD, from 1900 to 2999")
