"""AWS services of the example, as a table or as text: what each supports, does and leaves to the customer."""

from textwrap import fill

from pcimatrix.catalogue.example import Architecture, Duty, Service
from pcimatrix.reports.table import Column, Table
from pcimatrix.text import one_line

SCHEMA_VERSION = 1
"""The version of the JSON shapes, of all services and of one; it changes when a key's meaning does."""
_WIDTH = 100


def services_table(architecture: Architecture, name: str | None = None) -> Table:
    """Return a row for each service, or for the one of this name. Raises `UnknownIdError`."""
    services = architecture.services if name is None else (architecture.service(name),)
    columns = (
        Column("service", "Service"),
        Column("name", "Name"),
        Column("accounts", "Accounts"),
        Column("supports", "Supports"),
        Column("does", "What it does there"),
        Column("customer_must", "What the customer must do"),
    )
    rows = tuple(
        (
            each.id,
            each.name,
            _accounts(each),
            ", ".join(each.supports),
            each.does,
            "; ".join(map(_duty, each.customer_must)),
        )
        for each in services
    )
    if name is not None:
        return Table(columns, rows, {"schema_version": SCHEMA_VERSION} | services[0].model_dump(mode="json"))
    every = architecture.every_service
    data = {
        "schema_version": SCHEMA_VERSION,
        "every_service": every.model_dump(mode="json"),
        "services": [each.model_dump(mode="json") for each in services],
    }
    return Table(columns, rows, data, notes=(_general(architecture),))


def services_text(architecture: Architecture, name: str | None = None) -> str:
    """Return the services, or the one of this name, as blocks of text for people. Raises `UnknownIdError`."""
    services = architecture.services if name is None else (architecture.service(name),)
    blocks = ["\n".join(_lines(each)) for each in services]
    return "\n\n".join([*blocks, fill(one_line(_general(architecture)), _WIDTH)]) + "\n"


def _lines(service: Service) -> list[str]:
    supports = ", ".join(service.supports) or "no requirement that AWS's blog post names"
    parts = (("accounts", _accounts(service) or "none"), ("does", service.does), ("supports", supports))
    duties = [("must", _duty(duty)) for duty in service.customer_must]
    return [one_line(f"{service.name} ({service.id})"), *(_hang(*part) for part in (*parts, *duties))]


def _hang(label: str, text: str) -> str:
    first = f"  {label:<9} "
    return fill(
        one_line(text), _WIDTH, initial_indent=first, subsequent_indent=" " * len(first), break_on_hyphens=False
    )


def _accounts(service: Service) -> str:
    return ", ".join(f"{account} ({known.value})" for account, known in service.accounts.items())


def _duty(duty: Duty) -> str:
    return f"{duty.do} [the post]" if duty.claim else duty.do


def _general(architecture: Architecture) -> str:
    every = architecture.every_service
    return f"AWS's blog post says of every service: {every.does}. This supports {', '.join(every.supports)}."
