"""Formats of the responsibility summary. Each has `write(summary: Summary) -> str | bytes`."""
