"""How many examples hypothesis tries where each of them takes long."""

from hypothesis import settings

_USUAL = 30
"""The number of examples in the profile that tests run with; `--hypothesis-profile=thorough` has ten times as many."""


def costly(few: int) -> settings:
    """Return settings with so few examples in the usual profile, and as many times more in another as it has."""
    return settings(max_examples=few * settings().max_examples // _USUAL)
