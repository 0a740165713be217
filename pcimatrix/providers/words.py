"""Words and marks by which matrices say whose something is."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Meaning(StrEnum):
    """What a word or mark in a cell means."""

    PROVIDER = "provider"
    CUSTOMER = "customer"
    SHARED = "shared"
    NA = "na"
    MARK = "mark"
    """An X or a tick."""
    YES = "yes"
    NO = "no"
    PARTIAL = "partial"
    BLANK = "blank"
    FOOTNOTE = "footnote"
    """A word with a footnote mark, which makes it conditional."""
    PROSE = "prose"
    """A text that is no single word."""
    UNCLEAR = "unclear"
    FORMULA = "formula"


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


def phrases(text: str) -> frozenset[str]:
    """Return the phrases of a text, parted by commas, as a set."""
    return frozenset(each.strip() for each in text.split(","))


OURSELVES = word_set("us we our")
"""Whoever wrote the matrix: mostly the provider, but its customer may write one as well."""
MERCHANTS = word_set("merchant merchants")
CUSTOMERS = word_set("customer customers client clients")
_PHRASES: Mapping[Meaning, str] = MappingProxyType(
    {
        Meaning.CUSTOMER: "you, your, subscriber, tenant, kunde, kunden, auftraggeber, cliente, clientes",
        Meaning.PROVIDER: (
            "provider, service provider, tpsp, third party service provider, vendor, supplier, anbieter, "
            "dienstleister, dienstanbieter, auftragnehmer, fournisseur, prestataire, prestataire de services, "
            "proveedor, proveedor de servicios"
        ),
        Meaning.SHARED: (
            "shared, both, joint, jointly, both parties, joint responsibility, gemeinsam, geteilt, beide, partagé, "
            "partagée, les deux, compartido, compartida, ambos"
        ),
        Meaning.NA: "n a, na, not applicable, nicht anwendbar, entfällt, non applicable, no aplica, no aplicable",
        Meaning.MARK: "x, responsible",
        Meaning.YES: "yes, y, true, ja, oui, sí",
        Meaning.NO: "no, n, false, not responsible, nein, non",
        Meaning.PARTIAL: "partial, partially, partly, in part, teilweise",
    }
)
WORDS: Mapping[str, Meaning] = MappingProxyType(
    {
        **dict.fromkeys(CUSTOMERS | MERCHANTS, Meaning.CUSTOMER),
        **dict.fromkeys(OURSELVES, Meaning.PROVIDER),
        **{word: meaning for meaning, text in _PHRASES.items() for word in phrases(text)},
    }
)
"""What words mean, in English, German, French and Spanish, in the form in which they are compared."""
TICKS = frozenset("✓✔☑●•■√⬤✅")
BOX = "☐"
"""A box that is not ticked."""
