"""Days of the calendar as text."""

import re
from datetime import date


def is_day(text: str) -> bool:
    """Tell whether a text is a day of the calendar in the form YYYY-MM-DD."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
