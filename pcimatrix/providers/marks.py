"""What a row says: whose a requirement is, by a word, by marks, or by RACI letters; or why that cannot be told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.providers.columns import Column, Role
from pcimatrix.providers.sheet import Gap, Row, Value, is_blank
from pcimatrix.providers.vocabulary import Vocabulary
from pcimatrix.providers.words import Meaning

_HAS_PART = frozenset({Meaning.MARK, Meaning.YES, Meaning.PARTIAL, Meaning.SHARED})
_RESPONSIBILITY = {
    Meaning.PROVIDER: Responsibility.PROVIDER,
    Meaning.CUSTOMER: Responsibility.CUSTOMER,
    Meaning.SHARED: Responsibility.SHARED,
    Meaning.NA: Responsibility.NA,
}


class Reading(NamedTuple):
    """Whose a row says that something is; None for the reason `why` of a `kind`.

    A row that is `blank` has nothing in any column that could say it.
    """

    responsibility: Responsibility | None
    kind: str = ""
    why: str = ""
    blank: bool = False


NO_MARK = Reading(None, "no mark", "no mark at all: nobody is named", blank=True)
"""Nothing in the columns that could say whose something is."""


def reading(row: Row, columns: Sequence[Column], vocabulary: Vocabulary) -> Reading:
    """Return what a row says in the columns of one service."""
    by_role: dict[Role, Value] = {each.role: row.at(each.number) for each in columns}
    found = _of_columns(by_role, vocabulary)
    if marked := _other_parties(row, columns, vocabulary, found.responsibility):
        return Reading(None, "other party", f"{marked} names somebody else, who may have a part")
    if vocabulary.meaning(by_role.get(Role.APPLICABLE)) not in {Meaning.NO, Meaning.NA}:
        return found
    if found.blank or found.responsibility is Responsibility.NA:
        return Reading(Responsibility.NA)
    return Reading(None, "contradiction", "it does not apply, and a party is named")


def _of_columns(by_role: Mapping[Role, Value], vocabulary: Vocabulary) -> Reading:
    if {Role.PROVIDER_RACI, Role.CUSTOMER_RACI} <= by_role.keys():
        return _by_letters(by_role[Role.PROVIDER_RACI], by_role[Role.CUSTOMER_RACI])
    if Role.RESPONSIBILITY in by_role:
        return _by_word(by_role[Role.RESPONSIBILITY], vocabulary)
    return _by_marks({role: vocabulary.meaning(value) for role, value in by_role.items()}, by_role)


def _other_parties(
    row: Row, columns: Sequence[Column], vocabulary: Vocabulary, responsibility: Responsibility | None
) -> str:
    """Return the headings of other parties that a row marks; among letters, C and I make no part.

    Whoever is responsible anyhow is no other party.
    """
    same = [meaning for meaning, each in _RESPONSIBILITY.items() if each is responsibility]
    letters = any(each.role is Role.PROVIDER_RACI for each in columns)
    return ", ".join(
        repr(each.heading)
        for each in columns
        if each.role is Role.OTHER
        and vocabulary.meaning(row.at(each.number)) not in {Meaning.BLANK, Meaning.NO, Meaning.NA, *same}
        and not (letters and _letters(row.at(each.number)) <= set("CI"))
    )


def _letters(value: Value) -> set[str]:
    """Return the RACI letters of a cell, or whatever else it has."""
    return set(re.sub(r"[\s/,;&+-]", "", "" if value is None else str(value)).upper())


def _shown(*values: Value) -> str:
    return " and ".join(
        each.value if isinstance(each, Gap) else f'"{str(each)[:40]}"' for each in values if not is_blank(each)
    )


def _by_word(value: Value, vocabulary: Vocabulary) -> Reading:
    meaning = vocabulary.meaning(value)
    if meaning in _RESPONSIBILITY:
        return Reading(_RESPONSIBILITY[meaning])
    if meaning is Meaning.BLANK:
        return NO_MARK
    if meaning is Meaning.FORMULA:
        return Reading(None, "formula", "the responsibility is a formula without a saved value")
    if meaning is Meaning.FOOTNOTE:
        return Reading(None, "conditional", "footnote mark: the footnote makes it conditional")
    if meaning is Meaning.PARTIAL:
        return Reading(None, "unclear word", f"{_shown(value)} in a single column: does not say who does the rest")
    return Reading(None, "unclear word", f"{_shown(value)} does not say whether it is the provider's or the customer's")


def _by_marks(found: Mapping[Role, Meaning], values: Mapping[Role, Value]) -> Reading:  # noqa: PLR0911 - for each case
    provider, customer = found.get(Role.PROVIDER, Meaning.BLANK), found.get(Role.CUSTOMER, Meaning.BLANK)
    shared, na = found.get(Role.SHARED, Meaning.BLANK), found.get(Role.NA, Meaning.BLANK)
    # A column's own word in it is a mark.
    provider = Meaning.MARK if provider is Meaning.PROVIDER else provider
    customer = Meaning.MARK if customer is Meaning.CUSTOMER else customer
    shared = Meaning.MARK if shared is Meaning.SHARED else shared
    na = Meaning.MARK if na is Meaning.NA else na
    given = [each for each in (provider, customer, shared, na) if each is not Meaning.BLANK]
    shown = _shown(*(values.get(each) for each in (Role.NA, Role.PROVIDER, Role.CUSTOMER, Role.SHARED)))
    if not given:
        return NO_MARK
    if trouble := _trouble(given, shown):
        return trouble
    marked = {Meaning.MARK, Meaning.YES}
    if na in marked:
        if len(given) == 1:
            return Reading(Responsibility.NA)
        return Reading(None, "contradiction", "N/A and a party are both marked")
    if shared in marked:
        if provider is customer or Meaning.BLANK not in {provider, customer}:
            return Reading(Responsibility.SHARED)
        return Reading(None, "contradiction", "shared and one party alone are both marked")
    return _of_parties(provider, customer, shown)


def _trouble(given: Iterable[Meaning], shown: str) -> Reading | None:
    """Return why marks cannot be read whatever they say together; None if they can be."""
    kinds = set(given)
    if Meaning.FORMULA in kinds:
        return Reading(None, "formula", "a mark is a formula without a saved value")
    if Meaning.FOOTNOTE in kinds:
        return Reading(None, "conditional", "footnote mark: the footnote makes it conditional")
    if kinds == {Meaning.PROSE}:
        return Reading(None, "no mark", "prose in the columns of the parties, which is not read as a mark")
    if kinds & {Meaning.UNCLEAR, Meaning.PROSE, Meaning.PROVIDER, Meaning.CUSTOMER}:
        return _unclear(shown)
    return None


def _of_parties(  # noqa: PLR0911 - a return for each case
    provider: Meaning, customer: Meaning, shown: str
) -> Reading:
    both = {provider, customer}
    if both == {Meaning.NA}:
        return Reading(Responsibility.NA)
    if Meaning.NA in both:
        return Reading(None, "contradiction", "one party is not applicable, and the other is marked or not told")
    if both == {Meaning.NO}:
        return Reading(None, "nobody", "both parties are marked as not responsible")
    if both <= _HAS_PART:
        return Reading(Responsibility.SHARED)
    if Meaning.SHARED in both and both <= {Meaning.SHARED, Meaning.BLANK}:
        return Reading(Responsibility.SHARED)
    for one, other, whose in (
        (provider, customer, Responsibility.PROVIDER),
        (customer, provider, Responsibility.CUSTOMER),
    ):
        if one in {Meaning.MARK, Meaning.YES} and other in {Meaning.BLANK, Meaning.NO}:
            return Reading(whose)
    if Meaning.PARTIAL in both:
        return Reading(None, "unclear mark", f"{shown}: does not say who does the rest")
    return _unclear(shown)


def _unclear(shown: str) -> Reading:
    return Reading(None, "unclear mark", f"{shown} can mean several things; a map (--map) can say what")


def _by_letters(provider: Value, customer: Value) -> Reading:
    """Return what RACI letters say: who does something or answers for it has a part."""
    if is_blank(provider) and is_blank(customer):
        return Reading(None, "no mark", "the RACI columns are blank", blank=True)
    parts = []
    for each in (provider, customer):
        letters = _letters(each)
        if not letters <= set("RACI"):
            return Reading(None, "unclear mark", f"{_shown(provider, customer)} are not RACI letters")
        parts.append(bool(letters & set("RA")))
    if parts == [True, True]:
        return Reading(Responsibility.SHARED)
    if not any(parts):
        return Reading(None, "nobody", "only C and I: nobody is responsible")
    return Reading(Responsibility.PROVIDER if parts[0] else Responsibility.CUSTOMER)


def together(readings: Iterable[Responsibility]) -> Responsibility | None:
    """Return what several activities make of one id: shared if both parties have a part; None if they contradict.

    None, too, if there are none.
    """
    found = set(readings)
    if Responsibility.NA in found:
        return Responsibility.NA if len(found) == 1 else None
    if not found:
        return None
    return next(iter(found)) if len(found) == 1 else Responsibility.SHARED
