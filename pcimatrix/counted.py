"""A number with what it counts, in words."""


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is 1: `1 test case`, `2 breaches`."""
    plural = f"{noun}es" if noun.endswith("ch") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
