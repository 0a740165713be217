"""Untrusted YAML: from text to validated models, with the place of every value."""
