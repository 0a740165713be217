"""Formats of the matrix for customers. Each has `write(handout: Handout) -> str | bytes`."""
