"""Date from the environment: SOURCE_DATE_EPOCH, or today."""

import os
from datetime import UTC, datetime

import typer


def epoch_moment() -> str | None:
    """Return the time of SOURCE_DATE_EPOCH (RFC 3339, UTC); None without it.

    It is how reproducible builds give a program its clock. Raises `typer.BadParameter` if it is no number of seconds.
    """
    text = os.environ.get("SOURCE_DATE_EPOCH")
    if not text:
        return None
    try:
        return datetime.fromtimestamp(int(text), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        raise typer.BadParameter(f"SOURCE_DATE_EPOCH: {text!r} is not a number of seconds") from None


def epoch_day() -> str | None:
    """Return the day of SOURCE_DATE_EPOCH; None without it. Raises as `epoch_moment`."""
    moment = epoch_moment()
    return moment[:10] if moment else None


def today() -> str:
    """Return the day of SOURCE_DATE_EPOCH, else today's by the local clock. Raises as `epoch_day`."""
    return epoch_day() or datetime.now().astimezone().date().isoformat()
