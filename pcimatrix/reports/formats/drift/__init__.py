"""Formats of a scope's drift from what is deployed. Each has `write(drift: Drift) -> str`."""
