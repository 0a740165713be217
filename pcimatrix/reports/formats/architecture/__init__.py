"""Formats of the example application. Each has `write(view: View) -> str`."""
