"""Formats of findings, of whatever command they are. Each has `write(report: Report) -> str`."""
