"""Third parties of a scope: their attestations, what they have taken over, and their responsibility matrices."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from pcimatrix.providers.matrix_file import Digest
from pcimatrix.yamlio.fields import DISTINCT, Day, Identifier, Line, Model, Name


class Attestation(Model):
    """A third party's Attestation of Compliance (AOC)."""

    date: Day
    version: Line


class Takeover(Model):
    """Test cases that a third party owns, for some workloads (by name) or for all.

    It owns them wholly, or leaves the entity the `residual` duty (12.8.5 names shared duties).
    """

    within: Annotated[tuple[Identifier, ...], Field(min_length=1), DISTINCT]
    residual: Annotated[Line | None, Field(description="What stays with the entity; without it, nothing does")] = None
    workloads: Annotated[tuple[Line, ...], Field(min_length=1), DISTINCT] | None = None

    def concerns(self, workload: str) -> bool:
        """Tell whether it is for a workload, by its name."""
        return self.workloads is None or workload in self.workloads


class NamedMatrix(Model):
    """A third party's responsibility matrix: the file that `matrix import` wrote, and the workloads that it is for."""

    file: Annotated[Line, Field(description="The matrix file, by its path from the scope file's folder")]
    sha256: Annotated[
        Digest | None, Field(description="The SHA-256 of the matrix file: with it, a changed file is an error")
    ] = None
    workloads: Annotated[tuple[Line, ...], Field(min_length=1), DISTINCT] | None = None

    def concerns(self, workload: str) -> bool:
        """Tell whether it is for a workload, by its name."""
        return self.workloads is None or workload in self.workloads


def _in_full(value: object) -> object:
    """Return a matrix with its key where the short form has the file alone."""
    return {"file": value} if isinstance(value, str) else value


class ThirdParty(Model):
    """A third-party service provider (TPSP) and what it has taken over; `aws` is AWS itself."""

    id: Name
    name: Line
    aoc: Attestation | None = None
    services: Annotated[tuple[Line, ...], DISTINCT] = ()
    matrix: Annotated[NamedMatrix | None, BeforeValidator(_in_full)] = None
    owns: Annotated[tuple[Takeover, ...], DISTINCT] = ()
