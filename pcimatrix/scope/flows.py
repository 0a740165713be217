"""Flows of account data in a scope: from which end to which, over what, and how protected (PCI DSS 1.2.4, 12.5.2)."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from pcimatrix.scope.plain_values import mappings
from pcimatrix.yamlio.fields import DISTINCT, Line, Model
from pcimatrix.yamlio.places import Path_
from pcimatrix.yamlio.validation import Fault, Hint, show


class AccountData(StrEnum):
    """An element of account data: cardholder data, then sensitive authentication data (SAD)."""

    PAN = "pan"
    CARDHOLDER_NAME = "cardholder_name"
    EXPIRATION_DATE = "expiration_date"
    SERVICE_CODE = "service_code"
    TRACK_DATA = "track_data"
    CARD_VERIFICATION_CODE = "card_verification_code"
    PIN = "pin"


class End(StrEnum):
    """A kind of end of a flow that is neither a workload nor a third party of the scope."""

    BROWSER = "browser"
    APP = "app"
    TERMINAL = "terminal"
    TELEPHONE = "telephone"
    MAIL = "mail"
    STAFF = "staff"
    CUSTOMERS = "customers"
    ACQUIRER = "acquirer"
    PAYMENT_BRAND = "payment_brand"


_AT_CONSUMERS = frozenset({End.BROWSER, End.APP})
"""Ends that are reached over the internet: our judgement, unless a flow says otherwise."""
_NOTHING = frozenset({"none", "no", "nothing", "unprotected", "n/a"})
"""Words by which people say under `protected` that nothing protects it."""


class Flow(Model):
    """One flow between two ends: a workload by name, a third party by id, or a kind of end such as `browser`."""

    start: Annotated[Line, Field(alias="from", description="A workload, a third party's id, or a kind of end")]
    to: Annotated[Line, Field(description="A workload, a third party's id, or a kind of end")]
    over: Annotated[Line, Field(description="The channel or protocol, e.g. HTTPS, SFTP, a leased line, a letter")]
    account_data: Annotated[
        tuple[AccountData, ...], Field(description="What of account data is in it; [] for none"), DISTINCT
    ]
    protected: Annotated[Line | None, Field(description="How the account data is protected, e.g. TLS 1.3")] = None
    open_network: Annotated[
        bool | None,
        Field(strict=True, description="Whether it crosses an open, public network, such as the internet (4.2.1)"),
    ] = None
    purpose: Annotated[Line | None, Field(description="What it is for, e.g. authorization, settlement, refunds")] = None

    @property
    def ends(self) -> tuple[str, str]:
        """Where it starts and where it goes."""
        return self.start, self.to

    @property
    def crosses_open_network(self) -> bool | None:
        """Whether it crosses an open, public network: as stated, else yes for consumers' devices; None if unknown."""
        if self.open_network is None and not _AT_CONSUMERS.isdisjoint(self.ends):
            return True
        return self.open_network

    @property
    def is_protected(self) -> bool:
        """Whether the file says how its account data is protected."""
        return self.protected is not None and self.protected.strip().casefold() not in _NOTHING


def bad_flows(given: Any, workloads: Collection[str], parties: Collection[str]) -> list[Fault]:
    """Return a fault for each end that is unknown, ambiguous, or both ends of one flow; `given` is a file's `flows`."""
    known = dict.fromkeys((*workloads, *parties, *End))
    kinds = {"workload": workloads, "third party": parties, "kind of end": frozenset(End)}
    faults: list[Fault] = []
    for index, flow in mappings(given):
        named = [(key, flow[key]) for key in ("from", "to") if isinstance(flow.get(key), str)]
        for key, name in named:
            of_kinds = [kind for kind, names in kinds.items() if name in names]
            faults += _bad_end(name, ("flows", index, key), known, of_kinds)
        faults += _to_itself(flow, ("flows", index, "to"))
    return faults


def _to_itself(flow: Mapping[str, Any], path: Path_) -> list[Fault]:
    to = flow.get("to")
    if not isinstance(to, str) or to != flow.get("from"):
        return []
    return [Fault(path, f"a flow from {show(to)} to itself", "name another end")]


def _bad_end(name: str, path: Path_, known: Collection[str], kinds: list[str]) -> list[Fault]:
    if not kinds:
        otherwise = f"expected a workload, the id of a third party, or one of: {', '.join(End)}"
        return [Fault(path, f"unknown end {show(name)}", Hint(name, known, otherwise))]
    if len(kinds) > 1:
        found = f"{show(name)} is a {kinds[0]} and a {kinds[1]}"
        return [Fault(path, found, "rename the one that is yours, so that a flow can name the other")]
    return []


def flows_after(flows: Iterable[Any], renamed: Mapping[str, Any]) -> list[Any]:
    """Return the values of flows after ends were renamed: `renamed` has new names by old ones, None for what is gone.

    A flow of an end that is gone goes, too. What is no flow, or no name, stays for the check to refuse.
    """
    return [moved for flow in flows if (moved := _moved(flow, renamed)) is not None]


def _moved(flow: Any, renamed: Mapping[str, Any]) -> Any:
    if not isinstance(flow, dict):
        return flow
    changed = {
        key: renamed[name] for key in ("from", "to") if isinstance(name := flow.get(key), str) and name in renamed
    }
    return None if None in changed.values() else {**flow, **changed}
