"""Formats of flows: of the example application, or of an entity's own. Each has `write(view: View) -> str`."""
