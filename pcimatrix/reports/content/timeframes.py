"""Timeframes of a test case as data, with their JSON Schema."""

from typing import Any

from pcimatrix.catalogue.loader import shipped_timeframes
from pcimatrix.catalogue.timeframes import Rhythm, Timeframe

_TEXT = {"type": ["string", "null"]}
TIMEFRAME = {
    "type": "object",
    "properties": {
        "duty": {"type": "string"},
        "kind": {"enum": [each.value for each in Rhythm]},
        "required": {"type": "string"},
        "period": _TEXT,
        "late_after_days": {"type": ["integer", "null"]},
        "also_on": _TEXT,
        "note": _TEXT,
    },
    "required": ["duty", "kind", "required", "period", "late_after_days", "also_on", "note"],
    "additionalProperties": False,
}
"""The JSON Schema of a timeframe."""


def timeframe_data(found: Timeframe) -> dict[str, Any]:
    """Return a timeframe as JSON has it, with the days after which it is late."""
    return {
        "duty": found.duty,
        "kind": found.kind.value,
        "required": found.required,
        "period": found.period,
        "late_after_days": shipped_timeframes().late_after_days(found),
        "also_on": found.also_on,
        "note": found.note,
    }
