"""Text from outside made plain: one line, no control characters, no marks that turn the direction of writing."""

_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def plain(text: str) -> str:
    """Return text on one line as it can be shown anywhere; what cannot be encoded becomes U+FFFD."""
    if text.isascii() and text.isprintable():
        return text
    import unicodedata  # noqa: PLC0415 - most text does not need it

    return "".join(_visible(character, unicodedata.category(character)) for character in text)


def _visible(character: str, category: str) -> str:
    if character in _BIDIRECTIONAL:
        return ""
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "\ufffd" if category == "Cs" else character
