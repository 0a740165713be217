"""Date from the environment: SOURCE_DATE_EPOCH, or today."""

import os
from datetime import UTC, datetime

import typer


def epoch_day() -> str | None:
    """Return the day of SOURCE_DATE_EPOCH, the way reproducible builds give a program its clock; None without it.

    Raises `typer.BadParameter` if it is not a number of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        raise typer.BadParameter(f"SOURCE_DATE_EPOCH: {text!r} is not a number of seconds") from None


def today() -> str:
    """Return the day of SOURCE_DATE_EPOCH, else today's by the local clock. Raises as `epoch_day`."""
    return epoch_day() or datetime.now().astimezone().date().isoformat()
