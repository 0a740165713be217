"""Faults of how a scope says that its entity validates, and criteria of its questionnaire that are not met."""

import re
from typing import TYPE_CHECKING, Any

from pcimatrix.catalogue.validation import Validation
from pcimatrix.yamlio.validation import Fault, show

if TYPE_CHECKING:
    from pcimatrix.catalogue.facts import Facts
    from pcimatrix.scope.model import Scope

_KNOWN = frozenset(Validation)


def bad_validation(values: dict[str, Any]) -> list[Fault]:
    """Return a fault if the report is not for the kind of entity, or is given where the kind of entity belongs."""
    assessment, validation = values.get("assessment"), values.get("validation")
    meant = str(assessment).replace("_", "-").lower()
    if isinstance(assessment, str) and meant in _KNOWN:
        kind = "service_provider" if Validation(meant).is_for_service_providers else "merchant"
        return [
            Fault(
                ("assessment",),
                f"found {show(assessment)}, a report rather than a kind of entity",
                f"write assessment: {kind}, and validation: {meant}",
            )
        ]
    if not isinstance(validation, str):
        return []
    if validation not in _KNOWN:
        return _unknown(validation)
    wanted = {"merchant": False, "service_provider": True}.get(str(assessment))
    given = Validation(validation).is_for_service_providers
    if wanted is None or given is None or given is wanted:
        return []
    allowed = "roc or saq-d-service-provider" if wanted else "roc, or an SAQ for merchants such as saq-d-merchant"
    return [
        Fault(
            ("validation",),
            f"{show(validation)} is not for a {str(assessment).replace('_', ' ')}",
            f"expected {allowed}",
        )
    ]


def _unknown(validation: str) -> list[Fault]:
    """Return a fault that says what is meant by a report written otherwise, or why a known one is refused."""
    from pcimatrix.catalogue.loader import shipped_questionnaires  # noqa: PLC0415 - read for unknown ones alone

    meant = "saq-" + re.sub(r"^saq-", "", re.sub(r"[\s_-]+", "-", validation.strip().lower()))
    if meant in _KNOWN:
        return [Fault(("validation",), f"found {show(validation)}, another way to write {meant}", f"write {meant}")]
    for name, why in shipped_questionnaires().refused.items():
        if meant == f"saq-{name.lower()}":
            return [Fault(("validation",), why, "omit validation, so that all test cases count")]
    return []


def not_allowed(scope: "Scope", facts: "Facts") -> list[str]:
    """Return warnings on the questionnaire by which the scope says that it validates.

    That its edition of the scope's date is not known, its criteria that are not met, and requirements that are met by
    the customized approach, which no SAQ allows.
    """
    from pcimatrix.catalogue.loader import shipped_questionnaires  # noqa: PLC0415 - read for scopes that name one
    from pcimatrix.scope.eligibility import OTHER_WAYS, State, eligibility  # noqa: PLC0415

    name = scope.validation.questionnaire if scope.validation else None
    if name is None:
        return []
    candidates = {each.questionnaire.id: each for each in eligibility(shipped_questionnaires(), facts, scope)}
    said = []
    if candidates[name].edition is None:
        said.append(f"SAQ {name}: its edition of {scope.date} is not known, so nothing can be counted by it")
    said += [
        f"SAQ {name}: not met: {each.states}: {'; '.join(each.because)}"
        for each in candidates[name].criteria
        if each.state is State.NOT_MET and each.id != OTHER_WAYS
    ]
    said += [
        f"SAQ {name} does not ask about other ways of payment: {because}"
        for each in candidates[name].criteria
        if each.state is State.NOT_MET and each.id == OTHER_WAYS
        for because in each.because
    ]
    return said + [
        f"SAQ {name}: no SAQ allows the customized approach, by which {each.requirement} is met; validate by a ROC"
        for each in scope.approaches
        if each.approach == "customized"
    ]
