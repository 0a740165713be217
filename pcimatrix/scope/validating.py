"""Faults of how a scope says that its entity validates."""

from typing import Any

from pcimatrix.catalogue.validation import Validation
from pcimatrix.yamlio.validation import Fault, show

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
                f"{show(assessment)} is a report, not a kind of entity",
                f"write assessment: {kind}, and validation: {meant}",
            )
        ]
    if not isinstance(validation, str) or validation not in _KNOWN:
        return []
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
