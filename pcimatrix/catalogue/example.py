"""The example application of the post: its accounts, services, use cases, and where account data flows and stays."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from pcimatrix.errors import UnknownIdError
from pcimatrix.text import MOST_SHOWN, closest, did_you_mean, truncate
from pcimatrix.yamlio.fields import FREEZE, THAW, Identifier, Line, Model, Name

Number = Annotated[int, Field(strict=True, ge=1)]


class Known(StrEnum):
    """How something about the example is known."""

    STATED = "stated"
    """The post says it."""
    JUDGEMENT = "judgement"
    """The post is silent; it is our own reading."""


class Account(Model):
    """An AWS account of the example."""

    id: Name
    title: Line
    account_data: Annotated[bool, Field(strict=True, description="Whether account data may be in it")]
    says: Line
    judgement: Line | None = None
    claims: tuple[Name, ...]


class Party(Model):
    """Somebody outside the accounts: a person, or a third party that provides a service."""

    id: Name
    title: Line
    kind: Literal["person", "third_party"]
    says: Line
    judgement: Line | None = None
    claims: tuple[Name, ...]


class Duty(Model):
    """One thing that the customer has to switch on or configure; `claim` names the claim that says so, if any."""

    do: Line
    claim: Name | None = None


class EveryService(Model):
    """What the post says of AWS services in general."""

    does: Line
    supports: tuple[Identifier, ...]
    claims: tuple[Name, ...]


Accounts = Annotated[Mapping[Name, Known], FREEZE, THAW]
"""How it is known that a service is in an account, by the account's name; empty if it is not in the example."""


class Service(Model):
    """An AWS service that the post names: where it is, what it does, and what is left to the customer."""

    id: Name
    name: Line
    accounts: Accounts
    does: Line
    supports: Annotated[
        tuple[Identifier, ...],
        Field(description="Requirements that the post says it supports, or AWS meets by it; no others"),
    ]
    claims: Annotated[tuple[Name, ...], Field(description="Claims of published.yaml that name it, or what it does")]
    customer_must: tuple[Duty, ...]


class Component(Model):
    """A part of the application: a service in an account, for one purpose."""

    id: Name
    title: Line
    service: Name
    account: Name


class Step(Model):
    """One step of a use case, between parties and components.

    `services` are those that the post names in the step and those of the components on its path.
    """

    number: Number
    start: Annotated[Name, Field(alias="from", description="The party or component that it starts from")]
    via: tuple[Name, ...] = ()
    to: Name
    services: tuple[Name, ...]
    happens: Line
    account_data: Annotated[bool, Field(strict=True, description="Whether account data moves along the path")]
    judgement: Line | None = None

    def path(self) -> tuple[str, ...]:
        """Return all ends of the step in order: `from`, `via`, `to`."""
        return (self.start, *self.via, self.to)


class UseCase(Model):
    """One use case, step by step."""

    id: Number
    title: Line
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]


class Store(Model):
    """A place where account data stays. At least one of `says` (the post) and `judgement` (ours) speaks."""

    id: Name
    title: Line
    service: Name
    account: Name
    holds: Annotated[Known, Field(description="How it is known that it holds account data")]
    says: Line | None = None
    judgement: Line | None = None
    customer_must: Line
    claims: tuple[Name, ...]


class Watcher(Model):
    """A security or governance service of the figure's label 25, and what it watches."""

    service: Name
    watches: Line
    judgement: Line | None = None
    claims: tuple[Name, ...]


class Flow(NamedTuple):
    """Account data that moves from one party or component to another, and the steps (`1.7`) in which it does."""

    start: str
    to: str
    steps: tuple[str, ...]


class Architecture(Model):
    """The whole example application."""

    schema_version: Annotated[int, Field(strict=True, ge=1, le=1)]
    title: Line
    accounts: tuple[Account, ...]
    parties: tuple[Party, ...]
    every_service: EveryService
    services: tuple[Service, ...]
    components: tuple[Component, ...]
    use_cases: tuple[UseCase, ...]
    stores: tuple[Store, ...]
    governance: tuple[Watcher, ...]

    def titles(self) -> dict[str, str]:
        """Return the titles of parties and components by id."""
        return {each.id: each.title for each in self.parties} | {each.id: each.title for each in self.components}

    def names(self) -> dict[str, str]:
        """Return the names of the services by id."""
        return {each.id: each.name for each in self.services}

    def use_case(self, number: int) -> UseCase:
        """Return the use case of this number. Raises `UnknownIdError`."""
        for each in self.use_cases:
            if each.id == number:
                return each
        known = ", ".join(str(each.id) for each in self.use_cases)
        raise UnknownIdError(f"unknown use case {number}; expected one of: {known}")

    def service(self, name: str) -> Service:
        """Return the service of this id or name, in whatever case, with or without "Amazon" or "AWS".

        Raises `UnknownIdError`, which suggests the nearest.
        """
        spellings = {spelling: each for each in self.services for spelling in _spellings(each)}
        wanted = _folded(name)
        if wanted in spellings:
            return spellings[wanted]
        near = [spellings[each].id for each in closest(wanted, spellings)]
        hint = did_you_mean(near[0] if near else wanted, [each.id for each in self.services])
        raise UnknownIdError(f"unknown service {truncate(name, MOST_SHOWN)!r}; {hint}")


def flows(use_cases: Iterable[UseCase]) -> tuple[Flow, ...]:
    """Return the moves of account data in some use cases, each pair of ends once, in the order of the steps."""
    found: dict[tuple[str, str], list[str]] = {}
    for case in use_cases:
        for step in case.steps:
            for pair in pairwise(step.path()) if step.account_data else ():
                found.setdefault(pair, []).append(f"{case.id}.{step.number}")
    return tuple(Flow(start, to, tuple(steps)) for (start, to), steps in found.items())


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def _spellings(service: Service) -> set[str]:
    name = _folded(service.name)
    return {_folded(service.id), name, name.removeprefix("amazon ").removeprefix("aws ")}
