"""Names of AWS services: which service a short name, a former name or a prefix means."""

from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from pcimatrix.yamlio.fields import DISTINCT, Day, Line, Model


class ServiceName(Model):
    """The name of an AWS service, and its other names."""

    name: Line
    aliases: Annotated[tuple[Line, ...], DISTINCT] = ()


class ServiceNames(Model):
    """The known AWS services on a day. It gives names only: none is said to be in the scope of AWS's assessment."""

    schema_version: Literal[1]
    as_of: Day
    services: Annotated[tuple[ServiceName, ...], Field(min_length=1)]

    @cached_property
    def _by_key(self) -> dict[str, str]:
        return {_key(each): service.name for service in self.services for each in (service.name, *service.aliases)}

    def known(self, name: str) -> str | None:
        """Return the name of the service that a name or an alias means, whatever its case; None if none is known."""
        return self._by_key.get(_key(name))

    def meant(self, name: str) -> str:
        """Return the name of the service that is meant; of an unknown one, the text itself."""
        return self.known(name) or name

    def spellings(self) -> tuple[str, ...]:
        """Return every name and alias, to find the nearest to an unknown one."""
        return tuple(each for service in self.services for each in (service.name, *service.aliases))


def _key(name: str) -> str:
    """Return what is compared: `AWS::Lambda`, `lambda` and ` Lambda ` are one."""
    return " ".join(name.split()).casefold().removeprefix("aws::")
