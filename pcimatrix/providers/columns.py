"""Columns of a matrix: what each means, by its heading, or by what is in it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from pcimatrix.providers.id_forms import ID
from pcimatrix.providers.vocabulary import Vocabulary, plain
from pcimatrix.providers.words import Meaning, word_set

LONGEST_HEADING = 120
"""No heading is longer."""


class Role(StrEnum):
    """What a column means."""

    ID = "id"
    RESPONSIBILITY = "responsibility"
    """A word says whose it is."""
    PROVIDER = "provider"
    CUSTOMER = "customer"
    SHARED = "shared"
    NA = "na"
    PROVIDER_RACI = "provider_raci"
    CUSTOMER_RACI = "customer_raci"
    PROVIDER_DUTY = "provider_duty"
    """What the provider does, in words."""
    CUSTOMER_DUTY = "customer_duty"
    CONDITION = "condition"
    """A row holds only if that is used."""
    SERVICE = "service"
    """The service that a row is of."""
    PROVIDER_NAME = "provider_name"
    """The provider that a row is of."""
    APPLICABLE = "applicable"
    """Whether it applies at all."""
    OTHER = "other"
    """Marks of another party, or of a meaning that is not known."""
    ACTIVITY = "activity"
    """A part of what an id asks for, so that one id can have several rows."""
    TEXT = "text"


_ID_WORDS = word_set(
    "requirement requirements req reqs id ids ref reference item items no number nr control controls section clause "
    "standard case test procedure procedures testing defined approach rule and sub anforderung "
    "anforderungen exigence exigences requisito requisitos"
)
_EDITION = re.compile(r"(?i)(?:\bpci[ -]?dss|\bv(?:ersion)?\.?)\s*v?[0-9](?:\.[0-9])*\b")
_BESIDE_ID = word_set("pci dss v4 v3 0 1 2 3 4")
_HEADINGS: Mapping[str, Role] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "responsibility",
                "responsibilities",
                "responsible",
                "responsible party",
                "responsible entity",
                "owner",
                "ownership",
                "who",
                "who is responsible",
                "party",
                "pci dss responsibility",
                "verantwortung",
                "verantwortlich",
                "verantwortlichkeit",
                "zuständigkeit",
                "responsabilité",
                "responsabilidad",
                "responsable",
            ),
            Role.RESPONSIBILITY,
        ),
        **dict.fromkeys(
            (
                "only if you use",
                "only if",
                "if you use",
                "feature",
                "features",
                "condition",
                "conditions",
                "applies to",
                "applies if",
                "applicable to",
            ),
            Role.CONDITION,
        ),
        **dict.fromkeys(("service", "services", "product", "products"), Role.SERVICE),
        **dict.fromkeys(
            ("provider name", "vendor name", "supplier name", "service provider name", "tpsp name", "third party name"),
            Role.PROVIDER_NAME,
        ),
        **dict.fromkeys(("activity", "activities", "task", "tasks", "theme", "step"), Role.ACTIVITY),
        **dict.fromkeys(("applicable", "is applicable", "applicability", "applies", "in scope"), Role.APPLICABLE),
        **dict.fromkeys(
            ("what we do", "our part", "provider duty", "provider duties", "provider actions"), Role.PROVIDER_DUTY
        ),
        **dict.fromkeys(
            ("what you do", "your part", "customer duty", "customer duties", "customer action", "customer actions"),
            Role.CUSTOMER_DUTY,
        ),
        **dict.fromkeys(
            (
                "third party",
                "third parties",
                "integrator",
                "system integrator",
                "iaas",
                "iaas provider",
                "cloud provider",
                "payment provider",
                "partner",
                "reseller",
                "acquirer",
                "platform",
                "accountable",
                "accountability",
            ),
            Role.OTHER,
        ),
    }
)
_BY_MEANING: Mapping[Meaning, Role] = MappingProxyType(
    {
        Meaning.PROVIDER: Role.PROVIDER,
        Meaning.CUSTOMER: Role.CUSTOMER,
        Meaning.SHARED: Role.SHARED,
        Meaning.NA: Role.NA,
    }
)
PARTIES = frozenset(
    {Role.RESPONSIBILITY, Role.PROVIDER, Role.CUSTOMER, Role.SHARED, Role.NA, Role.PROVIDER_RACI, Role.CUSTOMER_RACI}
)
"""Roles of columns that say whose something is."""


class Column(NamedTuple):
    """A column: its number from 0, its heading, and what it means; `service` if it is of one service alone.

    A `hidden` column means nothing, unless the user's map names it.
    """

    number: int
    heading: str
    role: Role
    service: str = ""
    hidden: bool = False


def is_id_heading(heading: str) -> bool:
    """Tell whether a heading is that of ids: `Requirement`, `PCI DSS v4.0.1`, `Req. no.`."""
    if heading.strip() == "#":
        return True
    if re.search(ID, _EDITION.sub("", heading)):
        return False
    words = plain(heading).split()
    rest = [each for each in words if each not in _BESIDE_ID]
    return bool(words) and set(rest) <= _ID_WORDS and (bool(rest) or {"pci", "dss"} & set(words) != set())


def role_of(heading: str, vocabulary: Vocabulary) -> Role:
    """Return what a heading says of its column; `TEXT` if nothing that is known."""
    asked, heading = heading, heading.strip().rstrip("? ")
    word = plain(re.sub(r"\((?:x|y/n|yes/no)\)|\s+[xX]$", "", heading))
    for each in (plain(asked), plain(heading), word):
        if each in vocabulary.columns:
            return Role(vocabulary.columns[each])
    if is_id_heading(heading):
        return Role.ID
    if "raci" in word.split():
        party = vocabulary.meaning(" ".join(each for each in word.split() if each != "raci"))
        roles = {Meaning.PROVIDER: Role.PROVIDER_RACI, Meaning.CUSTOMER: Role.CUSTOMER_RACI}
        return roles.get(party, Role.OTHER)
    if word in _HEADINGS and word not in vocabulary.names:
        return _HEADINGS[word]
    if word.endswith(" responsibility") and "shared" not in word and word not in vocabulary.names:
        word = word.removesuffix(" responsibility")
    return _BY_MEANING.get(vocabulary.meaning(word), Role.TEXT)
